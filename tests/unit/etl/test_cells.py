import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.definitions import Definitions, load
from etl.cells import CellReader, Fault, Reading


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
