import datetime as dt
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.definitions import Definitions, load
from etl.cells import CellReader, Fault, Reading
from etl.formulas import NoValue


@pytest.fixture(scope="module")
def cells(known: Definitions) -> CellReader:
    return CellReader(known)


@pytest.mark.parametrize(("cell", "state", "value"), [
    ("", "missing", None), ("  ", "missing", None), ("…", "missing", None), ("...", "missing", None),
    ("0", "value", 0), ("không", "value", 0), ("KHÔNG", "value", 0), ("-", "value", 0), ("–", "value", 0), (0.0, "value", 0),
    ("x", "not_applicable", None), ("X", "not_applicable", None), (5.0, "value", 5), ("05", "value", 5), ("１２", "value", 12),
])  # fmt: skip
def test_states_of_a_count(cells: CellReader, cell: Any, state: str, value: float | None) -> None:
    reading = cells.read(cell, "count")
    assert isinstance(reading, Reading)
    assert (reading.state, reading.value) == (state, value)


@pytest.mark.parametrize(("cell", "code"), [
    ("năm", "not_a_number"), ("5 hoặc 6", "not_a_number"), (True, "not_a_number"), (dt.date(2024, 6, 1), "date_not_number"), ("#DIV/0!", "error_value"), ("5²", "not_a_number"), ("5/6", "not_a_number"),
    (-1.0, "negative"), ("-2", "negative"), (2.5, "not_whole"), ("2,5", "not_whole"), (1e17, "not_whole"), (float("nan"), "not_a_number"),
])  # fmt: skip
def test_faults_of_a_count(cells: CellReader, cell: Any, code: str) -> None:
    reading = cells.read(cell, "count")
    assert isinstance(reading, Fault)
    assert reading.code == code


def test_what_stood_there_is_kept_where_it_was_not_simply_the_number(cells: CellReader) -> None:
    assert cells.read("05", "count") == Reading("value", 5.0, None, "05")
    assert cells.read("…", "count") == Reading("missing", None, None, "…")
    assert cells.read(5.0, "count") == Reading("value", 5.0, None, None)


@pytest.mark.parametrize(("cell", "kind", "value", "text"), [
    ("Có", "yes_no", 1, None), ("không", "yes_no", 0, None), (1.0, "yes_no", 1, None), ("Bầu", "formation", None, "elected"),
    ("chỉ định", "formation", None, "appointed"), (dt.datetime(2026, 3, 15, 7), "date", None, "2026-03-15"),
    ("15/03/2026", "date", None, "2026-03-15"), ("12,5", "decimal", 12.5, None), ("Nội dung", "text", None, "Nội dung"),
])  # fmt: skip
def test_other_columns(cells: CellReader, cell: Any, kind: str, value: float | None, text: str | None) -> None:
    reading = cells.read(cell, kind)
    assert isinstance(reading, Reading)
    assert (reading.value, reading.text) == (value, text)


@pytest.mark.parametrize(("cell", "kind", "code"), [
    ("có lẽ", "yes_no", "not_a_choice"), ("tự ứng cử", "formation", "not_a_choice"), ("hôm qua", "date", "not_a_date"),
    (45000.0, "date", "not_a_date"), ("31/02/2026", "date", "not_a_date"), ("nhiều", "decimal", "not_a_number"), (-0.5, "decimal", "negative"),
])  # fmt: skip
def test_faults_of_other_columns(cells: CellReader, cell: Any, kind: str, code: str) -> None:
    reading = cells.read(cell, kind)
    assert isinstance(reading, Fault)
    assert reading.code == code


@given(
    st.one_of(st.text(), st.floats(), st.booleans(), st.dates()),
    st.sampled_from(["count", "decimal", "yes_no", "formation", "date", "text"]),
)
def test_any_cell_gives_a_reading_or_a_fault(cell: Any, kind: str) -> None:
    reading = CellReader(load()).read(cell, kind)
    assert isinstance(reading, Reading | Fault)
    if isinstance(reading, Reading) and reading.value is not None:
        assert reading.value >= 0


def outcome(reading: Reading | Fault) -> Any:
    return reading.code if isinstance(reading, Fault) else reading.value if reading.state == "value" else reading.state


@pytest.mark.parametrize("cell", [
    "05 đ/c", "05đ/c", "5 Đ/C", "5 đồng chí", "5 người", "05 (năm)", "05 (năm) đ/c", "5 đ/c (năm)", "5 uỷ viên", "5 ủy viên", "05 ĐB", "'5",
    " 5 ", "5\u00a0", "\u200b5", "\ufeff5", "5,0", "5.0", "５", "⁵", "₅", "+5", "05 UV", 5.0, 5,
])  # fmt: skip
def test_five_however_it_is_written(cells: CellReader, cell: Any) -> None:
    assert outcome(cells.read(cell, "count")) == 5
    assert outcome(cells.read(cell, "part")) == outcome(cells.read(cell, "count"))


@pytest.mark.parametrize("mark", [".", ",", " ", "\u00a0", "\u2009", "\u202f"])
def test_thousands_however_they_are_marked(cells: CellReader, mark: str) -> None:
    assert outcome(cells.read(f"1{mark}234", "count")) == 1234
    assert outcome(cells.read(f"1{mark}234{mark}567 người", "count")) == 1234567


