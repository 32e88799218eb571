"""A backup is verified, a restored folder answers as before, and whatever is wrong with a backup changes nothing."""

import hashlib
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalogue.definitions import Definitions
from catalogue.errors import UserError
from desk import audit, sendings
from desk.people import local_officer
from etl.backup import back_up
from etl.backup_file import MANIFEST, Entry, Manifest, opened
from etl.restore import UNFINISHED, restore
from store import desk_file, lock
from tests.conftest import ROOT, CommandLine
from tests.workbooks import filled

QUESTIONS = (
    ("indicators", "compute", "party_committee_women_share", "--by", "unit,level", "--where", "unit=218", "--format", "json"),
    (
        "indicators",
        "explain",
        "party_committee_women_share",
        "--unit",
        "218",
        "--period",
        "2024-S1",
        "--level",
        "district",
        "--json",
    ),
    ("etl", "history", "--unit", "218", "--json"),
    ("etl", "status", "--period", "2024-S1", "--json"),
)


def tree(folder: Path) -> dict[str, str]:
    """The files of a folder and the SHA-256 of each, without the lock."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != lock.NAME)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, empty_home: Path) -> Path:
    """home: two versions of a report, another report, a file that was refused; files: those; backup.zip: of home."""
    folder = tmp_path_factory.mktemp("prepared")
    files = folder / "files"
    files.mkdir()
    run = CommandLine(Path(shutil.copytree(empty_home, folder / "home")))
    run.json("etl", "load", filled(files / "1.xlsx"), "--json")
    correction = filled(files / "2.xlsx", change=lambda book: book["II.3.2 Cấp huyện"].__setitem__("E5", 10))
    (files / "none.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    run.json("etl", "load", correction, filled(files / "3.xlsx", unit="STP"), files / "none.xlsx", "--json", status=1)
    done = run("etl", "backup", "--out", folder / "backup.zip")
    assert done.returncode == 0, done.stderr + done.stdout
    return folder


@pytest.fixture
def loaded(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """This test's own copy of the prepared folder."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("VSTBPN_HOME", str(tmp_path / "home"))
    return CommandLine(tmp_path / "home")


@pytest.fixture
def backup(loaded: CommandLine) -> Path:
    return loaded.home.parent / "backup.zip"


def test_after_a_restore_everything_answers_as_before(loaded: CommandLine, backup: Path, tmp_path: Path) -> None:
    before, files = [loaded.json(*question) for question in QUESTIONS], tree(loaded.home / "received")
    assert len(files) == 4
    shutil.rmtree(loaded.home)
    done = loaded("etl", "restore", backup)
    assert done.returncode == 0, done.stderr
    assert "3 phiên bản báo cáo" in done.stdout
    assert [loaded.json(*question) for question in QUESTIONS] == before
    assert tree(loaded.home / "received") == files
    again = loaded.json("etl", "load", tmp_path / "files" / "2.xlsx", "--json")
    assert [file["status"] for file in again["files"]] == ["unchanged"]
    assert loaded.json("etl", "load", filled(tmp_path / "4.xlsx", unit="219"), "--json")["files"][0]["status"] == "loaded"


def test_a_folder_that_holds_something_is_replaced_only_when_told_and_kept(loaded: CommandLine, backup: Path) -> None:
    (loaded.home / "received" / "more.txt").write_text("more")
    before = tree(loaded.home)
    done = loaded("etl", "restore", backup)
    assert (done.returncode, "--replace" in done.stderr) == (1, True)
    assert tree(loaded.home) == before
    done = loaded("etl", "restore", backup, "--replace")
    assert done.returncode == 0, done.stderr
    (aside,) = loaded.home.parent.glob("home.before-*")
    assert str(aside) in done.stdout
    assert tree(aside) == before
    assert "received/more.txt" not in tree(loaded.home)
    assert not list(loaded.home.parent.glob(".home.restoring-*"))


def test_a_backup_in_a_folder_is_named_after_the_moment_and_none_is_written_over(loaded: CommandLine, tmp_path: Path) -> None:
    assert loaded("etl", "backup", "--out", tmp_path / "backups").returncode == 0
    (made,) = (tmp_path / "backups").iterdir()
    assert made.name.startswith("vstbpn-20261123-")
    content = made.read_bytes()
    done = loaded("etl", "backup", "--out", made)
    assert (done.returncode, "đã có" in done.stderr, made.read_bytes() == content) == (1, True, True)


