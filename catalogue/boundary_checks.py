"""What a change of units must keep true, on one date: lives, parents, kinds of change, areas.

Each rule is one function of a `Step` and yields faults; they hold the shipped data too (a test does).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from catalogue.boundary_faults import Fault, some
from catalogue.boundary_rows import Row
from catalogue.errors import Message
from catalogue.models import OrgUnit

DAY = dt.timedelta(days=1)
PARENTS = {"province": (), "district": ("province",), "commune": ("district", "province")}
DIGITS = {"province": 2, "district": 3, "commune": 5}  # of official codes
SPLIT = ("split_remainder", "split_off")
JOINING = ("merged_into", "enlarged")  # the successor is made of several
ALONE = ("status_change", "parent_changed")  # the same bodies go on: the successor is made of one unit
CARRYING = (*ALONE, "renamed_or_status", "boundary_adjusted", "enlarged")  # the unit that the successor goes on from
CLOSE = 0.01  # by how much areas of parts and of what they make may differ


@dataclass(frozen=True)
class Step:
    """The changes of one date and all units with the lives they have after it.

    `unclear`: units named in rows that cannot be read whole; nothing is concluded about them.
    """

    date: dt.date
    rows: tuple[Row, ...]
    units: Mapping[str, OrgUnit]
    unclear: frozenset[str] = frozenset()

    @cached_property
    def ended(self) -> list[OrgUnit]:
        return [u for u in self.units.values() if u.valid_to == self.date - DAY]

    @cached_property
    def begun(self) -> list[OrgUnit]:
        return [u for u in self.units.values() if u.valid_from == self.date]

    @cached_property
    def by_from(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            found[row.from_id].append(row)
        return dict(found)

    @cached_property
    def by_to(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            if row.to_id:
                found[row.to_id].append(row)
        return dict(found)

    def line(self, unit_id: str) -> int | None:
        """The first line that names a unit."""
        return min((row.line for row in self.rows if unit_id in (row.from_id, row.to_id)), default=None)


def check(step: Step) -> list[Fault]:
    """Return all faults of a step, by line."""
    found = [fault for rule in RULES for fault in rule(step)]
    return sorted(found, key=lambda fault: fault.line or 0)


def overlaps(step: Step) -> Iterator[Fault]:
    """Two versions of one official code never live at the same time."""
    for unit in step.begun:
        for other in step.units.values():
            if other.code == unit.code and other is not unit and other.unit_id not in step.unclear and _meet(unit, other):
                yield Fault("boundary_overlap", step.line(unit.unit_id), "to_code", unit.code, about=(("other", _told(other)),))


def gaps(step: Step) -> Iterator[Fault]:
    """What ends or begins has a row that says why."""
    for unit in step.ended:
        if unit.unit_id not in step.by_from:
            yield Fault("boundary_gap", found=_told(unit), about=(("date", step.date.isoformat()),))
    for unit in step.begun:
        if unit.unit_id not in step.by_to:
            yield Fault("boundary_gap", found=_told(unit), about=(("date", step.date.isoformat()),))


def names(step: Step) -> Iterator[Fault]:
    """A code has as many digits as its level has; a unit_id is the code @ the day it begins."""
    for unit in step.begun:
        line, digits = step.line(unit.unit_id), DIGITS[unit.level]
        if not (unit.code.isascii() and unit.code.isdigit() and len(unit.code) == digits):
            yield Fault("boundary_code", line, "to_code", unit.code, Message.of("expect_boundary_digits", digits=digits))
            continue  # of its unit_id nothing better can be said
        start = unit.unit_id.removeprefix(f"{unit.code}@")
        if start == unit.unit_id or len(start) < 4 or not step.date.isoformat().startswith(start):
            yield Fault("boundary_id", line, "to_unit_id", unit.unit_id, f"{unit.code}@{step.date:%Y-%m}")


def children(step: Step) -> Iterator[Fault]:
    """Whoever lies in a unit that ends goes on in a new version, with a new parent."""
    left: dict[str, list[OrgUnit]] = defaultdict(list)
    for unit in step.units.values():
        if unit.unit_id not in step.unclear and (unit.valid_to is None or unit.valid_to >= step.date):
            left[unit.parent_unit_id or ""].append(unit)
    for parent in step.ended:
        going_on = sorted(_told(child) for child in left[parent.unit_id] if child.valid_from < step.date)
        if going_on and parent.unit_id not in step.unclear:
            yield Fault("boundary_children", step.line(parent.unit_id), "from_unit_id", _told(parent),
                        about=(("children", some(going_on)), ("count", str(len(going_on)))))  # fmt: skip


def parents(step: Step) -> Iterator[Fault]:
    """What begins lies in a unit of the level above that lives as long."""
    for unit in step.begun:
        allowed, parent_id = PARENTS[unit.level], unit.parent_unit_id or ""
        about = (("unit", _told(unit)), ("date", step.date.isoformat()))
        place = (step.line(unit.unit_id), "to_parent_unit_id", parent_id)
        parent = step.units.get(parent_id)
        if not allowed or not parent_id:
            if bool(allowed) != bool(parent_id):
                yield Fault("boundary_parent_level", *place, ", ".join(allowed) or "–", about=about)
        elif parent is None:
            if parent_id not in step.unclear:
                yield Fault("boundary_parent_unknown", *place, ", ".join(allowed), about=about)
        elif parent.level not in allowed:
            yield Fault("boundary_parent_level", *place, ", ".join(allowed), about=about)
        elif parent_id not in step.unclear and not _inside(unit, parent):
            yield Fault("boundary_parent_not_then", *place, about=(*about, ("life", life(parent))))


def cycles(step: Step) -> Iterator[Fault]:
    """Nothing becomes, on one date, what it came from; nothing lies in itself."""
    for unit_id in sorted(step.by_from.keys() & step.by_to.keys()):
        yield Fault("boundary_cycle", step.by_to[unit_id][0].line, "to_unit_id", unit_id)
    for unit in step.begun:
        above, passed = unit.parent_unit_id, list[str]()
        while above and above not in passed:
            passed.append(above)
            above = step.units[above].parent_unit_id if above in step.units else None
        if unit.unit_id in passed:
            yield Fault("boundary_parent_cycle", step.line(unit.unit_id), "to_parent_unit_id", unit.unit_id)


def successors(step: Step) -> Iterator[Fault]:
    """A unit goes whole into one successor, is split among several, or is abolished."""
    for unit_id, rows in step.by_from.items():
        for row in rows:
            if row.kind == "abolished" and row.to_id:
                yield Fault("boundary_abolished_to", row.line, "to_unit_id", row.to_id)
            if not row.to_id and row.kind not in ("abolished", "merged_into"):
                yield Fault("boundary_successor_missing", row.line, "to_unit_id", "", row.kind)
        if unit_id in step.unclear:
            continue
        kinds, targets = [row.kind for row in rows], {row.to_id for row in rows}
        about = (("kinds", ", ".join(kinds)), ("count", str(len(targets))))
        if not set(kinds) <= set(SPLIT):
            if len(rows) > 1:
                yield Fault("boundary_whole", rows[1].line, "change", unit_id, about=about)
        elif len(targets) < 2:
            yield Fault("boundary_split_one", rows[0].line, "change", unit_id, about=about)
        elif kinds.count("split_remainder") > 1:
            yield Fault("boundary_remainders", rows[1].line, "change", unit_id, about=about)


def predecessors(step: Step) -> Iterator[Fault]:
    """A merger has at least two parts; of what makes a unit at most one goes on in it; the same bodies go on alone."""
    for unit_id, rows in step.by_to.items():
        if unit_id in step.unclear:
            continue
        parts = some(sorted({row.from_id for row in rows}))
        several = len({row.from_id for row in rows}) > 1
        joining = [row for row in rows if row.kind in JOINING]
        carrying = [row for row in rows if row.kind in CARRYING]
        if joining and not several:
            about = (("unit", unit_id), ("parts", parts))
            yield Fault("boundary_one_part", joining[0].line, "change", joining[0].kind, about=about)
        alone = [row for row in rows if row.kind in ALONE]
        if several and (alone or len(carrying) > 1):
            odd = alone[0] if alone else carrying[1]
            yield Fault("boundary_carried", odd.line, "change", odd.kind, about=(("unit", unit_id), ("parts", parts)))


def levels(step: Step) -> Iterator[Fault]:
    """A successor is of its predecessor's level: bodies of different levels are not added."""
    for row in step.rows:
        before, after = step.units.get(row.from_id), step.units.get(row.to_id)
        if before and after and before.level != after.level:
            yield Fault("boundary_level", row.line, "to_level", after.level, before.level, about=(("unit", _told(before)),))


