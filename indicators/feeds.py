"""From a cell of a report to every indicator value that it feeds: of its unit, and the totals that enter."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, and_, select

from catalogue.definitions import Definitions
from catalogue.text import fold
from indicators.compute import compute
from indicators.query import Query
from store import connection as db
from store.schema import component, observation, series, submission, unit_value
from store.steps import CELL, cells_in_force, held_at, submissions_in_force
from store.unit_values import known_then

Row = dict[str, Any]
ABOUT = ("unit_id", "level", "term", "kind", *CELL)
TOLD = ("file", "sha256", "version", "demonstration", "sheet", "cell", "state", "value", "unit_id", "level", "term", *CELL)
COLUMNS = ("indicator", "part", "scope", "unit_id", "unit", "level", "period", "term", "numerator", "denominator", "value",
           "state", "units_reported", "units_expected", "source")  # fmt: skip
NOW = dt.datetime.max.replace(microsecond=0)


@dataclass(frozen=True)
class Place:
    """A cell of a report: who sent it for which period, and where it stands. `version` None: those in force."""

    unit_id: str
    period: str
    sheet: str
    cell: str
    version: int | None = None

    @classmethod
    def parse(cls, unit_id: str, period: str, text: str, version: int | None) -> "Place | None":
        """Read "II.3.2 Cấp huyện!D5", as spreadsheets write it; None if it names no sheet or no cell."""
        sheet, _, cell = text.rpartition("!")
        sheet, cell = sheet.strip().strip("'“”\""), cell.replace("$", "").strip().upper()
        return cls(unit_id, period, sheet, cell, version) if sheet and cell else None


def feeds(connection: Connection, definitions: Definitions, place: Place, as_of: dt.datetime | None = None) -> Row:
    """Return what stands in the cell and what it feeds.

    Returns:
        cells: one per count read from the cell (“13/55” gives two): file, sha256, version, sheet,
            cell, state, value, unit_id, level, term, element, measure, sex, ethnicity, age; `shown`:
            whether it is the cell that counts, else `instead` is the one that does (null: none is in force).
        values: rows as `compute` gives them, with `part` (numerator or denominator) and `scope`:
            unit, or total of a unit it belongs to, of its former district, of all levels.
    """
    at = as_of or NOW
    cells: list[Row] = []
    values: list[Row] = []
    for cell in _cells(connection, place, at):
        period = cell["term"] if cell["kind"] == "term" else place.period
        counts = _counting(connection, cell, period, at)
        shown = counts is not None and all(counts[name] == cell[name] for name in ("submission_id", "sheet", "cell"))
        cells.append({name: cell[name] for name in TOLD} | {"shown": shown, "instead": None if shown else counts})
        if shown:
            values += _values(connection, definitions, cell, period, as_of)
    return {"cells": cells, "values": values}


def _cells(connection: Connection, place: Place, at: dt.datetime) -> list[Row]:
    s, o = submission.c, observation.c
    wanted = [s.unit_id == place.unit_id, s.period == place.period, o.cell == place.cell]
    wanted.append(held_at(submission, at) if place.version is None else s.version == place.version)
    said = (s.submission_id, s.file_name.label("file"), s.sha256, s.version, s.demonstration, o.sheet, o.cell, o.state, o.value)
    statement = (
        select(*said, *(series.c[name] for name in ABOUT))
        .join_from(observation, submission, s.submission_id == o.submission_id)
        .join(series, series.c.series_id == o.series_id)
        .where(*wanted)
        .order_by(s.demonstration, s.version, series.c.sex)
    )
    rows = db.fetch(connection, statement).to_pylist()
    return [row for row in rows if fold(row["sheet"]) == fold(place.sheet)]


def _counting(connection: Connection, cell: Row, period: str, at: dt.datetime) -> Row | None:
    """The cell that counts for the same thing: this one, another file's, a later report's; None if no report is in force."""
    cells = cells_in_force(submissions_in_force(at, "reports_behind"), "cells_behind")
    same = [cells.c[name] == cell[name] for name in ("unit_id", "level", *CELL)]
    rows = db.fetch(
        connection,
        select(cells.c.submission_id, submission.c.file_name.label("file"), submission.c.version, submission.c.period,
               cells.c.sheet, cells.c.cell, cells.c.state, cells.c.value)
        .join_from(cells, submission, submission.c.submission_id == cells.c.submission_id)
        .where(and_(*same), cells.c.period == period),
    ).to_pylist()  # fmt: skip
    return rows[0] if rows else None


def _values(
    connection: Connection, definitions: Definitions, cell: Row, period: str, as_of: dt.datetime | None
) -> Iterator[Row]:
    """Every value that the cell's count is part of, each computed as it is shown."""
    fed = select(component.c.indicator, component.c.part).where(
        component.c.series == cell["kind"], *(component.c[name] == cell[name] for name in CELL)
    )
    kind = cell["kind"]
    values = unit_value if as_of is None else known_then(as_of).cte("unit_values")
    for indicator, part in (row.values() for row in db.fetch(connection, fed).to_pylist()):
        v = values.c
        key = (v.indicator == indicator, v.series == kind, v.unit_id == cell["unit_id"], v.level == cell["level"],
               v.period == period, v["rank"] == 1)  # fmt: skip
        about = select(*(v[name] for name in ("source", "term", "in_total", "parent_id", "district_id", "province_id")))
        found = db.fetch(connection, about.where(*key)).to_pylist()
        if not found or found[0]["source"] != "submission":
            continue  # a printed figure is shown in its place
        for scope, query in _queries(indicator, cell, period, found[0], as_of):
            for row in compute(connection, definitions, query).to_pylist():
                if (row["series"], row["counted_in"]) == (kind, period) and row["state"] != "not_yet_due":
                    yield {"part": part, "scope": scope} | {name: row[name] for name in COLUMNS if name in row}


def _queries(indicator: str, cell: Row, period: str, one: Row, as_of: dt.datetime | None) -> Iterator[tuple[str, Query]]:
    """What is asked on pages and by commands of a value like this: by period, and by term (of stocks the latest)."""
    own, levels = (cell["unit_id"],), (cell["level"],)
    above = (
        [name for name in dict.fromkeys((one["parent_id"], one["province_id"])) if name and name not in own]
        if one["in_total"]
        else []
    )
    times = [] if cell["kind"] == "term" else [("period", Query(indicator, periods=(period,), as_of=as_of))]
    if one["term"]:
        times.append(("term", Query(indicator, terms=(one["term"],), as_of=as_of)))
    for time, asked in times:
        at_level = replace(asked, by=("unit", "level", time), levels=levels)
        yield "unit", replace(at_level, units=own)
        for containing in above:
            yield "total", replace(at_level, units=(containing,))
            yield "all_levels", replace(asked, by=("unit", time), units=(containing,))
        if one["in_total"] and one["district_id"] and one["district_id"] not in (*own, one["parent_id"]):
            yield "former_district", replace(at_level, by=("district", "level", time), districts=(one["district_id"],))
