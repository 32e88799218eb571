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

from indicators.common import absent, given, keys, sums
from indicators.query import COLUMN_FILTERS, Shape
from indicators.steps import hushed
from store.schema import unit_on_map

KEPT = ("series", "level", "period", "term", "numerator", "denominator", "share", "size", "source", "demonstration",
        "on_date", "on_map", "own", "mark")  # fmt: skip
KNOWN = ("group_unit", "level", "district_id", "series", "period", "term", "on_date", "units_reported", "pending",
         "missing_size", "source", "demonstration")  # fmt: skip


def placed(shape: Shape) -> CTE:
    """Where each unit lies on the map asked for: under which unit it is counted, and whether whole.

    The grain follows the question: units, districts, the units asked for by name (each by its
    level), else provinces. What lies in two communes of one district is whole in the district.
    """
    m = unit_on_map.c
    meant, rest = (m.unit_id, m.since, m.until), [m.district_id, m.reason, m.shifted, m.whole, m.ended, m.owed, m.level]
    if shape.units:
        named = [
            select(bindparam(f"unit_{n}", type_=String).label("unit_id"), bindparam(f"layer_{n}", type_=String).label("layer"))
            for n in range(shape.units)
        ]
        asked = union_all(*named).subquery("asked")
        source = unit_on_map.join(asked, and_(m.target_id == asked.c.unit_id, m.layer == asked.c.layer))
        return select(*meant, m.target_id.label("group_unit"), *rest).select_from(source).cte("placed")
    by_unit = "unit" in shape.by
    narrow = shape.filters & {"parents", "districts"}
    grain = "unit" if by_unit or "parents" in narrow else "district" if "district" in shape.by or narrow else "province"
    wanted = [m.layer == bindparam(f"{grain}_layer", type_=String)]
    for name, column in (("parents", m.parent_id), ("districts", m.district_id)):
        if name in narrow:
            wanted.append(column.in_(bindparam(name, expanding=True)))
    if "province" not in shape.by:
        wanted.append(m.own)
    group = m.target_id if by_unit else m.province_id
    if grain == "unit" and not by_unit:  # parts of one unit count once
        alike = (*meant, group, m.owed, m.level, *([m.district_id] if "district" in shape.by else []))
        once: list[ColumnElement[Any]] = [func.min(m.district_id).label("district_id"), func.max(m.reason).label("reason")]
        once += [func.bool_or(m[name]).label(name) for name in ("shifted", "ended")]
        once += [func.bool_and(m.whole).label("whole"), m.owed, m.level]
        return select(*meant, group.label("group_unit"), *once).where(*wanted).group_by(*alike).cte("placed")
    return select(*meant, group.label("group_unit"), *rest).where(*wanted).cte("placed")


def chosen(shape: Shape, values: FromClause, lying: FromClause, *, guarded: bool) -> CTE:
    """Rows the question is about, each under the unit of the map that it is counted for.

    Beside the columns of `steps.chosen`: whether it is `counted` in sums or `absent` from them;
    `parts`: some of it lies elsewhere; `moved`: so that nothing of it is comparable; `reason`.
    """
    v, p = values.c, lying.c
    wanted = [v["rank"] == 1, v.indicator == bindparam("indicator", type_=String)]
    wanted.append(or_(v.in_total, v.unit_id == p.group_unit) if shape.units else v.in_total)
    for name in sorted(shape.filters - {"parents", "districts"}):
        wanted.append(v[COLUMN_FILTERS[name]].in_(bindparam(name, expanding=True)))
    if shape.until:
        wanted.append(v.on_date <= bindparam("until", type_=Date))
    moved = and_(p.shifted, v.series == "flow")  # what happens on a territory; the bodies go on
    whole, known = and_(p.whole, ~moved), and_(given(v.state, guarded=guarded), v.share.is_(None))
    return (
        select(
            *(v[name] for name in KEPT),
            case((p.ended, "not_applicable"), else_=v.state).label("state"),
            p.district_id, p.group_unit, moved.label("moved"), and_(whole, known).label("counted"),
            and_(whole, absent(v.state, known)).label("absent"),
            and_(~whole, ~p.ended, v.state != "not_applicable").label("parts"),
            case((moved, "boundary_shift"), else_=p.reason).label("reason"),
        )
        .join_from(values, lying, and_(p.unit_id == v.unit_id, v.on_map.between(p.since, p.until)))
        .where(*wanted)
        .cte("chosen")
    )  # fmt: skip


def silent(lying: FromClause) -> CTE:
    """How many units that owed no report lie in each unit of the map: what they count is not known.

    Columns: group_unit, district_id, level, since, until, units.
    """
    p = lying.c
    place = (p.group_unit, p.district_id, p.level, p.since, p.until)
    wanted = (~p.owed, p.level.in_(("commune", "district", "province")), ~p.ended)
    return select(*place, func.count().label("units")).where(*wanted).group_by(*place).cte("silent")


