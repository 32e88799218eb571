"""From observations to one value per indicator, unit and period, in named steps.

Run at publication to fill `unit_value`, and again over an earlier state of knowledge for
`--as-of`: one formula for both. Each function yields what its name says.
"""

import datetime as dt

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Double,
    FromClause,
    Select,
    String,
    Table,
    and_,
    case,
    cast,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    union_all,
)  # fmt: skip

from store.schema import (
    component,
    expected_report,
    expected_value,
    figure,
    indicator,
    observation,
    period,
    series,
    submission,
    unit,
)  # fmt: skip

# Precedence of sources for one value: an accepted real submission, then a publication, then generated data.
REAL, PRINTED, GENERATED = 1, 2, 3
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


def from_submissions(force: FromClause, at: dt.datetime) -> Select:
    """Values as submissions give them.

    A value needs all cells its form asks for; a body with a woman counts as soon as one is
    known. What is expected and not there is missing, or not yet due.
    """
    v = expected_or_reported(summed(cells_in_force(force)))
    bodies = indicator.c.kind == "share_of_bodies"
    has_woman = and_(bodies, func.coalesce(v.c.numerator, 0) > 0)
    given = or_(and_(v.c.given > 0, v.c.known >= v.c.cells), has_woman)
    unheard = v.c.given.is_(None)
    return (
        select(
            *(v.c[name] for name in VALUE_KEY),
            v.c.term,
            case((not_(given), None), (bodies, cast(has_woman, Double)), else_=v.c.numerator).label("numerator"),
            case((not_(given), None), (bodies, 1.0), else_=v.c.denominator).label("denominator"),
            cast(null(), Double).label("share"),
            case(
                (given, "value"),
                (and_(v.c.excused > 0, v.c.excused >= v.c.cells), "not_applicable"),
                (and_(unheard, period.c.due_date >= cast(literal(at), Date)), "not_yet_due"),
                else_="missing",
            ).label("state"),
            case((bodies, 1.0), (v.c.totals_missing == 0, v.c.denominator)).label("size"),
            v.c.in_total,
            case((unheard, None), else_="submission").label("source"),
            func.coalesce(v.c.demonstration, False).label("demonstration"),
            cast(null(), String).label("figure_id"),
            case((v.c.demonstration, GENERATED), else_=REAL).label("precedence"),
            literal(1).label("preference"),
        )
        .join_from(v, indicator, indicator.c.indicator == v.c.indicator)
        .join(period, period.c.period == v.c.period, isouter=True)
    )


def from_publications(at: dt.datetime) -> Select:
    """The printed figures held at `at`, as candidates for a value."""
    f = figure
    counted = and_(f.c.numerator.is_not(None), f.c.denominator.is_not(None))
    return select(
        *(f.c[name] for name in VALUE_KEY),
        f.c.term,
        f.c.numerator,
        f.c.denominator,
        case((not_(counted), f.c.share)).label("share"),
        case((or_(counted, f.c.share.is_not(None)), "value"), else_="missing").label("state"),
        f.c.denominator.label("size"),
        literal(True).label("in_total"),
        literal("publication").label("source"),
        literal(False).label("demonstration"),
        f.c.figure_id,
        literal(PRINTED).label("precedence"),
        f.c.preference,
    ).where(f.c.indicator.is_not(None), held_at(f, at))


