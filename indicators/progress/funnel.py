"""From planned to elected: the stages of a body, how many pass from one to the next, what targets ask of it."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from catalogue.definitions import Definitions
from catalogue.funnel_models import FunnelStage, Link
from catalogue.target_models import Target
from indicators.compute import compute
from indicators.progress.chances import Interval, success_gap, wilson
from indicators.progress.events import family_of
from indicators.progress.register import applicable
from indicators.progress.requirement import bounds, needed, satisfies
from indicators.query import Query

Row = dict[str, Any]


@dataclass(frozen=True)
class Stage:
    """Persons and women of one stage, for a unit or a sum of units; None where not known.

    `value`, `lower`, `upper`: women's share in percent, as computed or as printed, and what
    missing units could make of it.
    """

    key: str
    indicator: str
    link: Link
    total: int | None
    women: int | None
    value: float | None
    lower: float | None
    upper: float | None
    units_reported: int
    units_expected: int
    state: str
    source: str | None
    demonstration: bool

    @property
    def men(self) -> int | None:
        return None if self.total is None or self.women is None else self.total - self.women

    @property
    def counted(self) -> bool:
        """Whether there are counts, not a printed share alone."""
        return self.men is not None


@dataclass(frozen=True)
class UnitStages:
    """All stages of one unit."""

    unit_id: str
    unit: str
    stages: tuple[Stage, ...]


@dataclass(frozen=True)
class Conversion:
    """From one stage to the next, over the units that reported both.

    `link`: "success" or "ratio" (not the same persons: may exceed 100, has no interval).
    `women`, `men`: percentages; None where nobody stood. `impossible`: units left out because
    more were elected than stood.
    """

    before: str
    after: str
    link: Link
    units: int
    units_expected: int
    impossible: int
    women_before: int
    women_after: int
    men_before: int
    men_after: int
    women: Interval | None
    men: Interval | None

    @property
    def gap(self) -> Interval | None:
        """Women's success rate less men's in percentage points; None for a ratio."""
        if self.link != "success":
            return None
        return success_gap(self.women_after, self.women_before, self.men_after, self.men_before)


@dataclass(frozen=True)
class Standing:
    """A stage against a target. `needed`, `missing`: women, for the sum and added up over units each on its own.

    `met` is None where missing units could turn it or nothing is known.
    """

    target: Target
    met: bool | None
    needed: int | None
    missing: int | None
    units_met: int
    units_missed: int
    missing_in_units: int


@dataclass(frozen=True)
class Election:
    """Everything a page tells of one body, level and term."""

    stages: list[Stage]
    units: list[UnitStages]
    conversions: list[Conversion]


@dataclass(frozen=True)
class NextEvent:
    """The next congress or election; `dated` is False where only the end of the running term is known."""

    date: dt.date
    dated: bool
    verified: bool


def election(connection: Connection, definitions: Definitions, body: str, level: str, term: str,
             units: tuple[str, ...] = (), districts: tuple[str, ...] = ()) -> Election:  # fmt: skip
    """Return stages, units and conversions of a body."""
    each = by_unit(connection, definitions, body, level, term, units, districts)
    return Election(funnel(connection, definitions, body, level, term, units, districts), each, conversions(each))


def funnel(connection: Connection, definitions: Definitions, body: str, level: str, term: str,
           units: tuple[str, ...] = (), districts: tuple[str, ...] = ()) -> list[Stage]:  # fmt: skip
    """Return the stages of a body of definitions.funnels, each summed over the units that reported it."""
    asked = Query("", by=("level",), levels=(level,), terms=(term,), units=units, districts=districts)
    found = []
    for stage in definitions.funnels[body].stages:
        rows = compute(connection, definitions, replace(asked, indicator=stage.indicator)).to_pylist()
        known = level in definitions.indicators[stage.indicator].levels
        found.append(_summed(stage, [row for row in rows if row["series"] == "term"], known=known))
    return found


def by_unit(connection: Connection, definitions: Definitions, body: str, level: str, term: str,
            units: tuple[str, ...] = (), districts: tuple[str, ...] = ()) -> list[UnitStages]:  # fmt: skip
    """Return the stages of each unit that owes its target figure or has reported an earlier stage."""
    asked = Query("", by=("unit",), levels=(level,), terms=(term,), units=units, districts=districts)
    stages = definitions.funnels[body].stages
    names: dict[str, str] = {}
    rows: dict[str, dict[str, Row]] = {}
    for stage in reversed(stages):  # the units of the body itself come first
        for row in compute(connection, definitions, replace(asked, indicator=stage.indicator)).to_pylist():
            if row["series"] == "term" and row["unit_id"] is not None:
                names.setdefault(row["unit_id"], row["unit"])
                rows.setdefault(row["unit_id"], {})[stage.key] = row
    return [
        UnitStages(unit_id, names[unit_id], tuple(_stage(stage, told.get(stage.key)) for stage in stages))
        for unit_id, told in rows.items()
    ]


def conversions(units: Sequence[UnitStages]) -> list[Conversion]:
    """Return a conversion for each pair of neighbouring stages."""
    if not units:
        return []
    places = range(1, len(units[0].stages))
    return [_conversion([(unit.stages[place - 1], unit.stages[place]) for unit in units]) for place in places]


def against(definitions: Definitions, place: int, level: str, term: str, found: Election) -> list[Standing]:
    """Set the stage at `place` against the targets that bind it at this level and term."""
    whole = found.stages[place]
    units = [unit.stages[place] for unit in found.units]
    return [_standing(target, whole, units) for target in applicable(definitions, whole.indicator, level, term)]


def next_event(definitions: Definitions, indicator: str, level: str, day: dt.date) -> NextEvent | None:
    """Return when the body is next elected: the first event after `day`, else the end of the term that runs."""
    family = family_of(definitions, indicator)
    line = [m for m in definitions.mandates if (m.family, m.level) == (family, level)]
    ahead = sorted((m.event_date, m.verified == "yes") for m in line if m.event_date > day)
    if ahead:
        return NextEvent(ahead[0][0], True, ahead[0][1])
    running = sorted((m.ends, m.verified == "yes") for m in line if m.event_date <= day < m.ends)
    return NextEvent(running[-1][0], False, running[-1][1]) if running else None


def _summed(stage: FunnelStage, rows: list[Row], *, known: bool) -> Stage:
    """The one row of a sum; several provinces (of a term that saw a merger) are never added up here."""
    if rows:
        return _stage(stage, rows[0])
    return replace(_stage(stage, None), state="missing" if known else "not_applicable")


def _stage(stage: FunnelStage, row: Row | None) -> Stage:
    if row is None:
        return Stage(stage.key, stage.indicator, stage.link, None, None, None, None, None, 0, 0, "missing", None, False)
    return Stage(
        key=stage.key, indicator=stage.indicator, link=stage.link,
        total=_whole(row["denominator"]), women=_whole(row["numerator"]),
        value=row["value"], lower=row["lower"], upper=row["upper"],
        units_reported=int(row["units_reported"]), units_expected=int(row["units_expected"]),
        state=row["state"], source=row["source"], demonstration=bool(row["demonstration"]),
    )  # fmt: skip


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _conversion(pairs: list[tuple[Stage, Stage]]) -> Conversion:
    before, after = pairs[0]
    both = [pair for pair in pairs if pair[0].counted and pair[1].counted]
    kept = [pair for pair in both if after.link == "ratio" or _possible(*pair)]

    def total(place: int, count: Callable[[Stage], int | None]) -> int:
        return sum(count(pair[place]) or 0 for pair in kept)

    women, women_after = (total(place, lambda stage: stage.women) for place in (0, 1))
    men, men_after = (total(place, lambda stage: stage.men) for place in (0, 1))
    return Conversion(
        before.key, after.key, after.link, len(kept), sum(1 for pair in pairs if _expected(*pair)), len(both) - len(kept),
        women, women_after, men, men_after, _rate(after.link, women_after, women), _rate(after.link, men_after, men),
    )  # fmt: skip


def _expected(before: Stage, after: Stage) -> bool:
    return before.units_expected > 0 or after.units_expected > 0


def _possible(before: Stage, after: Stage) -> bool:
    """Whether no more were elected than stood, of women and of men."""
    return (after.women or 0) <= (before.women or 0) and (after.men or 0) <= (before.men or 0)


def _rate(link: Link, after: int, before: int) -> Interval | None:
    """Percent; the interval of a ratio is the value itself: there is no sample to speak of."""
    if before == 0:
        return None
    if link == "ratio":
        return Interval(100 * after / before, 100 * after / before, 100 * after / before)
    rate = wilson(after, before)
    return Interval(100 * rate.value, 100 * rate.low, 100 * rate.high)


def _standing(target: Target, whole: Stage, units: list[Stage]) -> Standing:
    comparator, required = str(target.comparator), float(target.value or 0)
    met = [unit for unit in units if unit.value is not None and satisfies(comparator, unit.value, required)]
    missed = [unit for unit in units if unit.value is not None and not satisfies(comparator, unit.value, required)]
    asked = None if whole.total is None or comparator not in (">=", ">") else int(needed(comparator, required, whole.total))
    gaps = [int(needed(comparator, required, u.total)) - u.women for u in missed if u.total is not None and u.women is not None]
    return Standing(
        target, _met(whole, units, comparator, required), asked,
        None if asked is None or whole.women is None else max(0, asked - whole.women),
        len(met), len(missed), sum(max(0, gap) for gap in gaps),
    )  # fmt: skip


def _met(whole: Stage, units: list[Stage], comparator: str, required: float) -> bool | None:
    """As `indicators.progress.status` judges: None where the missing units could turn it."""
    if whole.value is None:
        return None
    low, high = whole.lower, whole.upper
    missing = whole.units_expected - whole.units_reported
    if low is None or high is None:
        largest = max((unit.total for unit in units if unit.total is not None), default=None)
        if missing and (largest is None or whole.women is None or whole.total is None):
            return None
        low, high = bounds(whole.women, whole.total, missing * (largest or 0)) if missing else (whole.value, whole.value)
    ends = {bool(satisfies(comparator, bound, required)) for bound in (low, high)}
    return ends.pop() if len(ends) == 1 else None
