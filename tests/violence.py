"""District forms of the first half of 2024 with nothing but counts of violence, and ways to ask what is made of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from tests.command_line import CommandLine
from tests.workbooks import blank

SHEET = "II.4 Vấn đề nổi cộm"
PERIOD = "2024-S1"
CASES, VICTIMS, SUPPORTED = "C5", 9, 10
Victims = tuple[int, int, int, int]  # all, women, under 16, girls
NOBODY: Victims = (0, 0, 0, 0)


def reported(folder: Path, unit: str, cases: int, victims: Victims = NOBODY, *, supported: Victims = NOBODY,
             period: str = PERIOD) -> Path:  # fmt: skip
    """A form in which a unit says only how many cases and victims there were; everything else of the sheet is 0."""
    path = folder / f"{unit}-{period}-{len(list(folder.iterdir()))}.xlsx"
    book = openpyxl.load_workbook(blank(path, unit, period))
    sheet = book[SHEET]
    for cell in ("C5", "C6", *(f"{column}{row}" for row in (9, 10, 11, 12) for column in "CDEF")):
        sheet[cell] = 0
    sheet[CASES] = cases
    for row, counts in ((VICTIMS, victims), (SUPPORTED, supported)):
        for column, count in zip("CDEF", counts, strict=True):
            sheet[f"{column}{row}"] = count
    book.save(path)
    return path


def asking(run: CommandLine, indicator: str, period: str = PERIOD) -> Callable[..., list[dict[str, Any]]]:
    """A function that asks for an indicator: `--by` and other arguments."""

    def ask(by: str = "", *args: str) -> list[dict[str, Any]]:
        asked = ("--by", by, "--where", f"period={period}", *args, "--format", "json")
        rows: list[dict[str, Any]] = run.json("indicators", "compute", indicator, *asked)
        return rows

    return ask
