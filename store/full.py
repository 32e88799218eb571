"""A publication is two files: the public snapshot, and beside it what only officers and leaders may read.

The second holds nothing but what the first lacks. Who may read it sees both as one: an engine in memory with views of the
names that any snapshot has, so that every question is asked in the same words.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from catalogue.errors import UserError
from store import connection as db
from store.faults import reason
from store.schema import (
    observation,
    proposal,
    proposal_decision,
    protected_total,
    section,
    series,
    unit_value,
    withheld,
)

Clearance = Literal["public", "full"]
PUBLIC: Clearance = "public"
FULL: Clearance = "full"
SUFFIX = ".full"
PRIVATE = 0o600  # of the files beside a public snapshot
HELD = (series, observation, unit_value, section, proposal, proposal_decision)  # tables of the file of what is not public
INSTEAD = (withheld, protected_total)  # what a public snapshot says in place of what it lacks


def beside(path: Path) -> Path:
    """Where what a public file does not hold lies: a snapshot, or the index of its words."""
    return path.with_name(f"{path.stem}{SUFFIX}{path.suffix}")


def reading(path: Path, clearance: Clearance) -> Engine:
    """Return the engine of a snapshot as someone of this clearance may read it, read-only and kept open.

    Args:
        path: of the public snapshot.
        clearance: "public", or "full" for those who may read counts that are not shown (permission `read_unsuppressed`).

    Raises:
        UserError: a file is missing or cannot be read as a database.
    """
    return _both(path, beside(path)) if clearance == FULL else db.reading(path)


@lru_cache(maxsize=4)
def _both(public: Path, full: Path) -> Engine:
    if not full.is_file():
        raise UserError("snapshot_unreadable", path=full, reason="no such file")
    engine = create_engine("duckdb:///:memory:", poolclass=QueuePool)

    @event.listens_for(engine, "connect")
    def attach(raw: Any, _: Any) -> None:
        cursor = raw.cursor()
        for name, path in (("public", public), ("full", full)):
            place = str(path).replace("'", "''")
            cursor.execute(f"ATTACH '{place}' AS \"{name}\" (READ_ONLY)")
        cursor.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'CREATE VIEW "{table}" AS {_view(table)}')

    try:
        with engine.connect():
            return engine
    except DBAPIError as error:
        engine.dispose()
        raise UserError("snapshot_unreadable", path=full, reason=reason(error)) from error


def _view(table: str) -> str:
    """A table of both files as one; the names are our own."""
    public, full = (f'SELECT * FROM "{name}".main."{table}"' for name in ("public", "full"))  # noqa: S608
    if table == unit_value.name:
        guarded = f'SELECT indicator FROM "full".main."{table}"'  # noqa: S608
        return f"{public} WHERE indicator NOT IN ({guarded}) UNION ALL BY NAME {full}"
    if table in {one.name for one in HELD}:
        return f"{public} UNION ALL BY NAME {full}"
    return f"{public} WHERE false" if table in {one.name for one in INSTEAD} else public
