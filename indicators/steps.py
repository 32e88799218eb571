"""From unit values to the rows asked for, in named steps. A ratio is Σ numerator / Σ denominator
over the units that gave both; it is never a mean of shares.
"""

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Double,
    FromClause,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)  # fmt: skip

from indicators.common import absent, given, keys, sums
from indicators.query import COLUMN_FILTERS, Shape
from store.schema import protected_total


def chosen(shape: Shape, values: FromClause) -> CTE:
    """Rows the question is about, each under the unit it is counted for (`group_unit`).

    Asked for by name, a unit stands for itself and all units it contains; areas that owe no
    reports are shown only when asked for, and enter no sum. Unnamed units are those that enter
    the total, so that rows by unit add up to it.
    """
    v = values
    wanted = [v.c["rank"] == 1, v.c.indicator == bindparam("indicator", type_=String)]
    for name in sorted(shape.filters):
        wanted.append(v.c[COLUMN_FILTERS[name]].in_(bindparam(name, expanding=True)))
    if shape.until:
        wanted.append(v.c.on_date <= bindparam("until", type_=Date))
    columns = [v.c[name] for name in (
        "unit_id", "series", "level", "period", "term", "numerator", "denominator", "share", "state", "size",
        "source", "demonstration", "district_id", "on_date", "mark",
    )]  # fmt: skip
    if shape.units:
        units = [select(bindparam(f"unit_{n}", type_=String).label("unit_id")) for n in range(shape.units)]
        asked = union_all(*units).subquery("asked")
        inside = or_(*(v.c[name] == asked.c.unit_id for name in ("unit_id", "parent_id", "province_id")))
        counted = or_(v.c.in_total, v.c.unit_id == asked.c.unit_id)
        named = select(*columns, asked.c.unit_id.label("group_unit")).join_from(v, asked, inside)
        return named.where(*wanted, counted).cte("chosen")
    group = v.c.unit_id if "unit" in shape.by else v.c.province_id
    return select(*columns, group.label("group_unit")).where(*wanted, v.c.own, v.c.in_total).cte("chosen")


def grouped(shape: Shape, rows: FromClause, *, guarded: bool) -> CTE:
    """Sums per group, series and period, with coverage and the size of what is missing."""
    c = rows.c
    counted = and_(given(c.state, guarded=guarded), c.share.is_(None))
    gone = absent(c.state, counted)
    missing = case((gone, c.size))
    told = sums(shape, c, alone=func.count() == 1, counted=counted, absent=gone, missing=missing, guarded=guarded)
    unknown = func.count().filter(gone) - func.count(missing)
    groups = select(*told, unknown.label("unknown_sizes")).group_by(*keys(shape, c)).cte("grouped")
    return hushed(groups) if guarded else groups


def hushed(groups: FromClause) -> CTE:
    """Groups of which a value is suppressed have no sum, unless exactly these values make up a total that may be shown.

    What is left is never summed. `hushed`: the group has no number for that reason.
    """
    g, t = groups.c, protected_total.c
    asked = t.indicator == bindparam("indicator", type_=String)
    same = and_(asked, t.series == g.series, t.period == g.period, t.mark == g.mark, g.hidden > 0)
    whole = g.hidden == 0
    told = [case((whole, g[name]), else_=t[name]).label(name) for name in ("numerator", "denominator")]
    rest = [column for column in g if column.name not in ("numerator", "denominator", "hidden", "mark")]
    return (
        select(*rest, *told, and_(~whole, t.mark.is_(None)).label("hushed"))
        .select_from(groups.outerjoin(protected_total, same))
        .cte("hushed")
    )


def of_periods(groups: FromClause) -> CTE:
    """Groups without those of terms: by period, an indicator with stocks or flows is not mixed with its terms."""
    return select(groups).where(groups.c.series != "term").cte("of_periods")


def picked(shape: Shape, groups: FromClause) -> FromClause:
    """Rows of the one time that is told for each level (and term), so that units are comparable.

    By term: what was counted at its event, else the latest stock within it (whose period is
    then not named). By neither period nor term: the latest period with data, real reports
    before all else, stocks and flows before terms.
    """
    if "period" in shape.by:
        return groups
    c = groups.c
    has_data, of_term = c.units_reported > 0, c.series == "term"
    by_term = "term" in shape.by or "terms" in shape.filters
    if by_term:
        alike, order = [c.level, c.term], [~has_data, ~of_term, c.on_date.desc()]
    else:
        real = and_(c.source == "submission", ~c.demonstration)
        alike, order = [c.level], [~has_data, ~real, of_term, c.pending > 0, c.on_date.desc()]
    told = [
        func.first_value(c[name]).over(partition_by=alike, order_by=order).label(f"told_{name}")
        for name in ("series", "period")
    ]
    dated = select(groups, *told).where(c.term.is_not(None) if by_term else true()).subquery()
    return select(dated).where(dated.c.series == dated.c.told_series, dated.c.period == dated.c.told_period).cte("picked")


def results(shape: Shape, kind: str, rows: FromClause, *, guarded: bool) -> Select:
    """The rows in long form: value, state, bounds, coverage.

    Bounds: what the value would be if all, or none, of the people of the units that are missing
    were women: [W/(N+Nm), (W+Nm)/(N+Nm)]; unknown where a missing unit's size is unknown.
    """
    c = rows.c
    count = kind == "count"
    has_data = c.units_reported > 0
    share = 100.0 * c.numerator / func.nullif(c.denominator, 0)
    value: ColumnElement[float] = c.numerator if count else func.coalesce(share, c.share)
    whole = c.absent == 0
    known = and_(c.unknown_sizes == 0, c.denominator.is_not(None))
    every = func.nullif(c.denominator + c.missing_size, 0)
    lower = case((whole, value), (literal(count), c.numerator), (known, 100.0 * c.numerator / every))
    upper = case((whole, value), (literal(count), None), (known, 100.0 * (c.numerator + c.missing_size) / every))
    bounded: ColumnElement[bool] = has_data
    if shape.rebased:
        lower, upper = case((c.inexact, c.least), else_=lower), case((c.inexact, c.most), else_=upper)
        bounded = or_(has_data, c.inexact)
    if guarded:
        bounded = and_(bounded, ~c.hushed)
    state = case(
        *([(c.hushed, "suppressed")] if guarded else []),
        (and_(has_data, value.is_not(None)), "value"),
        *([(and_(has_data, c.denominator == 0), "not_applicable")] if guarded else []),  # of no victims there is no share
        (c.units_expected == 0, "not_applicable"),
        (c.pending > 0, "not_yet_due"),
        else_="missing",
    )
    unnamed = and_(literal("term" in shape.by and "period" not in shape.by), c.series != "term")
    return select(
        bindparam("indicator", type_=String).label("indicator"),
        c.group_unit.label("unit_id"),
        case((unnamed, None), else_=c.period).label("period"),
        c.term,
        c.level,
        c.district_id,
        c.numerator,
        (cast(null(), Double) if count else c.denominator).label("denominator"),
        value.label("value"),
        state.label("state"),
        case((bounded, lower)).label("lower"),
        case((bounded, upper)).label("upper"),
        c.units_reported,
        c.units_expected,
        cast(c.source, String).label("source"),
        c.demonstration,
        c.series,
        c.period.label("counted_in"),
        c.on_date,
        *([c.reason] if shape.rebased else []),
    ).order_by(c.on_date, c.level, c.group_unit, c.district_id)
