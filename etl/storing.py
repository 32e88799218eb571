"""Accepted candidates → rows of the store, as versions; what was tried is recorded too."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import pyarrow as pa
from sqlalchemy import Connection

from catalogue.clock import office_now
from catalogue.definitions import Definitions
from catalogue.form_models import Column
from etl.candidates import Candidate
from etl.joining import Parts, cells_of, contradiction, excess
from etl.keeping import keep_proposals
from etl.problems import Problem
from etl.workbook import ReceivedFile
from store import registers, submissions, upgrade
from store.moments import moment
from store.schema import attempt, observation, received_file, section, submission
from store.series import SeriesIndex
from store.submissions import Version


@dataclass(frozen=True)
class Clock:
    """When a file was received and when it is recorded: both now, unless told otherwise.

    `received`: the office had the file earlier than it is loaded. `recorded`: only for the
    demonstration data, which claim to have been loaded when they were received; anything
    else is recorded now, or what was known on a past day would change.
    """

    now: dt.datetime = field(default_factory=office_now)
    received: Callable[[ReceivedFile], dt.datetime] | None = None
    recorded: Callable[[ReceivedFile], dt.datetime] | None = None

    def of(self, file: ReceivedFile) -> dt.datetime:
        """When the office received the file."""
        return self.received(file) if self.received else self.now

    def at(self, file: ReceivedFile) -> dt.datetime:
        """When what the file says is recorded."""
        return self.recorded(file) if self.recorded else self.now


@dataclass(frozen=True)
class Origin:
    """Who sent the files of a run and why; whether partial files correct what others say."""

    sent_by: str | None = None
    note: str | None = None
    correction: bool = False


def prepare(connection: Connection, definitions: Definitions) -> None:
    """Create the store's tables and bring its registers up to the definitions."""
    upgrade.create_tables(connection)
    registers.refresh(connection, definitions, moment(connection))


class Decider:
    """Sets status and version of candidates in order of arrival, and adds new versions to their chains."""

    def __init__(self, connection: Connection, clock: Clock, origin: Origin) -> None:
        self.clock, self.origin = clock, origin
        self.parts = Parts(connection)
        self.chains = submissions.chains(connection)
        self.first_id = self._next = submissions.next_id(connection)
        self.ended: list[Version] = []  # versions of the store that end because a new one follows

    def decide(self, candidates: Iterable[Candidate]) -> None:
        for candidate in candidates:
            if candidate.acceptable and candidate.unit and candidate.period:
                key = (candidate.unit.unit_id, candidate.period.period, candidate.demonstration)
                self._decide(candidate, self.chains.setdefault(key, []))

    def _decide(self, candidate: Candidate, chain: list[Version]) -> None:
        same = [version for version in chain if version.sha256 == candidate.file.sha256]
        if same:
            _known_before(candidate, same[-1], chain)
            return
        entry = Version(self._next, 1, candidate.file.sha256, candidate.file.path.name, dt.datetime.min,
                        partial=candidate.partial, narrative=candidate.narrative)  # fmt: skip
        ended = [version for version in chain if version.in_force and version.gives_way_to(entry)]
        others = [version for version in chain if version.in_force and version not in ended]
        covered, corrected = self._beside(candidate, others)
        if not candidate.acceptable:
            return
        begins = submissions.after(chain, self.clock.at(candidate.file))
        for version in (*ended, *covered):
            version.recorded_to = begins
            if version.submission_id < self.first_id:
                self.ended.append(version)
        candidate.status = "replaced" if ended or covered or corrected else "loaded"
        candidate.version = entry.version = chain[-1].version + 1 if chain else 1
        entry.recorded_from = begins
        candidate.entry = candidate.held = entry
        self._next += 1
        self.parts.add(candidate)
        chain.append(entry)

    def _beside(self, candidate: Candidate, others: list[Version]) -> tuple[list[Version], bool]:
        """What a file ends besides, and whether it changes what others say.

        A form is shown before the sentences it stays beside. A partial file joins what stays in force; what it
        contradicts is refused, unless it is sent as a correction: then its values are shown, and another
        partial file that it answers in full ends.
        """
        mine = cells_of(candidate) if others else {}
        candidate.problems += [excess(found) for found in self.parts.excesses(mine, others, columns_of(candidate))]
        if not candidate.partial:
            return [], False
        pairs = self.parts.contradictions(mine, others)
        if not self.origin.correction:
            candidate.problems += [contradiction(*pair) for pair in pairs]
            return [], False
        return [version for version in others if not version.narrative and self.parts.covers(mine, version)], bool(pairs)