@pytest.mark.parametrize(("cell", "code"), [
    ("5²", "not_a_number"), ("5² đ/c", "not_a_number"), ("5(1)", "not_a_number"), ("5*", "not_a_number"), ("①", "not_a_number"),
    ("05 (sáu)", "not_a_number"), ("5 (dự kiến)", "not_a_number"), ("5 (2 nữ)", "not_a_number"), ("5 người, 2 nữ", "not_a_number"),
    ("5 nữ", "not_a_number"), ("5/27", "not_a_number"), ("13 (23,64%)", "not_a_number"), ("25%", "not_a_number"), ("0.125", "not_whole"),
    ("0,125", "not_whole"), ("12,5 người", "not_whole"), ("15 triệu", "not_a_number"), ("−5", "negative"), ("٥", "not_a_number"),
    ("#DIV/0!", "error_value"), ("#N/A", "error_value"), ("#SPILL!", "error_value"), ("Err:502", "error_value"), ("1e3", "not_a_number"),
    (dt.datetime(2024, 6, 5), "date_not_number"), (dt.time(5, 6), "date_not_number"), (dt.timedelta(hours=30), "date_not_number"),
    (NoValue("error_value", "#REF!"), "error_value"), (NoValue("formula_without_value", "=A1"), "formula_without_value"),
])  # fmt: skip
def test_what_a_total_must_not_be_read_from(cells: CellReader, cell: Any, code: str) -> None:
    assert outcome(cells.read(cell, "count")) == code


@pytest.mark.parametrize(("cell", "part", "whole", "percent"), [
    ("5/27", 5, 27, None), ("13/ 55 (23,64%)", 13, 55, "23,64"), ("13/55 = 23,64%", 13, 55, "23,64"), ("13 (23,64%)", 13, None, "23,64"),
    ("02/05 đ/c", 2, 5, None), ("2 nữ/5 đ/c (40%)", 2, 5, "40"), ("13 người (23,6 %)", 13, None, "23,6"), ("13 (chiếm 23,6%)", 13, None, "23,6"),
    ("13, chiếm 23,6%", 13, None, "23,6"), ("1.234/2.345 (52,62%)", 1234, 2345, "52,62"), ("13 – 23.64%", 13, None, "23.64"), ("5 nữ", 5, None, None),
    ("0/0", 0, 0, None), ("không", 0, None, None),
])  # fmt: skip
def test_a_part_with_what_is_printed_beside_it(
    cells: CellReader, cell: str, part: float, whole: float | None, percent: str | None
) -> None:
    assert cells.read(cell, "part") == Reading("value", part, None, cell, whole, percent)


@pytest.mark.parametrize(
    "cell", ["12,5%", "25%", "125%", "40,0% (2/5)", "2 lớp/120 người", "2/5/7", "12, 5%", "5-6", "13 23,6%", "2/5 (1)"]
)
def test_what_is_no_part(cells: CellReader, cell: str) -> None:
    assert outcome(cells.read(cell, "part")) == "not_a_number"


@pytest.mark.parametrize(("cell", "none", "comma", "point"), [
    ("1.234", 1234, 1234, 1.234), ("1,234", 1.234, 1.234, 1234), ("12,5", 12.5, 12.5, 12.5), ("12.5", 12.5, 12.5, 12.5),
    ("1.234,5", 1234.5, 1234.5, 1234.5), ("1.234.567", 1234567, 1234567, 1234567), ("1,234,567", 1234567, 1234567, 1234567),
    ("0.125", 0.125, 0.125, 0.125), ("15 triệu đồng", 15, 15, 15),
])  # fmt: skip
def test_amounts_by_the_decimal_mark_of_the_file(cells: CellReader, cell: str, none: float, comma: float, point: float) -> None:
    read = {style: cells.in_style(style).read(cell, "decimal") for style in (None, "comma", "point")}
    assert [outcome(reading) for reading in read.values()] == [none, comma, point]
    assert [reading.ambiguous for reading in read.values()] == [none != point, False, False]
    assert all(
        outcome(cells.in_style(style).read(cell, "count")) == outcome(cells.read(cell, "count")) for style in ("comma", "point")
    )


@pytest.mark.parametrize("cell", ["5 người", "5 nữ", "12,5%", "5/6", "3.000 đồng"])
def test_what_an_amount_must_not_be_read_from(cells: CellReader, cell: str) -> None:
    assert outcome(cells.read(cell, "decimal")) == "not_a_number"


PIECES = [*"0123456789.,/ %()²¹½-–+'x…*", " đ/c", " người", " nữ", " (năm)", "%)", "\u200b"]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=7).map("".join), st.sampled_from(["count", "part"]))
def test_no_digit_is_ever_lost_or_added(cell: str, kind: str) -> None:
    reading = CellReader(load()).read(cell, kind)
    if isinstance(reading, Reading) and reading.value is not None and re.search(r"[\d²¹]", cell):
        said = unicodedata.normalize("NFKC", cell).replace("\u200b", "")
        if reading.whole is not None or reading.percent:
            said = re.split(r"[/(=:;]|\s[-–]\s", said)[0]
        whole, mark, decimals = re.fullmatch(r"(.*?)(?:([.,])(0+))?\D*", said.strip()).groups()
        whole = re.sub(r"\D", "", whole)
        if mark and len(decimals) == 3 and not whole.startswith("0"):
            whole += decimals
        assert reading.value == int(whole)