def grouped(shape: Shape, rows: FromClause, unheard: FromClause | None, *, count: bool, guarded: bool) -> CTE:
    """As `steps.grouped`; a group that parts of units lie in has no value (`inexact`) but a reason and bounds.

    `unheard`: see `silent`; None where all units owed reports.
    """
    totals = _totals(shape, rows, guarded=guarded)
    g = totals.c
    source: FromClause = totals
    missed: ColumnElement[int] = literal(0)
    if unheard is not None:
        others = _unheard(shape, totals, unheard)
        place = ("group_unit", "district_id", "level", "series", "period")
        source = totals.outerjoin(others, and_(*(g[name].is_not_distinct_from(others.c[name]) for name in place)))
        missed = cast(func.greatest(func.coalesce(others.c.units, 0) - g.heard, 0), Integer)
    halves = and_(literal("unit" in shape.by and not shape.units), g.absent > 0, g.units_reported > 0)
    inexact = or_(g.open, halves)  # one of the units merged into a unit does not speak for it
    told: dict[str, ColumnElement[Any]] = {name: g[name] for name in KNOWN}
    told |= {name: case((~inexact, g[name])) for name in ("numerator", "denominator", "share")}
    told |= {name: g[name] + missed for name in ("units_expected", "unknown_sizes", "absent")}
    reason = case((or_(g.open, g.reason == "abolished"), g.reason), (missed > 0, "no_report_owed"), (halves, "part_missing"))
    told |= {"inexact": inexact, "reason": reason}
    least, most = _bounds(g, told["unknown_sizes"], told["absent"], count=count)
    told |= {"least": least, "most": most}
    if guarded:
        told["hushed"] = g.hushed
    return select(*(column.label(name) for name, column in told.items())).select_from(source).cte("grouped")


def _totals(shape: Shape, rows: FromClause, *, guarded: bool) -> FromClause:
    """Sums of groups; `missing_size` and `missing_men`: women and men that may be in a group beside those counted.

    Of a row that is missing all may be women, or men; of one whose parts lie in the group, all its women, or its men.
    """
    c = rows.c
    given, open_ = and_(c.parts, c.state == "value"), or_(c.parts, c.absent)
    women, men = (
        case((c.moved, None), (given, people), (open_, c.size)) for people in (c.numerator, c.denominator - c.numerator)
    )
    parts, gone = func.count().filter(c.parts), func.count().filter(c.absent)
    alone = and_(func.count() == 1, func.count().filter(c.state != "not_applicable") == 1, parts == 0)
    totals = (
        select(
            *sums(shape, c, alone=alone, counted=c.counted, absent=c.absent, missing=women, guarded=guarded),
            func.coalesce(func.sum(men), 0).label("missing_men"),
            (gone + parts - func.count(men)).label("unknown_sizes"),
            func.max(c.on_map).label("since"),
            (parts > 0).label("open"),
            func.count().filter(~c.own).label("heard"),
            func.max(c.reason).label("reason"),  # “abolished”, which sorts first, only where nothing else is told
        )
        .group_by(*keys(shape, c))
        .subquery("totals")
    )
    return hushed(totals) if guarded else totals


def _unheard(shape: Shape, totals: FromClause, unheard: FromClause) -> FromClause:
    """How many units that owed no report lie in each group, on the day and level it speaks of."""
    g, s = totals.c, unheard.c
    place = s.district_id.is_not_distinct_from(g.district_id) if "district" in shape.by else s.group_unit == g.group_unit
    group = (g.group_unit, g.district_id, g.level, g.series, g.period)
    joined = totals.join(unheard, and_(place, s.level == g.level, g.since.between(s.since, s.until)))
    return select(*group, func.sum(s.units).label("units")).select_from(joined).group_by(*group).subquery("others")


def _bounds(
    g: Any, unknown: ColumnElement[int], absent: ColumnElement[int], *, count: bool
) -> tuple[ColumnElement[float], ColumnElement[float]]:
    """What a group can be at least and at most: none or all of the women, none or all of the men of the parts are in it.

    With W of N in units that lie whole in it, w women and m men in the parts: W/(N+m) and
    (W+w)/(N+w); of a count W and W+w. Unknown where the size of a part, or of a missing unit, is.
    """
    women, everyone = func.coalesce(g.numerator, 0), func.coalesce(g.denominator, 0)
    if count:
        return women, case((and_(unknown == 0, absent == 0), women + g.missing_size))
    least = 100.0 * women / func.nullif(everyone + g.missing_men, 0)
    most = 100.0 * (women + g.missing_size) / func.nullif(everyone + g.missing_size, 0)
    return case((unknown == 0, func.coalesce(least, 0.0))), case((unknown == 0, func.coalesce(most, 0.0)))
