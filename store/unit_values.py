"""One value per indicator, unit and time: candidates ranked, dated and placed."""

import datetime as dt

from sqlalchemy import CTE, FromClause, Select, and_, case, func, not_, or_, select, union_all

from store.candidates import from_publications, from_reports, from_submissions
from store.schema import period, unit
from store.steps import VALUE_KEY, submissions_in_force


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
