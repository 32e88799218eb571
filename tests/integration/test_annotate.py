"""A unit's own workbook with its problems marked: values as sent, cells coloured and commented, loads once corrected."""

from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from tests.conftest import CommandLine
from tests.workbooks import filled

ASSETS = Path(__file__).parents[1] / "assets" / "submissions"
SHEET, LIST = "II.3.2 Cấp huyện", "Lỗi cần sửa"


def values(book: Workbook) -> dict[tuple[str, str], Any]:
    return {
        (s.title, c.coordinate): c.value for s in book.worksheets for row in s.iter_rows() for c in row if c.value is not None
    }


def faulty(book: Workbook) -> None:
    book[SHEET]["E5"], book[SHEET]["D6"] = 99, "nhiều"


def test_problems_are_marked_where_they_stand_and_nothing_else_changes(run: CommandLine, tmp_path: Path) -> None:
    sent, out = filled(tmp_path / "f.xlsx", change=faulty), tmp_path / "marked.xlsx"
    done = run.json("etl", "annotate", sent, "--out", out, "--json", status=1)
    assert {p["code"] for p in done["problems"]} == {"part_exceeds_whole", "not_a_number"}
    before, after = openpyxl.load_workbook(sent), openpyxl.load_workbook(out)
    assert after.sheetnames == [LIST, *before.sheetnames]
    assert {key: v for key, v in values(after).items() if key[0] != LIST} == values(before)
    assert after["_vstbpn"].sheet_state == before["_vstbpn"].sheet_state
    for cell, word in (("E5", "lớn hơn"), ("D6", "nhiều")):
        assert after[SHEET][cell].fill.fgColor.rgb == "00FFC7CE"
        assert word in after[SHEET][cell].comment.text
        assert before[SHEET][cell].comment is None
    links = {cell.hyperlink.location for row in after[LIST].iter_rows() for cell in row if cell.hyperlink}
    assert links == {f"'{SHEET}'!E5", f"'{SHEET}'!D6"}


def test_the_marked_workbook_loads_once_it_is_corrected(run: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "marked.xlsx"
    run("etl", "annotate", filled(tmp_path / "f.xlsx", change=faulty), "--out", out)
    book = openpyxl.load_workbook(out)
    book[SHEET]["E5"], book[SHEET]["D6"] = 9, 4
    book.save(out)
    assert run.json("etl", "load", out, "--json")["files"][0]["status"] == "loaded"


def test_another_format_is_written_cell_by_cell_and_runs_nothing(run: CommandLine, tmp_path: Path) -> None:
    sent, out = tmp_path / "f.csv", tmp_path / "marked.xlsx"
    sent.write_text("Cấp huyện;;\n\nChức danh;Tổng số;Nữ\nỦy viên BCH;41;nhiều\n=HYPERLINK(1);1;1\n", encoding="utf-8")
    run.json("etl", "annotate", sent, "--unit", "218", "--period", "2024-S1", "--out", out, "--json", status=1)
    sheet = openpyxl.load_workbook(out).worksheets[1]
    assert (sheet["A4"].value, sheet["B4"].value, sheet["C4"].value) == ("Ủy viên BCH", "41", "nhiều")
    assert sheet["A5"].data_type == "s"
    assert "nhiều" in sheet["C4"].comment.text


def test_macros_stay_and_nothing_is_written_over_the_original(run: CommandLine, tmp_path: Path) -> None:
    sent = filled(tmp_path / "f.xlsx", change=faulty)
    before = sent.read_bytes()
    assert run("etl", "annotate", sent, "--out", sent).returncode == 2
    assert sent.read_bytes() == before
    assert run("etl", "annotate", ASSETS / "form_format_xlsm.xlsm", "--out", tmp_path / "x.xlsx").returncode == 2


def test_without_problems_nothing_is_written(run: CommandLine, tmp_path: Path) -> None:
    done = run("etl", "annotate", filled(tmp_path / "f.xlsx"), "--out", tmp_path / "marked.xlsx")
    assert (done.returncode, (tmp_path / "marked.xlsx").exists()) == (0, False)


def test_what_is_no_workbook_is_said(run: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04nothing")
    done = run("etl", "annotate", tmp_path / "a.xlsx", "--out", tmp_path / "b.xlsx")
    assert (done.returncode, (tmp_path / "b.xlsx").exists()) == (1, False)
    assert "a.xlsx" in done.stderr
