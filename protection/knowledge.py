"""What readers know of the atoms, as rows: shown cells, earlier releases, orders, and what the rule gives away."""

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix

from protection.solver import INFINITE, Rows, Vector
from protection.space import Space, solution
from protection.system import System

Range = tuple[float, float]


class Ledger:
    """A system as matrices, made once: cells × atoms, and one point of whole numbers that gives every cell its value."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.cells = incidence([cell.atoms for cell in system.cells], system.size)
        self.values = np.array([cell.value for cell in system.cells], dtype=float)
        self.weights = np.array([cell.weight for cell in system.cells], dtype=float)
        self.hidden = np.array([cell.hidden for cell in system.cells], dtype=bool)
        self.fixed = np.array([cell.fixed and not cell.hidden for cell in system.cells], dtype=bool)
        self.sensitive = np.array([cell.sensitive for cell in system.cells], dtype=bool)

    @cached_property
    def released(self) -> Rows:
        """Sums of earlier releases."""
        values = np.array([value for _, value in self.system.released], dtype=float)
        return Rows(incidence([atoms for atoms, _ in self.system.released], self.system.size), values, values)

    @cached_property
    def orders(self) -> Rows:
        """Σ small - Σ large ≤ 0."""
        small = incidence([pair[0] for pair in self.system.at_most], self.system.size)
        large = incidence([pair[1] for pair in self.system.at_most], self.system.size)
        count = len(self.system.at_most)
        return Rows(csr_matrix(small - large), np.full(count, -INFINITE), np.zeros(count))

    @cached_property
    def truth(self) -> Vector:
        """Whole atoms that agree with every cell, release and order; ValueError if there are none."""
        every = Rows(self.cells, self.values, self.values)
        alone = np.flatnonzero(np.diff(self.cells.indptr) == 1)
        point = np.full(self.system.size, -1.0)
        point[self.cells.indices[self.cells.indptr[alone]]] = self.values[alone]
        rows = stacked([every, self.released, self.orders])
        if (point >= 0).all() and rows.hold(point):
            return point
        return solution(rows, self.system.size)

    def space(self, suppressed: Collection[int], ranges: Mapping[int, Range], own: Collection[int] = ()) -> Space:
        """Return the atoms that agree with what readers know when `suppressed` cells are not shown.

        `ranges`: what is known besides of a cell that is not shown. `own`: atoms that the reader knows exactly.
        """
        shown = ~self.hidden
        shown[list(suppressed)] = False
        rows = [Rows(self.cells[shown], self.values[shown], self.values[shown]), self.released, self.orders]
        if ranges:
            lower, upper = (np.array(bounds, dtype=float) for bounds in zip(*ranges.values(), strict=True))
            rows.append(Rows(self.cells[list(ranges)], lower, upper))
        if own:
            mine = sorted(own)
            rows.append(Rows(incidence([(atom,) for atom in mine], self.system.size), self.truth[mine], self.truth[mine]))
        return Space(stacked(rows), self.truth)


def incidence(groups: Iterable[tuple[int, ...]], size: int) -> csr_matrix:
    """Return a row of ones and zeros for each group of atoms."""
    lists = list(groups)
    counts = np.cumsum([0, *map(len, lists)])
    columns = np.fromiter((atom for group in lists for atom in group), dtype=np.int32, count=int(counts[-1]))
    return csr_matrix((np.ones(len(columns)), columns, counts.astype(np.int32)), shape=(len(lists), size))


def stacked(parts: list[Rows]) -> Rows:
    """Put rows under each other."""
    indptr, shift = [np.zeros(1, dtype=np.int64)], 0
    for part in parts:
        indptr.append(part.matrix.indptr[1:].astype(np.int64) + shift)
        shift += len(part.matrix.indices)
    matrix = csr_matrix(
        (
            np.concatenate([part.matrix.data for part in parts]),
            np.concatenate([part.matrix.indices for part in parts]),
            np.concatenate(indptr),
        ),
        shape=(sum(part.matrix.shape[0] for part in parts), parts[0].matrix.shape[1]),
    )
    return Rows(matrix, np.concatenate([p.lower for p in parts]), np.concatenate([p.upper for p in parts]))
