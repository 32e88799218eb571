"""A figure as far as a sentence tells it, before it is held against the indicators."""

from dataclasses import dataclass, field

from etl.narrative.state import Groups, State


@dataclass(slots=True)
class Draft:
    """Counts and the printed percentage of one thing.

    `own_groups` and `own_topic` say whether the figure's own words name who is counted and in which body;
    `unknown` counts the words around it that nobody taught us; `caps` bound the confidence from above.
    """

    state: State
    groups: Groups
    numerator: float | None = None
    denominator: float | None = None
    printed: str | None = None
    own_groups: bool = True
    own_topic: bool = True
    own_level: bool = False
    near_topic: bool = False  # the words between the numbers around it name the body
    kin: bool = False  # persons are named that only the body spoken of before has
    of_women: bool = False  # may be counted among the women instead of all
    unknown: int = 0
    bodies: str | None = None  # "any" or "key": counts bodies with at least one woman
    indicator: str | None = None  # of a count of activities or money
    element: str | None = None
    flags: set[str] = field(default_factory=set)
    caps: list[float] = field(default_factory=lambda: [0.97])

    @property
    def only_percentage(self) -> bool:
        return self.printed is not None and self.numerator is None and self.denominator is None