def columns_of(candidate: Candidate) -> Iterator[Column]:
    """The columns of the candidate's form."""
    tables = (table for sheet in candidate.instance.sheets for table in sheet.tables) if candidate.instance else ()
    return (head.column for table in tables for head in table.columns)


def _known_before(candidate: Candidate, version: Version, chain: list[Version]) -> None:
    """The same bytes again change nothing; what was withdrawn does not come back by itself."""
    about = (("version", str(version.version)), ("last", str(chain[-1].version)))
    if version.withdrawn:
        candidate.problems.append(Problem("version_withdrawn", about=about))
    elif not any(other.in_force for other in chain):
        candidate.problems.append(Problem("version_ended", about=about))
    else:
        candidate.status, candidate.version, candidate.held = "unchanged", version.version, version
        if not version.in_force:
            candidate.problems.append(Problem("older_version", severity="warning", about=about))


def store(connection: Connection, candidates: list[Candidate], clock: Clock, origin: Origin) -> None:
    """Store all new versions, what was received and what was tried."""
    decider = Decider(connection, clock, origin)
    decider.decide(candidates)
    known = submissions.known_files(connection)
    files = {c.file.sha256: c for c in reversed(candidates) if c.file.sha256 and c.file.sha256 not in known}
    new = [c for c in candidates if c.entry]
    submissions.close(connection, decider.ended)
    submissions.append_rows(connection, received_file, [_file_row(c, clock) for c in files.values()])
    submissions.append_rows(connection, attempt, [_attempt_row(c, clock) for c in candidates])
    submissions.append_rows(connection, submission, [_submission_row(c, clock, origin) for c in new])
    submissions.append_batches(connection, observation, observation_batches(connection, new))
    submissions.append_rows(connection, section, [row for c in new for row in _section_rows(c)])
    keep_proposals(connection, [c for c in new if c.proposals])


def _file_row(candidate: Candidate, clock: Clock) -> dict[str, Any]:
    file = candidate.file
    return {"sha256": file.sha256, "file_name": file.path.name, "size": file.size, "received_at": clock.of(file)}


def _attempt_row(candidate: Candidate, clock: Clock) -> dict[str, Any]:
    return {
        "at": clock.at(candidate.file),
        "path": str(candidate.file.path),
        "sha256": candidate.file.sha256 or None,
        "unit_id": candidate.unit.unit_id if candidate.unit else None,
        "period": candidate.period.period if candidate.period else None,
        "status": candidate.status,
        "checks": json.dumps({rule: asdict(tally) for rule, tally in candidate.checks.items()}),
        "problems": json.dumps([problem.as_record() for problem in candidate.problems], ensure_ascii=False),
    }


def _submission_row(candidate: Candidate, clock: Clock, origin: Origin) -> dict[str, Any]:
    entry, instance = candidate.entry, candidate.instance
    if entry is None or instance is None:
        raise ValueError("only a candidate with a new version has a row")
    return {
        "submission_id": entry.submission_id, "unit_id": instance.unit.unit_id, "period": instance.period.period,
        "form_id": instance.form.id, "form_version": instance.form.version, "version": entry.version,
        "sha256": entry.sha256, "file_name": candidate.file.path.name, "demonstration": candidate.demonstration,
        "partial": candidate.partial, "narrative": candidate.narrative, "sent_by": origin.sent_by, "note": origin.note,
        "received_at": clock.of(candidate.file), "recorded_from": entry.recorded_from,
        "recorded_to": entry.recorded_to, "observations": len(candidate.readings.value),
    }  # fmt: skip


def _section_rows(candidate: Candidate) -> Iterator[dict[str, Any]]:
    entry = candidate.entry.submission_id if candidate.entry else 0
    for place, part in enumerate((part for part in candidate.sections if part.lines), start=1):
        yield {"submission_id": entry, "place": place, "code": part.code, "heading": part.heading, "content": part.text,
               "first": part.first, "last": part.last}  # fmt: skip


def observation_batches(connection: Connection, new: list[Candidate]) -> Iterator[pa.RecordBatch]:
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
