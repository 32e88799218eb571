"""Which unit of one map a unit of another became: the changes of units, composed over time.

A map holds from one change to the next. Between two maps that follow each other each unit has
one or more successors; composed, they say where a unit's territory and bodies lie on any other
map, forwards and backwards. A unit lies whole in another only if all paths lead there; else
what it reported cannot be allotted, and only bounds can be told.

Source of the rule: a merger is the sum of its parts, a split has no sum (Nghị quyết on each
change, data/org_unit_changes.csv). A merger without a confirmed successor may have enlarged any
unit that continues within the same parent.
"""

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from catalogue.models import UnitChange
from catalogue.units import Unit

Reason = Literal["split", "merged", "successor_unknown", "abolished"]
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Placed:
    """Where a unit lies on a map: `whole` in one unit, or parts of it in several (`reason` says why).

    `shifted`: a boundary moved on the way, so that what happens on a territory is not comparable;
    bodies are.
    """

    targets: frozenset[str]
    reason: Reason | None = None
    shifted: bool = False

    @property
    def whole(self) -> bool:
        return len(self.targets) == 1


@dataclass(frozen=True)
class _Step:
    """From one map to the next: successors of each unit, forwards and backwards, and what is doubtful."""

    onward: Mapping[str, frozenset[str]]
    back: Mapping[str, frozenset[str]]
    unknown: frozenset[str]  # units whose successor is not confirmed, and those they may have enlarged
    shifted: frozenset[str]


class Succession:
    """Maps of all units over time. Read-only."""

    def __init__(self, units: Mapping[str, Unit], changes: Iterable[UnitChange]) -> None:
        self.units, self.changes = units, tuple(changes)
        self._by_date: dict[dt.date, list[UnitChange]] = defaultdict(list)
        for change in self.changes:
            self._by_date[change.date].append(change)
        self.dates = sorted(self._by_date)  # a new map holds from each of these days
        self._steps = [self._step(date) for date in self.dates]

    def map_of(self, date: dt.date) -> int:
        """Number of the map that holds on `date`: 0 before the first change."""
        return bisect_right(self.dates, date)

    def day_of(self, number: int) -> dt.date:
        """A day on which a map holds: its first; of the first map the last."""
        return self.dates[number - 1] if number else self.dates[0] - DAY

    @cached_property
    def _lives(self) -> dict[str, range]:
        """The maps on which each unit exists."""
        return {
            u.unit_id: range(
                self.map_of(u.valid_from) if u.valid_from else 0,
                (self.map_of(u.valid_to) if u.valid_to else len(self.dates)) + 1,
            )
            for u in self.units.values()
        }

    def life(self, unit_id: str) -> range:
        """The maps on which a unit exists."""
        return self._lives[unit_id]

    def place(self, unit_id: str, number: int, since: int | None = None) -> Placed:
        """Where a unit lies on map `number`; nowhere if it ended without a successor or began without a predecessor.

        Args:
            since: the map on which the unit is meant: one that continues may have been enlarged
                on the way. Without it, of the maps on which the unit exists, the nearest.
        """
        life = self._lives[unit_id]
        if not life:
            return Placed(frozenset())
        start = min(max(number if since is None else since, life.start), life.stop - 1)
        found, shifted = frozenset({unit_id}), False
        reason: Reason | None = None
        for place in range(start, number) if number > start else range(start - 1, number - 1, -1):
            step = self._steps[place]
            relation = step.onward if number > start else step.back
            shifted = shifted or bool(found & step.shifted)
            after = frozenset[str]().union(*(relation.get(name, frozenset()) for name in found))
            if not after:
                return Placed(after, "abolished", shifted)
            if found & step.unknown and len(after) > 1:
                reason = "successor_unknown"
            elif len(after) > len(found):
                reason = reason or ("split" if number > start else "merged")
            found = after
        return Placed(found, reason if len(found) > 1 else None, shifted)

    def _step(self, date: dt.date) -> _Step:
        before = {u.unit_id for u in self.units.values() if u.exists(date - DAY)}
        after = {u.unit_id for u in self.units.values() if u.exists(date)}
        onward = {name: {name} for name in before & after}
        for change in self._by_date[date]:
            onward.setdefault(change.from_unit_id, set())
            if change.to_unit_id:
                onward[change.from_unit_id].add(change.to_unit_id)
        doubtful = [c.from_unit_id for c in self._by_date[date] if not c.to_unit_id and c.change != "abolished"]
        known = {name: frozenset(to) for name, to in onward.items()}
        unknown: set[str] = set()
        for name in doubtful:
            near = self._continuing(name, known)
            onward[name] |= near
            unknown |= {name, *near}
        back: dict[str, set[str]] = defaultdict(set)
        for name, to in onward.items():
            for successor in to:
                back[successor].add(name)
        moved = [c for c in self._by_date[date] if c.change == "boundary_adjusted"]
        shifted = {name for c in moved for name in (c.from_unit_id, c.to_unit_id) if name}
        return _Step(
            {name: frozenset(to) for name, to in onward.items()}, {name: frozenset(of) for name, of in back.items()},
            frozenset(unknown), frozenset(shifted),
        )  # fmt: skip

    def _continuing(self, name: str, known: Mapping[str, frozenset[str]]) -> set[str]:
        """Units of the next map that go on from a unit under the same parent."""
        parent, level = self.units[name].parent_id, self.units[name].level
        return {
            successor
            for other, to in known.items()
            if self.units[other].parent_id == parent and self.units[other].level == level
            for successor in to
        }
