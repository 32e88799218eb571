"""The workbook of a form, opened by another library."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tests.workbooks import blank


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    return openpyxl.load_workbook(blank(tmp_path_factory.mktemp("form") / "f.xlsx"))


def test_sheets_follow_the_outline_after_the_guidance(book: Workbook) -> None:
    names = [sheet.title for sheet in book.worksheets]
    assert names[0] == "Hướng dẫn"
    assert names[-1] == "_vstbpn"
    outline = [name.split()[0] for name in names[1:-1]]
    order = ["I", "II.1", "II.2.1", "II.2.2", "II.3.1", "II.3.2", "II.3.3", "II.4", "II.5"]
    assert list(dict.fromkeys(outline)) == order


def test_the_hidden_sheet_carries_the_identity(book: Workbook) -> None:
    sheet = book["_vstbpn"]
    assert sheet.sheet_state == "veryHidden"
    said = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert said == {"form": "district", "form_version": "1", "unit_id": "218@2020", "period": "2024-S1", "demonstration": "no"}


def test_every_sheet_is_protected_frozen_and_prints_on_a4(book: Workbook) -> None:
    for sheet in book.worksheets[1:-1]:
        assert sheet.protection.sheet, sheet.title
        assert sheet.freeze_panes, sheet.title
        assert sheet.page_setup.paperSize == 9, sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title


def test_labels_are_locked_and_figures_are_not(book: Workbook) -> None:
    sheet = book["II.3.2 Cấp huyện"]
    assert sheet["B5"].protection.locked
    assert not sheet["D5"].protection.locked


def test_percentages_are_formulas(book: Workbook) -> None:
    sheet = book["II.3.2 Cấp huyện"]
    assert sheet["F5"].value == '=IF(AND(ISNUMBER(D5),ISNUMBER(E5),N(D5)>0),E5/D5*100,"")'


def test_excel_allows_whole_numbers_parts_within_wholes_and_the_marks(book: Workbook) -> None:
    rules = {str(rule.sqref): rule for rule in book["II.3.2 Cấp huyện"].data_validations.dataValidation}
    total, women = rules["D5:D17"], rules["E5:E17"]
    assert "D5>=0" in total.formula1
    assert "D5=INT(D5)" in total.formula1
    assert "E5<=D5" in women.formula1
    assert 'E5="x"' in women.formula1
    assert women.errorStyle in (None, "stop")


def test_choices_are_drop_downs(book: Workbook) -> None:
    rules = [rule for rule in book["II.3.2 Nhiệm kỳ"].data_validations.dataValidation if rule.type == "list"]
    assert [rule.formula1 for rule in rules] == ['"Bầu,Chỉ định"']


@pytest.mark.parametrize(("unit", "period", "sheet"), [
    ("07444", "2026-S1", "II.3.2 Cấp xã"), ("STP", "2024", "II.3.2 Cơ quan"), ("BTCTU", "2025", "II.3.2 Cấp tỉnh"),
])  # fmt: skip
def test_other_families(tmp_path: Path, unit: str, period: str, sheet: str) -> None:
    assert sheet in openpyxl.load_workbook(blank(tmp_path / "f.xlsx", unit, period)).sheetnames
