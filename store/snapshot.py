"""Snapshots: immutable published databases, and the pointer to the one in use.

A snapshot is written under a temporary name, flushed to disk and renamed; then the pointer
file is replaced by rename. A crash at any moment leaves the last snapshot in use; what it
leaves half-written is removed when the next is written. A preview is a finished draft that waits
beside the snapshots until it is published as it is, or the next one is written.
"""

import datetime as dt
import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, CreateTableAs, SelectBase, literal, select, union_all
from sqlalchemy.exc import DBAPIError

from catalogue import paths
from catalogue.errors import UserError
from store import connection as db
from store import schema, section_index
from store.unit_values import unit_values

POINTER = "CURRENT"
PREVIEW = ".preview"
NAMED = "%Y%m%dT%H%M%S%f"  # a snapshot is named after the moment whose knowledge it holds


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


def named(at: dt.datetime) -> str:
    return at.strftime(NAMED)


def last_published() -> dt.datetime | None:
    """The moment of the latest snapshot there is, in use or not."""
    return max((at for at, _ in kept()), default=None)


def switch_to(identifier: str, finished: Path) -> None:
    """Put the finished files in their places and point to them, each by an atomic rename."""
    index = section_index.index_of(identifier)
    for draft, place in ((_draft(index), index), (finished, path_of(identifier))):
        flush(draft)
        draft.replace(place)
    point_to(identifier)


def keep_preview(identifier: str, finished: Path) -> None:
    """Let a finished draft and its index wait for a decision to publish them, in the place of earlier ones."""
    clear_previews()
    index = section_index.index_of(identifier)
    for draft, place in ((_draft(index), index), (finished, path_of(identifier))):
        draft.replace(_preview(place))


def preview_of(identifier: str) -> Path:
    """Path of a snapshot that waits to be published."""
    return _preview(path_of(identifier))


def switch_to_preview(identifier: str) -> None:
    """Put a waiting snapshot in its place and point to it; what a killed writer began is ended."""
    for place in (section_index.index_of(identifier), path_of(identifier)):
        waiting = _preview(place)
        if waiting.exists():
            flush(waiting)
            waiting.replace(place)
    point_to(identifier)


def clear_previews() -> None:
    """Remove what waited to be published."""
    for left in paths.snapshots().glob(f"*{PREVIEW}"):
        left.unlink(missing_ok=True)


def point_to(identifier: str) -> None:
    """Let readers use a snapshot whose file is there, by an atomic rename of the pointer."""
    pointer = paths.snapshots() / POINTER
    draft = paths.snapshots() / f"{POINTER}.draft"
    draft.write_text(identifier + "\n", encoding="utf-8")
    flush(draft)
    flush(paths.snapshots())  # the pointer must not reach the disk before what it names
    draft.replace(pointer)
    flush(paths.snapshots())


def prune(keep: int) -> None:
    """Remove all but the `keep` latest snapshots; never the one in use.

    Who still reads a removed one reads on: its bytes stay until it is closed.
    """
    in_use = current()
    for _, path in sorted(kept(), reverse=True)[keep:]:
        if path != in_use:
            path.unlink(missing_ok=True)
    for index in paths.snapshots().glob("*.search"):
        if not path_of(index.stem).exists():
            index.unlink(missing_ok=True)


def kept() -> Iterator[tuple[dt.datetime, Path]]:
    """Every snapshot whose file is there, with the moment whose knowledge it holds."""
    for path in paths.snapshots().glob("*.duckdb"):
        with suppress(ValueError):
            yield dt.datetime.strptime(path.stem, NAMED), path


def flush(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(connection: Connection, identifier: str, at: dt.datetime, *, hidden: Collection[str], sections: Collection[str],
          facts: dict[str, str]) -> Path:  # fmt: skip
    """Write a snapshot of the store under a temporary name and return its path.

    Args:
        connection: open on the store.
        identifier: name of the snapshot.
        at: moment whose knowledge is published.
        hidden: data elements that no snapshot carries.
        sections: parts of the outline whose text and figures in sentences it carries.
        facts: rows of the snapshot's table `meta`.
    """
    folder = paths.snapshots()
    folder.mkdir(parents=True, exist_ok=True)
    _clear(folder)  # what a killed writer left: the lock is ours
    draft = folder / f"{identifier}.draft"
    place = str(draft).replace("'", "''")
    _alone(connection, f"ATTACH '{place}' AS snapshot")
    try:
        with connection.begin():
            _fill(connection, at, hidden, facts)
            _fill_sections(connection, sections)
        _alone(connection, "CHECKPOINT snapshot")
        with connection.begin():
            section_index.write(_draft(section_index.index_of(identifier)), section_index.parts(connection, sections))
    except BaseException:
        _clear(folder)  # a full disk needs the space
        raise
    finally:
        _alone(connection, "DETACH snapshot")
    return draft


def _draft(path: Path) -> Path:
    return path.with_name(f"{path.name}.draft")


def _preview(path: Path) -> Path:
    return path.with_name(f"{path.name}{PREVIEW}")


def _clear(folder: Path) -> None:
    for left in folder.glob("*.draft*"):
        left.unlink(missing_ok=True)


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
    held = schema.series.c
    answered = select(observation.c.submission_id, *(held[c.name] for c in schema.withheld.columns if c.name in held))
    answered = answered.join(schema.series, held.series_id == observation.c.series_id)
    _copy(connection, schema.withheld.name, answered.where(~public, observation.c.state != "missing"))
    tried = schema.attempt.c
    shown_attempts = select(tried.at, literal("").label("path"), tried.sha256, tried.unit_id, tried.period, tried.status,
                            literal("[]").label("problems"))  # fmt: skip
    _copy(connection, schema.attempt.name, shown_attempts)  # that a file was refused is public, what it held is not
    _copy(connection, schema.unit_value.name, unit_values(at))
    rows = [select(literal(name).label("name"), literal(value).label("value")) for name, value in facts.items()]
    _copy(connection, schema.meta.name, union_all(*rows))


def _fill_sections(connection: Connection, sections: Collection[str]) -> None:
    """Text, proposals and decisions of the parts of the outline that may be read by anyone."""
    text, proposal, decision = schema.section, schema.proposal, schema.proposal_decision
    _copy(connection, text.name, select(text).where(text.c.code.in_(list(sections))))
    proposed = select(proposal).where(proposal.c.section.in_(list(sections)))
    _copy(connection, proposal.name, proposed)
    shown = proposed.with_only_columns(proposal.c.proposal_id)
    _copy(connection, decision.name, select(decision).where(decision.c.proposal_id.in_(shown)))


def _copy(connection: Connection, name: str, rows: SelectBase) -> None:
    connection.execute(CreateTableAs(rows, name, schema="snapshot.main"))


def facts(connection: Connection) -> dict[str, str]:
    """What a snapshot says of itself: snapshot, published_at, definitions, demonstration_submissions."""
    return {row.name: row.value for row in connection.execute(select(schema.meta))}


def facts_in_use() -> dict[str, str]:
    """What the snapshot in use says of itself; nothing if there is none or it cannot be read."""
    try:
        return facts_of(current())
    except UserError:
        return {}


def facts_of(path: Path) -> dict[str, str]:
    """What a snapshot's file says of itself; nothing if it is not there or cannot be read."""
    try:
        with db.reading(path).connect() as connection:
            return facts(connection)
    except (UserError, DBAPIError):
        return {}
