"""Units as versions with dates: who exists when, under whom, and who is meant by a name."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from catalogue.abbreviations import Abbreviations
from catalogue.errors import UsageError
from catalogue.models import Agency, OrgUnit, UnitChange, UnitName
from catalogue.succession import DAY, Succession
from catalogue.unit_names import UnitNames
from catalogue.units import Unit, describe

__all__ = ["Geography", "Unit", "describe"]

# org_units.csv starts its research on this day: "in force then", so open to the past.
OPEN_PAST = dt.date(2020, 1, 1)
CONTINUES = ("status_change", "parent_changed")


class Geography:
    """The versions of all units, with lookups. Read-only."""

    def __init__(
        self,
        units: Iterable[OrgUnit],
        changes: Iterable[UnitChange],
        agencies: Iterable[Agency],
        other_names: Iterable[UnitName] = (),
        abbreviations: Abbreviations | None = None,
        *,
        decided: Iterable[UnitName] = (),
    ) -> None:
        self._other_names, self._abbreviations = tuple(other_names), abbreviations
        self._decided = tuple(decided)
        self.changes, self._agencies = tuple(changes), tuple(agencies)
        self.units: dict[str, Unit] = {}
        for u in units:
            start = None if u.valid_from == OPEN_PAST else u.valid_from
            self._add(Unit(u.unit_id, u.code, u.name, u.level, u.level, u.parent_unit_id, start, u.valid_to))
        for a in self._agencies:
            self._add(Unit(a.unit_id, a.code, a.name, "agency", a.kind, None, a.valid_from, a.valid_to))

    def _add(self, unit: Unit) -> None:
        self.units[unit.unit_id] = unit

    @cached_property
    def versions(self) -> dict[str, list[Unit]]:
        """All versions of each official code."""
        found: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units.values():
            found[unit.code].append(unit)
        return found

    @cached_property
    def district_names(self) -> dict[str, str]:
        """Code → name of every district, also of those that ended before 30/6/2025."""
        districts = (unit for unit in self.units.values() if unit.level == "district")
        return {unit.code: unit.name for unit in sorted(districts, key=lambda u: (u.code, str(u.valid_from or "")))}

    @cached_property
    def changed_districts(self) -> set[str]:
        """Codes of districts whose territory changed while they existed: their series has a break."""
        moved = {"enlarged", "split_remainder", "boundary_adjusted"}
        return {self.units[change.from_unit_id].code for change in self.changes if change.change in moved}

    @cached_property
    def _children(self) -> dict[str, list[Unit]]:
        found: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units.values():
            if unit.parent_id:
                found[unit.parent_id].append(unit)
        return found

    def children(self, unit_id: str, date: dt.date) -> list[Unit]:
        """Units under `unit_id` that exist at `date`, by code."""
        return sorted((u for u in self._children[unit_id] if u.exists(date)), key=lambda u: u.code)

    def agencies(self, date: dt.date) -> list[Unit]:
        return [u for u in self.units.values() if u.level == "agency" and u.exists(date)]

    def version_at(self, code: str, date: dt.date) -> Unit | None:
        """The version of `code` that exists at `date`, if any."""
        return next((u for u in self.versions.get(code, ()) if u.exists(date)), None)

    @cached_property
    def former_districts(self) -> dict[str, tuple[str, ...]]:
        """For each commune since 1/7/2025, the districts of 30/6/2025 its territory came from, dominant first.

        Dominant is the district that gave most of the communes of that day; where two gave as
        many, the one whose commune continues under the official code.
        """
        sources: dict[str, list[Unit]] = defaultdict(list)
        for change in sorted(self.changes, key=lambda change: change.date):  # so that parts come before what is made of them
            if change.to_unit_id and self.units[change.from_unit_id].level == "commune":
                sources[change.to_unit_id].append(self.units[change.from_unit_id])
        gave: dict[str, Counter[str]] = {}
        found: dict[str, tuple[str, ...]] = {}
        for unit_id, parts in sources.items():
            if not self._under_province(unit_id):
                continue
            of_parts = {part.unit_id: gave.get(part.unit_id, Counter([part.parent_id or ""])) for part in parts}
            counts = gave[unit_id] = sum(of_parts.values(), Counter())
            own = {found.get(part.unit_id, (part.parent_id,))[0] for part in parts if part.code == self.units[unit_id].code}
            found[unit_id] = tuple(sorted(counts, key=lambda d: (-counts[d], d not in own, d)))
        return found

    def _under_province(self, unit_id: str) -> bool:
        parent = self.units[unit_id].parent_id
        return parent is not None and self.units[parent].level == "province"

    def district_of(self, unit_id: str) -> str | None:
        """The district a unit is or lies in; for a commune of today its (dominant) former district."""
        unit = self.units[unit_id]
        if unit.level == "district":
            return unit_id
        if unit.level != "commune":
            return None
        return self.former_districts.get(unit_id, (unit.parent_id,))[0]

    def province_of(self, unit_id: str) -> str | None:
        """The province a territorial unit is or lies in; none for agencies."""
        unit = self.units[unit_id]
        while unit.parent_id:
            unit = self.units[unit.parent_id]
        return unit.unit_id if unit.level == "province" else None

    @cached_property
    def _continued(self) -> dict[str, str]:
        """Unit version → the one before whose bodies simply went on (new status, new parent)."""
        return {c.to_unit_id: c.from_unit_id for c in self.changes if c.to_unit_id and c.change in CONTINUES}

    def same_bodies(self, unit_id: str) -> str:
        """The first version whose committees and councils are those of `unit_id`."""
        while unit_id in self._continued:
            unit_id = self._continued[unit_id]
        return unit_id

    @cached_property
    def succession(self) -> Succession:
        """What each unit, territorial or agency, became."""
        return Succession(self.units, (*self.changes, *self._reorganised()))

    def _reorganised(self) -> Iterator[UnitChange]:
        """Agencies that ended, as changes: into the version of the successor's code of the next day, or nowhere."""
        for a in self._agencies:
            if a.valid_to is None:
                continue
            date = a.valid_to + DAY
            to = self.version_at(a.successor_code, date) if a.successor_code else None
            yield UnitChange(date=date, from_unit_id=a.unit_id, to_unit_id=to.unit_id if to else None,
                             change="merged_into" if to else "abolished", note="", legal_basis="", verified="no")  # fmt: skip

    def find(self, text: str, date: dt.date | None = None) -> list[Unit]:
        """Units meant by an official code, a unit_id or a name, of `date` if given. May be many or none."""
        if text in self.units:
            return [self.units[text]]
        found = self._then(self.versions.get(text.strip().upper(), ()), date)
        return found or self._then(self._names.find(text, date), date)

    @staticmethod
    def _then(units: Iterable[Unit], date: dt.date | None) -> list[Unit]:
        return [unit for unit in units if date is None or unit.exists(date)]

    def resolve(self, text: str, date: dt.date | None = None) -> Unit:
        """The one unit meant by `text` (code, unit_id or name) at `date`.

        Raises:
            UsageError: unknown; ambiguous (with the candidates); or not existing at `date`.
        """
        found = self.find(text, date)
        if len(found) == 1 and (date is None or found[0].exists(date)):
            return found[0]
        if len(found) > 1:
            raise UsageError("unit_ambiguous", text=text, candidates=describe(found))
        elsewhen = self.find(text)
        if elsewhen:
            raise UsageError("unit_not_then", text=text, date=f"{date:%d/%m/%Y}", candidates=describe(elsewhen))
        raise UsageError("unit_unknown", text=text, near=", ".join(unit.name for unit in self.nearest(text, date)) or "–")

    @cached_property
    def _names(self) -> UnitNames:
        others, decided = (
            [(other.text, self.versions[other.code]) for other in names] for names in (self._other_names, self._decided)
        )
        return UnitNames(self.units, others, self._abbreviations, decided)

    def mentioned(self, text: str, date: dt.date | None = None) -> list[Unit]:
        """Units of `date` (or of any time) named in a longer text: `UnitNames.mentioned`."""
        return self._names.mentioned(text, date)

    def nearest(self, text: str, date: dt.date | None = None, most: int = 3) -> list[Unit]:
        """Units whose names are most like `text`, best first."""
        return self._names.nearest(text, date, most)
