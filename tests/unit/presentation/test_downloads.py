import io

import openpyxl
import pandas as pd
import pyarrow.parquet as pq

from presentation.downloads import as_csv, as_parquet, as_xlsx

ROWS = pd.DataFrame(
    {"unit": ["Huyện Lục Nam", "=1+1", "-cmd|x", "@SUM(A1)", "+1", "\tx"], "value": [21.95, 1.0, None, -3.0, 2.0, 0.0]}
)
ABOUT = {"snapshot": "20260101", "demonstration": "SỐ LIỆU MINH HỌA", "link": "http://127.0.0.1/x?a=1"}


def test_csv_is_utf8_with_bom_and_safe_for_spreadsheets() -> None:
    content = as_csv(ROWS, ABOUT)
    assert content.startswith(b"\xef\xbb\xbf")
    found = pd.read_csv(io.BytesIO(content))
    assert found["unit"].tolist() == ["Huyện Lục Nam", "'=1+1", "'-cmd|x", "'@SUM(A1)", "'+1", "'\tx"]
    assert found["value"].tolist()[:2] == [21.95, 1.0]
    assert found["value"].isna().tolist() == [False, False, True, False, False, False]
    assert found["demonstration"].unique().tolist() == ["SỐ LIỆU MINH HỌA"]


def test_xlsx_has_metadata_and_no_formulas() -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(ROWS, ABOUT)))
    assert book.sheetnames == ["data", "metadata"]
    cells = [cell for row in book["data"].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert book["data"]["A3"].value == "=1+1"
    assert book["data"]["B4"].value is None
    assert {row[0].value: row[1].value for row in book["metadata"].iter_rows()} == ABOUT


def test_parquet_carries_the_metadata() -> None:
    table = pq.read_table(io.BytesIO(as_parquet(ROWS, ABOUT)))
    assert table.column("value").to_pylist()[2] is None
    assert table.schema.metadata[b"demonstration"].decode() == "SỐ LIỆU MINH HỌA"


def test_rows_are_not_changed() -> None:
    before = ROWS.copy()
    for writer in (as_csv, as_xlsx, as_parquet):
        writer(ROWS, ABOUT)
    pd.testing.assert_frame_equal(ROWS, before)