def test_nothing_is_backed_up_where_nothing_is(tmp_path: Path) -> None:
    done = CommandLine(tmp_path / "none")("etl", "backup", "--out", tmp_path / "b.zip")
    assert (done.returncode, "Chưa có kho số liệu" in done.stderr) == (1, True)
    assert not (tmp_path / "none").exists()
    assert not (tmp_path / "b.zip").exists()


def flip(backup: Path, name: str) -> zipfile.ZipInfo:
    """Flips a bit in the middle of a file of the backup, or soon after it: where a copy from a few bytes back unpacks
    to the same zeros as one from a byte further (one place in about 750), the flip is no damage."""
    whole = backup.read_bytes()
    with zipfile.ZipFile(backup) as archive:
        part = next(part for part in archive.infolist() if part.filename.startswith(name))
        right = archive.read(part)
    middle = part.header_offset + 30 + len(part.filename) + part.compress_size // 2
    for place in range(middle, middle + 20):
        content = bytearray(whole)
        content[place] ^= 1
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                damaged = archive.read(part.filename) != right
        except (zipfile.BadZipFile, zlib.error):
            damaged = True
        if damaged:
            backup.write_bytes(content)
            return part
    raise AssertionError("no flip of twenty damaged the file")


@pytest.mark.parametrize("name", ["store.duckdb", "received/", MANIFEST])
def test_one_flipped_byte_is_refused_with_the_name_of_the_file(loaded: CommandLine, backup: Path, name: str) -> None:
    part = flip(backup, name)
    before = tree(loaded.home)
    done = loaded("etl", "restore", backup, "--replace")
    assert done.returncode == 1
    assert "bị hỏng ở “" + part.filename in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(loaded.home) == before
    assert [path.name for path in loaded.home.parent.iterdir() if "home." in path.name] == []


def test_wherever_a_byte_is_flipped_the_folder_is_restored_rightly_or_not_at_all(
    home: Path, backup: Path, tmp_path: Path
) -> None:
    whole, chance = backup.read_bytes(), random.Random(7)
    right = tree(home) | {}
    ended = {"refused": 0, "restored": 0}
    damaged = tmp_path / "damaged.zip"
    # The headers of the archive lie among and after the files: half of the flips go there.
    places = [chance.randrange(len(whole)) for _ in range(20)] + [len(whole) - 1 - chance.randrange(1500) for _ in range(20)]
    for place in places:
        content = bytearray(whole)
        content[place] ^= 1 << chance.randrange(8)
        damaged.write_bytes(content)
        try:
            restore(damaged, replace=True)
            ended["restored"] += 1
        except UserError as error:
            assert error.message.key in ("backup_damaged", "backup_foreign")
            ended["refused"] += 1
        assert {name: sha256 for name, sha256 in tree(home).items() if name.startswith(("store", "received"))} == {
            name: sha256 for name, sha256 in right.items() if name.startswith(("store", "received"))
        }
    assert ended["refused"] >= 25


Change = Callable[[dict[str, Any], dict[str, bytes]], None]


def rewritten(backup: Path, change: Change, seal: bool = True) -> Path:
    """The backup with other content, its manifest sealed again as an attacker would."""
    with zipfile.ZipFile(backup) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    said = json.loads(files.pop(MANIFEST))
    change(said, files)
    if seal:
        entries = [Entry.model_construct(**entry) for entry in said["files"]]
        said["seal"] = Manifest.model_construct(**said | {"files": entries}).sealed().seal
    out = backup.with_name("rewritten.zip")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr(MANIFEST, json.dumps(said))
    return out


def add(name: str, content: bytes = b"evil") -> Change:
    def change(said: dict[str, Any], files: dict[str, bytes]) -> None:
        files[name] = content
        said["files"].append({"path": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()})

    return change


def declare(**values: object) -> Change:
    return lambda said, _: said["files"][0].update(values)


def unlisted(_: dict[str, Any], files: dict[str, bytes]) -> None:
    files["received/ab/more.xlsx"] = b"more"


def lost(_: dict[str, Any], files: dict[str, bytes]) -> None:
    files.pop("store.duckdb")


def without_store(said: dict[str, Any], files: dict[str, bytes]) -> None:
    files.pop("store.duckdb")
    said["files"] = [entry for entry in said["files"] if entry["path"] != "store.duckdb"]


