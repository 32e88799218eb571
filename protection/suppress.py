"""Which further cells must be suppressed, over all linked cells at once, for the small ones to be protected."""

from dataclasses import dataclass

import numpy as np

from protection.knowledge import Ledger, Range
from protection.price import Price
from protection.promise import given_away, needs, protected, watch
from protection.reach import BOX, Reach
from protection.system import Exposed, Interval, Rule, System


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
    if any(rule.small(cell) and not cell.fixed for cell in system.cells):
        search = Search(ledger, rule, suppressed)
        search.run()
    secondary = frozenset(suppressed - primary)
    return Pattern(primary, secondary, float(sum(system.cells[index].weight for index in secondary)))


class Search:
    """Suppresses cells until the promise holds."""

    def __init__(self, ledger: Ledger, rule: Rule, suppressed: set[int]) -> None:
        self.ledger, self.rule, self.suppressed = ledger, rule, suppressed
        self.price = Price(ledger, BOX)

    def run(self) -> None:
        """Add to the suppressed cells; Exposed if no addition helps."""
        exact = False
        while True:
            ranges, reach, watched, narrow = self.look()
            if not narrow:
                return
            before = len(self.suppressed)
            self.reach, self.low, self.high = reach, *self._everywhere(reach)
            for row in narrow:
                self.serve(int(watched[row]), ranges, exact)
            if len(self.suppressed) == before:
                if exact:
                    self.fail(reach, watched, narrow)
                exact = True
            else:
                exact = False

    def look(self) -> tuple[dict[int, Range], Reach, np.ndarray, list[int]]:
        """Return what readers can tell now, and which of the cells watched are too narrow."""
        watched = watch(self.ledger, self.suppressed)
        ranges: dict[int, Range] = {}
        while True:
            reach = Reach(self.ledger.cells[watched], self.ledger.space(self.suppressed, ranges))
            reach.widen(*needs(self.ledger, watched, self.rule))
            more = given_away(self.ledger, watched, reach, self.rule)
            if more.keys() <= ranges.keys():
                break
            ranges |= more
        cells = self.ledger.system.cells
        narrow = [
            row
            for row, index in enumerate(watched)
            if (not cells[index].hidden or self.rule.small(cells[index]))
            and not protected(cells[index], reach.low[row], reach.high[row], self.rule)
        ]
        return ranges, reach, watched, narrow

    def serve(self, index: int, ranges: dict[int, Range], exact: bool) -> None:
        """Suppress what it takes for one cell."""
        cell = self.ledger.system.cells[index]
        for by in self._moves(index):
            if protected(cell, self.low[index], self.high[index], self.rule):
                return
            found = self.price.move(index, by, self.suppressed, ranges, exact)
            if found is None:
                continue
            more, point = found
            self.suppressed |= {int(place) for place in more}
            if point is not None:
                values = self.ledger.cells @ point
                self.low, self.high = np.minimum(self.low, values), np.maximum(self.high, values)

    def _moves(self, index: int) -> list[float]:
        cell, low, high = self.ledger.system.cells[index], self.low[index], self.high[index]
        if cell.sensitive and cell.value <= self.rule.highest:
            ends = []
            if high < self.rule.highest:
                ends.append(self.rule.highest - cell.value)
            if low > self.rule.floor:
                ends.append(self.rule.floor - cell.value)
            return ends
        return [low + self.rule.spread - cell.value, high - self.rule.spread - cell.value]

    def _everywhere(self, reach: Reach) -> tuple[np.ndarray, np.ndarray]:
        low, high = self.ledger.values.copy(), self.ledger.values.copy()
        for point in reach.points:
            values = self.ledger.cells @ point
            low, high = np.minimum(low, values), np.maximum(high, values)
        return low, high

    def fail(self, reach: Reach, watched: np.ndarray, narrow: list[int]) -> None:
        raise Exposed(
            self.ledger.system, [Interval(int(watched[row]), float(reach.low[row]), float(reach.high[row])) for row in narrow]
        )
