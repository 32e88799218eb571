"""Rows of a view, cut from an indicator's answers over all its levels, places and times.

Each answer is asked once per snapshot; a filter then costs a slice, not a query.
"""

from dataclasses import replace

import pandas as pd

from catalogue import definitions
from indicators.query import Query
from presentation import data
from presentation.kept import kept
from presentation.views import View, short_time


@kept
def units(view: View, *, over_time: bool = False) -> pd.DataFrame:
    """One row per unit (and time)."""
    return _cut(view, "unit", over_time=over_time)


@kept
def districts(view: View, *, over_time: bool = False) -> pd.DataFrame:
    """One row per district, or group of communes of a former district (and time)."""
    return _cut(view, "district", over_time=over_time)


@kept
def total(view: View, *, over_time: bool = False, snapshot: str | None = None) -> pd.DataFrame:
    """One row for the view as a whole (per time); of another `snapshot` than the one that is read, if named."""
    if view.kinds and not view.districts and not view.units:
        asked = replace(view.query(), by=("level", view.dimension), terms=(), periods=())
        return _at(view, data.values(snapshot or data.current(), asked), over_time=over_time)
    place = "district" if view.districts else "unit" if view.units else None
    return _cut(view, place, over_time=over_time, snapshot=snapshot)


@kept
def elsewhere(view: View, unit: str) -> pd.DataFrame:
    """The same indicator, level and times for an area that owes no reports, such as the country."""
    return data.values(data.current(), Query(view.indicator.id, by=(view.dimension,), units=(unit,), levels=(view.level,)))


def due(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of which a value is owed by now."""
    return rows[~rows["state"].isin(["not_yet_due", "not_applicable"])]


@kept
def history(view: View) -> pd.DataFrame:
    """The view as a whole over time (short, by date), as far as it is due; empty where no value is known."""
    rows = due(total(view, over_time=True))
    if not rows["value"].notna().any():
        return rows.iloc[:0]
    return rows.assign(time=rows[view.dimension].map(short_time)).sort_values("on_date")


def _cut(view: View, place: str | None, *, over_time: bool, snapshot: str | None = None) -> pd.DataFrame:
    by = tuple(part for part in (place, "level", view.dimension) if part)
    rows = data.values(snapshot or data.current(), view.ask(*by))
    wanted = rows["level"] == view.level
    if view.districts:
        wanted &= rows["district_id"].isin(view.districts)
    if view.units:
        wanted &= rows["unit_id"].isin(view.units)
    if view.kinds:
        known = definitions.load().geography.units
        wanted &= rows["unit_id"].map(lambda unit: known[unit].kind in view.kinds)
    return _at(view, rows[wanted], over_time=over_time)


def _at(view: View, rows: pd.DataFrame, *, over_time: bool) -> pd.DataFrame:
    return rows[rows[view.dimension].notna()] if over_time else rows[rows[view.dimension] == view.time]
