"""How far each cell can move in a space: points that prove it, many cells at a time, and exact programs where they do not."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from protection.solver import INFINITE, NEAR, Vector
from protection.space import Space

IDLE = 5  # rounds that prove little before giving up
GAIN = 3  # bounds that a point of all cells together must prove to be worth its time
BOX = 8.0


class Reach:
    """Per cell the proven range `low`..`high`, whose ends whole points take, inside the possible `lowest`..`highest`."""

    def __init__(self, cells: csr_matrix, space: Space, points: Iterable[Vector] = ()) -> None:
        self.cells, self.space = cells, space
        self.low: Vector = cells @ space.start
        self.high: Vector = self.low.copy()
        still = cells @ (~space.settled).astype(float) == 0
        self.lowest: Vector = np.where(still, self.low, 0.0)
        self.highest: Vector = np.where(still, self.low, INFINITE)
        self.points: list[Vector] = []
        self._take(list(points))

    def only(self, points: Iterable[Vector]) -> "Reach":
        """Return the same with other points as proof."""
        left = Reach(self.cells, self.space, points)
        left.lowest, left.highest = self.lowest, self.highest
        return left

    def _take(self, points: list[Vector]) -> None:
        if points:
            values = self.cells @ np.array(points).T
            self.low, self.high = np.minimum(self.low, values.min(axis=1)), np.maximum(self.high, values.max(axis=1))
            self.points += points

    def widen(self, down: Vector, up: Vector) -> None:
        """Find points until every cell is seen at or below `down` and at or above `up`, or is known not to get there.

        One bound per cell; +inf for `down` and -inf for `up` ask for nothing.
        """
        for row in np.flatnonzero((self.low > down) & (self.lowest <= down)):
            if self.low[row] > down[row]:
                self.push(int(row), -1, -down[row])
        for row in np.flatnonzero((self.high < up) & (self.highest >= up)):
            if self.high[row] < up[row]:
                self.push(int(row), 1, up[row])

    def push(self, row: int, sign: int, wanted: float) -> None:
        """Move sign · the cell to `wanted`, or find how far it gets; infinite `wanted`: find that exactly."""
        cost = sign * self.cells[row].toarray().ravel()
        for exact in (False, True):
            found = self.space.most(cost, exact=exact)
            self._limit(row, sign, found.value)
            if found.value == INFINITE and wanted < INFINITE:
                self.note(self.space.toward(cost, max(BOX, sign * wanted)))
            if found.point is not None:
                self.note(found.point)
            if found.point is not None or found.value == INFINITE or np.floor(found.value + NEAR) < wanted < INFINITE:
                return

    def _limit(self, row: int, sign: int, value: float) -> None:
        """Note that sign · the cell goes no further; where it goes without end, that is its reach too."""
        if sign > 0:
            self.highest[row] = min(self.highest[row], np.floor(value + NEAR))
            self.high[row] = INFINITE if value == INFINITE else self.high[row]
        else:
            self.lowest[row] = max(self.lowest[row], np.ceil(-value - NEAR))

    def note(self, point: Vector) -> None:
        """Take a whole point of the space as proof for all cells."""
        values = self.cells @ point
        np.minimum(self.low, values, out=self.low)
        np.maximum(self.high, values, out=self.high)
        self.points.append(point)

    def scatter(self, down: Vector, up: Vector) -> None:
        """Move all cells at once this way and that, while it proves something."""
        chance, idle = np.random.default_rng(0), 0
        while idle < IDLE:
            low, high = (self.low > down) & (self.lowest <= down), (self.high < up) & (self.highest >= up)
            missing = int(low.sum() + high.sum())
            if not missing:
                return
            self.note(self.space.toward(self.cells.T @ self._wishes(low, high, chance), BOX))
            left = int((low & (self.low > down)).sum() + (high & (self.high < up)).sum())
            idle = idle + 1 if missing - left < GAIN else 0

    @staticmethod
    def _wishes(low: NDArray[np.bool_], high: NDArray[np.bool_], chance: np.random.Generator) -> Vector:
        rise = np.where(low & high, chance.random(len(low)) < 0.5, high)
        asked = (low | high) & (chance.random(len(low)) < 0.5)
        return np.where(asked, np.where(rise, 1.0, -1.0), 0.0) * chance.uniform(0.5, 1.5, len(low))
