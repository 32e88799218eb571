"""One value per indicator, unit and time: candidates ranked, dated and placed."""

import datetime as dt

from sqlalchemy import CTE, BigInteger, FromClause, Select, and_, case, cast, func, literal, not_, null, or_, select, union_all

from store.candidates import from_publications, from_reports, from_submissions
from store.schema import chosen_source, component, period, precedence, unit, withheld
from store.steps import CELL, VALUE_KEY, submissions_in_force

MARKS = 1 << 50  # marks are below: the sum of a thousand fits a column


def dated(candidates: FromClause) -> CTE:
    """Candidates ranked (1 is shown) by what an officer chose and by data/precedence.yaml, with the day they speak of and
    whose bodies they are.
    """
    c = candidates.c
    chosen = chosen_source.c
    order = (c.state != "value", chosen.source.is_distinct_from(c.origin), precedence.c.place, c.preference)
    rank = func.row_number().over(partition_by=[c[name] for name in VALUE_KEY], order_by=order)
    return (
        select(
            candidates,
            rank.label("rank"),
            period.c.reference_date.label("on_date"),
            period.c.province_id.label("period_province"),
            func.greatest(func.least(period.c.map, unit.c.last_map), unit.c.first_map).label("on_map"),
            func.coalesce(unit.c.body_id, c.unit_id).label("body_id"),
        )
        .join_from(candidates, precedence, precedence.c.source == c.origin)
        .join(period, period.c.period == c.period, isouter=True)
        .join(unit, unit.c.unit_id == c.unit_id, isouter=True)
        .join(chosen_source, and_(*(chosen[name] == c[name] for name in VALUE_KEY)), isouter=True)
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


def totals_of_parts(values: FromClause) -> CTE:
    """Printed figures of a unit whose parts (communes of a district, agencies of the province) give values of their own.

    The sum over the parts is shown; what is printed of the whole is an alternative and enters no sum.
    """
    whole, part, below = values.alias("whole"), values.alias("part"), unit.alias("below")
    same = and_(*(whole.c[name] == part.c[name] for name in VALUE_KEY if name != "unit_id"))
    above = [below.c.parent_id, below.c.district_id, below.c.province_id]
    inside = or_(*(column == whole.c.unit_id for column in above),
                 and_(below.c.level == "agency", part.c.period_province == whole.c.unit_id))  # fmt: skip
    return (
        select(*(whole.c[name] for name in VALUE_KEY))
        .join_from(whole, part, same)
        .join(below, and_(below.c.unit_id == part.c.unit_id, inside))
        .where(
            part.c.unit_id != whole.c.unit_id,
            whole.c.source == "publication",
            part.c.source == "submission",
            part.c.state == "value",
        )
        .distinct()
        .cte("totals_of_parts")
    )


def unit_values(at: dt.datetime) -> Select:
    """All candidates of all values known at `at`; the columns are those of `schema.unit_value`."""
    force = submissions_in_force(at)
    v = dated(union_all(from_submissions(force, at), from_publications(at), from_reports(force, at)).cte("candidates"))
    near, whole, known = nearest_sizes(v), totals_of_parts(v), unit.c.unit_id.is_not(None)
    rank = case((and_(whole.c.unit_id.is_not(None), v.c.source == "publication"), v.c["rank"] + 1), else_=v.c["rank"])
    kept = ("term", "numerator", "denominator", "share", "state")
    return (
        select(
            *(v.c[name] for name in (*VALUE_KEY, *kept)),
            func.coalesce(v.c.size, near.c.size).label("size"),
            *(v.c[name] for name in ("in_total", "source", "demonstration", "figure_id")),
            rank.label("rank"),
            func.coalesce(unit.c.code, v.c.unit_id).label("code"),
            func.coalesce(unit.c.kind, "reference").label("kind"),
            func.coalesce(unit.c.own, False).label("own"),
            case((unit.c.level == "agency", v.c.period_province), else_=unit.c.parent_id).label("parent_id"),
            unit.c.district_id,
            case((known, func.coalesce(unit.c.province_id, v.c.period_province))).label("province_id"),
            v.c.on_date,
            v.c.on_map,
            cast(func.hash(v.c.unit_id, v.c.level) % MARKS, BigInteger).label("mark"),
        )
        .join_from(v, unit, unit.c.unit_id == v.c.unit_id, isouter=True)
        .join(near, and_(*(near.c[name] == v.c[name] for name in VALUE_KEY)), isouter=True)
        .join(whole, and_(*(whole.c[name] == v.c[name] for name in VALUE_KEY)), isouter=True)
        .order_by(v.c.indicator, v.c.series, v.c.level, v.c.period, v.c.unit_id)
    )


def known_then(at: dt.datetime) -> Select:
    """`unit_values` as a snapshot can tell them of a past moment: what it does not carry, but was answered, is suppressed."""
    values, force = unit_values(at).subquery("told_then"), submissions_in_force(at, "reports_then")
    same = and_(*(component.c[name] == withheld.c[name] for name in CELL))
    key = (component.c.indicator, component.c.series, withheld.c.unit_id, withheld.c.level, force.c.period)
    kept = (
        select(*key, literal(value=True).label("kept"))
        .join_from(withheld, force, force.c.submission_id == withheld.c.submission_id)
        .join(component, and_(same, component.c.series == "flow"))
        .distinct()
        .subquery("withheld_then")
    )
    state = case((and_(kept.c.kept, values.c.state == "missing"), "suppressed"), else_=values.c.state).label("state")
    mark = cast(null(), BigInteger).label("mark")  # a total that is shown now is not that of then
    columns = [{"state": state, "mark": mark}.get(column.name, column) for column in values.c]
    return select(*columns).join_from(values, kept, and_(*(kept.c[name] == values.c[name] for name in VALUE_KEY)), isouter=True)
