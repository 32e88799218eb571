"""The record: what commands tell it, and that a change, a gap, an insertion and a cut are found and named."""

import csv
import io
import shutil
import sqlite3
from itertools import pairwise
from pathlib import Path

import pytest

from catalogue import definitions
from desk import audit
from desk.people import local_officer
from tests.conftest import CommandLine
from tests.workbooks import filled

UNIT, PERIOD = "218", "2024-S1"


@pytest.fixture(scope="module")
def published(empty_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder whose record has four entries, and a publication that notes the last of them. Read only."""
    home = Path(shutil.copytree(empty_home, tmp_path_factory.mktemp("record") / "home"))
    entries(home)
    assert CommandLine(home)("etl", "publish").returncode == 0
    return home


def entries(home: Path) -> None:
    """Record four things."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("VSTBPN_HOME", str(home))
        for number in range(4):
            audit.record_alone(local_officer(definitions.load()), "published", "publication", before=number, after=number + 1,
                               why="thử")  # fmt: skip


@pytest.fixture
def tampered(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "home"))


def rows(home: Path) -> list[dict[str, str]]:
    done = CommandLine(home)("etl", "audit", "export")
    return list(csv.DictReader(io.StringIO(done.stdout)))


def change(home: Path, statement: str) -> None:
    with sqlite3.connect(home / "desk.sqlite") as connection:
        assert connection.execute(statement).rowcount > 0


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("update audit set name = 'người khác' where number = 2", "Mục 2 đã bị sửa"),
        ("update audit set detail = '{}' where number = 3", "Mục 3 đã bị sửa"),
        ("delete from audit where number = 2", "Mục 2 bị thiếu"),
        ("delete from audit where number >= 3", "Nhật ký bị cắt: một bản công bố đã ghi mục 4"),
        ("insert into audit select 9, at, person, name, role, action, subject, before, after, detail, previous, hash "
         "from audit where number = 2", "Mục 9 đã bị sửa"),
        ("delete from audit", "Nhật ký bị cắt"),
    ],
)  # fmt: skip
def test_what_was_done_to_the_record_is_found_and_named(tampered: Path, statement: str, named: str) -> None:
    run = CommandLine(tampered)
    assert run("etl", "audit", "verify").returncode == 0
    change(tampered, statement)
    done = run("etl", "audit", "verify")
    assert done.returncode == 1
    assert named in done.stdout


def test_a_record_made_anew_with_right_seals_is_found_by_publications(tampered: Path) -> None:
    """Whoever can write the file can also seal it: the heads that publications noted are what they cannot change."""
    change(tampered, "delete from audit")
    entries(tampered)
    done = CommandLine(tampered)("etl", "audit", "verify")
    assert done.returncode == 1 and "khác với dấu niêm" in done.stdout


def test_commands_say_who_did_what_from_which_version_to_which(run: CommandLine, home: Path, tmp_path: Path) -> None:
    one = filled(tmp_path / "one.xlsx")
    two = filled(tmp_path / "two.xlsx", change=lambda book: book["II.3.2 Cấp huyện"].__setitem__("E5", 10))
    about = ("--unit", UNIT, "--period", PERIOD)
    run.json("etl", "load", one, "--by", "Cán bộ phụ trách", "--json")
    run.json("etl", "load", two, "--json")
    run.json("etl", "load", two, "--json")  # unchanged: nothing to record
    run.json("etl", "load", two, "--dry-run", "--json")
    run.json("etl", "withdraw", *about, "--reason", "sai", "--by", "Cán bộ phụ trách", "--json")
    run.json("etl", "reinstate", *about, "--version", 1, "--reason", "đúng", "--json")
    said = [(row["action"], row["subject"], row["before"], row["after"]) for row in rows(home)]
    assert [one for one in said if one[0] != "publish"] == [
        ("load", "218@2020 2024-S1", "", "1"), ("load", "218@2020 2024-S1", "1", "2"),
        ("withdraw", "218@2020 2024-S1", "2", ""), ("reinstate", "218@2020 2024-S1", "1", "3"),
    ]  # fmt: skip
    publications = [one for one in said if one[0] == "publish"]
    assert len(publications) == 4
    assert all(before[3] == after[2] for before, after in pairwise(publications))
    names = {row["name"] for row in rows(home) if row["action"] in ("withdraw",)}
    assert names == {"Cán bộ phụ trách"} and all(row["person"].endswith("@localhost") for row in rows(home))
    assert "sai" in next(row["detail"] for row in rows(home) if row["action"] == "withdraw")
    assert run("etl", "audit", "verify").returncode == 0


def test_a_refused_file_and_a_failed_command_record_nothing(run: CommandLine, home: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"no workbook")
    assert run("etl", "load", bad).returncode == 1
    assert run("etl", "withdraw", "--unit", UNIT, "--period", PERIOD, "--reason", "sai").returncode == 2
    assert rows(home) == []


def test_a_change_of_units_and_a_restored_backup_are_recorded(run: CommandLine, home: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.zip"
    assert run("etl", "backup", "--out", backup).returncode == 0
    assert run("etl", "restore", backup, "--replace").returncode == 0
    assert [(row["action"], row["subject"]) for row in rows(home)] == [("restore", "backup")]
