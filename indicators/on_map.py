"""Values under the units of another map: the sum of what lies whole in a unit, bounds where parts lie elsewhere.

A body is not its territory: what is summed here are the former bodies, not the new one. Where a
unit was split, or its successor is not confirmed, nothing is allotted: the value is missing with
its reason, and its bounds follow from what is known (`steps.results`).
"""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)

from indicators.common import absent, keys, sums
from indicators.query import COLUMN_FILTERS, Shape
from store.schema import unit_on_map

KEPT = ("unit_id", "series", "level", "period", "term", "numerator", "denominator", "share", "size", "source", "demonstration",
        "on_date", "on_map", "own")  # fmt: skip


def placed(shape: Shape) -> CTE:
    """Where each unit lies on the map asked for: under which unit it is counted, and whether whole.

    The grain follows the question: units, districts, the units asked for by name (each by its
    level), else provinces. What lies in two communes of one district is whole in the district.
    """
    m = unit_on_map.c
    wanted = [m.map == bindparam("map")]
    rest = [m.district_id, m.reason, m.shifted, m.whole, m.ended, m.owed, m.level]
    if shape.units:
        named = [
            select(bindparam(f"unit_{n}", type_=String).label("unit_id"), bindparam(f"grain_{n}", type_=String).label("grain"))
            for n in range(shape.units)
        ]
        asked = union_all(*named).subquery("asked")
        source = unit_on_map.join(asked, and_(m.target_id == asked.c.unit_id, m.grain == asked.c.grain))
        return (
            select(m.unit_id, m.since, m.target_id.label("group_unit"), *rest).select_from(source).where(*wanted).cte("placed")
        )
    by_unit = "unit" in shape.by
    narrow = shape.filters & {"parents", "districts"}
    grain = "unit" if by_unit or "parents" in narrow else "district" if "district" in shape.by or narrow else "province"
    for name, column in (("parents", m.parent_id), ("districts", m.district_id)):
        if name in narrow:
            wanted.append(column.in_(bindparam(name, expanding=True)))
    if "province" not in shape.by:
        wanted.append(m.own)
    group = m.target_id if by_unit else m.province_id
    wanted.append(m.grain == grain)
    if grain == "unit" and not by_unit:  # parts of one unit count once
        alike = (m.unit_id, m.since, group, m.owed, m.level, *([m.district_id] if "district" in shape.by else []))
        once: list[ColumnElement[Any]] = [func.min(m.district_id).label("district_id"), func.max(m.reason).label("reason")]
        once += [func.bool_or(m[name]).label(name) for name in ("shifted", "ended")]
        once += [func.bool_and(m.whole).label("whole"), m.owed, m.level]
        return select(m.unit_id, m.since, group.label("group_unit"), *once).where(*wanted).group_by(*alike).cte("placed")
    return select(m.unit_id, m.since, group.label("group_unit"), *rest).where(*wanted).cte("placed")


def chosen(shape: Shape, values: FromClause, lying: FromClause) -> CTE:
    """Rows the question is about, each under the unit of the map that it is counted for.

    Beside the columns of `steps.chosen`: `partial` (parts of it lie elsewhere) and `reason`.
    """
    v, p = values.c, lying
    wanted = [v["rank"] == 1, v.indicator == bindparam("indicator", type_=String)]
    wanted.append(or_(v.in_total, v.unit_id == p.c.group_unit) if shape.units else v.in_total)
    for name in sorted(shape.filters - {"parents", "districts"}):
        wanted.append(v[COLUMN_FILTERS[name]].in_(bindparam(name, expanding=True)))
    if shape.until:
        wanted.append(v.on_date <= bindparam("until", type_=Date))
    moved = and_(p.c.shifted, v.series == "flow")  # what happens on a territory; the bodies go on
    partial = and_(or_(~p.c.whole, moved), ~p.c.ended)
    return (
        select(
            *(v[name] for name in KEPT),
            case((p.c.ended, "not_applicable"), else_=v.state).label("state"),
            p.c.district_id, p.c.group_unit, partial.label("partial"), moved.label("moved"),
            case((p.c.ended, "abolished"), (moved, "boundary_shift"), (partial, p.c.reason)).label("reason"),
        )
        .join_from(values, p, and_(p.c.unit_id == v.unit_id, p.c.since == v.on_map))
        .where(*wanted)
        .cte("chosen")
    )  # fmt: skip


