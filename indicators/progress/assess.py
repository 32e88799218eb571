"""All targets against all units: values gathered once per question, judged as arrays."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
from sqlalchemy import Connection

from catalogue.definitions import Definitions
from catalogue.target_models import Target
from indicators.compute import compute, name_of
from indicators.progress import pace, status
from indicators.progress.events import FORMED, Occasion, occasion
from indicators.progress.requirement import bounds, satisfies
from indicators.progress.status import Counted, Verdicts, judge
from indicators.query import Query

Row = dict[str, Any]
ESTABLISHED = "established"
MET, OPEN = ("met",), ("not_assessed",)


@dataclass
class Assessment:
    """Values against targets on the day `at`, for the units of `query` (its indicator and times are ignored).

    `seats`: whether shares are taken of the seats filled, or of those established, vacant ones
    included, where the indicator knows them. `size`: seats that a body is about to have instead;
    its women stay. Only rows of a single body are resized. `only`: the targets looked at; empty means all.
    """

    connection: Connection
    definitions: Definitions
    query: Query
    at: dt.date
    seats: str = "filled"
    size: int | None = None
    only: frozenset[str] = frozenset()
    _asked: dict[Query, pa.Table] = field(default_factory=dict)

    def rows(self) -> list[Row]:
        """One row per target, level and unit asked for (the whole, if none is)."""
        return [row for target, level, when in self.bound() for row in self._summed(target, level, when)]

    def unit_rows(self, target_id: str, level: str) -> list[Row]:
        """One row per unit behind a row of `rows`."""
        target = self.definitions.targets[target_id]
        when = occasion(self.definitions, target, level, self.at)
        return [] if when is None else self._told(target, when, self._table(target, level, when, detail=True), detail=True)

    def bound(self) -> list[tuple[Target, str, Occasion]]:
        """The targets, with each level they speak of where such bodies exist."""
        found: list[tuple[Target, str, Occasion]] = []
        for target in self.definitions.targets.values():
            if target.indicator and target.assessed and (not self.only or target.id in self.only):
                levels = self.definitions.indicators[target.indicator].levels
                for level in levels if target.level == "all" else (target.level,):
                    when = occasion(self.definitions, target, level, self.at)
                    if when is not None:
                        found.append((target, level, when))
        return found

    def _summed(self, target: Target, level: str, when: Occasion) -> list[Row]:
        table = self._table(target, level, when)
        if table.num_rows == 0:
            return []
        detail = self._table(target, level, when, detail=True)
        rows = self._told(target, when, table, detail=False, largest=_largest(detail))
        for row in rows:
            single = self.query.units and row["units_expected"] == 1
            own = table.filter(pa.array([unit == row["unit_id"] for unit in table["unit_id"].to_pylist()], type=pa.bool_()))
            self._count_units(row, target, when, own if single else self._inside(detail, row))
            self._set_pace(row, target, when)
        return rows

    def _inside(self, detail: pa.Table, row: Row) -> pa.Table:
        """Rows of `detail` within the unit of a row; all of them for the whole."""
        if not self.query.units:
            return detail
        units = self.definitions.geography.units
        parents = [units[unit].parent_id if unit in units else None for unit in detail["unit_id"].to_pylist()]
        return detail.filter(pa.array([row["unit_id"] == parent for parent in parents], type=pa.bool_()))

    def _count_units(self, row: Row, target: Target, when: Occasion, inside: pa.Table) -> None:
        """Units that meet the target or not, and the sum of their gaps, which differs from the gap of the sum."""
        verdicts = judge(target, self._counted(target, when, inside, detail=True), when, self._decimals(target))
        bodies = target.measure_type == "share_of_bodies"
        met = np.isin(verdicts.status, MET)
        withheld = verdicts.status == "not_assessed"
        if bodies:
            withheld = verdicts.reason != "target_of_all_bodies"
            met = ~withheld & (verdicts.gap == 0)
        row["units_met"] = int(met.sum())
        row["units_missed"] = int((~met & ~withheld).sum())
        row["units_not_assessed"] = int(withheld.sum())
        gaps = verdicts.gap[~withheld & ~np.isnan(verdicts.gap)]
        row["gap_of_units"] = int(gaps.sum()) if len(gaps) and not bodies else None

    def _set_pace(self, row: Row, target: Target, when: Occasion) -> None:
        """Judge what has no next event by its pace in percentage points; say why where that cannot be done."""
        row |= {"base": None, "pace": None, "alternatives": []}
        by_year = set(self.definitions.indicators[target.indicator or ""].numerator) != {"term"}
        open_ = row["status"] == "not_yet_met" and when.next_event is None and target.unit == "percent" and by_year
        if not open_ or target.due_date is None:
            return
        points, broken = self._points(target, row)
        if len(points) < 2:
            row["reason"] = "break_in_series" if broken else "few_points"
            return
        base, latest, required = points[0], points[-1], float(target.value or 0)
        line = pace.linear(base, latest, required, target.due_date)
        row["base"] = {"date": base.day.isoformat(), "value": base.value}
        row["pace"] = {
            "observed": line.observed, "required": line.required, "from_now": line.from_now,
            "projected": line.projected, "ratio": line.ratio,
        }  # fmt: skip
        row["alternatives"] = [
            {"method": other.method, "ratio": other.ratio, "verdict": other.verdict}
            for other in (
                pace.eurostat(base, latest, required, target.due_date),
                pace.unsd(base, latest, required, target.due_date),
            )
        ]
        row["method"] = f"{pace.VERSION}: straight line in percentage points from {base.day} to {target.due_date}"
        row["status"] = "on_pace" if bool(satisfies(str(target.comparator), line.projected, required)) else "off_pace"

    def _points(self, target: Target, row: Row) -> tuple[list[pace.Point], bool]:
        """Comparable yearly points since the last break of the boundaries."""
        by = ("unit", "level", "period") if self.query.units else ("level", "period")
        asked = replace(self._question(target, row["level"]), by=by, until=self.at)
        known = self.definitions.geography.units
        breaks = {c.date for c in self.definitions.changes if known[c.from_unit_id].level in (row["level"], "province")}
        last = max((day for day in breaks if day <= self.at), default=dt.date.min)
        told = [
            pace.Point(found["on_date"], found["value"])
            for found in self._compute(asked).to_pylist()
            if found["state"] == "value"
            and found["units_reported"] == found["units_expected"]
            and found["unit_id"] == row["unit_id"]
        ]
        kept = [point for point in told if point.day >= last]
        return kept, len(kept) < len(told)

    def _told(self, target: Target, when: Occasion, table: pa.Table, *, detail: bool, largest: float = np.nan) -> list[Row]:
        counted = self._counted(target, when, table, detail=detail, largest=largest)
        verdicts = judge(target, counted, when, self._decimals(target))
        return [self._row(target, when, value, verdicts, place, counted) for place, value in enumerate(table.to_pylist())]

    def _row(self, target: Target, when: Occasion, value: Row, verdicts: Verdicts, place: int, counted: Counted) -> Row:
        judged, event = status.days(self.at, when.next_event)
        pipeline = _whole(counted.pipeline[place])
        inputs = {
            "numerator": value["numerator"], "denominator": value["denominator"],
            "lower": _known(counted.lower[place]), "upper": _known(counted.upper[place]),
            "units_reported": value["units_reported"], "units_expected": value["units_expected"], "pipeline": pipeline,
            "seats": self.size or self.seats,
        }  # fmt: skip
        return {
            "target": target.id, "indicator": target.indicator, "unit_id": value["unit_id"], "unit": value["unit"],
            "level": value["level"], "period": value["period"] or value["counted_in"], "measure_type": target.measure_type,
            "comparator": target.comparator, "required": target.value, "required_upper": target.value_upper,
            "numerator": value["numerator"], "denominator": _known(counted.denominator[place]),
            "value": _known(counted.value[place]), "lower": _known(counted.lower[place]), "upper": _known(counted.upper[place]),
            "needed": _whole(verdicts.needed[place]), "gap": _whole(verdicts.gap[place]),
            "status": verdicts.status[place], "reason": verdicts.reason[place],
            "method": status.METHOD, "version": status.VERSION, "inputs": inputs, "pipeline": pipeline, "due": target.due,
            "next_event": event, "judged_at": judged, "counted_on": status.days(value["on_date"])[0],
            "units_reported": value["units_reported"], "units_expected": value["units_expected"],
            "source": target.source_doc, "clause": target.source_clause, "instrument": target.instrument,
            "verified": target.verified, "demonstration": value["demonstration"],
        }  # fmt: skip

    def _counted(self, target: Target, when: Occasion, table: pa.Table, *, detail: bool, largest: float = np.nan) -> Counted:
        def numbers(name: str) -> status.Numbers:
            return np.asarray(table[name].to_numpy(zero_copy_only=False), dtype=np.float64)

        women, whole = numbers("numerator"), numbers("denominator")
        reported, expected = numbers("units_reported"), numbers("units_expected")
        value, lower, upper = numbers("value"), numbers("lower"), numbers("upper")
        if self.size:
            resized = (expected == 1) & ~np.isnan(whole) & (target.measure_type == "share_of_persons")
            whole = np.where(resized, float(self.size), whole)
            value, lower, upper = (np.where(resized, 100 * women / whole, old) for old in (value, lower, upper))
        # Where the size of a missing unit was never told, it is taken to be at most the largest one reported.
        least, most = bounds(women, whole, np.where(expected > reported, (expected - reported) * largest, np.nan))
        return Counted(
            numerator=women, denominator=whole, value=value,
            lower=np.where(np.isnan(lower), least, lower),
            upper=np.where(np.isnan(upper), most, upper),
            reported=reported, expected=expected, state=np.asarray(table["state"].to_pylist(), dtype=object),
            pipeline=self._pipeline(target, when, table, detail=detail), single=expected == 1,
        )  # fmt: skip

    def _pipeline(self, target: Target, when: Occasion, table: pa.Table, *, detail: bool) -> status.Numbers:
        """Women planned or nominated for the body at its next event: the list nearest to the event that is known."""
        found = np.full(table.num_rows, np.nan)
        if when.next_term is None or target.indicator is None:
            return found
        keys = list(zip(table["unit_id"].to_pylist(), table["level"].to_pylist(), strict=True))
        for name in self.definitions.indicators[target.indicator].pipeline:
            by = ("unit", "level") if self.query.units or detail else ("level",)
            asked = replace(self.query, indicator=name, by=by, terms=(when.next_term,))
            asked = replace(asked, units=(), parents=self.query.units) if detail else asked
            women = {
                (row["unit_id"] if "unit" in by else keys[0][0], row["level"]): row["numerator"]
                for row in self._compute(asked).to_pylist()
                if row["state"] == "value"
            }
            told = np.asarray([women.get(key, np.nan) for key in keys], dtype=np.float64)
            found = np.where(np.isnan(found), told, found)
        return found

    def _table(self, target: Target, level: str, when: Occasion, *, detail: bool = False) -> pa.Table:
        """The values a target is set against: at its event, by its day, or the latest."""
        asked = self._question(target, level)
        of_term = target.term and (when.formed or target.counts not in FORMED)
        asked = replace(asked, terms=(target.term,) if of_term and target.term else ())
        if target.counts not in ("planned", "trained", "official_candidates"):
            asked = replace(asked, until=when.moment)
        if detail:
            asked = replace(asked, by=("unit", "level"), units=(), parents=self.query.units)
        return self._compute(asked)

    def _question(self, target: Target, level: str) -> Query:
        indicator = self.definitions.indicators[target.indicator or ""]
        name = (
            indicator.established if self.seats == ESTABLISHED and indicator.established and not target.term else indicator.id
        )
        by = ("unit", "level") if self.query.units else ("level",)
        return replace(self.query, indicator=name, by=by, levels=(level,), terms=(), periods=(), until=None)

    def _compute(self, asked: Query) -> pa.Table:
        if asked not in self._asked:
            self._asked[asked] = compute(self.connection, self.definitions, asked)
        return self._asked[asked]

    def _decimals(self, target: Target) -> int:
        return self.definitions.indicators[target.indicator or ""].decimals


def assess(
    connection: Connection,
    definitions: Definitions,
    query: Query,
    at: dt.date,
    seats: str = "filled",
    only: frozenset[str] = frozenset(),
) -> list[Row]:
    """Return one row per target, level and unit of `query`: the fields of `python -m indicators targets --json`."""
    rows = Assessment(connection, definitions, query, at, seats, only=only).rows()
    for row in rows:
        row["unit"] = row["unit"] or name_of(definitions, row["unit_id"])
    return rows


def _largest(detail: pa.Table) -> float:
    """The most persons (or bodies) that one unit reported, NaN if none did."""
    sizes = np.asarray(detail["denominator"].to_numpy(zero_copy_only=False), dtype=np.float64)
    return float(np.nanmax(sizes)) if np.any(~np.isnan(sizes)) else float("nan")


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _whole(value: float) -> int | None:
    return None if np.isnan(value) else int(value)
