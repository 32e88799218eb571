"""What versions say, cell by cell, in memory: read only where files of one unit and period must be compared."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, select

from store.schema import observation, series
from store.series import KEY, Key
from store.steps import submissions_in_force
from store.submissions import Version


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says, and where it stands."""

    state: str
    value: float | None
    text: str | None
    file: str
    sheet: str
    cell: str

    @property
    def answered(self) -> bool:
        return self.state != "missing"

    def agrees(self, other: "Cell") -> bool:
        """Whether both say the same, or one of them says nothing."""
        if not (self.answered and other.answered):
            return True
        return (self.state, self.value, self.text) == (other.state, other.value, other.text)


def cells(connection: Connection, version: Version) -> dict[Key, Cell]:
    """What a stored version says of each series."""
    o, s = observation.c, series.c
    rows = connection.execute(
        select(*(s[name] for name in KEY), o.state, o.value, o.text, o.sheet, o.cell)
        .join_from(observation, series, s.series_id == o.series_id)
        .where(o.submission_id == version.submission_id)
    )
    width = len(KEY)
    found: dict[Key, Cell] = {}
    for row in rows:
        state, value, text, sheet, cell = row[width:]
        found[tuple(row[:width])] = Cell(state, value, text, version.file_name, sheet, cell)
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """What is in force of a series."""

    state: str
    value: float | None
    text: str | None
    demonstration: bool


def in_force(connection: Connection, unit_id: str, period: str, at: dt.datetime) -> dict[Key, Said]:
    """What the files in force of a unit and period say together at `at`: where several answer a cell, the latest does."""
    force = submissions_in_force(at)
    o, s = observation.c, series.c
    rows = connection.execute(
        select(*(s[name] for name in KEY), o.state, o.value, o.text, force.c.demonstration)
        .select_from(observation.join(force, force.c.submission_id == o.submission_id).join(series, s.series_id == o.series_id))
        .where(force.c.unit_id == unit_id, force.c.period == period)
        .order_by(o.state != "missing", force.c.recorded_from)
    )
    width = len(KEY)
    return {tuple(row[:width]): Said(*row[width:]) for row in rows}