FOREIGN = [
    add("../evil.txt"), add("/evil.txt"), add("received/../../evil.txt"), add("received\\..\\evil.txt"),
    add("snapshots/../../evil.duckdb"), add("received/ab/" + "ab" * 32 + "./../../../evil"), add("evil.py"), add("samples/x.xlsx"),
    add("writer.lock"), add("received/ab/" + "ab" * 32 + ".x\n"), unlisted, lost, without_store, declare(size=-1), declare(size="12"),
    declare(size=10**15), declare(size=1), declare(sha256="0" * 64), declare(more="?"), declare(path=["store.duckdb"]),
    lambda said, _: said.update(format="vstbpn-backup/99"), lambda said, _: said.update(files="none"), lambda said, _: said.pop("files"),
    lambda said, _: said["files"].append(said["files"][0]),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
@pytest.mark.parametrize("change", FOREIGN, ids=[str(number) for number in range(len(FOREIGN))])
def test_what_is_not_exactly_a_backup_is_refused_before_anything_is_touched(
    loaded: CommandLine, backup: Path, change: Change
) -> None:
    home = loaded.home
    before = tree(home)
    try:
        crafted = rewritten(backup, change)
    except (TypeError, KeyError, AttributeError):  # no seal can be made for it
        crafted = rewritten(backup, change, seal=False)
    with pytest.raises(UserError) as refused:
        restore(crafted, replace=True)
    assert refused.value.message.key in ("backup_foreign", "backup_damaged")
    assert tree(home) == before
    assert not list(home.parent.rglob("*evil*"))
    assert not list(home.parent.glob(".home.*"))


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + b"\0" * 18, b"PK\x03\x04" + b"\xff" * 100])
def test_what_is_no_archive_is_refused(home: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(content)
    with pytest.raises(UserError) as refused:
        restore(path, replace=True)
    assert refused.value.message.key in ("backup_damaged", "backup_foreign")


def test_a_store_that_cannot_be_opened_is_not_put_in_place(loaded: CommandLine, backup: Path) -> None:
    home = loaded.home

    def change(said: dict[str, Any], files: dict[str, bytes]) -> None:
        garbage = files["store.duckdb"] = b"garbage" * 1000
        entry = next(entry for entry in said["files"] if entry["path"] == "store.duckdb")
        entry.update(size=len(garbage), sha256=hashlib.sha256(garbage).hexdigest())

    before = tree(home)
    with pytest.raises(UserError, match="store_unreadable"):
        restore(rewritten(backup, change), replace=True)
    assert tree(home) == before
    assert not list(home.parent.glob(".home.*"))


def test_files_received_that_are_missing_or_damaged_are_named(loaded: CommandLine, tmp_path: Path) -> None:
    missing, damaged, *_ = sorted((loaded.home / "received").glob("*/*.xlsx"))
    missing.unlink()
    damaged.write_bytes(b"other")
    done = loaded("etl", "backup", "--out", tmp_path / "b.zip")
    assert done.returncode == 1
    assert missing.stem in done.stdout
    assert damaged.name in done.stdout
    assert loaded("etl", "restore", tmp_path / "b.zip", "--replace").returncode == 0
    assert (loaded.home / damaged.relative_to(loaded.home)).read_bytes() == b"other"


def test_what_was_committed_but_not_yet_folded_in_is_backed_up(run: CommandLine, tmp_path: Path) -> None:
    """A writer was killed: what it wrote lies in the log beside the store."""
    code = """if True:
        import os
        from sqlalchemy import insert
        from store import connection as db
        from store.schema import setting
        with db.store() as connection:
            with connection.begin():
                connection.execute(insert(setting).values(name="left", value="in the log"))
            os._exit(0)
    """
    env = os.environ | {"VSTBPN_HOME": str(run.home), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], check=True, env=env)
    assert (run.home / "store.duckdb.wal").stat().st_size > 0
    assert run("etl", "backup", "--out", tmp_path / "b.zip").returncode == 0
    assert run("etl", "restore", tmp_path / "b.zip", "--replace").returncode == 0
    read = "from store import connection as db, settings\nwith db.store() as c: print(settings.read_setting(c, 'left'))"
    done = subprocess.run([sys.executable, "-c", read], check=True, env=env, capture_output=True, text=True)
    assert done.stdout == "in the log\n"


