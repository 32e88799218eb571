"""The desk's own small database, beside the store: many short transactions from several processes, readers never waiting.

The store allows one writing process at a time and belongs to commands that load and publish; what people do at the desk
must not wait for them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import NullPool

from catalogue import paths
from catalogue.errors import UserError
from store.faults import told

WAIT = 20  # seconds a transaction waits for another one
READING = "desk_reading"  # execution option: a transaction that only reads
ALONE = "desk_alone"  # execution option: a statement that must be in no transaction

metadata = MetaData()


@contextmanager
def writing() -> Iterator[Connection]:
    """Yield a connection in one transaction, alone among those that write; what raises takes it back.

    Raises:
        UserError: the working folder cannot be written, its disk is full, or the desk stayed busy.
    """
    with told(paths.home()), _said():
        engine = _engine(paths.desk_file())
        with engine.begin() as connection:
            yield connection


@contextmanager
def reading() -> Iterator[Connection]:
    """Yield a connection that sees one state of the desk and never waits for a writer."""
    with told(paths.home()), _said():
        engine = _engine(paths.desk_file())
        with engine.connect().execution_options(**{READING: True}) as connection, connection.begin():
            yield connection


def copy_to(target: Path) -> None:
    """Write one state of the desk into a file of its own; who works at the desk works on.

    Raises:
        UserError: the folder cannot be written or its disk is full.
    """
    with told(target.parent), _said():
        engine = _engine(paths.desk_file())
        with engine.connect().execution_options(**{ALONE: True}) as connection:
            connection.exec_driver_sql("VACUUM INTO ?", (str(target),))


def check(path: Path) -> None:
    """Hold a copy of a desk against SQLite's own check.

    Raises:
        UserError: it cannot be read.
    """
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    try:
        with engine.connect() as connection:
            said = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
    except DatabaseError as error:
        raise UserError("store_unreadable", path=path, reason=error.orig) from error
    if said != "ok":
        raise UserError("store_unreadable", path=path, reason=said)


@lru_cache(maxsize=8)
def _engine(path: Path) -> Engine:
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool, connect_args={"timeout": WAIT})
    event.listen(engine, "connect", _opened)
    event.listen(engine, "begin", _begun)
    with engine.begin() as connection:
        metadata.create_all(connection)
    path.chmod(0o600)
    return engine


def _opened(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions are begun below: the driver would begin them too late
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {setting}")


def _begun(connection: Connection) -> None:
    if connection.get_execution_options().get(ALONE):
        return
    only_reads = connection.get_execution_options().get(READING)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if "locked" in str(error.orig):
            raise UserError("desk_busy", seconds=WAIT) from error
        raise
