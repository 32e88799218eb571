"""The form that the corpus spoils: a department's, filled with generated numbers that are known."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from catalogue import definitions, loader
from catalogue.forms import AskedCells, ColumnHead, Forms, RowHead
from etl.samples.people import People
from etl.template import FormWriter

UNIT, PERIOD = "SNV", "2024-S1"
BODIES, ORGANISATION, PLANNING, CASES = "II.3.2 Cơ quan", "II.2.1 Tổ chức", "II.3.2 Quy hoạch", "II.4 Vấn đề nổi cộm"
Values = dict[str, Any]


def key(asked: AskedCells, place: int) -> str:
    """A cell of a form by what it asks: unit|level|term|element|column."""
    parts = (asked.unit_id[place], asked.level[place], asked.term[place], asked.element[place], asked.column[place].id)
    return "|".join(part or "" for part in parts)


@lru_cache(maxsize=1)
def base() -> tuple[Callable[[RowHead, ColumnHead], Any], Values]:
    """The answers of the form, and what must be read from it (key → number, text or None)."""
    known = definitions.load()
    forms = Forms(known)
    people = People(known, forms, loader.read_yaml(known.folder / "samples.yaml"))
    when = known.periods[PERIOD]
    instance = forms.instance(known.geography.resolve(UNIT, when.reference_date), when)

    def answer(row: RowHead, head: ColumnHead) -> Any:
        said = people.answer(instance, row, head)
        return 0 if said is None else said

    asked = forms.asked_cells(instance)
    cells = [
        answer(row, head)
        for sheet in instance.sheets for table in sheet.tables for row in table.rows
        for head in table.columns if head.column.value_type != "percent"
    ]  # fmt: skip
    return answer, {key(asked, place): _read(cell) for place, cell in enumerate(cells)}


def _read(cell: Any) -> Any:
    return {"x": None, "Có": 1, "Không": 0}.get(cell, cell) if isinstance(cell, str) else cell


def workbook(folder: Path) -> Workbook:
    """The filled form as openpyxl opens it."""
    path = folder / "base.xlsx"
    if not path.exists():
        write(path)
    return openpyxl.load_workbook(path)


def write(path: Path) -> None:
    """Write the filled form as the system does."""
    known = definitions.load()
    when = known.periods[PERIOD]
    instance = Forms(known).instance(known.geography.resolve(UNIT, when.reference_date), when)
    FormWriter(known).write(instance, path, base()[0])
