"""What the rule promises of each cell that is not shown, and what that promise itself tells readers."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from protection.knowledge import Ledger, Range
from protection.reach import Reach
from protection.solver import INFINITE, Vector
from protection.system import Cell, Rule


def watch(ledger: Ledger, suppressed: Collection[int], own: Collection[int] = ()) -> NDArray[np.int64]:
    """Return the cells that are not shown, without those that consist of the reader's own atoms."""
    hidden = ledger.hidden.copy()
    hidden[list(suppressed)] = True
    others = np.ones(ledger.system.size)
    others[list(own)] = 0
    return np.flatnonzero(hidden & (ledger.cells @ others > 0))


def needs(ledger: Ledger, cells: NDArray[np.int64], rule: Rule) -> tuple[Vector, Vector]:
    """Return what to look for, per cell: a value at or below, a value at or above (infinite: nothing).

    Every sensitive cell is tried down to the floor, to see whether a reader could tell that it is not small.
    """
    value, sensitive = ledger.values[cells], ledger.sensitive[cells]
    down = np.where(sensitive, rule.floor, np.inf)
    up = np.where(sensitive, rule.highest, -np.inf)
    plain = ~sensitive & ~ledger.hidden[cells]
    return np.where(plain, value, down), np.where(plain, value + rule.spread, up)


def protected(cell: Cell, low: float, high: float, rule: Rule) -> bool:
    """Tell whether an interval is wide enough for a cell that is not shown."""
    if low <= rule.floor and high >= rule.highest:
        return True
    if rule.small(cell) or (cell.sensitive and cell.value <= rule.highest):
        return False
    return high - low >= rule.spread


def given_away(ledger: Ledger, cells: NDArray[np.int64], reach: Reach, rule: Rule) -> dict[int, Range]:
    """Return what the rule's promise tells of cells that cannot be anything from floor to highest: they are not small."""
    found: dict[int, Range] = {}
    for row, index in enumerate(cells):
        cell = ledger.system.cells[index]
        if not cell.sensitive or rule.small(cell):
            continue
        if reach.low[row] <= rule.floor and reach.high[row] >= rule.highest:
            continue
        if cell.value > rule.highest:
            found[int(index)] = (rule.highest + 1, INFINITE)
        else:
            found[int(index)] = (0.0, rule.floor - 1.0)
    return found
