"""Loading 250 workbooks, cold, validation and publishing included, against the floor of reading them."""

import tempfile
from pathlib import Path
from statistics import median

from bench.measure import Result, process
from bench.workbooks import write

FILES, TIMES = 250, 5


def run() -> list[Result]:
    """Return the one measure."""
    with tempfile.TemporaryDirectory() as folder:
        books, home, database = Path(folder) / "books", Path(folder) / "home", Path(folder) / "floor.duckdb"
        write(books, FILES)
        ours, floor = [], []
        for _ in range(TIMES):
            emptied(home, database)
            floor.append(process("bench/floor_load.py", books, database, home=home))
            ours.append(process("-m", "etl", "load", books, "--json", home=home))
    return [Result(f"load {FILES} workbooks, cold process", median(ours), median(floor), "at most 2, aim 1.5")]


def emptied(home: Path, database: Path) -> None:
    """An empty working folder, and no database of the floor."""
    for path in sorted(home.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    database.unlink(missing_ok=True)
    process("-m", "etl", "init", "--without-samples", home=home)
