"""The desk's worker on a real store: a report checked, confirmed, submitted, accepted, published, undone; typed; refused."""

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from catalogue.access import Principal
from catalogue.definitions import Definitions
from catalogue.form_cells import form_cells
from catalogue.forms import Forms
from desk import jobs, sendings
from desk.jobs import Job
from desk.sending import Sending
from etl.worker import work
from etl.worker.run import work_off
from store import snapshot
from tests.conftest import ROOT, CommandLine
from tests.workbooks import blank, filled

UNIT, PERIOD = "218@2020", "2024-S1"
BODIES = "II.3.2 Cấp huyện"


@pytest.fixture
def unit(known: Definitions) -> Principal:
    return Principal("don-vi@example.org", "Đơn vị", known.roles["unit"], frozenset({UNIT}))


@pytest.fixture
def officer(known: Definitions) -> Principal:
    return Principal("can-bo@example.org", "Cán bộ phụ trách", known.roles["officer"])


def sent(who: Principal, path: Path, period: str = PERIOD) -> Sending:
    """Send a file and let the worker do all that waits."""
    one = sendings.receive(who, UNIT, period, path.name, path.read_bytes())
    work_off(once=True)
    return sendings.one(who, one.sending_id)


def done(who: Principal, number: int) -> Job:
    work_off(once=True)
    found = jobs.found(who, number)
    assert found is not None and found.done
    return found


def submitted(who: Principal, path: Path) -> Sending:
    one = sent(who, path)
    assert one.problems == []
    return sendings.submit(who, one.sending_id, one.revision)


def women(path: Path, count: Any) -> Path:
    return filled(path, change=lambda book: book[BODIES].__setitem__("E5", count))


def test_every_problem_is_told_with_its_cell_in_both_languages(home: Path, unit: Principal, tmp_path: Path) -> None:
    def wrong(book: Any) -> None:
        book[BODIES]["E5"], book[BODIES]["D6"] = 50, "nhiều"

    one = sent(unit, filled(tmp_path / "a.xlsx", change=wrong))
    assert one.state == "checked"
    told = {(p["sheet"], p["cell"]): p for p in one.errors}
    assert told[(BODIES, "E5")]["found"] == "50"
    assert "41" in told[(BODIES, "E5")]["expected"]
    assert "D6" in told[(BODIES, "D6")]["message_en"] and "number" in told[(BODIES, "D6")]["message_en"]
    marked = done(unit, sendings.annotate(unit, one.sending_id, "vi"))
    assert marked.result is not None
    book = openpyxl.load_workbook(home / "desk" / marked.result["file"])
    assert book[BODIES]["E5"].comment is not None
    assert book[BODIES]["E6"].comment is None


def test_the_way_of_a_report_to_the_readers_and_back(
    home: Path, known: Definitions, unit: Principal, officer: Principal, tmp_path: Path
) -> None:
    before = snapshot.current_id()
    one = submitted(unit, filled(tmp_path / "a.xlsx"))
    assert one.result is not None
    moved = one.result["indicator_changes"]
    assert one.result["indicator_changes_count"] >= len(moved) > 0
    protected = [row for row in moved if row["indicator"] in known.sensitive]
    assert protected and not any(row["total"] for row in protected), "less their own, units would learn others' counts"
    accepting = sendings.accept(officer, one.sending_id, one.revision)
    work_off(once=True)
    accepted = sendings.one(unit, accepting.sending_id)
    assert (accepted.state, accepted.version) == ("accepted", 1)
    assert snapshot.current_id() == before  # accepting is not publishing
    done(officer, jobs.ask(officer, "publish", seen=before))
    assert sendings.one(unit, one.sending_id).state == "published"
    again = done(officer, jobs.ask(officer, "publish", seen=before))  # a second press saw the same
    assert again.error is not None and again.error.key == "desk_published_since"
    done(officer, jobs.ask(officer, "undo", seen=snapshot.current_id()))
    assert snapshot.current_id() == before
    back = sendings.one(unit, one.sending_id)
    assert back.state == "accepted"
    sendings.withdraw(officer, one.sending_id, back.revision, "nhầm đơn vị")
    work_off(once=True)
    assert sendings.one(unit, one.sending_id).state == "withdrawn"
    did = [entry["action"] for entry in sendings.history(unit, one.sending_id)]
    assert did == ["received", "checked", "submitted", "accepting", "accepted", "published", "accepted", "withdrawing",
                   "withdrawn"]  # fmt: skip


