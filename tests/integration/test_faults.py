"""Full disks, read-only folders, clocks set back, what killed writers leave: the last snapshot serves on, the next load recovers."""

import datetime as dt
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

from catalogue.definitions import Definitions
from etl.publish import publish
from etl.received import place
from store import connection as db
from store import snapshot
from store.schema import observation, submission, unit_value
from tests.conftest import CommandLine
from tests.workbooks import filled

QUESTION = (
    "indicators",
    "compute",
    "party_committee_women_share",
    "--by",
    "unit",
    "--where",
    "unit=218",
    "--where",
    "level=district",
    "--format",
    "json",
)


@pytest.fixture
def small_disk(tmp_path: Path, empty_home: Path) -> Iterator[Callable[[str], Path]]:
    """Puts the prepared working folder on a disk of its own; called with mount options, it mounts or remounts it."""
    mounted = tmp_path / "disk"
    mounted.mkdir()

    def mount(options: str) -> Path:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", mounted], capture_output=True, check=False)
        if done.returncode != 0:
            pytest.skip("needs the right to mount a disk: run as root")
        return mounted

    mount("size=64m")
    shutil.copytree(empty_home, mounted, dirs_exist_ok=True)
    yield lambda options: mount("remount," + options)
    subprocess.run(["umount", mounted], check=True)


def fill(disk: Path, leave: int) -> Path:
    """Take all space of a disk but `leave` bytes."""
    filler = disk / "filler"
    free = os.statvfs(disk)
    filler.write_bytes(b"\0" * max(0, free.f_bavail * free.f_frsize - leave))
    return filler


# Where the disk becomes full: while files are received; while the store is written; while the snapshot is written.
@pytest.mark.parametrize("leave", [16_384, 300_000, 3_000_000], ids=["received", "store", "snapshot"])
def test_a_full_disk_is_said_and_what_was_published_serves_on(
    small_disk: Callable[[str], Path], tmp_path: Path, leave: int
) -> None:
    disk = small_disk("size=64m")
    run = CommandLine(disk)
    before = run.json(*QUESTION)
    files = [filled(tmp_path / "a.xlsx"), filled(tmp_path / "b.xlsx", unit="219")]
    filler = fill(disk, leave)
    done = run("etl", "load", *files)
    assert done.returncode == 1
    assert "đã đầy" in done.stderr
    assert "Hãy giải phóng dung lượng" in done.stderr
    assert "Traceback" not in done.stderr
    assert run.json(*QUESTION) == before
    filler.unlink()
    again = run.json("etl", "load", *files, "--json")
    assert {file["status"] for file in again["files"]} <= {"loaded", "unchanged"}
    assert women(run) == [9]
    assert not [p for p in disk.rglob("*") if p.is_file() and ("draft" in p.name or p.parent.name == "drafts")]


def test_a_read_only_folder_is_said_and_readers_read_on(small_disk: Callable[[str], Path], tmp_path: Path) -> None:
    run = CommandLine(small_disk("ro"))
    for command in (("load", filled(tmp_path / "f.xlsx")), ("publish",), ("init",)):
        done = run("etl", *command)
        assert (done.returncode, "Không ghi được vào thư mục làm việc" in done.stderr) == (1, True), done.stderr
        assert "Traceback" not in done.stderr
    assert run.json(*QUESTION)[0]["unit_id"] == "218@2020"
    assert run("etl", "status", "--period", "2024-S1").returncode == 0


def women(run: CommandLine, *more: str) -> list[float | None]:
    return [row["numerator"] for row in run.json(*QUESTION, *more)]


def test_a_clock_set_back_changes_nothing_that_was_known(run: CommandLine, tmp_path: Path) -> None:
    def corrected(book: openpyxl.Workbook) -> None:
        book["II.3.2 Cấp huyện"]["E5"] = 10

    first, second = filled(tmp_path / "1.xlsx"), filled(tmp_path / "2.xlsx", change=corrected)
    other = filled(tmp_path / "3.xlsx", unit="STP")
    one = run.json("etl", "load", first, "--json")["snapshot"]
    (held,) = run.json("etl", "history", "--unit", "218", "--json")
    until = dt.datetime.strptime(one, snapshot.NAMED)
    early = {"VSTBPN_TODAY": "2020-01-01"}
    done = run("etl", "load", second, env=early)
    assert done.returncode == 0
    assert "Đồng hồ của máy (2020-01-01" in done.stderr
    assert run("etl", "load", other, env=early).returncode == 0
    old, new = run.json("etl", "history", "--unit", "218", "--json")
    assert (old["recorded_from"], old["recorded_to"]) == (held["recorded_from"], new["recorded_from"])
    assert dt.datetime.fromisoformat(new["recorded_from"]) > until
    names = sorted(p.stem for p in (run.home / "snapshots").glob("*[0-9].duckdb"))
    assert names[-1] == (run.home / "snapshots" / "CURRENT").read_text().strip()
    assert one in names
    assert len(names) == len(set(names)) == 4
    assert women(run) == [10]
    assert women(run, "--as-of", until.isoformat()) == [9], "what was published then is reproduced"
    run.json("etl", "load", first, "--json")  # with the clock right again
    assert run("etl", "publish", "--if-needed").stderr == ""


