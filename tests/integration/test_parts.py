"""Several files of one unit and period: they complement each other, and contradictions are refused."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.conftest import CommandLine
from tests.workbooks import filled

COMMITTEE, STANDING, COUNCIL = (
    "Ủy viên ban chấp hành đảng bộ cấp huyện", "Ủy viên ban thường vụ cấp huyện", "Đại biểu HĐND cấp huyện",
)  # fmt: skip
HALF = ("--by", "unit", "--where", "unit=218", "--where", "level=district", "--where", "period=2024-S1", "--format", "json")


def table(path: Path, *rows: tuple[Any, ...], heads: tuple[str, ...] = ("Tổng số", "Trong đó: nữ")) -> Path:
    """A table of the unit's own making: label, total, women; or what `heads` say."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Báo cáo 6 tháng đầu năm 2024 huyện Lục Nam"])
    sheet.append([])
    sheet.append(["Chỉ tiêu", *heads])
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def counts(run: CommandLine, indicator: str, *more: str) -> tuple[float | None, float | None, str]:
    (row,) = run.json("indicators", "compute", indicator, *HALF, *more)
    return row["numerator"], row["denominator"], row["state"]


def outcome(done: dict[str, Any]) -> list[tuple[str, int | None]]:
    return [(file["status"], file["version"]) for file in done["files"]]


def in_force(run: CommandLine) -> list[int]:
    history = run.json("etl", "history", "--unit", "218", "--period", "2024-S1", "--json")
    return [row["version"] for row in history if row["recorded_to"] is None]


def test_parts_complement_each_other_and_a_cell_said_twice_alike_is_counted_once(run: CommandLine, tmp_path: Path) -> None:
    party = table(tmp_path / "party.xlsx", (COMMITTEE, 41, 9), (STANDING, 11, 2))
    council = table(tmp_path / "council.xlsx", (COUNCIL, 35, 10), (STANDING, 11, 2))
    assert outcome(run.json("etl", "load", party, council, "--json")) == [("loaded", 1), ("loaded", 2)]
    assert in_force(run) == [1, 2]
    assert counts(run, "party_committee_women_share") == (9, 41, "value")
    assert counts(run, "peoples_council_women_share") == (10, 35, "value")
    assert counts(run, "standing_committee_women_share") == (2, 11, "value")
    assert outcome(run.json("etl", "load", party, "--json")) == [("unchanged", 1)]
    (report,) = [r for r in run.json("etl", "status", "--period", "2024-S1", "--json")["reports"] if r["unit_id"] == "218@2020"]
    assert report["version"] == 2


@pytest.mark.parametrize("together", [True, False], ids=["in one run", "in two runs"])
def test_what_contradicts_another_file_is_refused_with_both_places(run: CommandLine, tmp_path: Path, together: bool) -> None:
    first = table(tmp_path / "first.xlsx", (COMMITTEE, 41, 9), (STANDING, 11, 2))
    second = table(tmp_path / "second.xlsx", (STANDING, 11, 3), (COMMITTEE, 40, 9))
    if together:
        done = run.json("etl", "load", first, second, "--json", status=1)
    else:
        run.json("etl", "load", first, "--json")
        done = run.json("etl", "load", second, "--json", status=1)
    assert outcome(done)[-1] == ("rejected", None)
    problems = [p for p in done["files"][-1]["problems"] if p["severity"] == "error"]
    assert {(p["code"], p["cell"], p["found"], p["expected"]) for p in problems} == {
        ("contradicts_other_file", "C4", "3", "2"), ("contradicts_other_file", "B5", "40", "41")}  # fmt: skip
    assert all("second.xlsx" in p["message"] and "first.xlsx" in p["message"] for p in problems)
    assert counts(run, "standing_committee_women_share") == (2, 11, "value")


@pytest.mark.parametrize("women_first", [True, False])
def test_women_in_one_file_are_not_more_than_the_total_in_another(run: CommandLine, tmp_path: Path, women_first: bool) -> None:
    women = table(tmp_path / "women.xlsx", (COMMITTEE, 9), heads=("Trong đó: nữ",))
    total = table(tmp_path / "total.xlsx", (COMMITTEE, 5), heads=("Tổng số",))
    first, second = (women, total) if women_first else (total, women)
    run.json("etl", "load", first, "--json")
    for more in ((), ("--correction",)):
        done = run.json("etl", "load", second, *more, "--json", status=1)
        (problem,) = [p for p in done["files"][0]["problems"] if p["severity"] == "error"]
        assert (problem["code"], problem["cell"]) == ("part_exceeds_other_file", "B4")
        assert "9" in problem["message"]
        assert first.name in problem["message"]
    fitting = table(
        tmp_path / "fitting.xlsx", (COMMITTEE, 41 if women_first else 5), heads=("Tổng số" if women_first else "Trong đó: nữ",)
    )
    assert outcome(run.json("etl", "load", fitting, "--json")) == [("loaded", 2)]