def areas(step: Step) -> Iterator[Fault]:
    """Units that are made of one another cover, all together, the same area before and after."""
    groups: dict[str, set[str]] = {}  # unit → those it is connected with, itself one of them
    for row in step.rows:
        if row.to_id:
            joined = groups.get(row.from_id, {row.from_id}) | groups.get(row.to_id, {row.to_id})
            groups |= dict.fromkeys(joined, joined)
    for group in {id(found): found for found in groups.values()}.values():
        rows = [row for row in step.rows if row.from_id in group]
        parts = [step.units.get(name) for name in sorted(group & step.by_from.keys())]
        whole = [step.units.get(name) for name in sorted(group & step.by_to.keys())]
        before, after = _area(parts), _area(whole)
        if any(row.kind == "boundary_adjusted" for row in rows) or group & step.unclear or not before or not after:
            continue
        if abs(after - before) > CLOSE * before:
            named = tuple((key, some([u.unit_id for u in units if u])) for key, units in (("parts", parts), ("units", whole)))
            yield Fault("boundary_area", rows[0].line, "to_area_km2", f"{after:g}", f"{before:g}", about=named)


def life(unit: OrgUnit) -> str:
    """From when to when a unit version lives."""
    return f"{unit.valid_from} – {unit.valid_to or '…'}"


def _area(units: list[OrgUnit | None]) -> float | None:
    """The sum of areas; None if one is not known."""
    known = [unit.area_km2 for unit in units if unit and unit.area_km2]
    return sum(known) if len(known) == len(units) else None


def _meet(one: OrgUnit, other: OrgUnit) -> bool:
    return (other.valid_to is None or one.valid_from <= other.valid_to) and (
        one.valid_to is None or other.valid_from <= one.valid_to
    )


def _inside(child: OrgUnit, parent: OrgUnit) -> bool:
    ends_before = parent.valid_to is not None and (child.valid_to is None or child.valid_to > parent.valid_to)
    return parent.valid_from <= child.valid_from and not ends_before


def _told(unit: OrgUnit) -> str:
    return f"{unit.unit_id} {unit.name}"


RULES = (overlaps, gaps, names, children, parents, cycles, successors, predecessors, levels, areas)
