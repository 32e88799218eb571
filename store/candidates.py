"""What each kind of source says a value is: submissions, publications, the register of reports.

All three selects have the same columns; unit_values ranks them.
"""

import datetime as dt

from sqlalchemy import Date, Double, FromClause, Select, String, and_, case, cast, func, literal, not_, null, or_, select

from store.schema import expected_report, figure, indicator, period, unit
from store.steps import VALUE_KEY, cells_in_force, expected_or_reported, first_received, held_at, summed


def from_submissions(force: FromClause, at: dt.datetime) -> Select:
    """Values as submissions give them.

    A value needs all cells its form asks for; a body with a woman counts as soon as one is
    known. What is expected and not there is missing, or not yet due. Bodies of which only one part
    of a share is asked (communes' seats, say) are not part of it: sums hold only bodies with both.
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
            case((v.c.demonstration, "demonstration"), else_="submission").label("origin"),
            literal(1).label("preference"),
        )
        .join_from(v, indicator, indicator.c.indicator == v.c.indicator)
        .join(period, period.c.period == v.c.period, isouter=True)
        .where(or_(v.c.expected, indicator.c.kind != "share_of_persons", v.c.parts == 2))
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
        literal("publication").label("origin"),
        f.c.preference,
    ).where(f.c.indicator.is_not(None), held_at(f, at))


def from_reports(force: FromClause, at: dt.datetime) -> Select:
    """report_timeliness: 1 for a report whose first version was received by its due date, else 0, once that day is past."""
    e, first = expected_report, first_received(force, at)
    sent = and_(first.c.unit_id == e.c.unit_id, first.c.period == e.c.period)
    pending = and_(first.c.unit_id.is_(None), e.c.due_date >= cast(literal(at), Date))
    on_time = func.coalesce(cast(first.c.received_at, Date) <= e.c.due_date, False)
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
            func.coalesce(first.c.demonstration, False).label("demonstration"),
            cast(null(), String).label("figure_id"),
            literal("submission").label("origin"),
            literal(1).label("preference"),
        )
        .join_from(e, unit, unit.c.unit_id == e.c.unit_id)
        .join(first, sent, isouter=True)
    )
