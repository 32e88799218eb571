"""What the rule promises of each cell that is not shown, and what that promise itself tells readers."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from protection.knowledge import Ledger, Range
from protection.reach import Reach
from protection.solver import INFINITE, Vector
from protection.space import Space
from protection.system import Interval, Rule

NEARBY = 8  # given away that much above the highest: counted from the start, others when a point disagrees
Mask = NDArray[np.bool_]


class Watch:
    """The cells that are not shown, without those that consist of the reader's own atoms; masks are over these cells.

    `small`: must be able to be everything from floor to highest: small cells and suppressed zeros. `wide`: other suppressed
    cells. `telling`: sensitive cells that are not small, of which readers learn that they are not if the interval tells.
    """

    def __init__(self, ledger: Ledger, suppressed: Collection[int], rule: Rule, own: Collection[int] = ()) -> None:
        absent = ledger.hidden.copy()
        absent[list(suppressed)] = True
        others = np.ones(ledger.system.size)
        others[list(own)] = 0
        self.cells = np.flatnonzero(absent & (ledger.cells @ others > 0))
        self.ledger, self.rule, self.matrix = ledger, rule, ledger.cells[self.cells]
        self.value = ledger.values[self.cells]
        hidden, sensitive = ledger.hidden[self.cells], ledger.sensitive[self.cells]
        low = sensitive & (self.value <= rule.highest)
        self.small: Mask = low & (~hidden | (self.value >= rule.floor))
        self.wide: Mask = ~hidden & ~self.small
        self.telling: Mask = sensitive & ((self.value > rule.highest) | (self.value < rule.floor))

    def whole(self, low: Vector, high: Vector) -> Mask:
        """Tell which cells can be everything from floor to highest, as far as intervals tell."""
        return (low <= self.rule.floor) & (high >= self.rule.highest)

    def narrow(self, low: Vector, high: Vector) -> Mask:
        """Tell which cells are not protected."""
        return (self.small | self.wide) & ~self.whole(low, high) & (self.small | (high - low < self.rule.spread))

    def needs(self) -> tuple[Vector, Vector]:
        """Return what to look for, per cell: a value at or below, a value at or above (infinite: nothing)."""
        asked = self.small | self.telling
        down, up = np.where(asked, self.rule.floor, np.inf), np.where(asked, self.rule.highest, -np.inf)
        return down, np.where(self.wide, self.value + self.rule.spread, up)

    def given(self, reach: Reach) -> dict[int, Range]:
        """Return what the promise tells of cells that cannot be everything from floor to highest: they are not small."""
        above, below = (self.rule.highest + 1.0, INFINITE), (0.0, self.rule.floor - 1.0)
        return {
            int(self.cells[row]): above if self.value[row] > self.rule.highest else below
            for row in np.flatnonzero(self.telling & ~self.whole(reach.low, reach.high) & (reach.lowest < reach.highest))
        }


@dataclass(frozen=True)
class View:
    """What one reader can tell of the cells watched; `ranges`: what the promise gave away."""

    watch: Watch
    reach: Reach
    ranges: dict[int, Range]

    @property
    def narrow(self) -> NDArray[np.int64]:
        """Rows of the cells that are not protected."""
        return np.flatnonzero(self.watch.narrow(self.reach.low, self.reach.high))

    def interval(self, row: int) -> Interval:
        return Interval(int(self.watch.cells[row]), float(self.reach.low[row]), float(self.reach.high[row]))


def look(ledger: Ledger, suppressed: Collection[int], rule: Rule, own: tuple[int, ...] = (), sure: bool | None = None) -> View:
    """Return what a reader can tell who knows all that is shown, the atoms that are his `own`, and the promise.

    `sure`: work out what the promise gives away indeed. Not `sure`: suppose, which is faster and never too little, that
    it gives away every cell that was not seen to keep its secret. None: only be sure if supposing leaves cells narrow.
    """
    watch = Watch(ledger, suppressed, rule, own)
    view = _look(watch, suppressed, own, bool(sure))
    return _look(watch, suppressed, own, True) if sure is None and len(view.narrow) else view


def _look(watch: Watch, suppressed: Collection[int], own: tuple[int, ...], sure: bool) -> View:
    binding: dict[int, Range] = {}
    given: dict[int, Range] = {}
    points: list[Vector] = []
    while True:
        space = watch.ledger.space(suppressed, binding, own)
        reach = Reach(watch.matrix, space, points)
        asked = watch.small | (watch.telling & ~np.isin(watch.cells, list(given)))
        _insist(watch, reach, asked, sure)
        given |= watch.given(reach)
        points, broken = _kept(watch.ledger, space, reach.points, given)
        if broken:
            reach = reach.only(points)
        if watch.given(reach).keys() <= given.keys() and not (broken and watch.narrow(reach.low, reach.high).any()):
            return View(watch, reach, given)
        near = [cell for cell in given if watch.ledger.values[cell] <= watch.rule.highest + NEARBY]
        binding |= {cell: given[cell] for cell in (*broken, *near)}


def _insist(watch: Watch, reach: Reach, asked: Mask, sure: bool) -> None:
    """Find what proves the cells asked for and the wide ones, by points of all together, then one by one."""
    down, up = watch.needs()
    down, up = np.where(asked, down, np.inf), np.where(asked | watch.wide, up, -np.inf)
    reach.scatter(down, up)
    each = asked if sure else watch.small
    reach.widen(np.where(each, down, np.inf), np.where(each, up, -np.inf))
    spread = watch.rule.spread
    for row in np.flatnonzero(watch.wide & watch.narrow(reach.low, reach.high)):
        if reach.high[row] - reach.low[row] < spread:
            reach.push(int(row), 1, float(reach.low[row]) + spread)
        if reach.high[row] - reach.low[row] < spread:
            reach.push(int(row), -1, spread - float(reach.high[row]))


def _kept(ledger: Ledger, space: Space, points: list[Vector], given: dict[int, Range]) -> tuple[list[Vector], list[int]]:
    """Return the points, and the parts of others, that agree with what is given away; and the cells where some do not."""
    if not given or not points:
        return points, []
    cells = np.array(list(given))
    lower, upper = np.array(list(given.values())).T
    wrong = _wrong(ledger.cells[cells], np.array(points), lower, upper)
    bad = np.flatnonzero(wrong.any(axis=0))
    if not len(bad):
        return points, []
    pieces = space.split([points[place] for place in bad]).toarray() + space.start
    fine = np.flatnonzero(~_wrong(ledger.cells[cells], pieces, lower, upper).any(axis=0))
    kept = [points[place] for place in np.flatnonzero(~wrong.any(axis=0))]
    return [*kept, *pieces[fine]], [int(cell) for cell in cells[wrong.any(axis=1)]]


def _wrong(cells: csr_matrix, points: NDArray[np.float64], lower: Vector, upper: Vector) -> Mask:
    values = cells @ points.T
    return np.asarray((values < lower[:, None]) | (values > upper[:, None]))
