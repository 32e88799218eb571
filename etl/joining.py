"""Several files of one unit and period: what they say together, and where they contradict each other."""

from collections.abc import Iterable

from sqlalchemy import Connection

from etl.candidates import Candidate
from etl.problems import Problem
from store import said
from store.said import Cell
from store.series import Key, keys
from store.submissions import Version


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
        shown: dict[Key, Cell] = {}
        for version in sorted(in_force, key=lambda version: version.recorded_from):
            shown |= {key: cell for key, cell in self._of(version).items() if cell.answered}
        pairs = [(cell, shown[key]) for key, cell in mine.items() if key in shown]
        return [(one, other) for one, other in pairs if not one.agrees(other)]

    def covers(self, mine: dict[Key, Cell], version: Version) -> bool:
        """Whether a file answers every cell that the version answers."""
        return all(key in mine and mine[key].answered for key, cell in self._of(version).items() if cell.answered)

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


def _text(cell: Cell) -> str:
    if cell.state == "not_applicable":
        return "x"
    return cell.text or "" if cell.value is None else f"{cell.value:.15g}"
