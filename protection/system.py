"""What is to be protected: cells over atoms, what readers know besides, and the rule of small counts.

An atom is a whole number ≥ 0 that no reader is told by itself. A cell is a sum of atoms and is shown, suppressed or hidden.
Tables, margins, hierarchies, periods and derived values are all cells over the same atoms, so that links need no other form.
"""

from collections.abc import Hashable
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """A sum of atoms with its true value.

    `weight` is the loss when it is suppressed (totals weigh more). `sensitive`: the rule applies to it; others may be
    suppressed for the sake of others only. `fixed`: shown in any case (it is published elsewhere), so never suppressed and,
    if small, known already and not counted as exposed. `hidden`: never shown, but a reader could derive it (men = total -
    women, second half = year - first half): if it is small it must be protected as if it were suppressed.
    """

    key: Hashable
    atoms: tuple[int, ...]
    value: float
    weight: float = 1.0
    sensitive: bool = True
    fixed: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class System:
    """Cells over `size` atoms and what readers know besides.

    `at_most`: pairs (small atoms, large atoms), readers know that Σ small ≤ Σ large. `released`: (atoms, value), sums that
    earlier releases published. `insiders`: groups of atoms that one contributor knows (a unit its own reports): the rule must
    hold against each of them too, for every cell that holds an atom which is not its own. ValueError for an atom out of range,
    a value that is not a whole number ≥ 0, and a cell that names an atom twice.
    """

    size: int
    cells: tuple[Cell, ...]
    at_most: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = ()
    released: tuple[tuple[tuple[int, ...], float], ...] = ()
    insiders: tuple[tuple[int, ...], ...] = ()

    def __post_init__(self) -> None:
        for key, atoms, value in [(c.key, c.atoms, c.value) for c in self.cells] + [("released", *r) for r in self.released]:
            if value < 0 or value != int(value):
                raise ValueError(f"{key}: {value} is not a whole number ≥ 0")
            if len(set(atoms)) < len(atoms):
                raise ValueError(f"{key}: an atom is named twice")
            self._check(key, atoms)
        for pair in self.at_most:
            self._check("at_most", (*pair[0], *pair[1]))
        for group in self.insiders:
            self._check("insiders", group)

    def _check(self, key: Hashable, atoms: tuple[int, ...]) -> None:
        if atoms and not (min(atoms) >= 0 and max(atoms) < self.size):
            raise ValueError(f"{key}: an atom outside 0..{self.size - 1}")


@dataclass(frozen=True)
class Rule:
    """Counts lowest..highest are small, and zeros too if they are not shown.

    Protected means, for what readers can tell of a cell by the whole-number solutions of all they know:
    - a small cell may be every bound of the rule: its interval reaches down to `floor` and up to `highest`;
    - a suppressed zero, where zeros are shown, is held to the same, or the reader would know that it cannot be a small one;
    - any other suppressed cell is protected like a small one, or leaves an interval at least `spread` wide.
    """

    lowest: int = 1
    highest: int = 4
    zeros_shown: bool = True

    @property
    def floor(self) -> int:
        return self.lowest if self.zeros_shown else 0

    @property
    def spread(self) -> int:
        return self.highest - self.lowest + 1

    def small(self, cell: Cell) -> bool:
        """Tell whether the rule makes the cell small by itself."""
        return cell.sensitive and self.floor <= cell.value <= self.highest

    def primary(self, cell: Cell) -> bool:
        """Tell whether the cell would be shown and must be suppressed because it is small."""
        return self.small(cell) and not cell.fixed and not cell.hidden


@dataclass(frozen=True)
class Interval:
    """What a reader can tell of a cell (an index): it is one of the whole numbers low..high."""

    cell: int
    low: float
    high: float


class Exposed(Exception):
    """Cells that a reader could tell too closely; `cells` are their keys, `intervals` what can be told."""

    def __init__(self, system: System, intervals: list[Interval]) -> None:
        self.intervals = intervals
        self.cells = tuple(system.cells[interval.cell].key for interval in intervals)
        shown = [
            f"{key}: {interval.low:g}..{interval.high:g}" for key, interval in zip(self.cells[:10], intervals, strict=False)
        ]
        more = len(intervals) - len(shown)
        super().__init__("readers could tell " + "; ".join(shown) + (f"; +{more}" if more else ""))
