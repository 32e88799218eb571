"""Forms filled in by another program (openpyxl), as a unit would."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.workbook import Workbook

from catalogue import definitions
from catalogue.forms import Forms
from etl.template import FormWriter

SKIPPED = ("Hướng dẫn", "_vstbpn")


def blank(path: Path, unit: str = "218", period: str = "2024-S1") -> Path:
    """Write the blank form of a unit and period."""
    known = definitions.load()
    when = known.periods[period]
    instance = Forms(known).instance(known.geography.resolve(unit, when.reference_date), when)
    FormWriter(known).write(instance, path)
    return path


def filled(path: Path, unit: str = "218", period: str = "2024-S1", change: Callable[[Workbook], None] | None = None) -> Path:
    """Write a form filled with small consistent numbers, then changed by `change`.

    Every total is 4 and every part of it 2; party committee of the district 41, 9 women.
    """
    book = openpyxl.load_workbook(blank(path, unit, period))
    for sheet in book.worksheets:
        if sheet.title not in SKIPPED:
            for row in sheet.iter_rows():
                for cell in row:
                    if (
                        not isinstance(cell, MergedCell)
                        and not cell.protection.locked
                        and cell.number_format.startswith("#,##0")
                    ):
                        cell.value = value_of(sheet, cell)
    bodies = next((s for s in book.worksheets if s.title.startswith("II.3.2 C") and s.title != "II.3.2 Cấp tỉnh"), None)
    if bodies is not None and unit == "218":
        bodies["C5"], bodies["D5"], bodies["E5"] = 41, 41, 9
    if change:
        change(book)
    book.save(path)
    return path


def value_of(sheet: Any, cell: Any) -> int:
    """2 under a heading of a part (women), 4 elsewhere."""
    for row in range(cell.row - 1, 0, -1):
        text = sheet.cell(row, cell.column).value
        if isinstance(text, str):
            return 2 if "ữ" in text.lower() or "16 tuổi" in text else 4
    return 4
