"""The only place that opens a database. Nothing outside store/ names an engine."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
from duckdb_sqlalchemy import insert_from_arrow
from sqlalchemy import Connection, Engine, Executable, Table, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from catalogue import paths
from catalogue.errors import UserError
from store import lock
from store.faults import reason, refusal, told


@contextmanager
def store() -> Iterator[Connection]:
    """Yield a connection to the store, which this process holds alone; each `begin()` is one transaction.

    Raises:
        UserError: the working folder cannot be written, its disk is full, or another process writes.
    """
    path = paths.store_file()
    with lock.writing(), told(path.parent):
        engine = create_engine(f"duckdb:///{path}", poolclass=NullPool)
        try:
            with _opened(engine, path) as connection:
                yield connection
        finally:
            engine.dispose()


@contextmanager
def trial() -> Iterator[Connection]:
    """Yield a connection to the store in a transaction that is taken back; to an empty store in memory where there is none."""
    if paths.store_file().exists():
        with store() as connection:
            transaction = connection.begin()
            try:
                yield connection
            finally:
                transaction.rollback()
        return
    engine = create_engine("duckdb:///:memory:", poolclass=NullPool)
    with engine.connect() as connection, connection.begin():
        yield connection


@lru_cache(maxsize=4)
def reading(path: Path) -> Engine:
    """Return the engine of an immutable snapshot, opened read-only and kept open.

    Each question is answered by the thread that asks: it is too small to be worth sharing.

    Raises:
        UserError: the file cannot be read as a database.
    """
    engine = create_engine(f"duckdb:///{path}", connect_args={"read_only": True, "config": {"threads": 1}})
    try:
        with engine.connect():
            return engine
    except DBAPIError as error:
        engine.dispose()
        raise UserError("snapshot_unreadable", path=path, reason=reason(error)) from error


@contextmanager
def beside(**files: Path) -> Iterator[Connection]:
    """Yield a connection that reads several databases at once, each under its name."""
    engine = create_engine("duckdb:///:memory:", poolclass=NullPool)
    with engine.connect() as connection, connection.begin():
        for name, path in files.items():
            place = str(path).replace("'", "''")
            connection.exec_driver_sql(f"ATTACH '{place}' AS \"{name}\" (READ_ONLY)")
        yield connection


def check(path: Path) -> None:
    """Open a database file, read-only, and look at its tables.

    Raises:
        UserError: it cannot be read.
    """
    engine = create_engine(f"duckdb:///{path}", poolclass=NullPool, connect_args={"read_only": True})
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM duckdb_tables()")
    except DBAPIError as error:
        raise UserError("store_unreadable", path=path, reason=reason(error)) from error
    finally:
        engine.dispose()


def checkpoint(connection: Connection) -> None:
    """Bring what was written into the store's one file, so that it can be copied."""
    with connection.begin():
        connection.exec_driver_sql("CHECKPOINT")


def fetch(connection: Connection, statement: Executable, parameters: Mapping[str, object] | None = None) -> pa.Table:
    """Run a select and return its rows as an Arrow table (columns as selected)."""
    result = connection.execution_options(duckdb_arrow=True).execute(statement, parameters)
    table = result.arrow  # type: ignore[attr-defined]
    return table if isinstance(table, pa.Table) else table.read_all()


def append(connection: Connection, table: Table, data: pa.Table) -> None:
    """Insert the rows of `data`, whose columns are named as those of `table`, in one statement."""
    insert_from_arrow(connection, table, data)


def _opened(engine: Engine, path: Path) -> Connection:
    try:
        return engine.connect()
    except DBAPIError as error:
        key = refusal(error) or ("store_in_use" if "lock" in str(error).lower() else "store_unreadable")
        raise UserError(key, path=path, reason=reason(error)) from error