def test_a_correction_is_shown_and_ends_what_it_answers_in_full(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", table(tmp_path / "a.xlsx", (COMMITTEE, 41, 9)), "--json")
    run.json("etl", "load", table(tmp_path / "b.xlsx", (STANDING, 11, 2), (COUNCIL, 35, 10)), "--json")
    corrected = table(tmp_path / "c.xlsx", (COMMITTEE, 41, 10), (STANDING, 11, 3))
    assert outcome(run.json("etl", "load", corrected, "--correction", "--json")) == [("replaced", 3)]
    assert in_force(run) == [2, 3]  # version 1 is answered in full, the council stands in version 2 alone
    assert counts(run, "party_committee_women_share") == (10, 41, "value")
    assert counts(run, "standing_committee_women_share") == (3, 11, "value")
    assert counts(run, "peoples_council_women_share") == (10, 35, "value")
    again = table(tmp_path / "d.xlsx", (STANDING, 11, 3))  # agrees with what is shown, though not with version 2
    assert outcome(run.json("etl", "load", again, "--json")) == [("loaded", 4)]


def test_a_blank_contradicts_nothing_and_a_value_stands_before_it(run: CommandLine, tmp_path: Path) -> None:
    def forget(book: openpyxl.Workbook) -> None:
        book["II.3.2 Cấp huyện"]["D5"], book["II.3.2 Cấp huyện"]["E5"] = None, "…"

    run.json("etl", "load", filled(tmp_path / "form.xlsx", change=forget), "--json")
    assert counts(run, "party_committee_women_share")[2] == "missing"
    assert outcome(run.json("etl", "load", table(tmp_path / "a.xlsx", (COMMITTEE, 41, 9)), "--json")) == [("loaded", 2)]
    assert in_force(run) == [1, 2]
    assert counts(run, "party_committee_women_share") == (9, 41, "value")
    cells = run.json("indicators", "explain", "party_committee_women_share", "--unit", "218", "--period", "2024-S1",
                     "--level", "district", "--json")  # fmt: skip
    assert {(c["file"], c["version"]) for c in cells} == {("a.xlsx", 2)}


def test_a_whole_form_ends_all_parts(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", table(tmp_path / "a.xlsx", (COMMITTEE, 41, 8)), "--json")
    run.json("etl", "load", table(tmp_path / "b.xlsx", (STANDING, 11, 2)), "--json")
    assert outcome(run.json("etl", "load", filled(tmp_path / "form.xlsx"), "--json")) == [("replaced", 3)]
    assert in_force(run) == [3]
    assert counts(run, "party_committee_women_share") == (9, 41, "value")


def test_a_dry_run_finds_contradictions_too(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", table(tmp_path / "a.xlsx", (COMMITTEE, 41, 9)), "--json")
    other = table(tmp_path / "b.xlsx", (COMMITTEE, 41, 8))
    done = run.json("etl", "load", other, "--dry-run", "--json", status=1)
    assert "contradicts_other_file" in [problem["code"] for problem in done["files"][0]["problems"]]
    assert in_force(run) == [1]


def test_a_real_part_hides_a_demonstration_report(on_full: CommandLine, copy_of: Any, tmp_path: Path) -> None:
    mine = CommandLine(copy_of(on_full.home))
    mine.json("etl", "load", table(tmp_path / "a.xlsx", (COMMITTEE, 41, 9)), "--json")
    assert counts(mine, "party_committee_women_share") == (9, 41, "value")
    assert counts(mine, "peoples_council_women_share")[2] == "missing"


def test_a_share_holds_only_bodies_that_are_asked_for_both_its_parts(run: CommandLine, tmp_path: Path) -> None:
    """Communes are not asked for established seats: their women enter no share per seat."""
    run.json("etl", "load", filled(tmp_path / "form.xlsx"), "--json")
    rows = run.json("indicators", "compute", "party_committee_seats_women_share", "--by", "period", "--where", "period=2024-S1",
                    "--format", "json")  # fmt: skip
    assert [(row["numerator"], row["denominator"], row["units_reported"]) for row in rows] == [(9, 41, 1)]
