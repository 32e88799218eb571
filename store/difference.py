"""What versions change: cell by cell against what was in force before them, and in the values of indicators.

Used inside one transaction, by a load that is tried and taken back, or after one that is kept.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    CreateTableAs,
    Float,
    FromClause,
    MetaData,
    Select,
    Table,
    and_,
    case,
    func,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy import union as distinct_union

from store import connection as db
from store.schema import observation, series, submission, unit_value
from store.series import KEY
from store.steps import VALUE_KEY
from store.unit_values import unit_values

ADDED, CHANGED, REMOVED, UNCHANGED = "added", "changed", "removed", "unchanged"
SAID = ("state", "value", "text")
COUNTS = ("numerator", "denominator", "share", "state")

DIGITS = 6  # of a count, budget or percentage: far below what is told
TOUCHED = tuple(name for name in VALUE_KEY if name != "unit_id")  # the total that a unit's value enters

# The values of indicators before and after, while a load is tried or two states of knowledge are compared.
values_before = Table("values_before", MetaData(), *(column._copy() for column in unit_value.columns))
values_after = values_before.to_metadata(MetaData(), name="values_after")


def remember_values(connection: Connection, at: dt.datetime) -> None:
    """Keep the values of all indicators as known at `at`, to compare them later in this transaction."""
    connection.execute(CreateTableAs(unit_values(at), values_before.name, temporary=True))


def observations(connection: Connection, submissions: Collection[int]) -> pa.Table:
    """How each cell of these versions differs from what was in force just before each.

    Columns: submission_id, change (added, changed, removed, unchanged: removed is what becomes
    missing), sheet, cell, unit_id, level, term, element, measure, sex, ethnicity, age and, each
    with old_ and new_: state, value, text. What is added or unchanged has one row that counts
    (`cells`), without key and values.
    """
    cells = _compared_cells(submissions)
    c = cells.c
    shown = c.change.in_((CHANGED, REMOVED))
    keys = [case((shown, series.c[name])).label(name) for name in KEY]
    rest = [
        case((shown, c[name])).label(name)
        for name in ("sheet", "cell", *(f"{label}_{name}" for label in ("old", "new") for name in SAID))
    ]
    statement = (
        select(c.of.label("submission_id"), c.change, *keys, *rest, func.count().label("cells"))
        .join_from(cells, series, series.c.series_id == c.series_id)
        .group_by(c.of, c.change, *keys, *rest)
        .order_by(c.of, c.change, "sheet", func.length(rest[1]), "cell")
    )
    return db.fetch(connection, statement)


def changed_cells(connection: Connection, submissions: Collection[int]) -> dict[int, tuple[int, int]]:
    """Of each of these versions: how many cells it changes, how many become missing."""
    c = _compared_cells(submissions).c
    counts = [func.count().filter(c.change == name) for name in (CHANGED, REMOVED)]
    rows = connection.execute(select(c.of, *counts).where(c.change.in_((CHANGED, REMOVED))).group_by(c.of))
    return {of: (changed, removed) for of, changed, removed in rows}


def first_blank(connection: Connection, submission: int) -> tuple[str, str]:
    """Sheet and cell of the first cell that becomes missing by a version."""
    c = _compared_cells([submission]).c
    row = connection.execute(select(c.sheet, c.cell).where(c.change == REMOVED).order_by(c.series_id).limit(1)).one()
    return row.sheet, row.cell


def _compared_cells(submissions: Collection[int]) -> CTE:
    """Each cell of these versions (`of`) beside what was in force just before: change, place, old and new."""
    before, after = _said(submissions, "before"), _said(submissions, "after")
    b, a = before.c, after.c
    silent_before = func.coalesce(b.state, "missing") == "missing"
    silent_after = func.coalesce(a.state, "missing") == "missing"
    same = and_(*(b[name].is_not_distinct_from(a[name]) for name in SAID))
    change = case(
        (or_(same, and_(silent_before, silent_after)), UNCHANGED),
        (silent_before, ADDED),
        (silent_after, REMOVED),
        else_=CHANGED,
    )
    joined = before.outerjoin(after, and_(a.of == b.of, a.series_id == b.series_id), full=True)
    told = [func.coalesce(a[name], b[name]).label(name) for name in ("of", "series_id", "sheet", "cell")]
    values = [side[name].label(f"{label}_{name}") for label, side in (("old", b), ("new", a)) for name in SAID]
    return select(*told, change.label("change"), *values).select_from(joined).cte("compared_cells")


def _said(submissions: Collection[int], when: str) -> CTE:
    """What is in force of the unit and period of each version (`of`) just before it, or since it."""
    new, held, o = submission.alias("new"), submission.alias("held"), observation.c
    begun = held.c.recorded_from < new.c.recorded_from if when == "before" else held.c.recorded_from <= new.c.recorded_from
    ended = held.c.recorded_to >= new.c.recorded_from if when == "before" else held.c.recorded_to > new.c.recorded_from
    force = (
        select(
            new.c.submission_id.label("of"), held.c.submission_id, held.c.recorded_from,
            func.rank().over(partition_by=new.c.submission_id, order_by=held.c.demonstration).label("place"),
        )
        .join_from(new, held, and_(held.c.unit_id == new.c.unit_id, held.c.period == new.c.period))
        .where(new.c.submission_id.in_(list(submissions)), begun, or_(held.c.recorded_to.is_(None), ended))
        .subquery()
    )  # fmt: skip
    first = func.row_number().over(
        partition_by=(force.c.of, o.series_id), order_by=(o.state == "missing", force.c.recorded_from.desc())
    )
    said = (
        select(force.c.of, o.series_id, o.state, o.value, o.text, o.sheet, o.cell, first.label("first"))
        .join_from(force, observation, o.submission_id == force.c.submission_id)
        .where(force.c.place == 1)
        .subquery()
    )
    return select(said).where(said.c.first == 1).cte(when)


def moved_values(connection: Connection, at: dt.datetime) -> pa.Table:
    """Values of indicators that differ between those remembered and those known at `at`.

    Columns: total (of the units in unit_id, else its own), indicator, series, unit_id, level,
    period and, each with old_ and new_: numerator, denominator, share (printed, without
    counts), state, units (that gave a value). Totals are those of districts and the province.
    What had a value before comes first.
    """
    connection.execute(CreateTableAs(unit_values(at), values_after.name, temporary=True))
    return db.fetch(connection, moved())


def moved(names: Sequence[str] = (*COUNTS, "units"), told: Sequence[str] = (), *, touched_only: bool = True) -> Select:
    """Rows of `values_before` and `values_after` that differ in `names`: of units, then totals of what they lie in.

    Args:
        names: what is compared: counts, state, `units` that gave a value, `expected` to give one.
        told: columns of a unit's value that go along with old_ and new_, and are null of totals.
        touched_only: totals only where the value of a unit differs; else also where only its place does.
    """
    sides = (values_before, values_after)
    before, after = (_own(side, f"own_{side.name}", told) for side in sides)
    own = compared(before, after, "own", names, told).cte("moved")
    touched = select(*(own.c[name] for name in TOUCHED)).distinct().cte("touched") if touched_only else None
    before, after = (_totals(side, touched) for side in sides)
    totals = compared(before, after, "total", names).cte("moved_totals")
    absent = [null().label(f"{label}_{name}") for label in ("old", "new") for name in told]
    both = union_all(select(own), select(totals, *absent)).subquery()
    c = both.c
    order = (c.old_state.is_distinct_from("value"), c.indicator, c.total, c.level, c.unit_id, c.period)
    return select(both).order_by(*order)


def moved_between(before: Path, after: Path) -> int:
    """How many units' values of indicators differ between two snapshots."""
    with db.beside(before=before, after=after) as connection:
        old, new = (unit_value.to_metadata(MetaData(), schema=f"{name}.main") for name in ("before", "after"))
        moved = compared(_own(old, "old_values"), _own(new, "new_values"), "own").subquery()
        return int(connection.execute(select(func.count()).select_from(moved)).scalar_one())