def test_a_correction_tells_what_it_changes_against_the_version_and_the_period(
    home: Path, run: CommandLine, unit: Principal, tmp_path: Path
) -> None:
    run("etl", "load", filled(tmp_path / "2023.xlsx", period="2023"))
    run("etl", "load", filled(tmp_path / "first.xlsx"))
    one = sent(unit, women(tmp_path / "second.xlsx", 12))
    assert one.result is not None
    changed = one.result["changes"]["changed"]
    assert [(row["cell"], row["old"], row["new"]) for row in changed] == [("E5", 9, 12)]
    moved = {(row["indicator"], row["unit_id"]): row for row in one.result["indicator_changes"]}
    assert moved[("party_committee_women_share", UNIT)]["new"]["numerator"] == 12
    since = one.result["since"]
    told = [(row["element"], row["sex"], row["old"], row["new"], row["period"], row["demonstration"]) for row in since["rows"]]
    assert told == [("party_committee_members", "F", 9, 12, "2023", False)]
    assert since["same"] > 100


def test_a_warning_is_confirmed_with_a_reason_and_stays_confirmed(
    home: Path, run: CommandLine, unit: Principal, officer: Principal, tmp_path: Path
) -> None:
    run("etl", "load", filled(tmp_path / "2023.xlsx", period="2023"))

    def grown(book: Any) -> None:
        book[BODIES]["C5"], book[BODIES]["D5"], book[BODIES]["E5"] = 90, 90, 20

    one = sent(unit, filled(tmp_path / "a.xlsx", change=grown))
    assert [p["code"] for p in one.unconfirmed] == ["body_jumped"]
    keys = {(p["code"], p["sheet"] or "", p["cell"] or "") for p in one.unconfirmed}
    one = sendings.confirm(unit, one.sending_id, one.revision, keys, "sáp nhập hai đảng bộ")
    one = sendings.submit(unit, one.sending_id, one.revision)
    sendings.accept(officer, one.sending_id, one.revision)
    work_off(once=True)
    assert sendings.one(unit, one.sending_id).state == "accepted"
    again = sent(
        unit, filled(tmp_path / "b.xlsx", change=lambda book: (grown(book), book["II.1 Văn bản"].__setitem__("C5", 3)))
    )
    assert [p["confirmed"] for p in again.problems if p["code"] == "body_jumped"] == ["sáp nhập hai đảng bộ"]
    assert again.unconfirmed == []


def test_an_acceptance_that_is_refused_goes_back_to_the_officer(
    home: Path, run: CommandLine, unit: Principal, officer: Principal, tmp_path: Path
) -> None:
    """Between submitting and accepting the same file was loaded and withdrawn on the command line."""
    path = filled(tmp_path / "a.xlsx")
    one = submitted(unit, path)
    run("etl", "load", path)
    assert run("etl", "withdraw", "--unit", "218", "--period", PERIOD, "--reason", "nhầm", "--by", "Cán bộ").returncode == 0
    sendings.accept(officer, one.sending_id, one.revision)
    work_off(once=True)
    back = sendings.one(officer, one.sending_id)
    assert back.state == "submitted"
    assert [p["code"] for p in back.errors] == ["version_withdrawn"]


