"""The cheapest way to move cells: deviations of atoms in which every shown cell that moves costs its weight."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import bmat, csc_matrix, csr_matrix, eye, hstack, vstack
from scipy.sparse.csgraph import connected_components

from protection.knowledge import Ledger, Range
from protection.solver import INFINITE, NEAR, Infeasible, Program, Rows, Vector, whole

ROOM = 12.0  # how far an atom may rise
NEIGHBOURS = 200  # atoms that a neighbourhood has at least
Move = tuple[int, float]  # a cell, and by how much it must rise or (below 0) fall


class Block:
    """Atoms that may move, others stay, and the cells they are in.

    Columns of the program: deviations of atoms, then the rise and the fall of each cell that may be suppressed.
    """

    def __init__(self, ledger: Ledger, atoms: NDArray[np.int64], cells: NDArray[np.int64], known: Rows) -> None:
        self.atoms, self.cells, self.known = atoms, cells, known
        self.place = {int(cell): row for row, cell in enumerate(cells)}
        self.matrix = csr_matrix(csc_matrix(ledger.cells[cells])[:, atoms])
        self.values = ledger.values[cells]
        self._priced = np.flatnonzero(~ledger.hidden[cells] & ~ledger.fixed[cells])
        count = len(self._priced)
        step = csr_matrix(eye(len(cells), format="csr")[:, self._priced])
        nothing = csr_matrix((known.matrix.shape[0], 2 * count))
        self._rows = csr_matrix(vstack([hstack([self.matrix, -step, step]), hstack([known.matrix, nothing])]))
        weights = -np.maximum(ledger.weights[cells][self._priced], NEAR)
        self._cost = np.concatenate([np.zeros(len(atoms)), weights, weights])
        self._lowest = np.concatenate([-ledger.truth[atoms], np.zeros(2 * count)])
        self._highest = np.concatenate([np.full(len(atoms), ROOM), np.full(2 * count, INFINITE)])
        self._programs: dict[bool, Program] = {}

    def move(
        self,
        moves: Iterable[Move],
        shown: NDArray[np.bool_],
        ranges: Mapping[int, Range],
        still: NDArray[np.bool_],
        barred: NDArray[np.bool_],
        exact: bool,
    ) -> Vector | None:
        """Return the cheapest deviation of the atoms that makes all the moves, None if there is none.

        What is not `shown` (a mask over all cells) moves at no cost, within `ranges`. Atoms that are `still` (a mask over
        all atoms) and cells that are `barred` stay.
        """
        free = ~shown[self.cells]
        lower, upper = np.where(free, -INFINITE, 0.0), np.where(free, INFINITE, 0.0)
        for cell in ranges.keys() & self.place.keys():
            row = self.place[cell]
            lower[row], upper[row] = ranges[cell][0] - self.values[row], ranges[cell][1] - self.values[row]
        for cell, by in moves:
            row = self.place[cell]
            if by > 0:
                lower[row] = max(lower[row], by)
            else:
                upper[row] = min(upper[row], by)
            if lower[row] > upper[row]:
                return None
        highest = self._highest.copy()
        highest[len(self.atoms) :][np.tile((free | barred[self.cells])[self._priced], 2)] = 0.0
        lowest = self._lowest.copy()
        lowest[: len(self.atoms)][still[self.atoms]] = highest[: len(self.atoms)][still[self.atoms]] = 0.0
        bounds = np.concatenate([lower, self.known.lower]), np.concatenate([upper, self.known.upper])
        if exact not in self._programs:
            self._programs[exact] = Program(Rows(self._rows, *bounds), lowest, highest, whole=exact, strategy=1)
        program = self._programs[exact]
        program.bound(lowest, highest)
        program.limit(*bounds)
        try:
            found = program.most(self._cost)
        except Infeasible:
            return None
        return None if found.point is None else found.point[: len(self.atoms)]


class Price:
    """The blocks of a system: those that no sum joins to each other, and neighbourhoods within them."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.still = np.zeros(ledger.system.size, dtype=bool)  # atoms that may not move: a reader knows them
        self.barred = np.zeros(len(ledger.values), dtype=bool)  # cells that stay shown
        self._columns = csc_matrix(ledger.cells)
        self._known = csc_matrix(vstack([ledger.released.matrix, ledger.orders.matrix]))
        room = ledger.orders.upper - ledger.orders.matrix @ ledger.truth
        still = np.zeros(len(ledger.released.lower))
        self._lower = np.concatenate([still, np.full(len(room), -INFINITE)])
        self._upper = np.concatenate([still, room])
        self.blocks = [self._block(atoms) for atoms in self._components()]
        self.block_of = {int(cell): block for block in self.blocks for cell in block.cells}
        self._order_columns = csc_matrix(ledger.orders.matrix)
        self._homes: dict[int, int] = {}
        self._near: dict[int, Block] = {}

    def near(self, cell: int) -> Block:
        """Return the neighbourhood of a cell: the atoms of the smallest cell that holds its own, and enough of them."""
        if cell not in self._homes:
            self._homes[cell] = self._home(cell)
        home = self._homes[cell]
        if home not in self._near:
            atoms = self.ledger.cells[home].indices if home >= 0 else self.block_of[cell].atoms
            self._near[home] = self._block(self._with_orders(atoms)) if home >= 0 else self.block_of[cell]
        return self._near[home] if home >= 0 else self.block_of[cell]

    def _with_orders(self, atoms: NDArray[np.int64]) -> NDArray[np.int64]:
        """Add the atoms that orders join to some."""
        rows = np.unique(self._order_columns[:, atoms].indices)
        return np.union1d(atoms, self.ledger.orders.matrix[rows].indices).astype(np.int64)

    def move(
        self,
        block: Block,
        moves: Iterable[Move],
        shown: NDArray[np.bool_],
        ranges: Mapping[int, Range],
        exact: bool = False,
    ) -> tuple[NDArray[np.int64], Vector | None] | None:
        """Return the cells that the cheapest way of making all the moves in a block moves, and the atoms it leads to.

        The atoms are None if they are not whole. None instead of both: there is no way.
        """
        deviation = block.move(moves, shown, ranges, self.still, self.barred, exact)
        if deviation is None:
            return None
        moved = block.cells[np.abs(block.matrix @ deviation) > 1e-5]
        rounded = whole(deviation)
        if rounded is None:
            return moved, None
        point = self.ledger.truth.copy()
        point[block.atoms] += rounded
        return moved, point

    def _home(self, cell: int) -> int:
        atoms = self.ledger.cells[cell].indices
        counts = np.bincount(self._columns[:, atoms].indices, minlength=len(self.ledger.values))
        sizes = np.diff(self.ledger.cells.indptr)
        holding = np.flatnonzero((counts == len(atoms)) & (sizes >= NEIGHBOURS) & (sizes > len(atoms)))
        return int(holding[np.argmin(sizes[holding])]) if len(holding) else -1

    def _block(self, atoms: NDArray[np.int64]) -> Block:
        cells = np.unique(self._columns[:, atoms].indices).astype(np.int64)
        known = self._known[:, atoms]
        rows = np.unique(known.indices)
        part = Rows(csr_matrix(csr_matrix(known)[rows]), self._lower[rows], self._upper[rows])
        return Block(self.ledger, atoms, cells, part)

    def _components(self) -> list[NDArray[np.int64]]:
        size = self.ledger.system.size
        every = vstack([self.ledger.cells, abs(self._known)]).tocsr()
        _, labels = connected_components(bmat([[csr_matrix((size, size)), every.T], [every, None]]), directed=False)
        return [np.flatnonzero(labels[:size] == label) for label in np.unique(labels[:size][self._columns.getnnz(axis=0) > 0])]
