"""What is meant by a snapshot's identifier or a date of the past, and whether it can still be read from its own file.

Old snapshots are pruned. What such a one held is told again from the records: versions are
never overwritten. Its definitions are gone with it; see docs/adr/0012.
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from sqlalchemy import func, inspect, select
from sqlalchemy.exc import DBAPIError

from catalogue.errors import UsageError, UserError
from store import connection as db
from store import snapshot
from store.schema import COPIED, figure, meta, observation, protected_total, series, unit_value, withheld

Reason = Literal["", "unknown", "pruned", "release", "date"]
READ = (*COPIED, series, observation, unit_value, protected_total, withheld, meta)  # tables that readers of a snapshot use


@dataclass(frozen=True)
class Moment:
    """A state of knowledge. `path`: the snapshot that holds it, else None: told again from records, for the `reason`."""

    identifier: str
    at: dt.datetime
    path: Path | None
    reason: Reason = ""


def look_up(identifier: str) -> Moment | None:
    """Return what an identifier of a snapshot means; None if no snapshot can have had that name.

    Pruning removes the oldest, so a name older than all that are kept was one that is gone; one
    between them never was.
    """
    at = named_at(identifier)
    if at is None:
        return None
    path = snapshot.path_of(identifier)
    if path.is_file():
        return Moment(identifier, at, path) if fits(path) else Moment(identifier, at, None, "release")
    oldest = min((kept for kept, _ in snapshot.kept()), default=None)
    if oldest is None or at > oldest or at < _first_record(snapshot.current()):
        return None
    return Moment(identifier, at, None, "pruned")


def resolve(text: str) -> Moment:
    """Return the state of knowledge meant by an identifier, a date (the end of that day) or a date and time.

    Raises:
        UsageError: neither, or no such snapshot was published.
    """
    found = look_up(text)
    if found:
        return found
    if named_at(text) is None:
        try:
            when = dt.datetime.fromisoformat(text)
        except ValueError:
            when = None
        if when and when.tzinfo is None:
            return _in_use(dt.datetime.combine(when, dt.time.max) if len(text) == len("2026-11-25") else when)
    kept = ", ".join(path.stem for _, path in sorted(snapshot.kept(), reverse=True))
    raise UsageError("snapshot_unknown", found=text, kept=kept)


def latest() -> Moment:
    """The snapshot in use.

    Raises:
        UserError: nothing has been published yet, or it cannot be read.
    """
    path = snapshot.current()
    return Moment(path.stem, named_at(path.stem) or dt.datetime.max, path)


def before(moment: Moment) -> Moment | None:
    """The snapshot kept that was published last before a moment, if any."""
    earlier = sorted((at, path.stem) for at, path in snapshot.kept() if at < moment.at)
    return look_up(earlier[-1][1]) if earlier else None


def undone_to() -> str | None:
    """The snapshot that readers see if the one in use is undone: the last one kept before it that this release can read."""
    now = snapshot.current_id() or ""
    return max((path.stem for _, path in snapshot.kept() if path.stem < now and fits(path)), default=None)


def undone() -> list[str]:
    """Snapshots published after the one in use: readers were switched back from them."""
    now = snapshot.current_id() or ""
    return sorted(path.stem for _, path in snapshot.kept() if path.stem > now)


def previewed(identifier: str) -> Moment | None:
    """A snapshot that waits to be published; None if it is gone."""
    path, at = snapshot.preview_of(identifier), named_at(identifier)
    return Moment(identifier, at, path) if at and path.is_file() else None


def fits(path: Path) -> bool:
    """Whether a snapshot has every table and column that this release reads; no if it cannot be opened."""
    try:
        return _fits(path)
    except (UserError, DBAPIError):
        return False


@lru_cache(maxsize=64)
def _fits(path: Path) -> bool:
    with db.reading(path).connect() as connection:
        found = inspect(connection)
        names = set(found.get_table_names())
        return all(
            table.name in names and {c.name for c in table.columns} <= {c["name"] for c in found.get_columns(table.name)}
            for table in READ
        )


def _in_use(when: dt.datetime) -> Moment:
    """What was known to readers at a moment: the snapshot in use then; before all that are kept, what was recorded by then."""
    earlier = sorted((at, path.stem) for at, path in snapshot.kept() if at <= when)
    found = look_up(earlier[-1][1]) if earlier else None
    return found or Moment(snapshot.named(when), when, None, "date")


def named_at(identifier: str) -> dt.datetime | None:
    """The moment after which a snapshot is named; None if it is no such name."""
    try:
        at = dt.datetime.strptime(identifier, snapshot.NAMED)
    except ValueError:
        return None
    return at if snapshot.named(at) == identifier else None


def _first_record(path: Path) -> dt.datetime:
    """When the office began to keep records: printed figures come first, before the first snapshot."""
    with db.reading(path).connect() as connection:
        first: dt.datetime | None = connection.execute(select(func.min(figure.c.recorded_from))).scalar()
    return first or dt.datetime.max


def told_from(moment: Moment, other: Moment) -> Path:
    """The file from which a moment's knowledge is read: its own, else the other's or the one in use, whichever is later."""
    if moment.path:
        return moment.path
    return other.path if other.path and other.at >= moment.at else snapshot.current()
