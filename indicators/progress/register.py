"""Which targets bind a value."""

from catalogue.definitions import Definitions
from catalogue.target_models import Target


def applicable(definitions: Definitions, indicator: str, level: str, time: str) -> list[Target]:
    """Targets in percent that a value of this indicator, level and time is set against.

    Those of its term come first, then the nearest due.

    A target of a term binds that term; one with a due day binds the years up to it, and of
    several from one document the next one due. A document replaced before the time, or issued after it, does not bind.
    """
    year = int(time[:4])
    found: dict[str, Target] = {}
    for target in sorted(definitions.targets.values(), key=lambda one: (one.term is None, str(one.due_date or "9999"), one.id)):
        if target.indicator != indicator or target.level not in ("all", level) or not target.assessed:
            continue
        binds = target.term == time if target.term else target.due_date is None or target.due_date.year >= year
        over = target.valid_to is not None and target.valid_to.year <= year
        ahead = target.valid_from is not None and target.valid_from.year > year
        if binds and not over and not ahead:
            found.setdefault(f"{target.source_doc}|{target.measure_type}", target)
    return [target for target in found.values() if target.unit == "percent"]


def path(definitions: Definitions, indicator: str, level: str, times: list[str]) -> dict[str, list[tuple[str, Target]]]:
    """The stepped line of each document through `times`: document → the target that binds at each time."""
    steps: dict[str, list[tuple[str, Target]]] = {}
    for time in times:
        for target in applicable(definitions, indicator, level, time):
            steps.setdefault(target.source_doc, []).append((time, target))
    return steps
