"""Rows of a view, cut from an indicator's answers over all its levels, places and times.

Each answer is asked once per snapshot; a filter then costs a slice, not a query.
"""

from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from catalogue import definitions
from indicators.query import Query
from presentation import data
from presentation.charts.frame import Row, Rows
from presentation.kept import at_hand
from presentation.views import View, short_time

NUMBERS = ("numerator", "denominator", "value", "lower", "upper")
NOT_OWED = ("not_yet_due", "not_applicable")


@at_hand
def units(view: View, *, over_time: bool = False) -> list[Row]:
    """One row per unit (and time)."""
    return _cut(view, "unit", over_time=over_time)


@at_hand
def districts(view: View, *, over_time: bool = False) -> list[Row]:
    """One row per district, or group of communes of a former district (and time)."""
    return _cut(view, "district", over_time=over_time)


@at_hand
def total(view: View, *, over_time: bool = False, snapshot: str | None = None) -> list[Row]:
    """One row for the view as a whole (per time); of another `snapshot` than the one that is read, if named."""
    if view.kinds and not view.districts and not view.units:
        asked = replace(view.query(), by=("level", view.dimension), terms=(), periods=())
        return _at(view, data.table(snapshot or data.current(), asked), over_time=over_time)
    place = "district" if view.districts else "unit" if view.units else None
    return _cut(view, place, over_time=over_time, snapshot=snapshot)


@at_hand
def elsewhere(view: View, unit: str) -> list[Row]:
    """The same indicator, level and times for an area that owes no reports, such as the country."""
    asked = Query(view.indicator.id, by=(view.dimension,), units=(unit,), levels=(view.level,))
    return _records(data.table(data.current(), asked))


def history(view: View) -> list[Row]:
    """The view as a whole over time (short, by date), as far as it is due; empty where no value is known."""
    rows = [row for row in total(view, over_time=True) if row["state"] not in NOT_OWED]
    if all(row["value"] is None for row in rows):
        return []
    timed = ({**row, "time": short_time(row[view.dimension])} for row in rows)
    return sorted(timed, key=lambda row: row["on_date"])


def table(rows: Rows) -> pa.Table:
    """Rows to be taken away; numbers stay numbers and texts texts where none is known."""
    columns: dict[str, pa.Array] = {}
    for name in rows[0]:
        column = pa.array([row[name] for row in rows], pa.float64() if name in NUMBERS else None)
        columns[name] = column.cast(pa.string()) if pa.types.is_null(column.type) else column
    return pa.table(columns)


def _cut(view: View, place: str | None, *, over_time: bool, snapshot: str | None = None) -> list[Row]:
    by = tuple(part for part in (place, "level", view.dimension) if part)
    found = data.table(snapshot or data.current(), view.ask(*by))
    found = found.filter(pc.equal(found["level"], view.level))
    if view.districts:
        found = _within(found, "district_id", view.districts)
    if view.units:
        found = _within(found, "unit_id", view.units)
    if view.kinds:
        units = definitions.load().geography.units.values()
        found = _within(found, "unit_id", [unit.unit_id for unit in units if unit.kind in view.kinds])
    return _at(view, found, over_time=over_time)


def _within(found: pa.Table, column: str, values: Any) -> pa.Table:
    return found.filter(pc.is_in(found[column], pa.array(values, pa.string())))


def _at(view: View, found: pa.Table, *, over_time: bool) -> list[Row]:
    times = found[view.dimension]
    return _records(found.filter(pc.is_valid(times) if over_time else pc.equal(times, view.time)))


def _records(found: pa.Table) -> list[Row]:
    rows: list[Row] = found.to_pylist()
    return rows
