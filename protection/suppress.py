"""Which further cells must be suppressed, over all linked cells at once, for the small ones to be protected."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_matrix

from protection.knowledge import Ledger, Range
from protection.price import Block, Move, Price
from protection.promise import View, Watch, look
from protection.proofs import Cells, Proofs, Support
from protection.reach import Reach
from protection.solver import Vector
from protection.system import Exposed, Rule, System

MOST = 12  # moves to prove anew for one cell to be shown again
BATCH = 1000  # moves paid for at a time


@dataclass(frozen=True)
class Pattern:
    """Cells (indices) that are not shown: small by themselves, and for their sake; `loss` is the weight of the latter."""

    primary: frozenset[int]
    secondary: frozenset[int]
    loss: float

    @property
    def suppressed(self) -> frozenset[int]:
        return self.primary | self.secondary


def protect(system: System, rule: Rule) -> Pattern:
    """Return a pattern that protects every small cell against readers of all shown cells together.

    Exposed if there is none: cells that may not be suppressed give a small one away. ValueError if the values of the
    system contradict each other.
    """
    ledger = Ledger(system)
    primary = frozenset(index for index, cell in enumerate(system.cells) if rule.primary(cell))
    suppressed = set(primary)
    if any(rule.small(cell) and (cell.hidden or not cell.fixed) for cell in system.cells):
        price, before = Price(ledger), -1
        Search(ledger, rule, suppressed, price).run()
        while system.insiders and len(suppressed) > before:
            before = len(suppressed)
            for own in (*system.insiders, ()):
                Search(ledger, rule, suppressed, price, own).complete()
    secondary = frozenset(suppressed - primary)
    return Pattern(primary, secondary, float(sum(system.cells[index].weight for index in secondary)))


class Search:
    """Suppresses cells until the promise holds.

    `low`, `high`: per cell, values that readers cannot rule out, since a point of whole atoms proves them. Points stay valid
    while cells are only added to the suppressed ones.
    """

    def __init__(self, ledger: Ledger, rule: Rule, suppressed: set[int], price: Price, own: tuple[int, ...] = ()) -> None:
        self.ledger, self.rule, self.suppressed, self.price, self.own = ledger, rule, suppressed, price, own
        price.still[:] = False
        price.still[list(own)] = True
        self.shown = ~ledger.hidden
        self.shown[list(suppressed)] = False
        self.proofs = Proofs(ledger.values)
        self.chance = np.random.default_rng(0)

    def run(self) -> None:
        """Add to the suppressed cells what protects the small ones; Exposed if no addition helps."""
        self.scatter()
        self.settle()
        self.serve({})
        if not self.ledger.system.insiders:
            self.give_back()
        self.complete()

    def complete(self) -> None:
        """Look as a reader does and add what is missing, until nothing is; Exposed if no addition helps."""
        exact, sure = False, False
        while True:
            view = look(self.ledger, self.suppressed, self.rule, self.own, sure)
            narrow = view.narrow
            if not len(narrow):
                return
            before = len(self.suppressed)
            self.proofs = Proofs(self.ledger.values)
            self.note(view.reach.space.split(view.reach.points))
            self.serve(view.ranges, exact)
            if len(self.suppressed) == before:
                if exact and not self.relieve(view):
                    raise Exposed(self.ledger.system, [view.interval(row) for row in narrow])
                exact, sure = sure, True

    def relieve(self, view: View) -> bool:
        """Show again, for good, secondary cells that cannot be protected and are hidden in vain; tell whether there are any."""
        cells = self.ledger.system.cells
        vain = {int(view.watch.cells[row]) for row in view.narrow}
        vain = {cell for cell in vain & self.suppressed if not self.rule.primary(cells[cell])}
        self.suppressed -= vain
        self.shown[list(vain)] = self.price.barred[list(vain)] = True
        return bool(vain)

    def scatter(self) -> None:
        """See how far the cells can move without any more suppression, by points that are cheap to find."""
        watch = Watch(self.ledger, self.suppressed, self.rule, self.own)
        reach = Reach(watch.matrix, self.ledger.space(self.suppressed, {}))
        reach.scatter(*watch.needs())
        self.note(reach.space.split(reach.points))

    def settle(self) -> None:
        """Pay for moves one by one, each within its neighbourhood, the lightest cells first."""
        for index in sorted(self.unproven(), key=lambda cell: (self.ledger.weights[cell], cell)):
            for move in self.moves(index):
                if move in self.moves(index) and self.narrow(index):
                    self.pay(self.price.near(index), [move], {})

    def narrow(self, index: int) -> bool:
        """Tell whether a cell is not yet known to be protected."""
        cell, low, high = self.ledger.system.cells[index], self.proofs.low[index], self.proofs.high[index]
        if low <= self.rule.floor and high >= self.rule.highest:
            return False
        return (cell.sensitive and cell.value <= self.rule.highest) or bool(high - low < self.rule.spread)

    def give_back(self) -> None:
        """Show secondary cells again, the heaviest first, where what rests on them can be proven without.

        A cell is tried by the points that do not move it; for what these do not prove, a move within the neighbourhood
        must be free of cost.
        """
        down, up = self.ends()
        support = Support(self.proofs, down, up)
        cells = self.ledger.system.cells
        chosen = [cell for cell in self.suppressed if not self.rule.primary(cells[cell])]
        for cell in sorted(chosen, key=lambda index: (-self.ledger.weights[index], index)):
            lower, upper, gone = support.broken(cell)
            moves = [(int(index), down[index] - self.ledger.values[index]) for index in lower if index != cell]
            moves += [(int(index), up[index] - self.ledger.values[index]) for index in upper if index != cell]
            if len(moves) > MOST:
                continue
            self.shown[cell] = True
            points = self.free(moves)
            if points is None:
                self.shown[cell] = False
                continue
            self.suppressed.discard(cell)
            support.drop(gone)
            down[cell], up[cell] = np.inf, -np.inf
            for moved, reached in points:
                support.add(moved, reached)

    def free(self, moves: list[Move]) -> list[tuple[Cells, Vector]] | None:
        """Return points that make moves without any more suppression, None if one of them cannot be made so."""
        points: list[tuple[Cells, Vector]] = []
        for cell, by in moves:
            wanted = self.ledger.values[cell] + by
            if any(_reaches(point, cell, wanted, by) for point in points):
                continue
            found = self.price.move(self.price.near(cell), [(cell, by)], self.shown, {})
            if found is None or found[1] is None or self.shown[found[0]].any():
                return None
            values = self.ledger.cells @ found[1]
            moved = np.flatnonzero(values != self.ledger.values)
            points.append((moved, values[moved]))
        return points

    def ends(self) -> tuple[Vector, Vector]:
        """Return, per cell, the values that proofs must go on reaching; infinite where nothing is asked."""
        size = len(self.ledger.values)
        down, up = np.full(size, np.inf), np.full(size, -np.inf)
        watch = Watch(self.ledger, self.suppressed, self.rule, self.own)
        small, wide = watch.cells[watch.small], watch.cells[watch.wide]
        down[small], up[small] = self.rule.floor, self.rule.highest
        up[wide] = np.minimum(self.proofs.high[wide], self.ledger.values[wide] + self.rule.spread)
        down[wide] = up[wide] - self.rule.spread
        return down, up

    def serve(self, ranges: dict[int, Range], exact: bool = False) -> None:
        """Pay for moves, many at a time, until every cell has been moved as far as it must be, or could not be."""
        tried: set[Move] = set()
        while True:
            open_moves = [move for index in self.unproven() for move in self.moves(index) if move not in tried]
            if not open_moves:
                return
            for block in self.price.blocks:
                own = [move for move in open_moves if move[0] in block.place]
                batch = self.choose(block, own)
                if batch:
                    tried.update(batch)
                    self.share(block, batch, ranges, exact)

    def share(self, block: Block, moves: list[Move], ranges: dict[int, Range], exact: bool = False) -> None:
        """Pay for moves together, or for each half if they exclude each other."""
        moves = [move for move in moves if move in self.moves(move[0])]
        if moves and not self.pay(block, moves, ranges, exact) and len(moves) > 1:
            self.share(block, moves[: len(moves) // 2], ranges, exact)
            self.share(block, moves[len(moves) // 2 :], ranges, exact)

    def choose(self, block: Block, moves: list[Move]) -> list[Move]:
        """Return moves of cells that have no atom in common."""
        taken = np.zeros(len(block.atoms), dtype=bool)
        batch: list[Move] = []
        for place in self.chance.permutation(len(moves)):
            row = block.place[moves[place][0]]
            atoms = block.matrix.indices[block.matrix.indptr[row] : block.matrix.indptr[row + 1]]
            if not taken[atoms].any():
                taken[atoms] = True
                batch.append(moves[place])
            if len(batch) >= BATCH:
                break
        return batch

    def pay(self, block: Block, moves: list[Move], ranges: dict[int, Range], exact: bool = False) -> bool:
        """Suppress what it takes to make the moves; tell whether there is a way."""
        found = self.price.move(block, moves, self.shown, ranges, exact)
        if found is None:
            return False
        moved, point = found
        more = {int(cell) for cell in moved if not self.ledger.hidden[cell]} - self.suppressed
        self.suppressed |= more
        self.shown[list(more)] = False
        if point is not None:
            self.note(csr_matrix(point - self.ledger.truth))
        return True

    def note(self, deviations: csr_matrix) -> None:
        """Take deviations of atoms, one in a row, as proof for all cells."""
        moved = csr_matrix(deviations @ self.ledger.cells.T)
        moved.eliminate_zeros()
        moved.sort_indices()
        for first, last in pairwise(moved.indptr):
            cells = moved.indices[first:last].astype(np.int64)
            self.proofs.add(cells, self.ledger.values[cells] + moved.data[first:last])

    def unproven(self) -> list[int]:
        """Return the cells not yet known to be protected: the small ones, or when there are no more, the others."""
        watch = Watch(self.ledger, self.suppressed, self.rule, self.own)
        narrow = watch.narrow(self.proofs.low[watch.cells], self.proofs.high[watch.cells])
        first = narrow & watch.small
        return [int(cell) for cell in watch.cells[first if first.any() else narrow]]

    def moves(self, index: int) -> list[Move]:
        """Return the moves that would protect a cell: both ends for a small one, as far as they are not proven."""
        cell, low, high = self.ledger.system.cells[index], self.proofs.low[index], self.proofs.high[index]
        if not (cell.sensitive and cell.value <= self.rule.highest):
            by = low + self.rule.spread - cell.value
            return [(index, float(by))] if by > 0 else [(index, float(high - self.rule.spread - cell.value))]
        ends = [self.rule.highest - cell.value] if high < self.rule.highest else []
        return [(index, float(end)) for end in ends + ([self.rule.floor - cell.value] if low > self.rule.floor else [])]


def _reaches(point: tuple[Cells, Vector], cell: int, wanted: float, by: float) -> bool:
    place = np.searchsorted(point[0], cell)
    if place == len(point[0]) or point[0][place] != cell:
        return False
    return bool(point[1][place] >= wanted if by > 0 else point[1][place] <= wanted)
