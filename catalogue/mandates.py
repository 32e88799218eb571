"""Which term of office a date falls in, for a family of bodies at a level."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from catalogue.models import Mandate


class Mandates:
    """The terms of office, by family (party, council) and level, in time order."""

    def __init__(self, mandates: Iterable[Mandate]) -> None:
        self._lines: dict[tuple[str, str], list[Mandate]] = defaultdict(list)
        for mandate in sorted(mandates, key=lambda m: m.event_date):
            self._lines[mandate.family, mandate.level].append(mandate)

    def current(self, family: str, level: str, date: dt.date) -> Mandate | None:
        """The mandate whose congress or election was the last one on or before `date`."""
        begun = [m for m in self._lines[family, level] if m.event_date <= date]
        return begun[-1] if begun else None

    def previous(self, family: str, level: str, date: dt.date) -> Mandate | None:
        begun = [m for m in self._lines[family, level] if m.event_date <= date]
        return begun[-2] if len(begun) > 1 else None

    def next_term(self, family: str, level: str, date: dt.date) -> str | None:
        """The term that follows the current one, at any level: people are planned for it
        even where the level itself will have ended by then."""
        current = self.current(family, level, date)
        later = [m.term for line in self._lines.values() for m in line
                 if m.family == family and m.level != "central" and current and m.term > current.term]  # fmt: skip
        return min(later, default=None)

    def of(self, family: str, level: str, term: str) -> Mandate | None:
        return next((m for m in self._lines[family, level] if m.term == term), None)
