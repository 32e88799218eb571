"""Submissions as they arrive: 250 messy workbooks, a csv of 50,000 rows, and the memory a load takes."""

import csv
import os
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median

import duckdb
import openpyxl

from bench.loading import FILES, TIMES, emptied
from bench.measure import ROOT, Result, in_turn, process
from bench.workbooks import write
from etl.delimited import parse_text
from tests.corpus.faults import FAULTS

ROWS, COLUMNS, SEED = 50_000, 10, 20260630
# Faults that any form may have, two in each file.
KINDS = ("rows_blank_between", "rows_letterhead_above", "rows_footer_below", "rows_numbers_of_columns", "columns_shifted_right",
         "columns_remarks_added", "sheets_renamed", "sheets_reversed", "text_decomposed", "text_old_tone_places",
         "text_no_break_spaces", "numbers_all_as_text")  # fmt: skip


def run() -> list[Result]:
    """Return the three measures; the last is in MB."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        return [*_messy(folder), _text(folder / "rows.csv")]


def _messy(folder: Path) -> list[Result]:
    books, home, database = folder / "books", folder / "home", folder / "floor.duckdb"
    write(books, FILES)
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_spoil, sorted(books.iterdir()), range(FILES), chunksize=5))
    ours, floor = [], []
    for _ in range(TIMES):
        emptied(home, database)
        floor.append(process("bench/floor_load.py", books, database, home=home))
        ours.append(process("-m", "etl", "load", books, "--json", home=home))
    emptied(home, database)
    return [
        Result(f"load {FILES} messy workbooks, cold process", median(ours), median(floor), "at most 2.5"),
        _memory(books, home),
    ]


def _spoil(path: Path, number: int) -> None:
    """Do two harmless faults to a workbook."""
    dice = random.Random(SEED + number)
    kinds = {fault.name: fault for fault in FAULTS}
    book = openpyxl.load_workbook(path)
    for name in sorted(
        dice.sample(KINDS, 2), key=lambda name: ("text", "numbers", "columns", "rows", "sheets").index(name.split("_")[0])
    ):
        kinds[name].change(book)
    book.save(path)


def _memory(books: Path, home: Path) -> Result:
    """Largest memory of a process that loads all the workbooks, beside one that only parses them."""
    settings = os.environ | {"VSTBPN_HOME": str(home), "PYTHONPATH": str(ROOT)}
    peaks = []
    for command in (
        ["-m", "etl", "load", str(books), "--json"],
        ["bench/floor_load.py", str(books), str(home / "floor.duckdb")],
    ):
        code = (
            "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=False, stdout=subprocess.DEVNULL); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, sys.executable, *command], cwd=ROOT, env=settings, check=True, capture_output=True
        )
        peaks.append(int(done.stdout) / 1024)
    return Result(f"memory of loading {FILES} messy workbooks (MB, not ms)", peaks[0], peaks[1], "under 400 MB")


def _text(path: Path) -> Result:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(
            [f"Xã số {r}", *(r % 97 + c for c in range(COLUMNS - 1))] for r in range(ROWS)
        )
    content = path.read_bytes()
    ours, floor = in_turn(lambda: parse_text(path.read_bytes()), lambda: _duckdb(path), TIMES)
    assert len(parse_text(content)) == ROWS, "not all rows were read"
    return Result(f"csv of {ROWS} rows into cells", ours, floor, "at most 1.5 x duckdb reading it raw")


def _duckdb(path: Path) -> list[tuple[str, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(
            "SELECT * FROM read_csv(?, all_varchar = true, header = false, delim = ';')", [str(path)]
        ).fetchall()
