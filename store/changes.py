"""What differs between two states of knowledge, and the records that say why. Both are read side by side, in memory.

A state is a snapshot's own file; or, where that is gone, what was recorded by then, told again
from a later one: then both sides have the later one's definitions.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    Connection,
    CreateTableAs,
    FromClause,
    MetaData,
    Select,
    Table,
    and_,
    case,
    column,
    func,
    or_,
    select,
    table,
    union,
)

from store import connection as db
from store.difference import COUNTS, moved, values_after, values_before
from store.past import Moment, told_from
from store.schema import (
    chosen_source,
    component,
    expected_report,
    expected_value,
    figure,
    indicator,
    meta,
    period,
    precedence,
    submission,
    submission_event,
    unit,
    unit_value,
)
from store.steps import CELL, VALUE_KEY, cells_in_force, submissions_in_force
from store.unit_values import known_then

Row = dict[str, Any]
BEFORE, AFTER = "before", "after"
TOLD = ("source", "in_total", "parent_id", "province_id")
COMPARED = (*COUNTS, "units", "expected")
SPOT = ("unit_id", "level", "period", *CELL)
SAID = ("submission_id", "sheet", "cell", "state", "value")
PLACE = ("level", "parent_id", "district_id", "province_id", "own", "valid_from", "valid_to", "body_id")


@contextmanager
def between(before: Moment, after: Moment) -> Iterator[Connection]:
    """Yield a connection on which the functions below tell what differs between two states of knowledge."""
    with db.beside(before=told_from(before, after), after=told_from(after, before)) as connection:
        for side, moment, values in ((BEFORE, before, values_before), (AFTER, after, values_after)):
            connection.exec_driver_sql(f'USE "{side}"')  # names without a database now mean this one
            known: Select = select(unit_value) if moment.path else known_then(moment.at)
            connection.execute(CreateTableAs(known, values.name, temporary=True))
            cells = cells_in_force(submissions_in_force(moment.at))
            connection.execute(CreateTableAs(select(cells), f"cells_{side}", temporary=True))
        yield connection


def facts(connection: Connection, side: str) -> dict[str, str]:
    """What the file of a side says of itself."""
    rows = connection.execute(select(of(meta, side)))
    return {row.name: row.value for row in rows}


def values(connection: Connection) -> list[Row]:
    """Values of units, and totals of districts and the province, that differ in counts, state or coverage.

    Columns: those of `store.difference.moved`, with `expected` and `TOLD`.
    """
    return _rows(connection, moved(COMPARED, TOLD, touched_only=False))


def placed_otherwise(connection: Connection) -> list[Row]:
    """Values that are the same but enter other totals, or none: VALUE_KEY and, with old_ and new_, `TOLD`."""
    b, a = values_before.c, values_after.c
    same = and_(*(b[name] == a[name] for name in VALUE_KEY), b["rank"] == 1, a["rank"] == 1)
    told = [side[name].label(f"{label}_{name}") for label, side in (("old", b), ("new", a)) for name in TOLD]
    otherwise = or_(*(b[name].is_distinct_from(a[name]) for name in ("in_total", "parent_id", "province_id")))
    return _rows(connection, select(*(a[name] for name in VALUE_KEY), *told).join_from(values_before, values_after, same)
                 .where(otherwise))  # fmt: skip


def cells(connection: Connection) -> list[Row]:
    """Cells that say something else, once for each value they feed: VALUE_KEY, part, CELL; with old_ and new_: `SAID`."""
    before, after = (table(f"cells_{side}", *(column(name) for name in (*SPOT, *SAID))) for side in (BEFORE, AFTER))
    b, a = before.c, after.c
    joined = before.outerjoin(after, and_(*(b[name] == a[name] for name in SPOT)), full=True)
    spot = [func.coalesce(b[name], a[name]).label(name) for name in SPOT]
    told = [side[name].label(f"{label}_{name}") for label, side in (("old", b), ("new", a)) for name in SAID]
    silent = [case((or_(side.state.is_(None), side.state == "missing"), "missing"), else_=side.state) for side in (b, a)]
    differ = or_(silent[0] != silent[1], b.value.is_distinct_from(a.value))
    said = select(*spot, *told).select_from(joined).where(differ).cte("said_otherwise")
    feeds = union(*(select(of(component, side)) for side in (BEFORE, AFTER))).subquery("feeds")
    same = and_(*(feeds.c[name] == said.c[name] for name in CELL))
    return _rows(connection, select(feeds.c.indicator, feeds.c.series, feeds.c.part, said).join_from(said, feeds, same)
                 .order_by(said.c.unit_id, feeds.c.part.desc(), said.c.new_cell))  # fmt: skip


def submissions(connection: Connection, side: str, moment: Moment) -> list[Row]:
    """Every version that a side knows of; told from records those recorded by then."""
    found = of(submission, side)
    known = select(found) if moment.path else select(found).where(found.c.recorded_from <= moment.at)
    return _rows(connection, known)


def events(connection: Connection, before: Moment, after: Moment) -> list[Row]:
    """What was done to versions in between: withdrawn, reinstated."""
    found = of(submission_event, AFTER)
    return _rows(connection, select(found).where(found.c.at > before.at, found.c.at <= after.at))


def printed(connection: Connection, before: Moment, after: Moment) -> list[Row]:
    """Printed figures that were recorded or ended in between; `recorded_to` only where it is in between."""
    f = of(figure, AFTER).c
    begun = and_(f.recorded_from > before.at, f.recorded_from <= after.at)
    ended = and_(f.recorded_to > before.at, f.recorded_to <= after.at)
    names = (*VALUE_KEY, "figure_id", "cell", "source", "numerator", "denominator", "share_text", "recorded_from")
    told = select(*(f[name] for name in names), case((ended, f.recorded_to)).label("recorded_to"))
    return _rows(connection, told.where(f.indicator.is_not(None), or_(begun, ended)).order_by(f.recorded_from))


def due_dates(connection: Connection) -> dict[tuple[str, str], Any]:
    """The last day for each report (unit_id, period) and for a period (empty, period), as the later side has them."""
    whole, own = of(period, AFTER).c, of(expected_report, AFTER).c
    found = {("", row.period): row.due_date for row in connection.execute(select(whole.period, whole.due_date))}
    rows = connection.execute(select(own.unit_id, own.period, own.due_date))
    return found | {(row.unit_id, row.period): row.due_date for row in rows}


def units(connection: Connection) -> set[str]:
    """Units that only one side knows, or that belong elsewhere, begin or end otherwise."""
    return {row["unit_id"] for row in _differing(connection, unit, ("unit_id",), PLACE)}


def formulas(connection: Connection) -> dict[tuple[str, str], tuple[list[Row], list[Row]]]:
    """Of each indicator and series made up otherwise: what only the one, and only the other formula counts."""
    names = ("part", *CELL)
    found: dict[tuple[str, str], tuple[list[Row], list[Row]]] = {}
    for row in _differing(connection, component, tuple(c.name for c in component.columns), ()):
        lists = found.setdefault((row["indicator"], row["series"]), ([], []))
        lists[row["new_"]].append({name: row[name] for name in names})
    for row in _differing(connection, indicator, ("indicator",), ("kind",)):
        for kind in ("stock", "flow", "term"):
            found.setdefault((row["indicator"], kind), ([], []))
    return found


def asked_otherwise(connection: Connection) -> set[tuple[str, ...]]:
    """VALUE_KEY of values that forms or the register of units ask for otherwise, or on one side only."""
    rows = _differing(connection, expected_value, VALUE_KEY, ("cells", "in_total"))
    return {tuple(row[name] for name in VALUE_KEY) for row in rows}


def periods(connection: Connection) -> set[str]:
    """Periods that only one side knows, or whose due or reference date differs."""
    return {row["period"] for row in _differing(connection, period, ("period",), ("due_date", "reference_date"))}


def reports_otherwise(connection: Connection) -> set[tuple[str, str]]:
    """Reports (unit_id, period) that only one side expects, or by another day."""
    rows = _differing(connection, expected_report, ("unit_id", "period"), ("due_date",))
    return {(row["unit_id"], row["period"]) for row in rows}


def order_of_sources_differs(connection: Connection) -> bool:
    """Whether another source would be shown where several speak of one value."""
    return bool(_differing(connection, precedence, ("source",), ("place",)))


def of(table_of_a_snapshot: Table, side: str) -> Table:
    """A table of one side."""
    return table_of_a_snapshot.to_metadata(MetaData(), schema=f"{side}.main")


def sources_otherwise(connection: Connection) -> set[tuple[str, ...]]:
    """VALUE_KEY of values of which officers chose the source that is shown, on one side only or otherwise."""
    rows = _differing(connection, chosen_source, VALUE_KEY, ("source",))
    return {tuple(row[name] for name in VALUE_KEY) for row in rows}


def _differing(connection: Connection, what: Table, key: tuple[str, ...], names: tuple[str, ...]) -> list[Row]:
    """Keys of rows that one side lacks or that differ in `names`; `new_`: the later side has it."""
    before, after = of(what, BEFORE).alias("b"), of(what, AFTER).alias("a")
    b, a = before.c, after.c
    joined: FromClause = before.outerjoin(after, and_(*(b[name].is_not_distinct_from(a[name]) for name in key)), full=True)
    lacking = or_(b[key[0]].is_(None), a[key[0]].is_(None))
    differ = or_(lacking, *(b[name].is_distinct_from(a[name]) for name in names))
    told = [func.coalesce(b[name], a[name]).label(name) for name in key]
    return _rows(connection, select(*told, a[key[0]].is_not(None).label("new_")).select_from(joined).where(differ))


def _rows(connection: Connection, statement: Select) -> list[Row]:
    rows: list[Row] = db.fetch(connection, statement).to_pylist()
    return rows
