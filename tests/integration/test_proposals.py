"""python -m etl proposals: text and Word files in, figures out, nothing loaded."""

import json
from pathlib import Path

import docx
import pytest

from tests.conftest import CommandLine

TEXT = "Ban Chấp hành Đảng bộ huyện có 9/41 đồng chí nữ, chiếm 21,95%."
KEYS = {
    "indicator", "element", "unit", "level", "term", "period", "numerator", "denominator", "printed_percentage", "stage",
    "sentence", "confidence", "flags",
}  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_file_is_read(run: CommandLine, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding=encoding)
    (found,) = json.loads(run("etl", "proposals", str(path), "--json").stdout)
    assert found.keys() >= KEYS
    assert (found["indicator"], found["level"], found["numerator"], found["denominator"], found["printed_percentage"]) == (
        "party_committee_women_share", "district", 9, 41, 21.95,
    )  # fmt: skip
    assert (found["sentence"], found["flags"]) == (TEXT, [])


def test_a_word_document_is_read_with_its_tables(run: CommandLine, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(TEXT)
    document.add_table(1, 1).cell(0, 0).text = "HĐND huyện có 12/35 đại biểu nữ."
    document.save(tmp_path / "report.docx")
    found = json.loads(run("etl", "proposals", str(tmp_path / "report.docx"), "--json").stdout)
    assert [one["indicator"] for one in found] == ["party_committee_women_share", "peoples_council_women_share"]


def test_what_is_found_is_shown_in_words(run: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    done = run("etl", "proposals", str(tmp_path / "report.txt"))
    assert done.returncode == 0
    assert "Tỷ lệ nữ tham gia cấp ủy" in done.stdout
    assert "9/41" in done.stdout


def test_a_passage_that_is_left_out_is_told(run: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(f"{TEXT}\n" + "Danh sách " + "nữ 9/41, " * 200, encoding="utf-8")
    done = run("etl", "proposals", str(tmp_path / "report.txt"), "--json")
    assert len(json.loads(done.stdout)) == 1
    assert "Có 1 đoạn quá dài" in done.stderr
    assert "Danh sách nữ 9/41" in done.stderr


def test_a_missing_file_is_an_error_in_words(run: CommandLine, tmp_path: Path) -> None:
    done = run("etl", "proposals", str(tmp_path / "none.docx"))
    assert done.returncode == 1
    assert "Không đọc được tệp" in done.stderr
