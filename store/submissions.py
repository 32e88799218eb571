"""Reports in the store: what is held, and adding versions. Used inside one transaction."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyarrow as pa
from sqlalchemy import Connection, Table, and_, func, insert, literal, select, update

from store import connection as db
from store.schema import observation, received_file, section, submission, submission_event
from store.steps import WITHDRAWN

TOGETHER = 32  # versions handled in one statement
TICK = dt.timedelta(microseconds=1)
SENTENCE = "đoạn "  # how the place of a figure in a sentence begins: “đoạn 12, câu 2”


@dataclass
class Version:
    """A version of a report; `recorded_to` is None while the office holds it to be true."""

    submission_id: int
    version: int
    sha256: str
    file_name: str
    recorded_from: dt.datetime
    recorded_to: dt.datetime | None = None
    partial: bool = False
    withdrawn: bool = False
    narrative: bool = False

    @property
    def in_force(self) -> bool:
        return self.recorded_to is None

    def gives_way_to(self, other: "Version") -> bool:
        """Whether `other` ends it: a narrative report only the one before, a form all but that, another file none."""
        return self.narrative if other.narrative else not other.partial and not self.narrative


Chain = tuple[str, str, bool]  # unit_id, period, demonstration


def chains(connection: Connection) -> dict[Chain, list[Version]]:
    """All versions of all reports, oldest first, by unit, period and whether generated."""
    s, event = submission.c, submission_event.c
    withdrawn = set(connection.execute(select(event.submission_id).where(event.event == WITHDRAWN)).scalars())
    columns = (s.submission_id, s.version, s.sha256, s.file_name, s.recorded_from, s.recorded_to, s.partial, s.narrative)
    chain = (s.unit_id, s.period, s.demonstration)
    found: dict[Chain, list[Version]] = defaultdict(list)
    for unit_id, period, demonstration, *row in connection.execute(select(*chain, *columns).order_by(s.version)):
        *told, narrative = row
        version = Version(*told)
        version.narrative = narrative
        version.withdrawn = version.submission_id in withdrawn
        found[unit_id, period, demonstration].append(version)
    return found


def after(chain: Iterable[Version], at: dt.datetime) -> dt.datetime:
    """A moment for the next version of a chain: `at`, or just after all that is recorded of it, should a clock go back."""
    recorded = [time + TICK for version in chain for time in (version.recorded_from, version.recorded_to) if time]
    return max([at, *recorded])


def next_id(connection: Connection) -> int:
    return int(connection.execute(select(func.coalesce(func.max(submission.c.submission_id), 0))).scalar_one()) + 1


def close(connection: Connection, ended: Iterable[Version]) -> None:
    """Record since when versions are superseded."""
    for version in ended:
        same = submission.c.submission_id == version.submission_id
        connection.execute(update(submission).where(same).values(recorded_to=version.recorded_to))


def restate(connection: Connection, earlier: Version, now: Version, sent_by: str | None, note: str, *,
            confirmed: bool = True) -> None:  # fmt: skip
    """Add `now`: a new version that says what `earlier` says, received when that was.

    Without `confirmed` it leaves out the figures that were confirmed from sentences.
    """
    kept = observation.c.submission_id == earlier.submission_id
    kept = kept if confirmed else and_(kept, ~observation.c.cell.startswith(SENTENCE))
    told = {"submission_id": now.submission_id, "version": now.version, "recorded_from": now.recorded_from,
            "recorded_to": now.recorded_to, "sent_by": sent_by, "note": note}  # fmt: skip
    own = {"submission_id": now.submission_id}
    for table, new, rows in ((submission, told, submission.c.submission_id == earlier.submission_id), (observation, own, kept),
                             (section, own, section.c.submission_id == earlier.submission_id)):  # fmt: skip
        columns = [literal(new[c.name], c.type) if c.name in new else c for c in table.columns]
        connection.execute(insert(table).from_select([c.name for c in table.columns], select(*columns).where(rows)))


def count_observations(connection: Connection, version: Version) -> None:
    """Note how many cells a new version states."""
    same = observation.c.submission_id == version.submission_id
    count = select(func.count()).select_from(observation).where(same).scalar_subquery()
    where = submission.c.submission_id == version.submission_id
    connection.execute(update(submission).where(where).values(observations=count))


def record_event(connection: Connection, versions: Iterable[Version], event: str, at: dt.datetime, by: str | None, reason: str
                 ) -> None:  # fmt: skip
    """Keep what was done to versions: when, by whom, why."""
    rows = [
        {"submission_id": version.submission_id, "event": event, "at": at, "done_by": by, "reason": reason}
        for version in versions
    ]
    append_rows(connection, submission_event, rows)


def append_rows(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Add a few rows (one per file) through Arrow."""
    if rows:
        db.append(connection, table, pa.Table.from_pylist(rows, schema=arrow_schema(table)))


def append_batches(connection: Connection, table: Table, batches: Iterable[pa.RecordBatch]) -> None:
    """Add many rows, given as record batches with the table's columns, some at a time: memory stays bounded."""
    waiting = iter(batches)
    while some := list(islice(waiting, TOGETHER)):
        db.append(connection, table, pa.Table.from_batches(some))


def known_files(connection: Connection) -> set[str]:
    """SHA-256 of every file ever received."""
    return set(connection.execute(select(received_file.c.sha256)).scalars())


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow types of a table's columns."""
    types = {"VARCHAR": pa.string(), "INTEGER": pa.int32(), "BIGINT": pa.int64(), "BOOLEAN": pa.bool_(),
             "DOUBLE": pa.float64(), "DATETIME": pa.timestamp("us"), "DATE": pa.date32()}  # fmt: skip
    return pa.schema([(column.name, types[str(column.type)]) for column in table.columns])
