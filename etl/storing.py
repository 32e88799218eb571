"""Accepted candidates → rows of the store, as versions; what was tried is recorded too."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from sqlalchemy import Connection

from catalogue.clock import office_now
from catalogue.definitions import Definitions
from etl.candidates import Candidate
from etl.problems import Problem
from etl.workbook import ReceivedFile
from store import registers, submissions, upgrade
from store.schema import attempt, observation, received_file, submission
from store.series import SeriesIndex
from store.submissions import Chain, Version

TICK = dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Clock:
    """When a file was received: now, unless `received` knows better (the demonstration data)."""

    now: dt.datetime = field(default_factory=office_now)
    received: Callable[[ReceivedFile], dt.datetime] | None = None

    def of(self, file: ReceivedFile) -> dt.datetime:
        return self.received(file) if self.received else self.now


def prepare(connection: Connection, definitions: Definitions) -> None:
    """Create the store's tables and bring its registers up to the definitions."""
    upgrade.create_tables(connection)
    registers.refresh(connection, definitions, office_now())


def decide(candidates: Iterable[Candidate], held: dict[Chain, list[Version]], clock: Clock, first_id: int) -> list[Version]:
    """Set status and version of each candidate and add new versions to their chains.

    Returns:
        Held versions that end because a new one follows.
    """
    ended = []
    for candidate in candidates:
        at = clock.of(candidate.file)
        if not candidate.acceptable or candidate.unit is None or candidate.period is None:
            continue
        chain = held.setdefault((candidate.unit.unit_id, candidate.period.period, candidate.demonstration), [])
        same = [version for version in chain if version.sha256 == candidate.file.sha256]
        if same:
            candidate.status, candidate.version = "unchanged", same[-1].version
            if same[-1].recorded_to is not None:
                about = (("version", str(same[-1].version)), ("last", str(chain[-1].version)))
                candidate.problems.append(Problem("older_version", severity="warning", about=about))
            continue
        candidate.status = "replaced" if chain else "loaded"
        candidate.version = chain[-1].version + 1 if chain else 1
        begins = max(at, chain[-1].recorded_from + TICK) if chain else at
        if chain and chain[-1].recorded_to is None:
            chain[-1].recorded_to = begins
            ended.append(chain[-1])
        candidate.entry = Version(first_id, candidate.version, candidate.file.sha256, begins)
        chain.append(candidate.entry)
        first_id += 1
    return ended


def store(connection: Connection, candidates: list[Candidate], clock: Clock, *, dry_run: bool) -> None:
    """Store all new versions, what was received and what was tried. A dry run only decides."""
    first_id = submissions.next_id(connection)
    ended = decide(candidates, submissions.chains(connection), clock, first_id)
    if dry_run:
        return
    known = submissions.known_files(connection)
    files = {c.file.sha256: c for c in reversed(candidates) if c.file.sha256 and c.file.sha256 not in known}
    new = [c for c in candidates if c.entry]
    submissions.close(connection, [version for version in ended if version.submission_id < first_id])
    submissions.append_rows(connection, received_file, [_file_row(c, clock) for c in files.values()])
    submissions.append_rows(connection, attempt, [_attempt_row(c, clock) for c in candidates])
    submissions.append_rows(connection, submission, [_submission_row(c, clock) for c in new])
    submissions.append_batches(connection, observation, list(_observations(connection, new)))


def _file_row(candidate: Candidate, clock: Clock) -> dict[str, Any]:
    file = candidate.file
    return {"sha256": file.sha256, "file_name": file.path.name, "size": file.size, "received_at": clock.of(file)}


def _attempt_row(candidate: Candidate, clock: Clock) -> dict[str, Any]:
    return {
        "at": clock.of(candidate.file),
        "path": str(candidate.file.path),
        "sha256": candidate.file.sha256 or None,
        "unit_id": candidate.unit.unit_id if candidate.unit else None,
        "period": candidate.period.period if candidate.period else None,
        "status": candidate.status,
        "problems": json.dumps([problem.as_record() for problem in candidate.problems], ensure_ascii=False),
    }


def _submission_row(candidate: Candidate, clock: Clock) -> dict[str, Any]:
    entry, instance = candidate.entry, candidate.instance
    if entry is None or instance is None:
        raise ValueError("only a candidate with a new version has a row")
    return {
        "submission_id": entry.submission_id, "unit_id": instance.unit.unit_id, "period": instance.period.period,
        "form_id": instance.form.id, "form_version": instance.form.version, "version": entry.version,
        "sha256": entry.sha256, "file_name": candidate.file.path.name, "demonstration": candidate.demonstration,
        "received_at": clock.of(candidate.file), "recorded_from": entry.recorded_from,
        "recorded_to": entry.recorded_to, "observations": len(candidate.readings.value),
    }  # fmt: skip


def _observations(connection: Connection, new: list[Candidate]) -> Iterator[pa.RecordBatch]:
    """Yield the observations of each new version; series that are new are added to the store first.

    Columns that files share (series, places) are made once.
    """
    schema = submissions.arrow_schema(observation)
    index = SeriesIndex(connection, {unit_id for c in new if c.asked for unit_id in set(c.asked.unit_id)})
    numbers = [index.ids(c.asked) for c in new if c.asked]
    index.save()
    shared: dict[int, pa.Array] = {}

    def column(name: str, content: list[Any]) -> pa.Array:
        found = shared.get(id(content))
        if found is None:
            found = shared[id(content)] = pa.array(content, schema.field(name).type)
        return found

    for candidate, ids in zip(new, numbers, strict=True):
        said, count = candidate.readings, len(candidate.readings.value)
        entry = candidate.entry.submission_id if candidate.entry else 0
        yield pa.RecordBatch.from_arrays(
            [
                pa.repeat(pa.scalar(entry, pa.int32()), count),
                column("series_id", ids),
                *(pa.array(getattr(said, name), schema.field(name).type) for name in ("state", "value", "text", "raw")),
                column("sheet", said.places.sheet),
                column("cell", said.places.cell),
            ],
            schema=schema,
        )
