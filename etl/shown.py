"""What the system's own form shows beside what it asks for, shares and a sum row, against the counts.

They are formulas in the form as sent out and are never loaded; typed over, they say what the
unit meant and must agree. Blank and 0 are what a program leaves that does not compute.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from etl.numbers import agrees, parse_number, percentages
from etl.problems import Problem
from etl.workbook import address

CLOSE = 1e-9


@dataclass(frozen=True)
class Standing:
    """Where a table stands in `cells`, the rows of its sheet.

    Args:
        rows, columns: sheet row of each form row, sheet column of each asked column.
        shares: sheet column of a share → places of women and total among the asked columns.
        sums: sheet row of the sums, if there is one.
    """

    cells: Sequence[Sequence[Any]]
    rows: Sequence[int]
    columns: Sequence[int]
    shares: dict[int, tuple[int, int]]
    sums: int | None


def contradictions(sheet: str, standing: Standing, values: Sequence[float | None]) -> Iterator[Problem]:
    """Yield each shown share or sum that `values`, row by row, do not give."""
    width = len(standing.columns)
    for column, (part, whole) in standing.shares.items():
        for place, row in enumerate(standing.rows):
            cell = standing.cells[row][column]
            if cell:
                yield from _share(sheet, (row, column), cell, values[place * width + part], values[place * width + whole])
    if standing.sums is not None:
        shown = standing.cells[standing.sums]
        for place, column in enumerate(standing.columns):
            if shown[column]:
                yield from _sum(sheet, (standing.sums, column), shown[column], values[place::width])


def _share(sheet: str, spot: tuple[int, int], cell: Any, women: float | None, total: float | None) -> Iterator[Problem]:
    if women is None or not total:
        return
    share = 100 * women / total
    if cell.__class__ is float and abs(cell - share) < CLOSE:
        return
    said = percentages(cell)
    if said and not any(agrees(women, total, text) for text in said):
        yield Problem("percent_differs", sheet, address(*spot), said[0], f"{share:.2f}", "warning")


def _sum(sheet: str, spot: tuple[int, int], cell: Any, values: Sequence[float | None]) -> Iterator[Problem]:
    """Where a unit is silent there is nothing to hold a sum against."""
    printed = parse_number(cell.strip(), whole=True) if isinstance(cell, str) else cell
    if not isinstance(printed, (int, float)) or isinstance(printed, bool) or None in values:
        return
    total = sum(value for value in values if value is not None)
    if abs(printed - total) > CLOSE:
        yield Problem("sum_differs", sheet, address(*spot), f"{printed:g}", f"{total:g}")
