"""Who reported, judged by what the files say: partial with its empty cells, late, rejected, not sent."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook import Workbook

from catalogue.definitions import Definitions
from catalogue.forms import Forms
from store import connection as db
from store import snapshot
from store.rounds import reports
from store.series import keys
from tests.conftest import CommandLine
from tests.integration.test_load import set_cell
from tests.integration.test_parts import COMMITTEE, table
from tests.workbooks import SKIPPED, blank, filled

OF = ("--unit", "218", "--period", "2024-S1")
SHEET = "II.3.2 Cấp huyện"


def whole(book: Workbook) -> None:
    """Answer what `filled` leaves blank: yes or no, amounts, dates."""
    for sheet in book.worksheets:
        if sheet.title not in SKIPPED:
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                if cell.value is None and not cell.protection.locked and "MergedCell" not in type(cell).__name__:
                    cell.value = "x"


def blanks(*cells: str) -> Any:
    def change(book: Workbook) -> None:
        whole(book)
        for cell in cells:
            book[SHEET][cell] = None

    return change


def report(run: CommandLine, *more: str, unit: str = "218@2020") -> dict[str, Any]:
    done = run.json("etl", "status", "--period", "2024-S1", "--json", *more)
    (found,) = [row for row in done["reports"] if row["unit_id"] == unit]
    assert done["expected"] == sum(done[s] for s in ("complete", "late", "partial", "missing", "rejected", "not_yet_due"))
    assert done[found["status"]] >= 1
    return dict(found)


def test_a_form_with_required_cells_blank_is_partial_and_names_them(run: CommandLine, tmp_path: Path) -> None:
    file = filled(tmp_path / "f.xlsx", change=blanks("D5", "E6", "G6"))  # G6: minority women, not required
    run.json("etl", "load", file, "--received", "2024-06-03", "--json")
    found = report(run)
    assert (found["status"], found["days_late"], found["completed_at"]) == ("partial", None, None)
    assert found["empty_required"] == len(found["empty"]) == 2
    assert found["missing_cells"] == 3
    assert found["empty"] == [
        {"sheet": SHEET, "unit_id": "218@2020", "element": "party_committee_members", "level": "district", "term": None, "column": "total"},
        {"sheet": SHEET, "unit_id": "218@2020", "element": "standing_committee_members", "level": "district", "term": None,
         "column": "women"},
    ]  # fmt: skip
    shown = run("etl", "status", "--period", "2024-S1").stdout
    assert f"Huyện Lục Nam: 2 ô bắt buộc còn trống – “{SHEET}”: " in shown


def test_an_x_is_an_answer_and_a_correction_does_not_make_a_report_late(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", filled(tmp_path / "f.xlsx", change=whole), "--received", "2024-06-10", "--json")
    found = report(run)
    assert (found["status"], found["empty_required"], found["empty"]) == ("complete", 0, [])
    run.json("etl", "load", filled(tmp_path / "g.xlsx", change=blanks("G6")), "--received", "2024-07-01", "--json")
    found = report(run)
    assert (found["status"], found["version"], found["received_at"][:10]) == ("complete", 2, "2024-06-10")


def test_a_partial_report_is_complete_on_the_day_its_last_required_cell_came(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", filled(tmp_path / "f.xlsx", change=blanks("D5", "E5")), "--received", "2024-06-03", "--json")
    assert report(run)["status"] == "partial"
    rest = table(tmp_path / "rest.xlsx", (COMMITTEE, 41, 9))
    run.json("etl", "load", rest, "--received", "2024-06-13", "--json")
    found = report(run)
    assert (found["status"], found["days_late"], found["missing_cells"]) == ("late", 3, 0)
    assert (found["received_at"][:10], found["completed_at"][:10]) == ("2024-06-03", "2024-06-13")


def test_a_part_alone_is_partial_and_late_if_it_came_late(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", table(tmp_path / "a.xlsx", (COMMITTEE, 41, 9)), "--received", "2024-06-12", "--json")
    found = report(run)
    assert (found["status"], found["days_late"]) == ("partial", 2)
    assert found["empty_required"] == found["required_cells"] - 2


def test_a_withdrawn_report_counts_for_nothing(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", filled(tmp_path / "f.xlsx", change=whole), "--received", "2024-06-03", "--json")
    run.json("etl", "withdraw", *OF, "--reason", "nhầm", "--json")
    assert report(run)["status"] == "missing"
    run.json("etl", "load", filled(tmp_path / "g.xlsx", change=blanks("G6")), "--received", "2024-06-11", "--json")
    found = report(run)
    assert (found["status"], found["days_late"]) == ("late", 1)


def test_a_refused_file_is_a_status_until_one_is_accepted(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", filled(tmp_path / "f.xlsx", change=set_cell(SHEET, "E5", 90)), "--json", status=1)
    assert report(run)["status"] == "rejected"
    run.json("etl", "load", filled(tmp_path / "g.xlsx", change=whole), "--received", "2024-06-03", "--json")
    assert report(run)["status"] == "complete"
    run.json("etl", "withdraw", *OF, "--reason", "nhầm", "--json")
    assert report(run)["status"] == "missing"


def test_a_blank_form_is_partial_in_all_it_requires(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", blank(tmp_path / "f.xlsx"), "--json")
    found = report(run)
    assert (found["status"], found["empty_required"]) == ("partial", found["required_cells"])
    withheld = [cell for cell in found["empty"] if cell["element"] == "violence_victims"]
    assert [cell["column"] for cell in withheld] == ["total", "women"]  # counted too, though no snapshot carries it


def test_demonstration_reports_leave_no_required_cell_blank(on_full: CommandLine) -> None:
    for period in ("2024-S1", "2025"):
        done = on_full.json("etl", "status", "--period", period, "--json")
        assert done["partial"] == 0
        assert done["complete"] > 30
        assert any(row["missing_cells"] for row in done["reports"] if row["status"] == "complete")


@pytest.mark.parametrize(("unit", "period"), [("218", "2024-S1"), ("BTCTU", "2024"), ("07444", "2025"), ("SNV", "2026-S1")])
def test_a_form_asks_for_nothing_twice(known: Definitions, forms: Forms, unit: str, period: str) -> None:
    when = known.periods[period]
    asked = list(keys(forms.asked_cells(forms.instance(known.geography.resolve(unit, when.reference_date), when))))
    assert len(set(asked)) == len(asked)


def test_the_page_knows_what_was_recorded_in_the_second_of_its_publication(
    run: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A report is recorded just before its snapshot; read at the snapshot's time it is there."""
    run.json("etl", "load", filled(tmp_path / "a.xlsx"), "--json")
    monkeypatch.setenv("VSTBPN_HOME", str(run.home))
    with db.reading(snapshot.current()).connect() as connection:
        at = dt.datetime.fromisoformat(snapshot.facts(connection)["published_at"])
        rows = {row["unit_id"]: row for row in reports(connection, "2024-S1", at).to_pylist()}
    assert rows["218@2020"]["version"] == 1
