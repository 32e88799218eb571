"""Which persons a target's scenario moves: scenarios.yaml."""

from catalogue.models import Definition, Level


class Scenario(Definition):
    """A target's indicator, and that of the persons behind it.

    `established`: the share of the same women among established seats, vacant ones included; None
    where those are not collected. `levels`: those at which a unit has one such body, not several.
    """

    indicator: str
    persons: str
    established: str | None
    levels: tuple[Level, ...]


class Scenarios(Definition):
    """All of them, in the order they are offered."""

    scenarios: tuple[Scenario, ...]
