"""Load reports: receive → read → validate → store → publish, on one screen.

A file loads whole or not at all. Everything received is kept byte for byte, also what is
rejected. All files of a run are stored in one transaction, then one snapshot is published.
"""

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import Connection

from catalogue.definitions import Definitions
from catalogue.errors import Message, UserError
from catalogue.forms import Forms
from etl.archives import receive
from etl.candidates import Candidate, Reader
from etl.confirming import Confirmations, confirm
from etl.confirming import keep as keep_confirmed
from etl.difference import Difference, cells_changed, corrected, correction, values_moved
from etl.publish import HELD, is_current, publish
from etl.received import keep, receiving
from etl.since import since_last
from etl.storing import Clock, Origin, prepare, store
from etl.validation.validator import Validator
from etl.workbook import ReceivedFile
from store import connection as db
from store import difference, snapshot
from store.moments import behind, moment
from store.settings import save_setting

THREADS = 2  # calamine and SHA-256 release the interpreter lock
AHEAD = 16  # files received ahead of the reader: bounds memory
LATER = dt.timedelta(seconds=1)  # versions of one chain are recorded ticks apart: by then all of a run are


@dataclass(frozen=True)
class Request:
    """How files are to be loaded; unit and period only where the files do not say."""

    unit: str | None = None
    period: str | None = None
    dry_run: bool = False
    publish: bool = True  # no: readers see it with the next publication
    values: bool = True  # of a dry run: also the values of indicators that move, which takes most of its time
    clock: Clock = field(default_factory=Clock)
    origin: Origin = field(default_factory=Origin)
    confirmations: Confirmations = field(default_factory=Confirmations)


@dataclass
class Outcome:
    """What became of each file, the snapshot that readers now see, and what the user should know besides."""

    candidates: list[Candidate]
    snapshot: str | None
    notice: Message | None = None
    difference: Difference | None = None  # of a dry run
    correction: Message | None = None  # what corrections changed

    @property
    def all_accepted(self) -> bool:
        return all(candidate.status != "rejected" for candidate in self.candidates)


def load(
    paths: Iterable[Path],
    definitions: Definitions,
    request: Request,
    on_file: Callable[[Candidate], None] = lambda _: None,
) -> Outcome:
    """Load all files under `paths` and publish.

    Raises:
        UserError: the working folder cannot be used. What is wrong with a file is in the outcome.
    """
    if request.dry_run:
        return _try(paths, definitions, request, on_file)
    with receiving():
        candidates, validator = _read(paths, definitions, request, on_file)
        with db.store() as connection:
            with connection.begin():
                prepare(connection, definitions)
                notice = behind(connection)
                _store(connection, candidates, validator, request, moment(connection))
                if not request.publish and any(candidate.entry for candidate in candidates):
                    save_setting(connection, HELD, "accepted")
                corrections = [c for c in candidates if c.status == "replaced" and not c.demonstration]
                cells = correction(connection, corrections)
            before = snapshot.facts_in_use() if corrections else {}
            if request.publish and (any(c.entry for c in candidates) or not is_current(connection, definitions)):
                publish(connection, definitions)
        return Outcome(candidates, snapshot.current_id(), notice, correction=corrected(cells, before) if corrections else None)


def _try(paths: Iterable[Path], definitions: Definitions, request: Request, on_file: Callable[[Candidate], None]) -> Outcome:
    """Do all that a load does to the store, note the difference, and take it back."""
    candidates, validator = _read(paths, definitions, request, on_file)
    with db.trial() as connection:
        prepare(connection, definitions)
        notice, now = behind(connection), moment(connection)
        at = now + LATER
        since = {id(candidate): since_last(connection, candidate, definitions, now) for candidate in candidates}
        if request.values:
            difference.remember_values(connection, at)
        _store(connection, candidates, validator, request, now)
        moved = difference.moved_values(connection, at).to_pylist() if request.values else []
        found = Difference(cells_changed(connection, candidates), values_moved(moved, definitions), since)
    return Outcome(candidates, snapshot.current_id(), notice, found)


def _read(
    paths: Iterable[Path], definitions: Definitions, request: Request, on_file: Callable[[Candidate], None]
) -> tuple[list[Candidate], Validator]:
    reader = Reader(definitions, Forms(definitions), unit=request.unit, period=request.period)
    validator, candidates = Validator(definitions), []
    for file in _received(expand(paths), kept=not request.dry_run):
        candidates.append(reader.read(file))
        validator.within(candidates[-1:])
        on_file(candidates[-1])
    return candidates, validator


def _store(
    connection: Connection, candidates: list[Candidate], validator: Validator, request: Request, now: dt.datetime
) -> None:
    """Hold the files against what the store holds, and store what is accepted, as recorded `now`."""
    validator.against(connection, candidates, now)
    confirmed = confirm(connection, candidates, request.confirmations)
    store(connection, candidates, replace(request.clock, now=now), request.origin)
    keep_confirmed(connection, confirmed, now)


def expand(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield each file, and the files of each folder by name; Office's lock files are left out.

    Raises:
        UserError: a path does not exist.
    """
    for path in paths:
        if path.is_dir():
            yield from (p for p in sorted(path.rglob("*")) if p.is_file() and not p.name.startswith(("~$", ".")))
        elif path.exists():
            yield path
        else:
            raise UserError("path_missing", path=path)


def _received(paths: Iterator[Path], *, kept: bool) -> Iterator[ReceivedFile]:
    """Yield the files in order while others are being read and parsed in threads."""

    def receive_and_keep(path: Path) -> list[ReceivedFile]:
        files = receive(path)
        if kept:
            for one in files:
                keep(one)
        return files

    with ThreadPoolExecutor(THREADS) as pool:
        waiting: deque[Future[list[ReceivedFile]]] = deque()
        for path in paths:
            waiting.append(pool.submit(receive_and_keep, path))
            if len(waiting) >= AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
