"""When a body changes next. Bodies change at congresses and elections, not continuously."""

import datetime as dt
from dataclasses import dataclass

from catalogue.definitions import Definitions
from catalogue.models import Mandate
from catalogue.target_models import Target

FORMED = ("members", "elected", "bodies")  # what an event forms; candidates and planned people come before it


@dataclass(frozen=True)
class Occasion:
    """The events around a judgement.

    `formed`: whether the body that the target speaks of has been formed. `moment`: the last day
    that can count for the target. `next_event`, `next_term`: the next chance to change, None
    where the body has no mandate (posts filled any day) or has ceased to exist.
    """

    formed: bool
    moment: dt.date
    next_event: dt.date | None
    next_term: str | None


def family_of(definitions: Definitions, indicator: str) -> str | None:
    """The family of mandates (party, council) of the body an indicator counts.

    None for what no event forms: posts filled any day, and what is counted by year.
    """
    numerator = definitions.indicators[indicator].numerator
    counted = [component.element for components in numerator.values() for component in components]
    families = {definitions.elements[element].mandate for element in counted}
    return families.pop() if "term" in numerator and len(families) == 1 else None


def occasion(definitions: Definitions, target: Target, level: str, at: dt.date) -> Occasion | None:
    """Return the events for a target at a level on the day `at`; None if no such body exists then."""
    line = sorted(
        (m for m in definitions.mandates if (m.family, m.level) == (family_of(definitions, target.indicator or ""), level)),
        key=lambda mandate: mandate.event_date,
    )
    moment = min(at, target.due_date) if target.due_date else at
    if target.term:
        own = next((mandate for mandate in line if mandate.term == target.term), None)
        if own is None:
            return None
        if own.event_date > at:
            return Occasion(formed=False, moment=at, next_event=own.event_date, next_term=own.term)
        return Occasion(True, at, *_next(line, at))
    if not _exists(definitions, level, moment):
        return None
    return Occasion(True, moment, *_next(line, at))


def _next(line: list[Mandate], at: dt.date) -> tuple[dt.date | None, str | None]:
    """The first event after `at`; else the end of the mandate that runs, whose successor has no dates yet."""
    for mandate in line:
        if mandate.event_date > at:
            return mandate.event_date, mandate.term
    if line and line[-1].ends > at:
        return line[-1].ends, None
    return None, None


def _exists(definitions: Definitions, level: str, day: dt.date) -> bool:
    """Whether there are units of a level on a day; the districts ceased to exist on 1/7/2025."""
    if level not in ("province", "district", "commune"):
        return True
    return any(unit.level == level and unit.exists(day) for unit in definitions.geography.units.values())
