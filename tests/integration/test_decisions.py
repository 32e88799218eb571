"""What officers decide is data: a name, a label, a due date, who owes a report, which source is shown."""

import datetime as dt
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from catalogue import decisions, definitions
from catalogue.definitions import Definitions
from catalogue.errors import DefinitionError
from catalogue.forms import Forms
from desk import audit, jobs, sendings
from etl.worker.run import work_off
from store import desk_file, snapshot
from tests.conftest import CommandLine
from tests.desks import PERIOD, UNIT, officer, received, submitted
from tests.integration.test_conflicts import of_kind, printed, shown
from tests.workbooks import filled

__all__ = ["printed"]

STRANGE = "Xã Bảo Sơn Đổi Tên"
LAST, COMMUNE, OTHER = "2026-S1", "07210@2025-07", "07282@2025-07"


def decided(file: str, *, seen: str = "", **row: str) -> jobs.Job:
    """A decision, worked off."""
    number = jobs.ask(officer(), "remember", file=file, row={"reason": "theo công văn"} | row, seen=seen)
    work_off(once=True)
    found = jobs.found(officer(), number)
    assert found is not None
    return found


def refused(job: jobs.Job) -> str:
    assert job.error is not None
    return f"{job.error.key} {dict(job.error.values).get('reason', '')}"


def renamed(book: openpyxl.Workbook) -> None:
    """A commune under a name that nobody knows, as a unit writes it."""
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows(max_col=3) for cell in row):
            if cell.value == "Xã Bảo Sơn":
                cell.value = STRANGE


def reports(run: CommandLine, period: str = LAST) -> dict[str, dict[str, Any]]:
    """What `etl status` tells of each unit."""
    return {row["unit_id"]: row for row in run.json("etl", "status", "--period", period, "--json")["reports"]}


def timely(run: CommandLine) -> dict[str, float | None]:
    """report_timeliness of two communes."""
    asked = ("--by", "unit", "--where", f"period={LAST}", "--format", "json")
    values = {row["unit_id"]: row["value"] for row in run.json("indicators", "compute", "report_timeliness", *asked)}
    return {unit: values[unit] for unit in (COMMUNE, OTHER)}


def test_an_unknown_name_is_decided_once_and_the_file_loads(home: Path, tmp_path: Path) -> None:
    one = received(filled(tmp_path / "la.xlsx", change=renamed))
    assert {problem["code"] for problem in one.errors} == {"missing_row", "unknown_row"}
    assert {problem["found"] for problem in one.errors if problem["code"] == "unknown_row"} == {STRANGE}
    job = decided(decisions.NAMES, text=STRANGE, code="07459")
    assert job.result is not None
    assert job.result["checked"] == 1, "what waits is checked again"
    assert not sendings.one(officer(), one.sending_id).errors
    line = definitions.load().decided_lines.holding(decisions.NAMES)[(STRANGE.casefold(),)]
    assert (line.code, line.decided_by, line.reason) == ("07459", officer().name, "theo công văn")
    with desk_file.reading() as connection:
        (entry,) = audit.about(connection, f"decision/{decisions.NAMES}")
    assert (entry["name"], entry["detail"]["code"]) == (officer().name, "07459")
    decided(decisions.NAMES, text=STRANGE, code="", seen=line.decided_at.isoformat())
    assert sendings.one(officer(), one.sending_id).errors, "taken back"


def test_an_unknown_label_is_decided_once(home: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["Huyện Lục Nam, 6 tháng đầu năm 2024"], ["Chức danh", "Tổng số", "Nữ"], ["Cấp ủy viên huyện ta", 41, 9]):
        sheet.append(row)
    book.save(tmp_path / "bang.xlsx")
    one = received(tmp_path / "bang.xlsx")
    assert {(p["code"], p["found"]) for p in one.problems if p["code"] == "label_unknown"} == {
        ("label_unknown", "Cấp ủy viên huyện ta")
    }
    code = "party_committee_members"
    decided(decisions.LABELS, text="Cấp ủy viên huyện ta", dimension="element", codes=code, default=code)
    found = sendings.one(officer(), one.sending_id)
    assert not [p for p in found.problems if p["code"] == "label_unknown"]
    assert found.result is not None
    assert found.result["changes"]["added"] == 2