def from_reports(force: FromClause, at: dt.datetime) -> Select:
    """report_timeliness: 1 for a report received by its due date, else 0, once that day is past."""
    e = expected_report
    sent = and_(force.c.unit_id == e.c.unit_id, force.c.period == e.c.period)
    pending = and_(force.c.unit_id.is_(None), period.c.due_date >= cast(literal(at), Date))
    on_time = func.coalesce(cast(force.c.received_at, Date) <= period.c.due_date, False)
    return (
        select(
            literal("report_timeliness").label("indicator"),
            literal("flow").label("series"),
            e.c.unit_id,
            unit.c.level,
            e.c.period,
            cast(null(), String).label("term"),
            case((not_(pending), cast(on_time, Double))).label("numerator"),
            case((not_(pending), 1.0)).label("denominator"),
            cast(null(), Double).label("share"),
            case((pending, "not_yet_due"), else_="value").label("state"),
            literal(1.0).label("size"),
            literal(True).label("in_total"),
            literal("submission").label("source"),
            func.coalesce(force.c.demonstration, False).label("demonstration"),
            cast(null(), String).label("figure_id"),
            literal(REAL).label("precedence"),
            literal(1).label("preference"),
        )
        .join_from(e, period, period.c.period == e.c.period)
        .join(unit, unit.c.unit_id == e.c.unit_id)
        .join(force, sent, isouter=True)
    )


def dated(candidates: FromClause) -> CTE:
    """Candidates ranked (1 is shown), with the day they speak of and whose bodies they are."""
    c = candidates.c
    order = (c.state != "value", c.precedence, c.preference)
    rank = func.row_number().over(partition_by=[c[name] for name in VALUE_KEY], order_by=order)
    return (
        select(
            candidates,
            rank.label("rank"),
            period.c.reference_date.label("on_date"),
            period.c.province_id.label("period_province"),
            func.coalesce(unit.c.body_id, c.unit_id).label("body_id"),
        )
        .join_from(candidates, period, period.c.period == c.period, isouter=True)
        .join(unit, unit.c.unit_id == c.unit_id, isouter=True)
        .cte("dated")
    )


def nearest_sizes(values: FromClause) -> CTE:
    """For values without a size: the size another source gives; for stocks else the body's size on the
    nearest earlier day it is known, else the next later.
    """
    gap, seen = values.alias("gap"), values.alias("seen")
    same = and_(
        *(gap.c[name] == seen.c[name] for name in ("indicator", "series", "level", "body_id")), seen.c.size.is_not(None)
    )
    before = seen.c.on_date <= gap.c.on_date
    order = (not_(before), case((before, seen.c.on_date)).desc(), seen.c.on_date)
    key = [gap.c[name] for name in VALUE_KEY]
    near = (
        select(*key, seen.c.size, func.row_number().over(partition_by=key, order_by=order).label("place"))
        .join_from(gap, seen, same)
        .where(gap.c.size.is_(None), gap.c["rank"] == 1, or_(gap.c.series == "stock", seen.c.period == gap.c.period))
        .subquery()
    )
    return select(near).where(near.c.place == 1).cte("nearest_sizes")


def unit_values(at: dt.datetime) -> Select:
    """All candidates of all values known at `at`; the columns are those of `schema.unit_value`."""
    force = submissions_in_force(at)
    v = dated(union_all(from_submissions(force, at), from_publications(at), from_reports(force, at)).cte("candidates"))
    near, known = nearest_sizes(v), unit.c.unit_id.is_not(None)
    kept = ("term", "numerator", "denominator", "share", "state")
    return (
        select(
            *(v.c[name] for name in (*VALUE_KEY, *kept)),
            func.coalesce(v.c.size, near.c.size).label("size"),
            *(v.c[name] for name in ("in_total", "source", "demonstration", "figure_id", "rank")),
            func.coalesce(unit.c.code, v.c.unit_id).label("code"),
            func.coalesce(unit.c.kind, "reference").label("kind"),
            func.coalesce(unit.c.own, False).label("own"),
            case((unit.c.level == "agency", v.c.period_province), else_=unit.c.parent_id).label("parent_id"),
            unit.c.district_id,
            case((known, func.coalesce(unit.c.province_id, v.c.period_province))).label("province_id"),
            v.c.on_date,
        )
        .join_from(v, unit, unit.c.unit_id == v.c.unit_id, isouter=True)
        .join(near, and_(*(near.c[name] == v.c[name] for name in VALUE_KEY)), isouter=True)
        .order_by(v.c.indicator, v.c.series, v.c.level, v.c.period, v.c.unit_id)
    )
