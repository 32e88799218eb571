"""One writer at a time across processes; readers answer while it writes."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from catalogue.errors import UserError
from store import connection as db
from store import lock
from tests.conftest import ROOT, CommandLine
from tests.workbooks import filled

HOLD = """
import os, sys, time
from store import lock
sys.argv = ["/x/etl/__main__.py", "load", "a.xlsx"]
with lock.writing():
    os.write(1, b"held\\n")  # at once, whoever else writes
    time.sleep(60)
"""


@contextmanager
def other_writer(home: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock."""
    env = os.environ | {"VSTBPN_HOME": str(home), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", HOLD], stdout=subprocess.PIPE, text=True, env=env)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.parametrize("command", ["load", "publish", "init"])
def test_a_second_writer_is_told_who_writes_and_since_when(run: CommandLine, tmp_path: Path, command: str) -> None:
    arguments: dict[str, list[str | Path]] = {"load": [filled(tmp_path / "f.xlsx")], "publish": [], "init": []}
    before = (run.home / "snapshots" / "CURRENT").read_text()
    with other_writer(run.home) as other:
        done = run("etl", command, *arguments[command], "--wait", "0.2")
        assert done.returncode == 1
        assert f"“etl load” (tiến trình {other.pid})" in done.stderr
        assert "từ 2026-11-23 " in done.stderr
        assert "--wait 60" in done.stderr
        assert "Traceback" not in done.stderr
    assert not list((run.home / "received").rglob("*.xlsx"))
    assert (run.home / "snapshots" / "CURRENT").read_text() == before


def test_a_second_writer_waits_as_long_as_it_was_told(run: CommandLine, tmp_path: Path) -> None:
    file = filled(tmp_path / "f.xlsx")
    with other_writer(run.home) as other:
        threading.Timer(1.5, other.terminate).start()
        done = run("etl", "load", file, "--wait", "60")
    assert done.returncode == 0, done.stderr


def test_a_lock_left_by_a_killed_process_is_no_obstacle(run: CommandLine, tmp_path: Path) -> None:
    with other_writer(run.home) as other:
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
        assert lock.holder(run.home / lock.NAME).pid == other.pid
        assert run("etl", "load", filled(tmp_path / "f.xlsx"), "--wait", "0").returncode == 0
    assert (run.home / lock.NAME).read_text() == ""


def test_a_child_of_a_killed_writer_does_not_keep_its_lock(home: Path) -> None:
    forking = HOLD.replace("with lock.writing():", "with lock.writing():\n    child = os.fork()")
    env = os.environ | {"VSTBPN_HOME": str(home), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-c", forking], stdout=subprocess.PIPE, text=True, env=env, start_new_session=True
    )
    try:
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(2)] == ["held\n"] * 2
        with pytest.raises(UserError, match="store_locked"), lock.writing(wait=0):
            pass
        process.kill()
        process.wait()
        with lock.writing(wait=0):  # while the child sleeps on
            pass
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.stdout and process.stdout.close()


def test_what_stands_in_the_lock_file_is_not_trusted(home: Path) -> None:
    (home / lock.NAME).write_bytes(b"\xff[garbage")
    with other_writer(home):
        (home / lock.NAME).write_bytes(b"\xff[garbage")
        with pytest.raises(UserError, match="store_locked"), lock.writing(wait=0):
            pass


def test_readers_answer_while_a_writer_writes(run: CommandLine, tmp_path: Path) -> None:
    filled(tmp_path / "f.xlsx")
    questions = [
        ("indicators", "compute", "party_committee_women_share", "--by", "unit", "--format", "json"),
        ("etl", "status", "--period", "2024-S1", "--json"),
        ("etl", "history", "--unit", "218", "--json"),
    ]
    before = [run.json(*question) for question in questions]
    with db.store() as connection:
        writing = connection.begin()
        connection.exec_driver_sql("DELETE FROM figure")
        assert [run.json(*question) for question in questions] == before
        writing.rollback()


def test_two_loads_at_once_both_end_well(run: CommandLine, tmp_path: Path) -> None:
    files = [filled(tmp_path / "a.xlsx"), filled(tmp_path / "b.xlsx", unit="STP")]
    ended: list[int] = []
    loads = [
        threading.Thread(target=lambda f=file: ended.append(run("etl", "load", f, "--wait", "60").returncode)) for file in files
    ]
    for load in loads:
        load.start()
    for load in loads:
        load.join()
    assert ended == [0, 0]
    for unit in ("218", "STP"):
        assert len(run.json("etl", "history", "--unit", unit, "--json")) == 1


def test_a_thread_may_take_its_lock_again_and_others_may_not(home: Path) -> None:
    refused: list[str] = []

    def other() -> None:
        try:
            with lock.writing(wait=0):
                pass
        except UserError as error:
            refused.append(error.message.key)

    with lock.writing():
        with lock.writing(wait=0):
            pass
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert refused == ["store_locked"]


def test_the_lock_of_a_folder_put_aside_does_not_count(home: Path, tmp_path: Path) -> None:
    """A restore renames the folder while others wait for its lock."""
    entered: list[bool] = []

    def wait_and_enter() -> None:
        with lock.writing(wait=30):
            entered.append((home / "new").exists())

    waiting = threading.Thread(target=wait_and_enter)
    with lock.writing():
        waiting.start()
        time.sleep(0.3)
        home.rename(tmp_path / "aside")
        home.mkdir()
        (home / "new").touch()
    waiting.join()
    assert entered == [True]


@pytest.mark.parametrize("make", [lambda p: p.write_text("a file"), lambda p: p.symlink_to("/proc/nothing")])
def test_a_folder_that_cannot_hold_a_lock_is_said(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "home")
    done = CommandLine(tmp_path / "home")("etl", "publish")
    assert (done.returncode, "Không ghi được vào thư mục làm việc" in done.stderr) == (1, True), done.stderr
