"""Workbooks for the benchmarks: real district forms filled in, in several versions."""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from catalogue import definitions, loader
from catalogue.forms import ColumnHead, Forms, RowHead
from etl.samples.people import People
from etl.template import FormWriter

PERIODS = ("2023-S1", "2023", "2024-S1", "2024", "2025-S1")


def write(folder: Path, files: int) -> None:
    """Write `files` filled district forms (about 1,300 cells asked, 1,000 of them counts) under `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [(folder, number) for number in range(files) if not (folder / f"{number:03}.xlsx").exists()]
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_write, jobs, chunksize=5))


def _write(job: tuple[Path, int]) -> None:
    folder, number = job
    known = definitions.load()
    forms = Forms(known)
    people = People(known, forms, loader.read_yaml(known.folder / "samples.yaml"))
    units = [
        (unit, known.periods[p]) for p in PERIODS for unit, form in forms.expected(known.periods[p]) if form.id == "district"
    ]
    unit, period = units[number % len(units)]
    version = number // len(units)
    instance = forms.instance(unit, period)

    def answer(row: RowHead, head: ColumnHead) -> Any:
        value = people.answer(instance, row, head)
        return value + version if head.column.id in ("total", "number") and isinstance(value, int) else value

    FormWriter(known).write(instance, folder / f"{number:03}.xlsx", answer)
