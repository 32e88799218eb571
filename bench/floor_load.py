"""The floor of loading: same imports, same threads; SHA-256, calamine parse of every sheet, one Arrow append.

python bench/floor_load.py FOLDER DATABASE
"""

import hashlib
import io
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
from duckdb_sqlalchemy import insert_from_arrow
from python_calamine import CalamineWorkbook
from sqlalchemy import Column, Double, MetaData, String, Table, create_engine

import etl.commands.load
from etl.load import THREADS


def parse(path: Path) -> tuple[str, list[float]]:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    return digest, [cell for rows in sheets for row in rows for cell in row if type(cell) is float]


folder, database = Path(sys.argv[1]), sys.argv[2]
table = Table("cell", MetaData(), Column("sha256", String), Column("value", Double))
with ThreadPoolExecutor(THREADS) as pool:
    parsed = list(pool.map(parse, sorted(folder.rglob("*.xlsx"))))
values = [value for _, cells in parsed for value in cells]
names = [digest for digest, cells in parsed for _ in cells]
with create_engine(f"duckdb:///{database}").begin() as connection:
    table.create(connection)
    insert_from_arrow(connection, table, pa.table({"sha256": names, "value": values}))
print(len(parsed), "files", len(values), "values", etl.commands.load.__name__)
