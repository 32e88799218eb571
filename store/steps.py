"""From reports to sums: which reports are in force, what their cells say, numerator and denominator of each value.

Run at publication, and again over an earlier state of knowledge for `--as-of`: one formula for
both. Each function yields what its name says; the steps go on in candidates and unit_values.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, ColumnElement, FromClause, Select, and_, func, or_, select, union_all

from store.schema import component, expected_value, observation, period, series, submission, submission_event

WITHDRAWN, REINSTATED = "withdrawn", "reinstated"  # events of a submission
VALUE_KEY = ("indicator", "series", "unit_id", "level", "period")
CELL = ("element", "measure", "sex", "ethnicity", "age")


def held_at(table: FromClause, at: dt.datetime) -> ColumnElement[bool]:
    """Rows of a versioned table that the office held to be true at `at`."""
    return and_(table.c.recorded_from <= at, or_(table.c.recorded_to.is_(None), table.c.recorded_to > at))


def submissions_in_force(at: dt.datetime, name: str = "submissions_in_force") -> CTE:
    """The submissions in force at `at`: nearly always one of each unit and period; several (`parts`: those with figures)
    where files answer parts of one form. Real ones hide generated ones.
    """
    s = submission.c
    columns = (s.submission_id, s.unit_id, s.period, s.demonstration, s.recorded_from)
    same_report = (s.unit_id, s.period)
    held = (
        select(
            *columns,
            func.rank().over(partition_by=same_report, order_by=s.demonstration).label("place"),
            func.count().filter(s.observations > 0).over(partition_by=(*same_report, s.demonstration)).label("parts"),
        )
        .where(held_at(submission, at))
        .subquery()
    )
    return select(held).where(held.c.place == 1).cte(name)


def counted_versions(force: FromClause, at: dt.datetime, name: str = "counted_versions") -> CTE:
    """All versions received by `at` of each report in force, but those withdrawn by then."""
    s = submission.c
    taken_back = select(submission_event.c.submission_id).where(
        submission_event.c.event == WITHDRAWN, submission_event.c.at <= at
    )
    same = (s.unit_id, s.period, s.demonstration)
    sent = select(force.c.unit_id, force.c.period, force.c.demonstration).distinct().subquery()
    return (
        select(s.submission_id, *same, s.version, s.received_at, s.recorded_from, held_at(submission, at).label("in_force"))
        .join(sent, and_(*(sent.c[column.name] == column for column in same)))
        .where(s.recorded_from <= at, s.submission_id.not_in(taken_back))
        .cte(name)
    )


def first_received(force: FromClause, at: dt.datetime, name: str = "first_received") -> CTE:
    """The first version received of each report in force: a correction leaves a report as timely as it was."""
    v = counted_versions(force, at, f"{name}_of").c
    same = (v.unit_id, v.period, v.demonstration)
    place = func.row_number().over(partition_by=same, order_by=(v.received_at, v.recorded_from)).label("place")
    ranked = select(v.submission_id, *same, v.received_at, place).subquery()
    return select(ranked).where(ranked.c.place == 1).cte(name)


def order_of_files(force: FromClause) -> tuple[ColumnElement[Any], ...]:
    """Of several files of one report that answer a cell: one that gives a value, then the one recorded last."""
    return (observation.c.state == "missing", force.c.recorded_from.desc())


def order_of_reports(force: FromClause) -> tuple[ColumnElement[Any], ...]:
    """Of several reports on one term: one that gives a value, a real one, that of the latest period, the file recorded last."""
    silent, newest = order_of_files(force)
    return (silent, force.c.demonstration, period.c.reference_date.desc(), newest)


def cells_in_force(force: FromClause, name: str = "cells_in_force", only: Sequence[ColumnElement[bool]] = ()) -> CTE:
    """Observations of the submissions in force, each series of a unit and period once; `only` of series that meet conditions.

    Where several parts answer a cell, one that gives a value comes first, then the one recorded
    last. What several reports say of one term is taken from the latest that gives a value.
    `period` is the term for term elements.
    """
    o, s = observation.c, series.c
    names = [s.unit_id, s.level, *(s[name] for name in CELL), o.state, o.value,
             force.c.demonstration, o.submission_id, o.sheet, o.cell]  # fmt: skip
    in_force = observation.join(force, force.c.submission_id == o.submission_id).join(
        series, and_(s.series_id == o.series_id, *only)
    )
    alone = select(*names, force.c.period).select_from(in_force).where(s.kind != "term", force.c.parts == 1)

    def first(rows: Select, within: Sequence[ColumnElement[Any]], order: Sequence[ColumnElement[Any]]) -> Select:
        ranked = rows.add_columns(func.row_number().over(partition_by=within, order_by=order).label("place")).subquery()
        return select(*(c for c in ranked.c if c.name != "place")).where(ranked.c.place == 1)

    joined = select(*names, force.c.period).select_from(in_force).where(s.kind != "term", force.c.parts > 1)
    told = (
        select(*names, s.term.label("period"))
        .select_from(in_force.join(period, period.c.period == force.c.period))
        .where(s.kind == "term")
    )
    of_parts = first(joined, (force.c.unit_id, force.c.period, o.series_id), order_of_files(force))
    return union_all(alone, of_parts, first(told, (o.series_id,), order_of_reports(force))).cte(name)


def summed(cells: FromClause) -> CTE:
    """Numerator and denominator of each indicator and unit, with how many cells said what."""
    said = and_(*(component.c[name] == cells.c[name] for name in CELL))

    def total(part: str) -> ColumnElement[float]:
        return func.sum(cells.c.value).filter(and_(component.c.part == part, cells.c.state == "value"))

    keys = (component.c.indicator, component.c.series, cells.c.unit_id, cells.c.level, cells.c.period)
    missing_total = and_(component.c.part == "denominator", cells.c.state == "missing")
    return (
        select(
            *keys,
            total("numerator").label("numerator"),
            total("denominator").label("denominator"),
            func.count().filter(cells.c.state == "value").label("given"),
            func.count().filter(cells.c.state == "not_applicable").label("excused"),
            func.count().filter(missing_total).label("totals_missing"),
            func.count(component.c.part.distinct()).label("parts"),
            func.bool_or(cells.c.demonstration).label("demonstration"),
        )
        .join_from(cells, component, said)
        .group_by(*keys)
        .cte("summed")
    )


def expected_or_reported(sums: FromClause) -> CTE:
    """Every value that is expected or was reported: `cells` asked for, `known` given or excused."""
    e = expected_value
    key = [func.coalesce(sums.c[name], e.c[name]).label(name) for name in VALUE_KEY]
    known = func.coalesce(sums.c.given + sums.c.excused, 0)
    rest = [sums.c[n] for n in ("numerator", "denominator", "given", "excused", "totals_missing", "parts", "demonstration")]
    joined = sums.outerjoin(e, and_(*(sums.c[name] == e.c[name] for name in VALUE_KEY)), full=True)
    return (
        select(
            *key,
            *rest,
            e.c.term,
            e.c.cells.is_not(None).label("expected"),
            func.coalesce(e.c.in_total, False).label("in_total"),
            known.label("known"),
            func.coalesce(e.c.cells, known).label("cells"),
        )
        .select_from(joined)
        .cte("expected_or_reported")
    )
