"""Warnings about earlier reports; confirming them with a reason; counts of what was checked."""

from pathlib import Path

from openpyxl.workbook import Workbook

from tests.conftest import CommandLine
from tests.workbooks import filled

SHEET, TOTAL = "II.3.2 Cấp huyện", "D5"


def larger(book: Workbook) -> None:
    book[SHEET]["C5"] = book[SHEET]["D5"] = 90


def test_a_body_that_jumps_is_asked_about_once(run: CommandLine, tmp_path: Path) -> None:
    run("etl", "load", filled(tmp_path / "a.xlsx", period="2023"), "--json")
    jumped = filled(tmp_path / "b.xlsx", period="2024-S1", change=larger)
    file = run.json("etl", "load", jumped, "--dry-run", "--json")["files"][0]
    found = [problem for problem in file["problems"] if problem["code"] == "body_jumped"]
    assert [(p["severity"], p["sheet"], p["cell"], p["found"]) for p in found] == [("warning", SHEET, TOTAL, "90")]
    assert file["checks"]["body_jumped"]["failed"] == 1
    assert file["checks"]["year_holds_first_half"]["unchecked"] > 0

    done = run("etl", "load", jumped, "--confirm", f"body_jumped:{SHEET}!{TOTAL}", "--reason", "sáp nhập",
               "--by", "Văn thư")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "(Đã xác nhận: sáp nhập)" in done.stdout
    assert "Kiểm tra: " in done.stdout

    again = filled(tmp_path / "c.xlsx", period="2024-S1", change=lambda book: (larger(book), book[SHEET].__setitem__("E5", 8)))
    problems = run.json("etl", "load", again, "--json")["files"][0]["problems"]
    assert [p["confirmed"] for p in problems if p["code"] == "body_jumped"] == ["sáp nhập"]


def test_confirming_needs_a_reason_and_a_warning(run: CommandLine, tmp_path: Path) -> None:
    file = filled(tmp_path / "a.xlsx")
    done = run("etl", "load", file, "--confirm", "body_jumped")
    assert (done.returncode, "--reason" in done.stderr) == (2, True)
    done = run("etl", "load", file, "--confirm", "body_jumped", "--reason", "đúng")
    assert (done.returncode, "body_jumped" in done.stderr) == (2, True)
    assert run.json("etl", "load", file, "--json")["files"][0]["status"] == "loaded"


def test_the_form_of_last_period_sent_again_is_noticed(run: CommandLine, tmp_path: Path) -> None:
    run("etl", "load", filled(tmp_path / "a.xlsx", period="2023"), "--json")
    problems = run.json("etl", "load", filled(tmp_path / "b.xlsx", period="2024-S1"), "--json")["files"][0]["problems"]
    assert [p["severity"] for p in problems if p["code"] == "sent_again"] == ["warning"]


def test_a_year_below_its_first_half_is_refused(run: CommandLine, tmp_path: Path) -> None:
    run("etl", "load", filled(tmp_path / "a.xlsx", period="2024-S1"), "--json")
    less = filled(tmp_path / "b.xlsx", period="2024", change=lambda book: book["II.1 Văn bản"].__setitem__("C5", 1))
    file = run.json("etl", "load", less, "--json", status=1)["files"][0]
    assert [(p["code"], p["cell"]) for p in file["problems"] if p["severity"] == "error"] == [("year_below_first_half", "C5")]
