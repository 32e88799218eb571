"""From a computed value to the counts behind it and the cells they stand in."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    FromClause,
    Select,
    and_,
    case,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from catalogue.definitions import Definitions
from indicators import on_map
from indicators.compute import compute
from indicators.query import Query
from store import connection as db
from store.schema import component, figure, series, submission, unit, unit_value
from store.steps import CELL, cells_in_force, first_received, held_at, submissions_in_force
from store.unit_values import known_then

COLUMNS = ("value", "unit_id", "element", "sex", "file", "sha256", "version", "sheet", "cell")
PUBLICATIONS = "published_figures.csv"
NOW = dt.datetime.max.replace(microsecond=0)
STATES = ("value", "not_applicable", "missing")  # of values that cells are behind
KEY = ("unit_id", "level", "series", "period")  # of the values of an indicator
Times = Collection[tuple[str, str, str]]  # (series, period, level) of values that are shown


def explain(connection: Connection, definitions: Definitions, query: Query) -> pa.Table:
    """Return the cells behind the value(s) that `query` computes; on a map also those of parts that its bounds follow from.

    Columns: value (the number in the cell), unit_id (of the unit it is about), element, sex,
    file, sha256, version, sheet, cell; then state, level, measure, ethnicity, age, part,
    demonstration. For a printed figure file, version and sheet are those of published_figures.csv.
    """
    query = replace(query, by=("unit", "level", *_times(query)))
    answers = compute(connection, definitions, query).to_pylist()
    times = {(row["series"], row["counted_in"], row["level"]) for row in answers if row["series"]}
    if not times:
        return pa.table({name: pa.array([], pa.string()) for name in COLUMNS})
    values = unit_value if query.as_of is None else known_then(query.as_of).cte("unit_values")
    kind = definitions.indicators[query.indicator].kind
    return db.fetch(connection, _behind(kind, _shown(query, values, times), query.as_of or NOW), query.parameters)


def cells_of(connection: Connection, definitions: Definitions, indicator: str) -> pa.Table:
    """Return the cells behind all values of an indicator, in the order of `explain`.

    Columns: as of `explain`, and whose value each is behind: value_unit_id, value_level, value_series, value_period.
    """
    v = unit_value.c
    shown = select(unit_value).where(v.indicator == indicator, v["rank"] == 1, v.state.in_(STATES)).cte("shown")
    keys = [shown.c[name].label(f"value_{name}") for name in KEY]
    return db.fetch(connection, _behind(definitions.indicators[indicator].kind, shown, NOW, keys))


def values_shown(connection: Connection, query: Query, times: Times) -> list[tuple[str, str, str, str]]:
    """Return the values (unit, level, series, period) of these times that make up the answer to `query`."""
    shown = _shown(query, unit_value, times)
    found = db.fetch(connection, select(*(shown.c[name] for name in KEY)).distinct(), query.parameters)
    return list(zip(*(found[name].to_pylist() for name in KEY), strict=True))


def cells_behind(connection: Connection, indicators: Sequence[str], times: Sequence[str]) -> pa.Table:
    """Return the cells behind all values of several indicators and times, in one question.

    Columns: indicator, period (the value's period or term), level, value_unit (whose value it is), part (numerator,
    denominator, share); file, version, sheet, cell. For reports received: the file alone.
    """
    v = unit_value.c
    wanted = (v.indicator.in_(list(indicators)), v.period.in_(list(times)), v["rank"] == 1, v.own)
    shown = select(unit_value).where(*wanted, v.state == "value").cte("shown_together")
    told = [shown.c.indicator, shown.c.period, shown.c.level, shown.c.unit_id.label("value_unit")]
    cells = _cells(shown, NOW).add_columns(*told).subquery("cells_together")
    first = first_received(submissions_in_force(NOW, "reports_together"), NOW, "first_together")
    same = and_(first.c.unit_id == shown.c.unit_id, first.c.period == shown.c.period)
    received = (
        select(*told, literal("numerator").label("part"), submission.c.file_name.label("file"), submission.c.version)
        .join_from(shown, first, same)
        .join(submission, submission.c.submission_id == first.c.submission_id)
        .where(shown.c.indicator == "report_timeliness")
        .subquery("received_together")
    )
    names = ("indicator", "period", "level", "value_unit", "part", "file", "version")
    both = union_all(
        select(*(cells.c[name] for name in names), cells.c.sheet, cells.c.cell),
        select(*(received.c[name] for name in names), null().label("sheet"), null().label("cell")),
    ).subquery()
    return db.fetch(connection, select(both).order_by(both.c.indicator, both.c.level, both.c.value_unit, both.c.part))


def _times(query: Query) -> tuple[str, ...]:
    return ("term",) if query.terms and not query.periods else ()


def _behind(kind: str, shown: FromClause, at: dt.datetime, more: Sequence[ColumnElement[Any]] = ()) -> Executable:
    """What is behind the unit values shown: reports received, or cells of submissions and printed figures."""
    if kind == "system":
        return _reports(shown, at).add_columns(*more)
    both = union_all(_cells(shown, at).add_columns(*more), _figures(shown, at, more))
    return both.order_by("level", "unit_id", "element", "measure", "sex")


def _shown(query: Query, values: FromClause, times: Times) -> FromClause:
    """The unit values that make up the answer."""
    v = values.c
    when = or_(*(and_(v.series == s, v.period == p, v.level == level) for s, p, level in times))
    wanted = [v.indicator == query.indicator, v["rank"] == 1, v.state.in_(STATES), when]
    if query.on_map is not None:
        return _lying(query, values, wanted)
    if query.units:
        units = list(query.units)
        wanted.append(or_(v.unit_id.in_(units), v.parent_id.in_(units), v.province_id.in_(units)))
        wanted.append(or_(v.in_total, v.unit_id.in_(units)))
    else:
        wanted.append(v.own)
    for name, column in (("levels", v.level), ("districts", v.district_id), ("parents", v.parent_id)):
        if getattr(query, name):
            wanted.append(column.in_(getattr(query, name)))
    return select(values).where(*wanted).cte("shown")


def _lying(query: Query, values: FromClause, wanted: list[ColumnElement[bool]]) -> FromClause:
    """The unit values that lie, whole or in parts, in the units of a map that were asked for; each once."""
    v, lying = values.c, on_map.placed(query.shape)
    here = lying.c.group_unit
    inside = [v.in_total if not query.units else or_(v.in_total, v.unit_id == here), ~lying.c.ended]
    if query.levels:
        inside.append(v.level.in_(query.levels))
    placed = select(values).join_from(
        values, lying, and_(lying.c.unit_id == v.unit_id, v.on_map.between(lying.c.since, lying.c.until))
    )
    return placed.where(*wanted, *inside).distinct().cte("shown")


def _cells(shown: FromClause, at: dt.datetime) -> Select:
    """Cells of submissions."""
    elements = select(component.c.element).where(component.c.indicator.in_(select(shown.c.indicator)))
    only = (series.c.unit_id.in_(select(shown.c.unit_id)), series.c.element.in_(elements))
    cells = cells_in_force(submissions_in_force(at, "reports_behind"), "cells_behind", only)
    same = and_(shown.c.unit_id == cells.c.unit_id, shown.c.level == cells.c.level, shown.c.period == cells.c.period)
    part = and_(*(component.c[name] == cells.c[name] for name in CELL))
    asked = and_(component.c.indicator == shown.c.indicator, component.c.series == shown.c.series)
    return (
        select(
            cells.c.value, cells.c.unit_id, cells.c.element, cells.c.sex,
            submission.c.file_name.label("file"), submission.c.sha256, submission.c.version, cells.c.sheet, cells.c.cell,
            cells.c.state, cells.c.level, cells.c.measure, cells.c.ethnicity, cells.c.age, component.c.part,
            submission.c.demonstration,
        )
        .join_from(shown, cells, same)
        .join(component, and_(part, asked))
        .join(submission, submission.c.submission_id == cells.c.submission_id)
        .where(shown.c.source == "submission")
    )  # fmt: skip


def _figures(shown: FromClause, at: dt.datetime, more: Sequence[ColumnElement[Any]]) -> Select:
    """Printed figures: women, total and percentage, each as a row."""
    parts = []
    for name, sex, measure in (("numerator", "F", "count"), ("denominator", "_T", "count"), ("share", "F", "share")):
        parts.append(
            select(
                figure.c[name].label("value"), figure.c.unit_id, figure.c.figure_id.label("element"), literal(sex).label("sex"),
                literal(PUBLICATIONS).label("file"), figure.c.sha256, literal(1).label("version"),
                figure.c.source.label("sheet"), figure.c.cell, literal("value").label("state"), figure.c.level,
                literal(measure).label("measure"), literal("_T").label("ethnicity"), literal("_T").label("age"),
                literal(name).label("part"), literal(False).label("demonstration"), *more,
            )
            .join_from(shown, figure, and_(figure.c.figure_id == shown.c.figure_id, held_at(figure, at)))
            .where(shown.c.source == "publication", figure.c[name].is_not(None))
        )  # fmt: skip
    return union_all(*parts).subquery("printed").select()


def _reports(shown: FromClause, at: dt.datetime) -> Select:
    """report_timeliness: the first version of the report that was, or was not, received on time."""
    first = first_received(submissions_in_force(at, "reports_behind"), at, "first_behind")
    return (
        select(
            shown.c.numerator.label("value"), shown.c.unit_id, literal("report").label("element"), literal("_T").label("sex"),
            submission.c.file_name.label("file"), submission.c.sha256, submission.c.version,
            null().label("sheet"), null().label("cell"),
            case((submission.c.version.is_(None), "missing"), else_="value").label("state"), shown.c.level,
            literal("count").label("measure"), literal("_T").label("ethnicity"), literal("_T").label("age"),
            literal("numerator").label("part"), func.coalesce(submission.c.demonstration, False).label("demonstration"),
        )
        .join_from(shown, first, and_(first.c.unit_id == shown.c.unit_id, first.c.period == shown.c.period), isouter=True)
        .join(submission, submission.c.submission_id == first.c.submission_id, isouter=True)
        .join(unit, unit.c.unit_id == shown.c.unit_id)
        .order_by(unit.c.code)
    )  # fmt: skip
