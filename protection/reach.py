"""How far each cell can move in a space: points that prove it, many cells at a time, and exact programs where they do not."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from protection.solver import INFINITE, NEAR, Vector
from protection.space import Space

ROUNDS = 40
BOX = 8.0


class Reach:
    """Per cell the proven range `low`..`high`, whose ends whole points take, inside the possible `lowest`..`highest`."""

    def __init__(self, cells: csr_matrix, space: Space) -> None:
        self.cells, self.space = cells, space
        self.low: Vector = cells @ space.start
        self.high: Vector = self.low.copy()
        self.lowest: Vector = np.zeros(len(self.low))
        self.highest: Vector = np.full(len(self.low), INFINITE)
        self.points: list[Vector] = []

    def widen(self, down: Vector, up: Vector) -> None:
        """Find points until every cell is seen at or below `down` and at or above `up`, or is known not to get there.

        One bound per cell; +inf for `down` and -inf for `up` ask for nothing.
        """
        self._together(down, up)
        for row in np.flatnonzero(self.low > down):
            if self.low[row] > down[row]:
                self.push(int(row), -1, -down[row])
        for row in np.flatnonzero(self.high < up):
            if self.high[row] < up[row]:
                self.push(int(row), 1, up[row])

    def push(self, row: int, sign: int, wanted: float) -> None:
        """Move sign · the cell to `wanted`, or find how far it gets; infinite `wanted`: find that exactly."""
        cost = sign * self.cells[row].toarray().ravel()
        for box in (self._box(wanted), INFINITE) if wanted < INFINITE else (INFINITE,):
            for exact in (False, True):
                found = self.space.most(cost, box, exact)
                if found.point is not None:
                    self.note(found.point)
                if box == INFINITE:
                    self._limit(row, sign, found.value)
                if sign * (self.high if sign > 0 else self.low)[row] >= wanted:
                    return
                if found.point is not None or found.value == INFINITE or self._short(box, found.value, wanted):
                    break

    @staticmethod
    def _short(box: float, value: float, wanted: float) -> bool:
        return box < INFINITE or np.floor(value + NEAR) < wanted < INFINITE

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

    def _together(self, down: Vector, up: Vector) -> None:
        chance = np.random.default_rng(0)
        idle = 0
        for _ in range(ROUNDS):
            low, high = self.low > down, self.high < up
            missing = int(low.sum() + high.sum())
            if not missing or idle > 2:
                return
            found = self.space.most(self.cells.T @ self._wishes(low, high, chance), self._box(0))
            if found.point is not None:
                self.note(found.point)
            left = int((self.low > down).sum() + (self.high < up).sum())
            idle = idle + 1 if left > 0.97 * missing else 0

    @staticmethod
    def _wishes(low: NDArray[np.bool_], high: NDArray[np.bool_], chance: np.random.Generator) -> Vector:
        rise = np.where(low & high, chance.random(len(low)) < 0.5, high)
        return np.where(low | high, np.where(rise, 1.0, -1.0), 0.0) * chance.uniform(0.5, 1.5, len(low))

    @staticmethod
    def _box(wanted: float) -> float:
        return BOX if abs(wanted) >= INFINITE else max(BOX, wanted)
