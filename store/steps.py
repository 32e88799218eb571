"""From reports to sums: which reports are in force, what their cells say, numerator and denominator of each value.

Run at publication, and again over an earlier state of knowledge for `--as-of`: one formula for
both. Each function yields what its name says; the steps go on in candidates and unit_values.
"""

import datetime as dt

from sqlalchemy import CTE, ColumnElement, FromClause, Table, and_, func, or_, select, union_all

from store.schema import component, expected_value, observation, period, series, submission

VALUE_KEY = ("indicator", "series", "unit_id", "level", "period")
CELL = ("element", "measure", "sex", "ethnicity", "age")


def held_at(table: Table, at: dt.datetime) -> ColumnElement[bool]:
    """Rows of a versioned table that the office held to be true at `at`."""
    return and_(table.c.recorded_from <= at, or_(table.c.recorded_to.is_(None), table.c.recorded_to > at))


def submissions_in_force(at: dt.datetime, name: str = "submissions_in_force") -> CTE:
    """The version of each report in force at `at`; a real report hides a generated one."""
    same_report = (submission.c.unit_id, submission.c.period)
    held = (
        select(
            *(submission.c[n] for n in ("submission_id", "unit_id", "period", "demonstration", "received_at")),
            func.row_number().over(partition_by=same_report, order_by=submission.c.demonstration).label("place"),
        )
        .where(held_at(submission, at))
        .subquery()
    )
    return select(held).where(held.c.place == 1).cte(name)


def cells_in_force(force: FromClause, name: str = "cells_in_force") -> CTE:
    """Observations of the reports in force. What several reports say of one term is taken
    from the latest that gives a value. `period` is the term for term elements.
    """
    o, s = observation.c, series.c
    names = [s.unit_id, s.level, *(s[name] for name in CELL), o.state, o.value,
             force.c.demonstration, o.submission_id, o.sheet, o.cell]  # fmt: skip
    in_force = observation.join(force, force.c.submission_id == o.submission_id).join(series, s.series_id == o.series_id)
    of_periods = select(*names, force.c.period).select_from(in_force).where(s.kind != "term")
    latest = (o.state == "missing", force.c.demonstration, period.c.reference_date.desc())
    told = (
        select(*names, s.term.label("period"), func.row_number().over(partition_by=o.series_id, order_by=latest).label("place"))
        .select_from(in_force.join(period, period.c.period == force.c.period))
        .where(s.kind == "term")
        .subquery()
    )
    of_terms = select(*(c for c in told.c if c.name != "place")).where(told.c.place == 1)
    return union_all(of_periods, of_terms).cte(name)


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
    rest = [sums.c[n] for n in ("numerator", "denominator", "given", "excused", "totals_missing", "demonstration")]
    joined = sums.outerjoin(e, and_(*(sums.c[name] == e.c[name] for name in VALUE_KEY)), full=True)
    return (
        select(
            *key,
            *rest,
            e.c.term,
            func.coalesce(e.c.in_total, False).label("in_total"),
            known.label("known"),
            func.coalesce(e.c.cells, known).label("cells"),
        )
        .select_from(joined)
        .cte("expected_or_reported")
    )
