"""Kill a load at a random moment, look at what it left, load again: `python -m tests.crash.killing 300`.

Moments are drawn evenly over the phases of a load and over the time that each takes.
"""

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, select

from catalogue import definitions
from etl.load import Outcome, Request, load
from store import connection as db
from store import snapshot
from store.schema import observation, received_file, series, submission, unit_value
from tests.conftest import ROOT
from tests.workbooks import filled

SEED = 20261123


@contextmanager
def at(home: Path) -> Iterator[None]:
    """Use this working folder."""
    before = os.environ.get("VSTBPN_HOME")
    os.environ["VSTBPN_HOME"] = str(home)
    try:
        yield
    finally:
        os.environ.pop("VSTBPN_HOME")
        if before:
            os.environ["VSTBPN_HOME"] = before


@dataclass(frozen=True)
class State:
    """What a store holds and what is published, without the moments at which it came to be so."""

    store: str
    published: str


class Killer:
    """A process that forks loads, and the moments at which they can be killed."""

    def __init__(self, files: list[Path], seed: int = SEED) -> None:
        self.files, self.random = files, random.Random(seed)
        self.lengths: dict[str, float] = {}
        command = [sys.executable, "-m", "tests.crash.child"]
        self.server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def close(self) -> None:
        self.server.kill()
        self.server.communicate()

    def measure(self, home: Path) -> None:
        """Let a load end and remember how long each phase took."""
        began, phase = time.monotonic(), ""
        for said in self._run(home):
            if said.startswith("phase "):
                now = time.monotonic()
                self.lengths[phase] = self.lengths.get(phase, 0) + now - began
                began, phase = now, said.removeprefix("phase ")
        self.lengths.pop("", None)
        assert phase == "ended", phase

    def kill(self, home: Path) -> str:
        """Kill a load at a random moment; return the phase it was in."""
        wanted = self.random.choice(list(self.lengths))
        delay = self.random.random() * self.lengths[wanted]
        pid, phase, killed = 0, "starting", False
        for said in self._run(home):
            if said.startswith("pid "):
                pid = int(said.removeprefix("pid "))
            elif said.startswith("phase "):
                phase = said.removeprefix("phase ")
            if phase == wanted and not killed:
                time.sleep(delay)
                with suppress(ProcessLookupError):  # it came to its end
                    os.kill(pid, signal.SIGKILL)
                killed = True
        return phase

    def _run(self, home: Path) -> Iterator[str]:
        assert self.server.stdin is not None
        assert self.server.stdout is not None
        self.server.stdin.write(json.dumps([str(home), *map(str, self.files)]) + "\n")
        for line in self.server.stdout:
            if line.startswith("over"):
                assert line in ("over 0\n", f"over {-signal.SIGKILL}\n"), "the load failed by itself"
                return
            yield line.strip()
        raise AssertionError("the process that forks has ended")


class Rounds:
    """The same load killed again and again, each time on a copy of the same working folder."""

    def __init__(self, folder: Path, prepared: Path, seed: int = SEED) -> None:
        """`prepared` is a working folder with published figures only."""
        self.folder, self.home = folder, folder / "home"
        self.before_home, after_home = folder / "before", folder / "after"
        shutil.copytree(prepared, self.before_home)
        old, new = batches(folder)
        with at(self.before_home):
            run(old)
        self.files = new
        self.killer = Killer(new, seed)
        shutil.copytree(self.before_home, after_home)
        self.killer.measure(after_home)
        self.before, self.after = state(self.before_home, folder), state(after_home, folder)
        assert self.before.store != self.after.store
        assert self.before.published != self.after.published

    def close(self) -> None:
        self.killer.close()

    def round(self) -> str:
        """Kill once or twice, check what is left, load again and compare; return the (last) phase."""
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.before_home, self.home)
        phase = ""
        for _ in range(self.killer.random.choice([1, 1, 1, 2])):
            phase = self.killer.kill(self.home)
            found = state(self.home, self.folder)
            assert found.published in (self.before.published, self.after.published), f"half published after {phase}"
            assert found.store in (self.before.store, self.after.store), f"half loaded after {phase}"
            assert found.store == self.after.store or found.published == self.before.published, f"published, not kept: {phase}"
        with at(self.home):
            outcome = run(self.files)
        assert [c.status == "rejected" for c in outcome.candidates] == [False, False, False, True]
        assert state(self.home, self.folder) == self.after, f"recovered to another state after {phase}"
        left = [p for p in self.home.rglob("*") if p.is_file() and ("draft" in p.name or p.parent.name == "drafts")]
        assert not left, f"left over after {phase}: {left}"
        return phase


