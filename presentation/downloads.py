"""What is on screen, as a file: CSV, XLSX, Parquet, each with its metadata and the demonstration mark."""

import io
from collections.abc import Callable

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import xlsxwriter

BOM = b"\xef\xbb\xbf"  # so that Excel reads the CSV as UTF-8
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


def as_csv(rows: pd.DataFrame, metadata: dict[str, str]) -> bytes:
    """CSV in UTF-8 with BOM; a text that a spreadsheet would take for a formula gets an apostrophe.

    The metadata stand in the last columns of each row, since a CSV has no other place for them.
    """
    kept = {key: metadata[key] for key in ("snapshot", "demonstration") if key in metadata}
    safe = rows.assign(**kept)
    for column in safe.columns[[not pd.api.types.is_numeric_dtype(dtype) for dtype in safe.dtypes]]:
        safe[column] = safe[column].map(_harmless)
    sink = io.BytesIO()
    pa_csv.write_csv(pa.Table.from_pandas(safe, preserve_index=False), sink)
    return BOM + sink.getvalue()


def as_xlsx(rows: pd.DataFrame, metadata: dict[str, str]) -> bytes:
    """A workbook with the rows and a sheet of metadata; texts are written as texts, never as formulas."""
    sink = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    book = xlsxwriter.Workbook(sink, options)
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet("data")
    sheet.write_row(0, 0, list(rows.columns), bold)
    clean = rows.astype(object).where(rows.notna(), None)
    for r, values in enumerate(clean.itertuples(index=False), start=1):
        sheet.write_row(
            r, 0, [value if isinstance(value, (int, float, bool)) or value is None else str(value) for value in values]
        )
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    about = book.add_worksheet("metadata")
    for r, (key, value) in enumerate(metadata.items()):
        about.write_string(r, 0, key, bold)
        about.write_string(r, 1, value)
    about.set_column(0, 0, 24)
    about.set_column(1, 1, 90)
    book.close()
    return sink.getvalue()


def as_parquet(rows: pd.DataFrame, metadata: dict[str, str]) -> bytes:
    """Parquet with the metadata in its schema."""
    table = pa.Table.from_pandas(rows, preserve_index=False)
    told = {key.encode(): value.encode() for key, value in metadata.items()}
    sink = io.BytesIO()
    pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), **told}), sink)
    return sink.getvalue()


Writer = Callable[[pd.DataFrame, dict[str, str]], bytes]
WRITERS: dict[str, Writer] = {"csv": as_csv, "xlsx": as_xlsx, "parquet": as_parquet}


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
