"""Snapshots: immutable published databases, and the pointer to the one in use.

A snapshot is two files, one public and one of what only officers and leaders read (`store.full`), each with an index of its
words. They are written under temporary names, flushed to disk and renamed; then the pointer
file is replaced by rename. A crash at any moment leaves the last snapshot in use; what it
leaves half-written is removed when the next is written. A preview is a finished draft that waits
beside the snapshots until it is published as it is, or the next one is written.
"""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from catalogue import paths
from catalogue.errors import UserError
from store import connection as db
from store import schema, section_index
from store.full import SUFFIX, beside

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


def whole() -> bool:
    """Whether what lies beside the snapshot in use is there."""
    return beside(current()).is_file()


def named(at: dt.datetime) -> str:
    return at.strftime(NAMED)


def last_published() -> dt.datetime | None:
    """The moment of the latest snapshot there is, in use or not."""
    return max((at for at, _ in kept()), default=None)


def switch_to(identifier: str, finished: Path) -> None:
    """Put the finished files in their places and point to them, each by an atomic rename."""
    for draft, place in _drafts(identifier, finished):
        flush(draft)
        draft.replace(place)
    point_to(identifier)


def keep_preview(identifier: str, finished: Path) -> None:
    """Let finished drafts wait for a decision to publish them."""
    for draft, place in _drafts(identifier, finished):
        draft.replace(_preview(place))


def preview_of(identifier: str) -> Path:
    """Path of a snapshot that waits to be published."""
    return _preview(path_of(identifier))


def switch_to_preview(identifier: str) -> None:
    """Put a waiting snapshot in its place and point to it; what a killed writer began is ended."""
    for place in _places(identifier):
        waiting = _preview(place)
        if waiting.exists():
            flush(waiting)
            waiting.replace(place)
    point_to(identifier)


def clear_previews() -> list[str]:
    """Remove what waited to be published; return its identifiers."""
    found = []
    for left in paths.snapshots().glob(f"*{PREVIEW}"):
        left.unlink(missing_ok=True)
        found.append(left.name.split(".")[0])
    return list(dict.fromkeys(found))


def _places(identifier: str) -> tuple[Path, ...]:
    """The files of a snapshot, the one by which it is known last."""
    index, public = section_index.index_of(identifier), path_of(identifier)
    return beside(index), index, beside(public), public


def _drafts(identifier: str, finished: Path) -> list[tuple[Path, Path]]:
    """Where each file of a finished snapshot lies, and its place."""
    return [(finished if place == path_of(identifier) else draft_of(place), place) for place in _places(identifier)]


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
    for left in (*paths.snapshots().glob("*.search"), *paths.snapshots().glob(f"*{SUFFIX}.duckdb")):
        if not path_of(left.stem.removesuffix(SUFFIX)).exists():
            left.unlink(missing_ok=True)


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


def draft_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.draft")


def _preview(path: Path) -> Path:
    return path.with_name(f"{path.name}{PREVIEW}")


def clear(folder: Path) -> None:
    for left in folder.glob("*.draft*"):
        left.unlink(missing_ok=True)


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
