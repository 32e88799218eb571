"""Series keys: a number for each combination of unit, level, term, element and dimensions."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from catalogue.forms import AskedCells
from store.schema import series
from store.submissions import append_rows

Key = tuple[str, str, str | None, str, str, str, str, str]
KEY = ("unit_id", "level", "term", "element", "measure", "sex", "ethnicity", "age")


def keys(asked: AskedCells) -> Iterator[Key]:
    """The series of each cell that a form asks for, in order."""
    for unit_id, level, term, element, c in zip(
        asked.unit_id, asked.level, asked.term, asked.element, asked.column, strict=True
    ):
        yield (unit_id, level, term, element, c.measure, c.sex, c.ethnicity, c.age)


class SeriesIndex:
    """Finds the numbers of series and makes new ones; used inside one transaction."""

    def __init__(self, connection: Connection, units: Collection[str]) -> None:
        """Read the series of `units` that the store knows."""
        self._connection = connection
        s = series.c
        rows = connection.execute(select(s.series_id, *(s[name] for name in KEY)).where(s.unit_id.in_(list(units))))
        self._ids: dict[Key, int] = {tuple(key): number for number, *key in rows}
        self._last = int(connection.execute(select(func.coalesce(func.max(s.series_id), 0))).scalar_one())
        self._new: list[dict[str, Any]] = []
        self._of_form: dict[int, tuple[AskedCells, list[int]]] = {}  # by identity: many files share one form

    def ids(self, asked: AskedCells) -> list[int]:
        """Return the series of each cell that a form asks for."""
        known = self._of_form.get(id(asked))
        if known is None:
            known = (asked, [self._id(kind, key) for kind, key in zip(asked.kind, keys(asked), strict=True)])
            self._of_form[id(asked)] = known
        return known[1]

    def _id(self, kind: str, key: Key) -> int:
        found = self._ids.get(key)
        if found is None:
            found = self._last = self._last + 1
            self._ids[key] = found
            self._new.append({"series_id": found, "kind": kind, **dict(zip(KEY, key, strict=True))})
        return found

    def save(self) -> None:
        """Add the new series to the store."""
        append_rows(self._connection, series, self._new)
        self._new = []
