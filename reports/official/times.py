"""Which period or term a number of the report speaks of, and which it is compared with."""

import datetime as dt
from dataclasses import dataclass

from catalogue.definitions import Definitions
from catalogue.errors import UsageError
from catalogue.mandates import Mandates
from catalogue.models import Period
from indicators.breaks import breaks
from reports.official.figures import Item


@dataclass(frozen=True)
class Times:
    """The period of a report; the one of the same kind a year before it, None where none was collected."""

    period: Period
    before: Period | None
    mandates: Mandates

    def of(self, item: Item, level: str) -> tuple[str | None, str | None]:
        """The time of an item at a level and the time before it, each a period or a term, None where there is none."""
        if item.time == "period":
            return self.period.period, self.before.period if self.before else None
        family, date = str(item.family), self.period.reference_date
        running, earlier = (get(family, level, date) for get in (self.mandates.current, self.mandates.previous))
        current = running.term if running else None
        following = self.mandates.next_term(family, level, date) if item.time == "term_next" else None
        if following:
            return following, current
        return current, earlier.term if earlier else None

    def day(self, time: str, item: Item, level: str, definitions: Definitions) -> dt.date | None:
        """The day a period or term speaks of."""
        if item.time == "period":
            return definitions.periods[time].reference_date
        mandate = self.mandates.of(str(item.family), level, time)
        return mandate.event_date if mandate else None

    def lives(self, item: Item, level: str, time: str, definitions: Definitions) -> bool:
        """Whether bodies of a level exist on the reference date and are still the same at `time`.

        A coming term of bodies that are reorganised before it is told of other units than those of the report.
        """
        date = self.period.reference_date
        known = definitions.geography.units.values()
        if level in ("district", "commune") and not any(unit.level == level and unit.exists(date) for unit in known):
            return False
        day = self.day(time, item, level, definitions)
        return day is None or day <= date or same_units(definitions, date, day, level)


def times(definitions: Definitions, period: str) -> Times:
    """Return the times of a report on `period`.

    Raises:
        UsageError: the period is unknown, or nothing is collected for it.
    """
    collected = [one.period for one in definitions.periods.values() if one.collected]
    found = definitions.periods.get(period)
    if found is None:
        raise UsageError("report_period_unknown", found=period, expected=", ".join(collected))
    if not found.collected:
        raise UsageError("report_period_not_collected", found=period, expected=", ".join(collected))
    before = definitions.periods.get(str(int(period[:4]) - 1) + period[4:])
    return Times(found, before if before and before.collected else None, Mandates(definitions.mandates))


def same_units(definitions: Definitions, first: dt.date | None, second: dt.date | None, level: str) -> bool:
    """Whether the bodies of a level are the same units on both days."""
    if first is None or second is None:
        return False
    return not breaks(definitions, [("first", first), ("second", second)], level)
