"""The whole atoms that agree with what is known, cut into parts that have no row in common."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import bmat, coo_matrix, csr_matrix, diags
from scipy.sparse.csgraph import connected_components

from protection.solver import INFINITE, Found, Infeasible, Program, Rows, Vector, whole


class Part:
    """Atoms joined by rows, with the programs over them; a place is an index into the part's atoms."""

    def __init__(self, atoms: NDArray[np.int64], rows: Rows, start: Vector) -> None:
        self.atoms, self.rows, self.start = atoms, rows, start
        self._box: dict[bool, float] = {}

    def most(self, cost: Vector, box: float, exact: bool) -> Found:
        """Maximise over atoms up to `box` above where they started; `exact` insists on whole numbers.

        A value that is not exact bounds what whole numbers reach; its point is None if the optimum is not whole.
        """
        if not self.rows.matrix.shape[0]:
            if box == INFINITE and (cost > 0).any():
                return Found(INFINITE, None)
            free = np.where(cost > 0, self.start + box, np.where(cost < 0, 0.0, self.start))
            return Found(float(cost @ free), free)
        program = self._whole if exact else self._linear
        if self._box.get(exact) != box:
            program.bound(np.zeros(len(self.atoms)), self.start + box)
            self._box[exact] = box
        found = program.most(cost)
        point = whole(found.point)
        if point is not None and not self.rows.hold(point):
            point = None
        return Found(float(cost @ point) if point is not None else found.value, point)

    @cached_property
    def _linear(self) -> Program:
        return Program(self.rows, np.zeros(len(self.atoms)), np.full(len(self.atoms), INFINITE))

    @cached_property
    def _whole(self) -> Program:
        return Program(self.rows, np.zeros(len(self.atoms)), np.full(len(self.atoms), INFINITE), whole=True)


class Space:
    """Rows over atoms ≥ 0 and a whole point that keeps them."""

    def __init__(self, rows: Rows, start: Vector) -> None:
        self.start = start
        self.settled, rows = _settled(rows, start)
        self.parts = _parts(rows, start, self.settled)
        self.part_of = np.full(len(start), -1)
        for index, part in enumerate(self.parts):
            self.part_of[part.atoms] = index

    def most(self, cost: Vector, box: float = INFINITE, exact: bool = False) -> Found:
        """Return the greatest cost · x and a whole point that reaches it (None if none was found or it is unbounded).

        Without `exact` the value may lie above what whole numbers reach, but only where the point is None.
        """
        point, certain = self.start.copy(), True
        touched = np.unique(self.part_of[np.flatnonzero(cost)])
        value = float(cost[self.settled] @ self.start[self.settled])
        for index in touched[touched >= 0]:
            part = self.parts[index]
            found = part.most(cost[part.atoms], box, exact)
            value += found.value
            if found.point is None:
                certain = False
            else:
                point[part.atoms] = found.point
        return Found(value, point if certain else None)

    def toward(self, cost: Vector, box: float) -> Vector:
        """Return a whole point with a great cost · x: parts whose optimum is not whole stay where they started."""
        point = self.start.copy()
        for index in np.unique(self.part_of[np.flatnonzero(cost)]):
            if index >= 0:
                part = self.parts[index]
                found = part.most(cost[part.atoms], box, exact=False)
                if found.point is not None:
                    point[part.atoms] = found.point
        return point

    def split(self, points: list[Vector]) -> csr_matrix:
        """Return, one in a row, the deviations of points from the start, part by part: each is a point of its own."""
        if not points:
            return csr_matrix((0, len(self.start)))
        moves = coo_matrix(np.array(points) - self.start)
        rows = moves.row.astype(np.int64) * len(self.parts) + self.part_of[moves.col]
        kept, places = np.unique(rows, return_inverse=True)
        return csr_matrix((moves.data, (places, moves.col)), shape=(len(kept), len(self.start)))


def solution(rows: Rows, size: int) -> Vector:
    """Return whole atoms ≥ 0 that keep the rows; ValueError if there are none."""
    try:
        found = Program(rows, np.zeros(size), np.full(size, INFINITE)).most(np.zeros(size))
        point = whole(found.point)
        if point is None or not rows.hold(point):
            found = Program(rows, np.zeros(size), np.full(size, INFINITE), whole=True).most(np.zeros(size))
            point = whole(found.point)
    except Infeasible:
        point = None
    if point is None or not rows.hold(point):
        raise ValueError("no whole atoms agree with the values of all cells, releases and orders")
    return point


def _settled(rows: Rows, start: Vector) -> tuple[NDArray[np.bool_], Rows]:
    """Return which atoms rows with one atom, or of sum 0, settle, and the rows without those atoms and without repetition."""
    known = np.zeros(len(start), dtype=bool)
    exact, positive = rows.lower == rows.upper, _positive(rows.matrix)
    while True:
        left = csr_matrix(rows.matrix @ diags((~known).astype(float)))
        left.eliminate_zeros()
        rest = rows.upper - rows.matrix @ (start * known)
        counts = np.diff(left.indptr)
        settling = positive & (counts > 0) & ((exact & (counts == 1)) | (rest == 0))
        if not settling.any():
            break
        known[left[settling].indices] = True
    shift = rows.matrix @ (start * known)
    keep = np.flatnonzero(counts > 0)
    keep = keep[_first_of_each(left, rows.lower - shift, rows.upper - shift, keep)]
    return known, Rows(left[keep], rows.lower[keep] - shift[keep], rows.upper[keep] - shift[keep])


def _positive(matrix: csr_matrix) -> NDArray[np.bool_]:
    least = np.asarray(matrix.min(axis=1).todense()).ravel()
    return np.asarray(least >= 0)


def _first_of_each(matrix: csr_matrix, lower: Vector, upper: Vector, rows: NDArray[np.int64]) -> list[int]:
    seen: dict[tuple[bytes, bytes, float, float], int] = {}
    matrix.sort_indices()
    for place, row in enumerate(rows):
        part = slice(matrix.indptr[row], matrix.indptr[row + 1])
        seen.setdefault((matrix.indices[part].tobytes(), matrix.data[part].tobytes(), lower[row], upper[row]), place)
    return list(seen.values())


def _parts(rows: Rows, start: Vector, known: NDArray[np.bool_]) -> list[Part]:
    size = len(start)
    _, labels = connected_components(bmat([[csr_matrix((size, size)), rows.matrix.T], [rows.matrix, None]]), directed=False)
    columns, row_label = rows.matrix.tocsc(), labels[size:]
    found = []
    for label in np.unique(labels[:size][~known]):
        atoms = np.flatnonzero((labels[:size] == label) & ~known)
        own = np.flatnonzero(row_label == label)
        found.append(
            Part(atoms, Rows(csr_matrix(columns[:, atoms].tocsr()[own]), rows.lower[own], rows.upper[own]), start[atoms])
        )
    return found