def value_of(numerator: float | None, denominator: float | None, share: float | None, *, count: bool) -> float | None:
    """A value as it is told: a count, or a percentage 0–100; a printed one where there are no counts."""
    if count:
        return numerator
    return 100 * numerator / denominator if numerator is not None and denominator else share


def compared(before: FromClause, after: FromClause, kind: str, names: Sequence[str] = (*COUNTS, "units"),
             told: Sequence[str] = ()) -> Select:  # fmt: skip
    """Rows of two sets of values that differ in `names`; each with old_ and new_ of these and of what is `told`."""
    joined = before.outerjoin(after, and_(*(before.c[name] == after.c[name] for name in VALUE_KEY)), full=True)
    key = [func.coalesce(before.c[name], after.c[name]).label(name) for name in VALUE_KEY]
    sides = (("old", before), ("new", after))
    values = [side.c[name].label(f"{label}_{name}") for some in (names, told) for label, side in sides for name in some]
    differ = or_(*(_exact(before.c[name]).is_distinct_from(_exact(after.c[name])) for name in names))
    return select((func.lower(kind) == "total").label("total"), *key, *values).select_from(joined).where(differ)


def _exact(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A sum without what the order of its terms does to the last digits."""
    return func.round(column, DIGITS) if isinstance(column.type, Float) else column


def _own(values: Table, name: str, told: Sequence[str] = ()) -> CTE:
    """What each unit's own values are."""
    v = values.c
    units = case((v.state.in_(("value", "suppressed")), 1), else_=0).label("units")
    expected = case((v.state == "not_applicable", 0), else_=1).label("expected")
    wanted = [v[name] for name in (*VALUE_KEY, *COUNTS, *told)]
    return select(*wanted, units, expected).where(v["rank"] == 1).cte(name)


def _totals(values: Table, touched: FromClause | None) -> CTE:
    """Sums per level over the units in each district and province, as indicators tell them of a unit asked for by name."""
    v = values.c
    rows: FromClause = values
    if touched is not None:
        rows = values.join(touched, and_(*(v[name] == touched.c[name] for name in TOUCHED)))

    def under(group: ColumnElement[str]) -> Select:
        counted = or_(v.in_total, v.unit_id == group)
        key = [v[name] for name in TOUCHED]
        of = [group.label("unit_id"), v.unit_id.label("member"), v.numerator, v.denominator, v.share, v.state]
        return select(*key, *of).select_from(rows).where(v["rank"] == 1, counted, group.is_not(None))

    members = distinct_union(under(v.unit_id), under(v.parent_id), under(v.province_id)).subquery()
    m = members.c
    alone = func.count() == 1
    gave = m.state.in_(("value", "suppressed"))
    counted = and_(gave, m.share.is_(None))
    reported = case((alone, func.count().filter(gave)), else_=func.count().filter(counted))
    applies = func.count().filter(m.state != "not_applicable")
    pending = func.count().filter(m.state == "not_yet_due")

    hidden = func.count().filter(m.state == "suppressed") > 0  # what is left is never summed

    def total(column: ColumnElement[float]) -> ColumnElement[float]:
        return case((hidden, None), (alone, func.max(column)), else_=func.sum(column).filter(counted)).label(column.name)

    key = [m[name] for name in VALUE_KEY]
    state = case(
        (hidden, "suppressed"),
        (reported > 0, "value"),
        (applies == 0, "not_applicable"),
        (pending > 0, "not_yet_due"),
        else_="missing",
    )
    return (
        select(
            *key, total(m.numerator), total(m.denominator), case((alone, func.max(m.share))).label("share"),
            state.label("state"), reported.label("units"), applies.label("expected"),
        )
        .group_by(*key)
        .having(func.bool_or(m.member != m.unit_id))
        .cte(f"totals_{values.name}")
    )  # fmt: skip
