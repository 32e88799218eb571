"""Several files of one unit and period: what they say together, and where they contradict each other."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection

from catalogue.form_models import Column
from etl.candidates import Candidate
from etl.problems import Problem
from store import said
from store.said import Cell
from store.series import Key, keys
from store.submissions import Version


class Excess(NamedTuple):
    """A part that is larger than its whole; `mine` is the one of the two that the new file states."""

    part: Cell
    whole: Cell
    mine: Cell

    @property
    def other(self) -> Cell:
        return self.whole if self.mine is self.part else self.part


class Parts:
    """Compares a partial file with what is in force; stored versions are read when first asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cells: dict[int, dict[Key, Cell]] = {}
        self._new: dict[int, Candidate] = {}

    def add(self, candidate: Candidate) -> None:
        """Take note of a new version of this run, which the store does not hold yet."""
        if candidate.entry:
            self._new[candidate.entry.submission_id] = candidate

    def contradictions(self, mine: dict[Key, Cell], in_force: Iterable[Version]) -> list[tuple[Cell, Cell]]:
        """Cells of which another file says something else, each with the other. A blank contradicts nothing.

        Args:
            mine: what a file says.
            in_force: the other versions of its unit and period; of what they say of one cell,
                the one recorded last counts.
        """
        shown = self._shown(in_force)
        pairs = [(cell, shown[key]) for key, cell in mine.items() if key in shown]
        return [(one, other) for one, other in pairs if not one.agrees(other)]

    def excesses(self, mine: dict[Key, Cell], in_force: Iterable[Version], columns: Iterable[Column]) -> list[Excess]:
        """Parts larger than their whole (women, total) of which a file states one and another file the other."""
        answered = {key: cell for key, cell in mine.items() if cell.answered}
        others = {key: cell for key, cell in self._shown(in_force).items() if key not in answered}
        by_id = {column.id: column for column in columns}
        pairs = {c.dimensions: by_id[c.part_of].dimensions for c in by_id.values() if c.part_of in by_id}
        found = []
        for ours, theirs in ((answered, others), (others, answered)):
            for key, part in ours.items():
                whole = theirs.get((*key[:4], *pairs[key[4:]])) if key[4:] in pairs else None
                if whole and part.value is not None and whole.value is not None and part.value > whole.value:
                    found.append(Excess(part, whole, part if ours is answered else whole))
        return found

    def covers(self, mine: dict[Key, Cell], version: Version) -> bool:
        """Whether a file answers every cell that the version answers."""
        return all(key in mine and mine[key].answered for key, cell in self._of(version).items() if cell.answered)

    def _shown(self, in_force: Iterable[Version]) -> dict[Key, Cell]:
        """What versions say together: of one cell, what was recorded last."""
        shown: dict[Key, Cell] = {}
        for version in sorted(in_force, key=lambda version: version.recorded_from):
            shown |= {key: cell for key, cell in self._of(version).items() if cell.answered}
        return shown

    def _of(self, version: Version) -> dict[Key, Cell]:
        number = version.submission_id
        if number not in self._cells:
            new = self._new.get(number)
            self._cells[number] = cells_of(new) if new else said.cells(self._connection, version)
        return self._cells[number]


def cells_of(candidate: Candidate) -> dict[Key, Cell]:
    """What a candidate says of each series."""
    if candidate.asked is None:
        return {}
    r, name = candidate.readings, candidate.file.path.name
    rows = zip(keys(candidate.asked), r.state, r.value, r.text, r.places.sheet, r.places.cell, strict=True)
    return {key: Cell(state, value, text, name, sheet, cell) for key, state, value, text, sheet, cell in rows}


def contradiction(one: Cell, other: Cell) -> Problem:
    """Two files of one unit and period that say different things of one cell, as a problem of the first."""
    about = (("file", one.file), ("other_file", other.file), ("other_sheet", other.sheet), ("other_cell", other.cell))
    return Problem("contradicts_other_file", one.sheet, one.cell, _text(one), _text(other), about=about)


def excess(found: Excess) -> Problem:
    """A part that exceeds the whole which another file states, as a problem of the new file."""
    mine, other = found.mine, found.other
    about = (("file", mine.file), ("other_file", other.file), ("other_sheet", other.sheet), ("other_cell", other.cell),
             ("part", _text(found.part)), ("whole", _text(found.whole)))  # fmt: skip
    return Problem("part_exceeds_other_file", mine.sheet, mine.cell, _text(mine), _text(other), about=about)


def _text(cell: Cell) -> str:
    if cell.state == "not_applicable":
        return "x"
    return cell.text or "" if cell.value is None else f"{cell.value:.15g}"