def test_a_due_date_moves_statuses_and_timeliness(home: Path, run: CommandLine, tmp_path: Path) -> None:
    """Of one commune that reported in time for the new date, and of all that did not report."""
    one = submitted(filled(tmp_path / "bc.xlsx", "07210", LAST), COMMUNE, LAST)
    sendings.accept(officer(), one.sending_id, one.revision)
    work_off(once=True)
    assert run("etl", "publish").returncode == 0
    before = reports(run)
    assert (before[COMMUNE]["days_late"], before[OTHER]["status"]) == (166, "missing")
    assert timely(run) == {COMMUNE: 0, OTHER: 0}
    decided(decisions.PERIODS, period=LAST, due_date="2026-12-01")
    assert definitions.load().periods[LAST].due_date == dt.date(2026, 12, 1)
    assert run("etl", "publish", "--if-needed").returncode == 0
    assert reports(run) == before, "readers see it with the next publication of an officer"
    assert run("etl", "publish").returncode == 0
    after = reports(run)
    assert (after[COMMUNE]["days_late"], after[OTHER]["status"]) == (None, "not_yet_due")
    assert timely(run) == {COMMUNE: 100, OTHER: None}
    wrong = refused(decided(decisions.PERIODS, period=LAST, unit_id=OTHER, due_date="2099-01-01"))
    assert "decision_wrong" in wrong
    assert "due_date: found 2099-01-01" in wrong


def test_an_extension_holds_for_one_report(home: Path, run: CommandLine, tmp_path: Path) -> None:
    decided(decisions.PERIODS, period=LAST, unit_id=OTHER, due_date="2026-11-30")
    before = snapshot.current_id()
    assert run("etl", "publish").returncode == 0
    told = reports(run)
    assert (told[OTHER]["status"], told[OTHER]["due_date"]) == ("not_yet_due", "2026-11-30")
    assert (told[COMMUNE]["status"], told[COMMUNE]["due_date"]) == ("missing", "2026-06-10")
    assert timely(run) == {COMMUNE: 0, OTHER: None}
    found = run.json("indicators", "changes", "--since", str(before), "--json")["values"]
    (row,) = [one for one in found if one["unit_id"] == OTHER and one["indicator"] == "report_timeliness"]
    assert [(cause["cause"], cause["what"]) for cause in row["causes"]] == [("definition", "period")]


def test_an_excused_unit_owes_nothing_and_an_added_one_does(home: Path, run: CommandLine) -> None:
    known, period = definitions.load(), definitions.load().periods[PERIOD]
    commune = known.geography.children(UNIT, period.reference_date)[0]
    decided(decisions.REPORTING, period=PERIOD, unit_id=UNIT, owes="no")
    decided(decisions.REPORTING, period=PERIOD, unit_id=commune.unit_id, owes="yes")
    expected = {unit.unit_id: form.id for unit, form in Forms(definitions.load()).expected(period)}
    assert UNIT not in expected
    assert expected[commune.unit_id] == "commune"
    assert run("etl", "publish").returncode == 0
    now = {unit_id: row["status"] for unit_id, row in reports(run, PERIOD).items()}
    assert UNIT not in now
    assert now[commune.unit_id] == "missing"
    assert "unit_owes_nothing" not in run("etl", "template", "--unit", commune.unit_id, "--period", PERIOD).stderr
    refusal = refused(decided(decisions.REPORTING, period=PERIOD, unit_id="24@2025-07", owes="yes"))
    assert "exists on 2024-06-10" in refusal


def test_two_officers_decide_on_the_same(home: Path) -> None:
    decided(decisions.PERIODS, period=PERIOD, due_date="2024-06-20")
    assert "decision_stale" in refused(decided(decisions.PERIODS, period=PERIOD, due_date="2024-06-30"))
    assert definitions.load().periods[PERIOD].due_date == dt.date(2024, 6, 20)
    again = decided(decisions.PERIODS, period=PERIOD, due_date="2024-06-20")
    assert again.error is None, "a second press is the first"
    content = (home / "decisions" / decisions.PERIODS).read_text(encoding="utf-8-sig")
    assert content.count("\n") == 2


