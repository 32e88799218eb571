"""The points that prove a pattern: whole atoms that agree with all that is shown, kept as the cells that they move."""

import numpy as np
from numpy.typing import NDArray

from protection.solver import Vector

Cells = NDArray[np.int64]
FRESH = 60  # points before the index is made anew


class Proofs:
    """Points, and per cell the lowest and highest value over all of them."""

    def __init__(self, values: Vector) -> None:
        self.values = values
        self.low, self.high = values.copy(), values.copy()
        self.cells: list[Cells] = []
        self.reached: list[Vector] = []

    def add(self, cells: Cells, reached: Vector) -> None:
        """Add a point: the cells that it moves, in order, and their values there."""
        self.low[cells] = np.minimum(self.low[cells], reached)
        self.high[cells] = np.maximum(self.high[cells], reached)
        self.cells.append(cells)
        self.reached.append(reached)


class Support:
    """Which ends of which cells rest on which points: an end is a value to be reached at or below, or at or above."""

    def __init__(self, proofs: Proofs, down: Vector, up: Vector) -> None:
        self.values, self.down, self.up = proofs.values, down, up
        self._cells, self._reached = list(proofs.cells), list(proofs.reached)
        self._alive = np.ones(len(self._cells), dtype=bool)
        self._index()

    def broken(self, cell: int) -> tuple[Cells, Cells, list[int]]:
        """Return the cells whose lower and whose upper end nothing proves without the points that move a cell, and those."""
        gone = self._movers(cell)
        lower, upper = self._counts(gone)
        broken_low, broken_high = (lower > 0) & (lower == self._lower), (upper > 0) & (upper == self._upper)
        return np.flatnonzero(broken_low), np.flatnonzero(broken_high), gone

    def drop(self, points: list[int]) -> None:
        """Forget points."""
        lower, upper = self._counts(points)
        self._lower -= lower
        self._upper -= upper
        self._alive[points] = False

    def add(self, cells: Cells, reached: Vector) -> None:
        """Add a point."""
        self._cells.append(cells)
        self._reached.append(reached)
        self._alive = np.append(self._alive, True)
        lower, upper = self._counts([len(self._cells) - 1])
        self._lower += lower
        self._upper += upper
        if len(self._cells) - self._indexed > FRESH:
            self._index()

    def _movers(self, cell: int) -> list[int]:
        first, last = np.searchsorted(self._sorted, (cell, cell + 1))
        found = [int(point) for point in self._points[first:last] if self._alive[point]]
        for point in range(self._indexed, len(self._cells)):
            place = np.searchsorted(self._cells[point], cell)
            if self._alive[point] and place < len(self._cells[point]) and self._cells[point][place] == cell:
                found.append(point)
        return found

    def _counts(self, points: list[int]) -> tuple[Cells, Cells]:
        if not points:
            return np.zeros(len(self.values), dtype=np.int64), np.zeros(len(self.values), dtype=np.int64)
        cells = np.concatenate([self._cells[point] for point in points])
        reached = np.concatenate([self._reached[point] for point in points])
        low = (reached <= self.down[cells]) & (self.values[cells] > self.down[cells])
        high = (reached >= self.up[cells]) & (self.values[cells] < self.up[cells])
        size = len(self.values)
        return np.bincount(cells[low], minlength=size), np.bincount(cells[high], minlength=size)

    def _index(self) -> None:
        alive = [int(point) for point in np.flatnonzero(self._alive)]
        self._cells, self._reached = [self._cells[p] for p in alive], [self._reached[p] for p in alive]
        self._alive = np.ones(len(alive), dtype=bool)
        self._indexed = len(alive)
        every = np.concatenate([np.zeros(0, dtype=np.int64), *self._cells])
        points = np.repeat(np.arange(len(alive)), [len(cells) for cells in self._cells])
        order = np.argsort(every, kind="stable")
        self._sorted, self._points = every[order], points[order]
        self._lower, self._upper = self._counts(list(range(len(alive))))