def silent(lying: FromClause) -> CTE:
    """How many units that owed no report lie in each unit of the map: what they count is not known.

    Columns: group_unit, district_id, level, since, units.
    """
    p = lying.c
    place = (p.group_unit, p.district_id, p.level, p.since)
    wanted = (~p.owed, p.level.in_(("commune", "district", "province")), ~p.ended)
    return select(*place, func.count().label("units")).where(*wanted).group_by(*place).cte("silent")


def grouped(shape: Shape, rows: FromClause, unheard: FromClause | None) -> CTE:
    """As `steps.grouped`, with what parts of units may add (`possible_women`, `possible_men`) and why a sum is not known.

    Where a part of a unit lies in the group there is no value: `inexact`. `unheard`: see `silent`;
    None where all units owed reports.
    """
    c = rows.c
    applies, whole = c.state != "not_applicable", ~c.partial
    alone = and_(func.count() == 1, func.bool_and(and_(whole, applies)))
    counted = and_(c.state == "value", c.share.is_(None), whole)
    missing, parts = and_(absent(c, counted), whole), and_(c.partial, applies)
    women = case((c.state == "value", c.numerator), else_=c.size)
    men = case((c.state == "value", c.denominator - c.numerator), else_=c.size)
    unknown = or_(and_(missing, c.size.is_(None)), and_(parts, or_(c.moved, women.is_(None), men.is_(None))))
    totals = (
        select(
            *sums(c, alone=alone, counted=counted, absent=missing, unknown=unknown),
            func.max(c.on_map).label("since"),
            func.bool_or(parts).label("inexact"),
            func.coalesce(func.sum(women).filter(parts), 0).label("possible_women"),
            func.coalesce(func.sum(men).filter(parts), 0).label("possible_men"),
            func.count().filter(~c.own).label("heard"),
            func.max(c.reason).filter(c.partial).label("reason"),
            func.bool_and(c.reason == "abolished").label("ended"),
        )
        .group_by(*keys(shape, c))
        .subquery("totals")
    )
    g = totals.c
    missed: ColumnElement[int] = literal(0)
    source: FromClause = totals
    if unheard is not None:
        others = _unheard(shape, totals, unheard)
        place = ("group_unit", "district_id", "level", "series", "period")
        source = totals.outerjoin(others, and_(*(g[name].is_not_distinct_from(others.c[name]) for name in place)))
        missed = cast(func.greatest(func.coalesce(others.c.units, 0) - g.heard, 0), Integer)
    more = {"units_expected", "unknown_sizes", "absent"}
    halves = and_(literal("unit" in shape.by and not shape.units), g.absent > 0, g.units_reported > 0)
    changed = ("reason", "heard", "inexact")
    kept = [(column + missed).label(name) if name in more else column for name, column in g.items() if name not in changed]
    reason = case((g.inexact, g.reason), (g.ended, "abolished"), (missed > 0, "no_report_owed"), (halves, "part_missing"))
    inexact = or_(g.inexact, halves)  # one of the units merged into a unit does not speak for it
    return select(*kept, inexact.label("inexact"), reason.label("reason")).select_from(source).cte("grouped")


def _unheard(shape: Shape, totals: FromClause, unheard: FromClause) -> FromClause:
    """How many units that owed no report lie in each group, on the day and level it speaks of."""
    g, s = totals.c, unheard.c
    place = s.district_id.is_not_distinct_from(g.district_id) if "district" in shape.by else s.group_unit == g.group_unit
    group = (g.group_unit, g.district_id, g.level, g.series, g.period)
    joined = totals.join(unheard, and_(place, s.level == g.level, s.since == g.since))
    return select(*group, func.sum(s.units).label("units")).select_from(joined).group_by(*group).subquery("others")


def bounds(c: Any, *, count: bool) -> tuple[ColumnElement[float], ColumnElement[float]]:
    """What a group can be at least and at most: none or all of the women, none or all of the men of the parts are in it.

    With W of N in units that lie whole in it, w women and m men in the parts: W/(N+m) and
    (W+w)/(N+w); of a count W and W+w. Unknown where the size of a part, or of a missing unit, is.
    """
    women, everyone = func.coalesce(c.numerator, 0), func.coalesce(c.denominator, 0)
    more_women, more_men = c.missing_size + c.possible_women, c.missing_size + c.possible_men
    known = c.unknown_sizes == 0
    if count:
        return women, case((and_(known, c.absent == 0), women + more_women))
    least = 100.0 * women / func.nullif(everyone + more_men, 0)
    most = 100.0 * (women + more_women) / func.nullif(everyone + more_women, 0)
    return case((known, func.coalesce(least, 0.0))), case((known, func.coalesce(most, 0.0)))