def test_printed_figures_known_before_a_clock_was_set_back_stay_known(
    run: CommandLine, tmp_path: Path, known: Definitions
) -> None:
    """A change of the definitions closes figures: never before they began."""
    data = shutil.copytree(known.folder, tmp_path / "data")
    figures = data / "published_figures.csv"
    lines = figures.read_text(encoding="utf-8").splitlines(keepends=True)
    figures.write_text("".join(lines[:-1]), encoding="utf-8")
    assert run("etl", "publish", env={"VSTBPN_TODAY": "2020-01-01", "VSTBPN_DATA": str(data)}).returncode == 0
    with db.store() as connection:
        table = "SELECT count(*) FILTER (recorded_to <= recorded_from), count(*) FILTER (recorded_to IS NOT NULL) FROM figure"
        backwards, closed = connection.exec_driver_sql(table).one()
    assert closed >= 1
    assert backwards == 0


def test_a_load_that_was_not_published_is_published_by_the_next_even_of_the_same_file(run: CommandLine, tmp_path: Path) -> None:
    file = filled(tmp_path / "f.xlsx")
    saved = shutil.copytree(run.home / "snapshots", tmp_path / "snapshots")
    run.json("etl", "load", file, "--json")
    shutil.rmtree(run.home / "snapshots")
    shutil.copytree(saved, run.home / "snapshots")  # as if the load had been killed between store and publication
    assert women(run) != [9]
    assert run.json("etl", "load", file, "--json")["files"][0]["status"] == "unchanged"
    assert women(run) == [9]


def test_publish_if_needed_mends_a_damaged_snapshot(run: CommandLine) -> None:
    snapshot.current().write_bytes(b"garbage" * 1000)
    assert run("etl", "publish", "--if-needed").returncode == 0
    assert run("indicators", "compute", "party_committee_women_share").returncode == 0


def test_what_a_killed_writer_left_half_written_is_removed(run: CommandLine, tmp_path: Path) -> None:
    left = [
        run.home / "snapshots" / "20261101T000000000000.draft",
        run.home / "snapshots" / "20261101T000000000000.draft.wal",
        run.home / "snapshots" / "CURRENT.draft",
        run.home / "received" / "drafts" / "abc.123",
    ]
    left[-1].parent.mkdir(parents=True)
    for path in left:
        path.write_bytes(b"half")
    assert run("etl", "load", filled(tmp_path / "f.xlsx")).returncode == 0
    assert [path for path in left if path.exists()] == []


def test_old_snapshots_are_removed_and_the_one_in_use_never(home: Path, known: Definitions) -> None:
    with db.store() as connection:
        made = [publish(connection, known) for _ in range(known.office.snapshots_kept + 2)]
    names = sorted(path.stem for path in (home / "snapshots").glob("*[0-9].duckdb"))
    assert names == made[2:]
    (home / "snapshots" / "CURRENT").write_text(made[3] + "\n")
    snapshot.prune(2)
    assert sorted(path.stem for path in (home / "snapshots").glob("*[0-9].duckdb")) == sorted([made[3], *made[-2:]])


def test_who_reads_a_snapshot_that_is_removed_reads_on(home: Path) -> None:
    engine = db.reading(snapshot.current())

    def count() -> int:
        with engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(unit_value)).scalar_one())

    before = count()
    assert before > 1000
    snapshot.current().unlink()
    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(lambda _: count(), range(100))) == {before}


def test_the_same_file_under_two_names_in_one_load_is_kept_once(run: CommandLine, tmp_path: Path) -> None:
    file = filled(tmp_path / "a.xlsx")
    names = [shutil.copy(file, tmp_path / f"b{number}.xlsx") for number in range(6)]
    done = run.json("etl", "load", file, *names, "--json")
    assert [f["status"] for f in done["files"]] == ["loaded", *["unchanged"] * 6]
    assert len(list((run.home / "received").rglob("*.xlsx"))) == 1


def test_a_damaged_copy_of_a_received_file_is_mended_when_it_comes_again(run: CommandLine, tmp_path: Path) -> None:
    file = filled(tmp_path / "a.xlsx")
    sha256 = run.json("etl", "load", file, "--json")["files"][0]["sha256"]
    kept = place(sha256, ".xlsx")
    kept.write_bytes(kept.read_bytes()[:100])
    run.json("etl", "load", file, "--json")
    assert kept.read_bytes() == file.read_bytes()


def test_an_ending_that_is_no_ending_does_not_name_a_file(home: Path) -> None:
    assert place("ab" * 32, ".x/../../y" + "z" * 300).name == "ab" * 32 + ".xyzzzzzzzzzz"
    assert place("ab" * 32, "").name == "ab" * 32


def test_a_transaction_that_is_broken_off_leaves_no_row(home: Path) -> None:
    with pytest.raises(ZeroDivisionError), db.store() as connection, connection.begin():
        connection.execute(submission.delete())
        connection.exec_driver_sql("CREATE TABLE half AS SELECT 1 AS x")
        raise ZeroDivisionError
    with db.store() as connection:
        tables = connection.exec_driver_sql("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'half'").scalar()
        assert tables == 0
        assert connection.execute(select(func.count()).select_from(observation)).scalar_one() == 0
