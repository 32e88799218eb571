"""The values of a publication: remembered once, told raw to those who may read them, and without small counts to all others."""

import datetime as dt
import json
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import (
    Connection,
    CreateTableAs,
    Double,
    MetaData,
    Select,
    SelectBase,
    Table,
    and_,
    case,
    cast,
    delete,
    null,
    select,
    union_all,
)

from store import connection as db
from store.schema import pattern, protected_total, released_cell, unit_on_map, unit_value
from store.steps import VALUE_KEY
from store.submissions import append_rows
from store.unit_values import unit_values

WHOLE = "*"  # the pattern of all systems together
NUMBERS = ("numerator", "denominator", "share", "size")

value_now = Table("value_now", MetaData(), *(column._copy() for column in unit_value.columns), prefixes=["TEMPORARY"])
suppressed_now = Table(
    "suppressed_now", MetaData(), *(unit_value.c[name]._copy() for name in VALUE_KEY), prefixes=["TEMPORARY"]
)
total_now = Table("total_now", MetaData(), *(column._copy() for column in protected_total.columns), prefixes=["TEMPORARY"])
Row = dict[str, Any]


def remember(connection: Connection, at: dt.datetime) -> None:
    """Compute the values known at `at` once, for all that is made of them; nothing is suppressed yet."""
    forget(connection)
    connection.execute(CreateTableAs(unit_values(at), value_now.name, temporary=True))
    suppressed_now.create(connection)
    total_now.create(connection)


def forget(connection: Connection) -> None:
    """Drop what was remembered."""
    for table in (value_now, suppressed_now, total_now):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table.name}")


def suppress(connection: Connection, keys: Iterable[tuple[str, ...]], sums: Iterable[Row]) -> None:
    """Suppress values (by VALUE_KEY); `sums`: totals that may be shown although some of their units are not."""
    append_rows(connection, suppressed_now, [dict(zip(VALUE_KEY, key, strict=True)) for key in keys])
    append_rows(connection, total_now, list(sums))


def shown(guarded: Collection[str]) -> SelectBase:
    """The values that anyone may read: those of guarded indicators without sizes, and without numbers where suppressed.

    A size is what is known of a unit whose value is missing: of a victims' count that may be the count itself.
    """
    v, s = value_now.c, suppressed_now.c
    protected = v.indicator.in_(list(guarded))
    same = and_(*(v[name] == s[name] for name in VALUE_KEY), v.source == "submission")
    gone = s.indicator.is_not(None)
    changed = {name: case((~gone, v[name])).label(name) for name in NUMBERS}
    changed["size"] = cast(null(), Double).label("size")
    changed["state"] = case((and_(gone, v.state == "value"), "suppressed"), else_=v.state).label("state")
    columns = [changed.get(column.name, column) for column in value_now.columns]
    hushed = select(*columns).join_from(value_now, suppressed_now, same, isouter=True).where(protected)
    return union_all(select(value_now).where(~protected), hushed)


def raw(guarded: Collection[str]) -> Select:
    """The values of guarded indicators as they are."""
    return select(value_now).where(value_now.c.indicator.in_(list(guarded)))


def totals() -> Select:
    """The totals that may be shown."""
    return select(total_now)


def guarded_values(connection: Connection, guarded: Collection[str]) -> list[Row]:
    """The values of guarded indicators that reports give, with where their units belong: the columns of `unit_value`."""
    v = value_now.c
    wanted = (v["rank"] == 1, v.state == "value", v.source == "submission")
    rows: list[Row] = db.fetch(connection, raw(guarded).where(*wanted).order_by(*(v[name] for name in VALUE_KEY))).to_pylist()
    return rows


def places_on_maps(connection: Connection) -> list[Row]:
    """Where each unit lies whole on each map, its bodies and its territory unchanged: the columns of `unit_on_map`."""
    m = unit_on_map.c
    rows: list[Row] = db.fetch(connection, select(unit_on_map).where(m.whole, ~m.shifted, ~m.ended)).to_pylist()
    return rows


def released(connection: Connection) -> list[Row]:
    """What publications showed or suppressed so far; `said` read from JSON."""
    rows = db.fetch(connection, select(released_cell)).to_pylist()
    return [row | {"said": json.loads(row["said"])} for row in rows]


def release(connection: Connection, rows: Iterable[Row]) -> None:
    """Remember what a publication shows or suppresses that none before did."""
    append_rows(connection, released_cell, [row | {"said": json.dumps(row["said"], sort_keys=True)} for row in rows])


def unseen(connection: Connection, identifier: str) -> None:
    """Forget what a snapshot was to show that no reader saw; the next publication remembers it anew."""
    connection.execute(delete(released_cell).where(released_cell.c.snapshot == identifier))
    connection.execute(delete(pattern).where(pattern.c.system == WHOLE))


def patterns(connection: Connection) -> dict[str, Row]:
    """The pattern in use of each system of cells."""
    return {row["system"]: row for row in db.fetch(connection, select(pattern)).to_pylist()}


def keep_pattern(connection: Connection, row: Row) -> None:
    """Put a system's pattern in the place of the one in use."""
    connection.execute(delete(pattern).where(pattern.c.system == row["system"]))
    append_rows(connection, pattern, [row])