def test_a_backup_and_a_restore_wait_for_who_writes(loaded: CommandLine, backup: Path, tmp_path: Path) -> None:
    before = tree(loaded.home)
    with lock.writing():
        for command in (("backup", "--out", tmp_path / "b.zip"), ("restore", backup, "--replace")):
            done = loaded("etl", *command, "--wait", "0.1")
            assert (done.returncode, "đang được một lệnh khác dùng" in done.stderr) == (1, True), done.stderr
    assert tree(loaded.home) == before
    assert not list(loaded.home.parent.glob(".home.*"))


def test_what_was_received_is_never_unpacked(run: CommandLine, tmp_path: Path) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"\0" * (300 << 20))
    (tmp_path / "bomb.xlsx").write_bytes(bomb.getvalue())
    assert run("etl", "load", tmp_path / "bomb.xlsx").returncode == 1
    assert run("etl", "backup", "--out", tmp_path / "b.zip").returncode == 0
    assert (tmp_path / "b.zip").stat().st_size < 50 << 20
    assert run("etl", "restore", tmp_path / "b.zip", "--replace").returncode == 0
    (kept,) = (run.home / "received").rglob("*.xlsx")
    assert kept.read_bytes() == bomb.getvalue()


@pytest.mark.parametrize("place", ["backup", "restore"])
def test_a_full_disk_is_said_and_nothing_is_left(home: Path, known: Definitions, tmp_path: Path, place: str) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a disk: run as root")
    try:
        if place == "backup":
            with pytest.raises(UserError, match="disk_full"):
                back_up(disk / "b.zip", known)
        else:
            made = back_up(tmp_path / "b.zip", known)
            os.environ["VSTBPN_HOME"] = str(disk / "home")
            with pytest.raises(UserError, match="disk_full"):
                restore(made.path, replace=False)
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_killed_restore_leaves_the_old_folder_or_the_new_one(loaded: CommandLine, backup: Path, tmp_path: Path) -> None:
    with opened(backup) as archive:
        new = {entry.path: entry.sha256 for entry in archive.manifest.files}
    loaded.json("etl", "load", filled(tmp_path / "5.xlsx", unit="219"), "--json")
    kept, chance, found = tmp_path / "kept", random.Random(3), []
    shutil.copytree(loaded.home, kept)
    old = tree(kept)
    # Each file is slow to write and each renaming too, so that every moment is hit.
    slow = """if True:
        import os, sys, time
        from pathlib import Path
        from etl import restore as r
        slowly = lambda f, s: lambda *a: (time.sleep(s), f(*a), time.sleep(s))[1]
        r.Backup.copy = slowly(r.Backup.copy, 0.01)
        r._exchange, Path.rename = slowly(r._exchange, 0.05), slowly(Path.rename, 0.05)
        print("ready", flush=True)
        r.restore(Path(sys.argv[1]), replace=True)
        print("done", flush=True)
    """
    env = os.environ | {"VSTBPN_HOME": str(loaded.home), "PYTHONPATH": str(ROOT)}
    for longest in (0.05 * number for number in range(2, 60)):
        shutil.rmtree(loaded.home)
        shutil.copytree(kept, loaded.home)
        process = subprocess.Popen([sys.executable, "-c", slow, backup], env=env, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.random() * longest)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        now = tree(loaded.home)
        assert now in (old, new)
        found.append(now == new)
        if len(found) >= 10 and len(set(found)) == 2:
            break
    assert set(found) == {True, False}, "both sides of the switch were hit"
    assert loaded("etl", "restore", backup, "--replace").returncode == 0
    restored = tree(loaded.home)
    assert restored.pop("desk.sqlite") != new.pop("desk.sqlite"), "that it was restored is recorded there"
    assert restored == new
    assert not [path for path in loaded.home.parent.glob(".home.*") if (path / UNFINISHED).exists()]


def test_what_is_under_way_at_the_desk_comes_back(loaded: CommandLine, known: Definitions) -> None:
    who = local_officer(known)
    sent = sendings.receive(who, "218@2020", "2024-S1", "bao-cao.xlsx", b"PK\x03\x04 as it came")
    with desk_file.reading() as connection:
        entries = audit.verify(connection)
    back_up(loaded.home.parent / "with-desk.zip", known)
    sendings.discard(who, sent.sending_id, sent.revision)
    restore(loaded.home.parent / "with-desk.zip", replace=True)
    assert sendings.one(who, sent.sending_id) == sent
    assert sendings.content(who, sent.sending_id) == b"PK\x03\x04 as it came"
    with desk_file.reading() as connection:
        assert audit.verify(connection) == entries == (entries[0], [])
