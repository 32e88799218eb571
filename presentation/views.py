"""What a page shows: an indicator at a level, a time and a place, as the link says. No Streamlit."""

import datetime as dt
from dataclasses import dataclass, replace

from catalogue import definitions
from catalogue.definitions import Definitions
from catalogue.models import Indicator
from catalogue.words import period_order
from indicators.query import Query, rebased

BY_DISTRICT, BY_UNIT, ON_MAP, BY_SPREAD, BY_SIZE = "huyen", "don_vi", "ban_do", "phan_bo", "pheu"  # how units are set out
SMALL = 20  # people: in a smaller body one person moves the share by more than 5 points


@dataclass(frozen=True)
class View:
    """One choice of indicator, level, time (period or term) and district."""

    indicator: Indicator
    level: str
    time: str
    districts: tuple[str, ...] = ()  # unit versions; empty means all
    kinds: tuple[str, ...] = ()  # kinds of agency; empty means all
    units: tuple[str, ...] = ()  # unit versions of one body alone; empty means all
    on_map: int | None = None  # under the units of this map; None: as reported

    @property
    def of_term(self) -> bool:
        return is_term(self.time)

    def query(self) -> Query:
        """The question whose cells are behind this view."""
        asked = replace(self.ask("unit"), levels=(self.level,), districts=self.districts, kinds=self.kinds, units=self.units)
        return replace(asked, terms=(self.time,)) if self.of_term else replace(asked, periods=(self.time,))

    def ask(self, *by: str) -> Query:
        """The question for all values of the indicator under the units that are looked at."""
        return rebased(definitions.load(), Query(self.indicator.id, by=by), self.on_map)

    @property
    def dimension(self) -> str:
        """The time dimension that changes are shown over."""
        return "term" if self.of_term else "period"


def is_term(time: str) -> bool:
    return "-" in time and not time.endswith("-S1")


def ordered(definitions: Definitions, times: set[str]) -> list[str]:
    """Terms before periods, each newest first: a body is first what its congress or election made it."""
    periods = {code: period_order(period)[0] for code, period in definitions.periods.items()}
    events = {m.term: m.event_date for m in sorted(definitions.mandates, key=lambda m: m.event_date)}
    return sorted(times, key=lambda time: (is_term(time), periods.get(time) or events[time]), reverse=True)


def day_of(definitions: Definitions, time: str) -> dt.date:
    """The day a period or term speaks of: of a term its last congress or election."""
    period = definitions.periods.get(time)
    return period.reference_date if period else max(m.event_date for m in definitions.mandates if m.term == time)


def short_time(time: str) -> str:
    """A time as an axis shows it: "6T/2024", "2024", "2020–25"."""
    if is_term(time):
        return f"{time[:4]}–{time[5:]}"
    return f"6T/{time[:4]}" if time.endswith("-S1") else time


def kinds_of_agency(definitions: Definitions) -> list[str]:
    """Codes of the kinds of agencies."""
    return [code.code for code in definitions.codes if code.codelist == "agency_kind"]


def districts_ended(definitions: Definitions) -> dt.date:
    """The last day of the last district: since then communes are grouped by former district."""
    return max(unit.valid_to or dt.date.max for unit in definitions.geography.units.values() if unit.level == "district")
