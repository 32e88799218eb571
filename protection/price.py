"""The cheapest way to move a cell: deviations of atoms in which every shown cell that moves costs its weight."""

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, eye, hstack, vstack

from protection.knowledge import Ledger, Range
from protection.solver import INFINITE, Infeasible, Program, Rows, Vector, whole


class Price:
    """Columns: a deviation of each atom, then how far each cell rises and how far it falls."""

    def __init__(self, ledger: Ledger, box: float) -> None:
        self.ledger, self.count = ledger, len(ledger.values)
        self.atoms = ledger.system.size
        lower = np.concatenate([-ledger.truth, np.zeros(2 * self.count)])
        upper = np.full(len(lower), INFINITE)
        upper[: self.atoms] = box
        self.lower, self.upper = lower, upper
        self._rows = _rows(ledger)
        self._programs = {False: self._program(False)}

    def move(
        self, cell: int, by: float, suppressed: Collection[int], ranges: Mapping[int, Range], exact: bool = False
    ) -> tuple[NDArray[np.int64], Vector | None] | None:
        """Return which cells must be suppressed besides for the cell to move by `by` or further, and the point found there.

        The point is whole atoms, or None if the cheapest is not whole. None instead of both: there is no way.
        """
        if exact not in self._programs:
            self._programs[exact] = self._program(exact)
        program = self._programs[exact]
        cost = np.concatenate([np.zeros(self.atoms), -self.ledger.weights, -self.ledger.weights])
        free = [*suppressed, *np.flatnonzero(self.ledger.hidden)]
        for shift in (0, self.count):
            cost[[self.atoms + shift + int(index) for index in free]] = 0.0
        lower, upper = self._bounds(ranges)
        rise, fall = self.atoms + cell, self.atoms + self.count + cell
        wanted, other = (rise, fall) if by > 0 else (fall, rise)
        lower[wanted], upper[other] = abs(by), 0.0
        if upper[wanted] < abs(by):
            return None
        program.bound(lower, upper)
        try:
            found = program.most(cost)
        except Infeasible:
            return None
        if found.point is None:
            return None
        deviation = found.point[: self.atoms]
        moved = np.flatnonzero(np.abs(self.ledger.cells @ deviation) > 1e-5)
        shown = np.setdiff1d(moved, np.array(free, dtype=int))
        rounded = whole(deviation)
        return shown, None if rounded is None else self.ledger.truth + rounded

    def _bounds(self, ranges: Mapping[int, Range]) -> tuple[Vector, Vector]:
        lower, upper = self.lower.copy(), self.upper.copy()
        upper[self.atoms :][np.tile(self.ledger.fixed, 2)] = 0.0
        for place, (least, most) in ranges.items():
            upper[self.atoms + place] = most - self.ledger.values[place]
            upper[self.atoms + self.count + place] = self.ledger.values[place] - least
        return lower, upper

    def _program(self, exact: bool) -> Program:
        return Program(self._rows, self.lower, self.upper, whole=exact, strategy=1)


def _rows(ledger: Ledger) -> Rows:
    """Cells = rise - fall, releases stay, orders hold."""
    count = len(ledger.values)
    one = eye(count, format="csr")
    known = vstack([ledger.released.matrix, ledger.orders.matrix]).tocsr()
    nothing = csr_matrix((known.shape[0], 2 * count))
    matrix = vstack([hstack([ledger.cells, -one, one]), hstack([known, nothing])]).tocsr()
    room = ledger.orders.upper - ledger.orders.matrix @ ledger.truth
    still = np.zeros(count + len(ledger.released.lower))
    return Rows(
        csr_matrix(matrix),
        np.concatenate([still, np.full(len(room), -INFINITE)]),
        np.concatenate([still, room]),
    )
