"""What changed between two publications, value by value, and why.

A value is of a unit at a level and time, or the total of what lies in a district or the
province. Its causes are those of the records in between, see `indicators.causes`; a total has
those of the values it sums.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.definitions import Definitions
from catalogue.errors import UsageError
from indicators.causes import KINDS, Cause, Evidence, key_of
from indicators.compute import name_of
from store import changes as records
from store.difference import TOUCHED, value_of
from store.past import Moment

Row = dict[str, Any]
Key = tuple[Any, ...]
UNKNOWN = Cause("unknown")
ABOUT_CELL = ("part", "element", "measure", "sex", "ethnicity", "age")


@dataclass(frozen=True)
class Said:
    """A value as a side tells it: percentage 0–100 or count; how many units gave it, of how many expected."""

    value: float | None
    numerator: float | None
    denominator: float | None
    state: str | None  # None: nobody asked for it
    reported: int
    expected: int


@dataclass(frozen=True)
class Change:
    """A value that differs, with its causes and the cells that say something else."""

    indicator: str
    series: str
    unit_id: str
    unit: str
    level: str
    period: str
    total: bool
    before: Said
    after: Said
    difference: float | None  # percentage points, or the count
    causes: tuple[Cause, ...]
    cells: tuple[Row, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        found = {cause.kind for cause in self.causes}
        return tuple(kind for kind in KINDS if kind in found)

    def as_dict(self) -> Row:
        names = ("indicator", "series", "unit_id", "unit", "level", "period", "total")
        return {
            **{name: getattr(self, name) for name in names}, "before": vars(self.before), "after": vars(self.after),
            "difference": self.difference, "causes": [cause.as_dict() for cause in self.causes], "cells": list(self.cells),
        }  # fmt: skip


@dataclass(frozen=True)
class Changes:
    """All that changed from one state of knowledge to a later one; the definitions of each side, by their hash."""

    before: Moment
    after: Moment
    definitions: tuple[str, str]
    values: tuple[Change, ...] = field(default=())

    @property
    def same_definitions(self) -> bool:
        return self.definitions[0] == self.definitions[1]

    def count(self) -> dict[str, int]:
        """How many values each cause is behind, in the order of `KINDS`; one with several is counted for each."""
        return counted(self.values)


def counted(values: Iterable[Change]) -> dict[str, int]:
    """How many of these values each cause is behind, in the order of `KINDS`."""
    found = Counter(kind for change in values for kind in change.kinds)
    return {kind: found[kind] for kind in KINDS if kind in found}


def changes(definitions: Definitions, before: Moment, after: Moment) -> Changes:
    """Compare two states of knowledge.

    Raises:
        UsageError: the second is not later than the first.
    """
    if before.at >= after.at:
        raise UsageError("changes_order", since=before.identifier, until=after.identifier)
    with records.between(before, after) as connection:
        versions = [records.facts(connection, side).get("definitions", "") for side in (records.BEFORE, records.AFTER)]
        rows = records.values(connection)
        otherwise = records.placed_otherwise(connection) if rows else []
        cells = _by_value(records.cells(connection)) if rows else {}
        evidence = Evidence(connection, definitions, before, after)
    causes: dict[Key, list[Cause]] = {
        key_of(row): evidence.of_value(row, cells.get(key_of(row), ())) for row in rows if not row["total"]
    }
    inside = _members(rows, otherwise, causes, evidence)
    found = []
    for row in rows:
        key = key_of(row)
        below = inside[key] if row["total"] or not causes[key] else ()
        why = tuple(dict.fromkeys([*([] if row["total"] else causes[key]), *below])) or (UNKNOWN,)
        told = () if row["total"] else tuple(_cell(cell, evidence) for cell in cells.get(key, ()))
        found.append(_change(row, definitions, why, told))
    return Changes(before, after, (versions[0], versions[1]), tuple(found))


def _members(
    rows: Iterable[Row], otherwise: Iterable[Row], causes: Mapping[Key, list[Cause]], evidence: Evidence
) -> Mapping[Key, list[Cause]]:
    """The causes of the values that lie in each total, on either side."""
    inside: dict[Key, list[Cause]] = defaultdict(list)
    own = [(row, causes[key_of(row)]) for row in rows if not row["total"]]
    own += [(row, list(evidence.of_place(row))) for row in otherwise]
    for row, why in own:
        above = {row["unit_id"]} | {row[f"{side}_{name}"] for side in ("old", "new") for name in ("parent_id", "province_id")}
        for unit_id in above - {None}:
            total = dict(zip(TOUCHED, (row[name] for name in TOUCHED), strict=True)) | {"unit_id": unit_id}
            inside[key_of(total)] += why
    return inside


def _change(row: Row, definitions: Definitions, causes: tuple[Cause, ...], cells: tuple[Row, ...]) -> Change:
    count = definitions.indicators[row["indicator"]].kind == "count" if row["indicator"] in definitions.indicators else False
    before, after = (_said(row, side, count=count) for side in ("old", "new"))
    both = before.value is not None and after.value is not None
    return Change(
        row["indicator"], row["series"], row["unit_id"], name_of(definitions, row["unit_id"]) or "", row["level"],
        row["period"], row["total"], before, after,
        after.value - before.value if both else None,  # type: ignore[operator]
        causes, cells,
    )  # fmt: skip


def _said(row: Row, side: str, *, count: bool) -> Said:
    numerator, denominator, share = (row[f"{side}_{name}"] for name in ("numerator", "denominator", "share"))
    return Said(
        value_of(numerator, denominator, share, count=count), numerator, None if count else denominator,
        row[f"{side}_state"], row[f"{side}_units"] or 0, row[f"{side}_expected"] or 0,
    )  # fmt: skip


def _cell(cell: Row, evidence: Evidence) -> Row:
    """A cell before and after: its file, version, sheet and place, what it says."""
    told = {name: cell[name] for name in ABOUT_CELL}
    return told | {"before": evidence.place(cell, "old"), "after": evidence.place(cell, "new")}


def _by_value(cells: Iterable[Row]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = defaultdict(list)
    for cell in cells:
        found[key_of(cell)].append(cell)
    return found