def test_a_confirmation_that_fits_no_more_goes_back_too(
    home: Path, run: CommandLine, unit: Principal, officer: Principal, tmp_path: Path
) -> None:
    run("etl", "load", filled(tmp_path / "2023.xlsx", period="2023"))

    def grown(book: Any) -> None:
        book[BODIES]["C5"], book[BODIES]["D5"], book[BODIES]["E5"] = 90, 90, 20

    one = sent(unit, filled(tmp_path / "a.xlsx", change=grown))
    keys = {(p["code"], p["sheet"] or "", p["cell"] or "") for p in one.unconfirmed}
    one = sendings.confirm(unit, one.sending_id, one.revision, keys, "đúng")
    one = sendings.submit(unit, one.sending_id, one.revision)
    run("etl", "withdraw", "--unit", "218", "--period", "2023", "--reason", "nhầm", "--by", "Cán bộ")  # nothing to warn of
    sendings.accept(officer, one.sending_id, one.revision)
    work_off(once=True)
    assert sendings.one(officer, one.sending_id).state == "submitted"


def test_what_is_no_report_of_this_unit_says_so_and_is_kept(home: Path, unit: Principal, tmp_path: Path) -> None:
    other = sent(unit, filled(tmp_path / "219.xlsx", unit="219"))
    assert [p["code"] for p in other.errors] == ["unit_contradicts"]
    period = sent(unit, filled(tmp_path / "2023.xlsx", period="2023"))
    assert [p["code"] for p in period.errors] == ["period_contradicts"]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for unit_code in ("218", "219"):
            archive.writestr(f"{unit_code}.xlsx", filled(tmp_path / f"z{unit_code}.xlsx", unit=unit_code).read_bytes())
    two = tmp_path / "hai.zip"
    two.write_bytes(packed.getvalue())
    both = sent(unit, two)
    assert [p["code"] for p in both.errors] == ["desk_one_report"]
    assert both.errors[0]["message_en"].startswith("This file holds 2 reports")
    assert sendings.content(unit, both.sending_id) == packed.getvalue()


def test_the_form_is_ready_made_and_named(home: Path, unit: Principal, tmp_path: Path) -> None:
    job = done(unit, jobs.ask(unit, "template", unit_id=UNIT, period=PERIOD))
    assert job.result is not None and job.result["name"] == "bieu-218-2024-S1.xlsx"
    made = openpyxl.load_workbook(home / "desk" / job.result["file"])
    assert made.sheetnames == openpyxl.load_workbook(blank(tmp_path / "blank.xlsx")).sheetnames


def typed(unit: Principal, known: Definitions, cells: dict[str, str], made: str = "2026-11-23T08:00:00") -> Sending:
    job = done(unit, jobs.ask(unit, "typed", unit_id=UNIT, period=PERIOD, cells=cells, made=made))
    assert job.error is None and job.result is not None
    return sendings.one(unit, job.result["sending"])


def test_what_is_typed_is_a_report_as_any_file(home: Path, unit: Principal, known: Definitions, tmp_path: Path) -> None:
    """Begin with a file that has faults, mend them by hand, and the same report comes out."""

    def wrong(book: Any) -> None:
        book[BODIES]["E5"], book[BODIES]["D6"], book[BODIES]["E7"] = "chín người", "nhiều", "x"

    file = sent(unit, filled(tmp_path / "a.xlsx", change=wrong))
    job = done(unit, jobs.ask(unit, "prefill", unit_id=UNIT, period=PERIOD, sending=file.sending_id))
    assert job.result is not None
    cells = dict(job.result["cells"])
    assert (cells[f"{BODIES}!D6"], cells[f"{BODIES}!E7"], cells[f"{BODIES}!C5"]) == ("nhiều", "x", "41")
    asked = form_cells(Forms(known).instance(known.geography.units[UNIT], known.periods[PERIOD]), known.words)
    assert set(cells) <= set(asked)
    one = typed(unit, known, cells)
    assert {p["cell"] for p in one.errors} >= {"D6"}
    cells |= {f"{BODIES}!D6": "4", f"{BODIES}!E5": "9", f"{BODIES}!E7": "2", f"{BODIES}!G5": "=1+1", f"{BODIES}!H5": "…"}
    one = typed(unit, known, cells)
    assert [p["cell"] for p in one.errors] == ["G5"]  # a text that is no number, not a formula
    cells[f"{BODIES}!G5"] = "2"
    one = typed(unit, known, cells)
    assert (one.origin, one.problems, one.sent_by) == ("typed", [], unit.person)
    book = openpyxl.load_workbook(io.BytesIO(sendings.content(unit, one.sending_id)))
    assert (book[BODIES]["E5"].value, book[BODIES]["H5"].value) == (9, "…")
    again = typed(unit, known, cells)
    assert again.sending_id == one.sending_id  # the same typed at the same moment is the same file
    assert [s.state for s in sendings.listed(unit)] == ["checked", "discarded", "discarded", "checked"]