def batches(folder: Path) -> tuple[list[Path], list[Path]]:
    """What is loaded before; and a new report, a correction, the same file again, and a file that is refused."""
    first = folder / "files"
    first.mkdir()

    def corrected(book: Any) -> None:
        sheet = next(s for s in book.worksheets if s.title.startswith("II.1"))
        sheet["C5"] = 3

    def wrong(book: Any) -> None:
        sheet = next(s for s in book.worksheets if s.title.startswith("II.1"))
        sheet["C5"] = -3

    old = [filled(first / "stp.xlsx", unit="STP"), filled(first / "218.xlsx")]
    new = [
        filled(first / "stc.xlsx", unit="STC"),
        filled(first / "stp-2.xlsx", unit="STP", change=corrected),
        old[1],
        filled(first / "219.xlsx", unit="219", change=wrong),
    ]
    return old, new


def run(files: list[Path]) -> Outcome:
    """Load in this process."""
    return load(files, definitions.load(), Request())


def state(home: Path, folder: Path) -> State:
    """Look at a working folder as it was left, without changing it; everything in it must be whole."""
    copy = folder / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for path in home.glob("store.duckdb*"):
        shutil.copy(path, copy)
    with at(copy), db.store() as connection, connection.begin():
        kept, held = _store(connection), set(connection.execute(select(received_file.c.sha256)).scalars())
    _check_received(home, held)
    with at(home):
        engine = db.reading.__wrapped__(snapshot.current())
    with engine.connect() as connection:
        published = _digest(connection, unit_value) + _digest(connection, observation)
    engine.dispose()
    return State(kept, published)


def _store(connection: Connection) -> str:
    """Digest of submissions and observations; every submission must be whole."""
    s = submission.c
    counted = select(observation.c.submission_id, func.count().label("found")).group_by(observation.c.submission_id).subquery()
    rows = connection.execute(
        select(
            s.submission_id, s.unit_id, s.period, s.version, s.sha256, s.observations, s.recorded_to.is_(None), counted.c.found
        )
        .outerjoin(counted, counted.c.submission_id == s.submission_id)
        .order_by(s.submission_id)
    ).all()
    for row in rows:
        assert row.observations == row.found, f"submission {row.submission_id} is not whole"
    open_versions = Counter((row.unit_id, row.period) for row in rows if row[6])
    assert set(open_versions.values()) <= {1}, "two versions in force"
    return repr(rows) + _digest(connection, observation, series)


def _digest(connection: Connection, *tables: Table) -> str:
    """One digest of all rows, whatever their order."""
    rows = "SELECT count(*) || '/' || sum(hash(t)::HUGEINT) FROM {} t"
    return " ".join(str(connection.exec_driver_sql(rows.format(table.name)).scalar()) for table in tables)


def _check_received(home: Path, held: set[str]) -> None:
    """Files received are whole, and none that the store knows is missing."""
    found = set()
    for path in (home / "received").glob("[0-9a-f][0-9a-f]/*"):
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        assert path.name.startswith(sha256), f"{path.name} is damaged"
        found.add(sha256)
    assert held <= found, "received, but not kept"


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = folder / "empty"
        command = [sys.executable, "-m", "etl", "init", "--without-samples"]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=os.environ | {"VSTBPN_HOME": str(home)})
        killing = Rounds(folder, home, seed)
        phases: Counter[str] = Counter()
        try:
            for number in range(1, rounds + 1):
                phases[killing.round()] += 1
                print(f"\r{number}/{rounds}", end="", file=sys.stderr, flush=True)
        finally:
            killing.close()
            print(file=sys.stderr)
            for phase, count in phases.most_common():
                print(f"{count:5}  killed while {phase}")
            print(f"invariants held: {phases.total()}/{rounds} (seed {seed})")


if __name__ == "__main__":
    main()