@pytest.mark.parametrize(
    ("file", "line", "fault"),
    [
        (decisions.PERIODS, "2024-S9,,2024-06-20,A,2026-01-01T08:00:00,lý do", "line 2, period: found '2024-S9'"),
        (decisions.PERIODS, "2024-S1,,hôm qua,A,2026-01-01T08:00:00,lý do", "line 2, due_date: found 'hôm qua'"),
        (decisions.REPORTING, "2024-S1,999@2020,no,A,2026-01-01T08:00:00,lý do", "line 2, unit_id: found '999@2020'"),
        (decisions.NAMES, "Xã X,00000,A,2026-01-01T08:00:00,lý do", "line 2, code: found '00000'"),
        (decisions.LABELS, "Nhãn,element,khong_co,,A,2026-01-01T08:00:00,lý do", "line 2, codes: found 'khong_co'"),
        (
            decisions.SOURCES,
            "khong_co,term,218@2020,district,2020-2025,publication,A,2026-01-01T08:00:00,x",
            "line 2, indicator",
        ),
        (decisions.PERIODS, "2024-S1,,2024-06-20,A,2026-01-01T08:00:00,", "line 2, reason"),
    ],
)
def test_a_wrong_line_is_told_by_file_line_and_column(home: Path, file: str, line: str, fault: str) -> None:
    folder = home / "decisions"
    folder.mkdir()
    (folder / file).write_text(",".join(decisions.COLUMNS[file]) + f"\n{line}\n", encoding="utf-8")
    with pytest.raises(DefinitionError) as wrong:
        definitions.load()
    assert f"decisions/{file}, {fault}" in str(wrong.value)


def other_than(before: Definitions) -> Definitions:
    """The definitions once they are looked up anew: a process does so again and again, not at every question."""
    until = time.monotonic() + 5
    while (found := definitions.load()).version == before.version and time.monotonic() < until:
        time.sleep(definitions.OFTEN / 5)
    return found


def test_a_running_process_knows_a_decision_and_its_definitions_have_another_version(home: Path) -> None:
    before = definitions.load()
    decided(decisions.PERIODS, period=PERIOD, due_date="2024-06-20")
    after = other_than(before)
    assert before.version != after.version
    assert before.undecided == after.undecided == before.version
    shutil.rmtree(home / "decisions")
    assert other_than(after).version == before.version


def test_backups_hold_decisions(home: Path, run: CommandLine, tmp_path: Path, copy_of: Callable[[Path], Path]) -> None:
    decided(decisions.PERIODS, period=PERIOD, due_date="2024-06-20")
    out = tmp_path / "backup.zip"
    assert run("etl", "backup", "--out", out).returncode == 0
    other = CommandLine(tmp_path / "other")
    assert other("etl", "restore", out).returncode == 0
    assert (tmp_path / "other" / "decisions" / decisions.PERIODS).read_bytes() == (
        home / "decisions" / decisions.PERIODS
    ).read_bytes()


def test_the_source_that_an_officer_chose_is_shown(run: CommandLine, printed: Path, tmp_path: Path) -> None:
    run.json("etl", "load", filled(tmp_path / "f.xlsx"), "--json")
    (row,) = of_kind(run, "sources")
    key = {name: row[name] for name in ("indicator", "series", "unit_id", "level", "period")}
    before = snapshot.current_id()
    assert decided(decisions.SOURCES, **key, source="publication").error is None
    assert shown(run)["district"] == (2, 4, "submission"), "readers see it with the next publication"
    assert run("etl", "publish").returncode == 0
    assert shown(run)["district"] == (12, 41, "publication")
    (row,) = of_kind(run, "sources")
    assert (row["shown"]["figure_id"], row["other"]["source"]) == ("F901", "submission"), "both are still told"
    told = run.json("indicators", "changes", "--since", str(before), "--json")
    moved = [one for one in told["values"] if one["unit_id"] == UNIT and one["indicator"] == key["indicator"]]
    assert [(cause["cause"], cause["what"]) for one in moved for cause in one["causes"]] == [("definition", "sources")]
    line = definitions.load().decided_lines.holding(decisions.SOURCES)[tuple(key.values())]
    decided(decisions.SOURCES, **key, source="", seen=line.decided_at.isoformat())
    assert run("etl", "publish").returncode == 0
    assert shown(run)["district"] == (2, 4, "submission"), "taken back"