def test_a_form_begins_with_what_is_in_force(
    home: Path, run: CommandLine, unit: Principal, known: Definitions, tmp_path: Path
) -> None:
    run("etl", "load", women(tmp_path / "a.xlsx", "x"))
    job = done(unit, jobs.ask(unit, "prefill", unit_id=UNIT, period=PERIOD))
    assert job.result is not None
    cells = job.result["cells"]
    assert (cells[f"{BODIES}!E5"], cells[f"{BODIES}!D5"], job.result["demonstration"]) == ("x", "41", False)
    one = typed(unit, known, cells | {f"{BODIES}!E5": "9"})
    assert one.result is not None
    assert [(row["cell"], row["old"], row["new"]) for row in one.result["changes"]["changed"]] == [("E5", "x", 9)]
    assert not one.result["changes"]["removed"]


def test_a_crash_of_the_worker_leaves_the_work_to_be_begun_anew(
    home: Path, unit: Principal, officer: Principal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped between storing a version and noting that at the desk: done again, there is one version."""
    one = submitted(unit, filled(tmp_path / "a.xlsx"))
    sendings.accept(officer, one.sending_id, one.revision)

    class Killed(BaseException):
        pass

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(work.sending_steps, "became", die)
        with pytest.raises(Killed):
            work_off(once=True)
    assert sendings.one(unit, one.sending_id).state == "accepting"
    work_off(once=True)
    after = sendings.one(unit, one.sending_id)
    assert (after.state, after.version) == ("accepted", 1)


def test_a_worker_that_is_killed_in_a_check_loses_nothing(home: Path, unit: Principal, tmp_path: Path) -> None:
    one = sendings.receive(unit, UNIT, PERIOD, "a.xlsx", filled(tmp_path / "a.xlsx").read_bytes())
    command = [sys.executable, "-m", "etl", "desk"]
    worker = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, env=os.environ | {"VSTBPN_HOME": str(home)})
    try:
        for _ in range(1200):
            if jobs.standing(one.sending_id).begun:
                break
            time.sleep(0.01)
        os.kill(worker.pid, signal.SIGKILL)
    finally:
        worker.wait(20)
    left = sendings.one(unit, one.sending_id)
    assert left.state == "received", "it was killed too late"
    assert not jobs.standing(one.sending_id).served
    work_off(once=True)
    assert sendings.one(unit, one.sending_id).state == "checked"


def test_work_that_breaks_the_worker_does_not_break_what_waits_behind_it(
    home: Path, unit: Principal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sendings.receive(unit, UNIT, PERIOD, "a.xlsx", filled(tmp_path / "a.xlsx").read_bytes())
    (home / "received" / first.sha256[:2] / f"{first.sha256}.xlsx").unlink()  # the disk lost it
    second = sent(unit, women(tmp_path / "b.xlsx", 8))
    assert second.state == "checked"
    assert sendings.one(unit, first.sending_id).state == "received"
    assert jobs.standing(first.sending_id).ahead is None  # and the page offers to check again
