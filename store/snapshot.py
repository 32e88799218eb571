"""Snapshots: immutable published databases, and the pointer to the one in use.

A snapshot is written under a temporary name, flushed to disk and renamed; then the pointer
file is replaced by rename. A crash at any moment leaves the last snapshot in use.
"""

import datetime as dt
import os
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import Connection, CreateTableAs, SelectBase, literal, select, union_all

from catalogue import paths
from catalogue.errors import UserError
from store import schema
from store.unit_values import unit_values

POINTER = "CURRENT"


def current_id() -> str | None:
    """Identifier of the snapshot in use; None before the first publication.

    Raises:
        UserError: the pointer cannot be read or names a file that is gone.
    """
    pointer = paths.snapshots() / POINTER
    try:
        identifier = pointer.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise UserError("snapshot_unreadable", path=pointer, reason=error) from error
    if not path_of(identifier).is_file():
        raise UserError("snapshot_unreadable", path=path_of(identifier), reason="no such file")
    return identifier


def path_of(identifier: str) -> Path:
    return paths.snapshots() / f"{Path(identifier).name}.duckdb"


def current() -> Path:
    """Path of the snapshot in use.

    Raises:
        UserError: nothing has been published yet, or the snapshot cannot be read.
    """
    identifier = current_id()
    if identifier is None:
        raise UserError("no_snapshot", path=paths.home())
    return path_of(identifier)


def switch_to(identifier: str, finished: Path) -> None:
    """Put the finished file in its place and point to it, each by an atomic rename."""
    _flush(finished)
    finished.replace(path_of(identifier))
    pointer = paths.snapshots() / POINTER
    draft = pointer.with_suffix(f".{os.getpid()}")
    draft.write_text(identifier + "\n", encoding="utf-8")
    _flush(draft)
    draft.replace(pointer)
    _flush(paths.snapshots())


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(connection: Connection, identifier: str, at: dt.datetime, *, hidden: Collection[str], facts: dict[str, str]) -> Path:
    """Write a snapshot of the store under a temporary name and return its path.

    Args:
        connection: open on the store.
        identifier: name of the snapshot.
        at: moment whose knowledge is published.
        hidden: data elements that no snapshot carries.
        facts: rows of the snapshot's table `meta`.
    """
    folder = paths.snapshots()
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{identifier}.draft"
    draft.unlink(missing_ok=True)
    place = str(draft).replace("'", "''")
    _alone(connection, f"ATTACH '{place}' AS snapshot")
    try:
        with connection.begin():
            _fill(connection, at, hidden, facts)
        _alone(connection, "CHECKPOINT snapshot")
    finally:
        _alone(connection, "DETACH snapshot")
    return draft


def _alone(connection: Connection, statement: str) -> None:
    """Run a statement that must be a transaction of its own."""
    with connection.begin():
        connection.exec_driver_sql(statement)


def _fill(connection: Connection, at: dt.datetime, hidden: Collection[str], facts: dict[str, str]) -> None:
    observation = schema.observation
    for table in schema.COPIED:
        _copy(connection, table.name, select(table))
    public = schema.series.c.element.not_in(list(hidden))
    _copy(connection, schema.series.name, select(schema.series).where(public))
    shown = select(observation).join(schema.series, schema.series.c.series_id == observation.c.series_id).where(public)
    _copy(connection, observation.name, shown)
    tried = schema.attempt.c
    shown_attempts = select(tried.at, literal("").label("path"), tried.sha256, tried.unit_id, tried.period, tried.status,
                            literal("[]").label("problems"))  # fmt: skip
    _copy(connection, schema.attempt.name, shown_attempts)  # that a file was refused is public, what it held is not
    _copy(connection, schema.unit_value.name, unit_values(at))
    rows = [select(literal(name).label("name"), literal(value).label("value")) for name, value in facts.items()]
    _copy(connection, schema.meta.name, union_all(*rows))


def _copy(connection: Connection, name: str, rows: SelectBase) -> None:
    connection.execute(CreateTableAs(rows, name, schema="snapshot.main"))


def facts(connection: Connection) -> dict[str, str]:
    """What a snapshot says of itself: snapshot, published_at, definitions, demonstration_submissions."""
    return {row.name: row.value for row in connection.execute(select(schema.meta))}
