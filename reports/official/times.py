"""Which period or term a number of the report speaks of, and which it is compared with."""

import datetime as dt
from dataclasses import dataclass

from catalogue.definitions import Definitions
from catalogue.errors import UsageError
from catalogue.mandates import Mandates
from catalogue.models import Period
from indicators.breaks import breaks
from reports.official.figures import Item

TERRITORIAL = ("district", "commune")  # levels that come and go with their units


@dataclass(frozen=True)
class Times:
    """The period of a report; the one of the same kind a year before it, None where none was collected.

    `known_to`: the day of the snapshot.
    """

    definitions: Definitions
    period: Period
    before: Period | None
    mandates: Mandates
    known_to: dt.date

    def of(self, item: Item, level: str) -> tuple[str | None, str | None]:
        """The time of an item at a level and the time before it, each a period or a term, None where there is none.

        What is told of a coming term comes from the latest reports. Where units were reorganised since this report's, their
        successors tell it: then the term that runs is taken.
        """
        if not self._exists(level):
            return None, None
        if item.time == "period":
            return self.period.period, self.before.period if self.before else None
        family, date = str(item.family), self.period.reference_date
        running, earlier = (get(family, level, date) for get in (self.mandates.current, self.mandates.previous))
        current = running.term if running else None
        following = self.mandates.next_term(family, level, date) if item.time == "term_next" else None
        if following and same_units(self.definitions, date, self._last_told(level), level):
            return following, current
        return current, earlier.term if earlier else None

    def day(self, time: str, item: Item, level: str) -> dt.date | None:
        """The day a period or term speaks of."""
        if item.time == "period":
            return self.definitions.periods[time].reference_date
        mandate = self.mandates.of(str(item.family), level, time)
        return mandate.event_date if mandate else None

    def _exists(self, level: str) -> bool:
        """Whether the report's day knows units of a level."""
        date = self.period.reference_date
        known = self.definitions.geography.units.values()
        return level not in TERRITORIAL or any(unit.level == level and unit.exists(date) for unit in known)

    def _last_told(self, level: str) -> dt.date:
        """The last day by which units of a level may have told of a coming term."""
        known = self.definitions.geography.units.values()
        days = [
            period.reference_date
            for period in self.definitions.periods.values()
            if period.collected and self.period.reference_date <= period.reference_date <= self.known_to
            and (level not in TERRITORIAL or any(u.level == level and u.exists(period.reference_date) for u in known))
        ]  # fmt: skip
        return max(days, default=self.period.reference_date)


def times(definitions: Definitions, period: str, known_to: dt.date) -> Times:
    """Return the times of a report on `period`, made of what was known on a day.

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
    return Times(definitions, found, before if before and before.collected else None, Mandates(definitions.mandates), known_to)


def same_units(definitions: Definitions, first: dt.date | None, second: dt.date | None, level: str) -> bool:
    """Whether the bodies of a level are the same units on both days."""
    if first is None or second is None:
        return False
    if first == second:
        return True
    return not breaks(definitions, [("first", first), ("second", second)], level)
