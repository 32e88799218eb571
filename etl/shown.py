"""What the system's own form shows beside what it asks for, shares and a sum row, against the counts.

They are formulas in the form as sent out and are never loaded; typed over, they say what the
unit meant and must agree. Blank and 0 are what a program leaves that does not compute.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from etl.numbers import parse_number
from etl.printed import share_disagrees
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
            cell, women, total = standing.cells[row][column], values[place * width + part], values[place * width + whole]
            if cell and not _computed(cell, women, total):
                yield from share_disagrees(sheet, address(row, column), cell, women, total)
    if standing.sums is not None:
        shown = standing.cells[standing.sums]
        for place, column in enumerate(standing.columns):
            if shown[column]:
                yield from _sum(sheet, (standing.sums, column), shown[column], values[place::width])


def _computed(cell: Any, women: float | None, total: float | None) -> bool:
    """Whether a share is as the form's formula gives it, which nearly all are: quicker than comparing what is printed."""
    return cell.__class__ is float and women is not None and bool(total) and abs(cell - 100 * women / (total or 1)) < CLOSE


def _sum(sheet: str, spot: tuple[int, int], cell: Any, values: Sequence[float | None]) -> Iterator[Problem]:
    """Where a unit is silent there is nothing to hold a sum against."""
    printed = parse_number(cell.strip(), whole=True) if isinstance(cell, str) else cell
    if not isinstance(printed, (int, float)) or isinstance(printed, bool) or None in values:
        return
    total = sum(value for value in values if value is not None)
    if abs(printed - total) > CLOSE:
        yield Problem("sum_differs", sheet, address(*spot), f"{printed:g}", f"{total:g}")
