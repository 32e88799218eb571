"""Units as versions with dates: who exists when, under whom, and who is meant by a name."""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from catalogue.abbreviations import Abbreviations
from catalogue.errors import UsageError
from catalogue.models import Agency, OrgUnit, UnitChange, UnitName
from catalogue.text import fold, unmarked

# org_units.csv starts its research on this day: "in force then", so open to the past.
OPEN_PAST = dt.date(2020, 1, 1)
CONTINUES = ("status_change", "parent_changed")
KINDS_OF_PLACE = ("tỉnh", "thành phố", "thị xã", "huyện", "phường", "thị trấn", "xã")
SHORT_KINDS = {"tp": "thành phố", "tx": "thị xã", "h": "huyện", "p": "phường", "tt": "thị trấn", "x": "xã", "t": "tỉnh"}
_SHORT_KIND = re.compile(rf"(?<![^\W_])({'|'.join(SHORT_KINDS)})(?:\.\s*|\s+)(?=[^\W\d_])")
_PROVINCE_NAMED = re.compile(f"( {fold('tỉnh')})? (?:{fold('Bắc Giang')}|{fold('Bắc Ninh')})$")
_BREAKS = re.compile(r"[^\w\u0300-\u036f]+|_")


@dataclass(frozen=True)
class Unit:
    """One version of a territorial unit or agency. Dates are inclusive; None is open."""

    unit_id: str
    code: str
    name: str
    level: str  # province, district, commune, agency
    kind: str  # of an agency: codelist agency_kind; else the level
    parent_id: str | None
    valid_from: dt.date | None
    valid_to: dt.date | None

    def exists(self, date: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= date) and (self.valid_to is None or date <= self.valid_to)


class Geography:
    """The versions of all units, with lookups. Read-only."""

    def __init__(
        self,
        units: Iterable[OrgUnit],
        changes: Iterable[UnitChange],
        agencies: Iterable[Agency],
        other_names: Iterable[UnitName] = (),
        abbreviations: Abbreviations | None = None,
    ) -> None:
        self._other_names, self._abbreviations = tuple(other_names), abbreviations
        self.changes = tuple(changes)
        self.units: dict[str, Unit] = {}
        for u in units:
            start = None if u.valid_from == OPEN_PAST else u.valid_from
            self._add(Unit(u.unit_id, u.code, u.name, u.level, u.level, u.parent_unit_id, start, u.valid_to))
        for a in agencies:
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
        """For each commune of today, the districts of 30/6/2025 its territory came from, dominant first.

        Dominant is the district that gave most of the predecessor communes; where two gave
        as many, the one whose commune continues under the official code.
        """
        sources: dict[str, list[Unit]] = defaultdict(list)
        for change in self.changes:
            if change.to_unit_id and self.units[change.from_unit_id].level == "commune":
                sources[change.to_unit_id].append(self.units[change.from_unit_id])
        found: dict[str, tuple[str, ...]] = {}
        for unit_id, parts in sources.items():
            parent = self.units[unit_id].parent_id
            if parent is None or self.units[parent].level != "province":
                continue
            counts = Counter(part.parent_id for part in parts if part.parent_id)
            own = {part.parent_id for part in parts if part.code == self.units[unit_id].code}
            found[unit_id] = tuple(sorted(counts, key=lambda d: (-counts[d], d not in own, d)))
        return found

    def district_of(self, unit_id: str) -> str | None:
        """The district a unit is or lies in; for a commune of today its (dominant) former district."""
        unit = self.units[unit_id]
        if unit.level == "district":
            return unit_id
        if unit.level != "commune":
            return None
        return self.former_districts.get(unit_id, (unit.parent_id,))[0]

    @cached_property
    def _continued(self) -> dict[str, str]:
        """Unit version → the one before whose bodies simply went on (new status, new parent)."""
        return {c.to_unit_id: c.from_unit_id for c in self.changes if c.to_unit_id and c.change in CONTINUES}

    def same_bodies(self, unit_id: str) -> str:
        """The first version whose committees and councils are those of `unit_id`."""
        while unit_id in self._continued:
            unit_id = self._continued[unit_id]
        return unit_id

    def find(self, text: str, date: dt.date | None = None) -> list[Unit]:
        """Units meant by an official code, a unit_id or a name, of `date` if given. May be many or none."""
        if text in self.units:
            return [self.units[text]]
        found = list(self.versions.get(text.strip(), ())) or self._by_name(text)
        return found if date is None else [u for u in found if u.exists(date)]

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
    def _names(self) -> dict[str, list[Unit]]:
        found: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units.values():
            for spelling in _spellings(unit.name):
                found[spelling].append(unit)
        for other in self._other_names:
            for spelling in _spellings(self._written_out(other.text)):
                found[spelling] += self.versions[other.code]
        return {spelling: list(dict.fromkeys(units)) for spelling, units in found.items()}

    def _by_name(self, text: str) -> list[Unit]:
        written_out = self._written_out(text)
        for name in (written_out, _PROVINCE_NAMED.sub(r"\1", written_out), _PROVINCE_NAMED.sub("", written_out)):
            for spelling in _spellings(name):
                if spelling in self._names:
                    return self._names[spelling]
        return []

    def _written_out(self, text: str) -> str:
        """Folded text with abbreviated kinds and words written out: "H. Lục Nam" → "huyện lục nam"."""
        folded = _SHORT_KIND.sub(lambda match: fold(SHORT_KINDS[match[1]]) + " ", fold(text))
        return self._abbreviations.expanded(folded) if self._abbreviations else folded

    @cached_property
    def _mentions(self) -> dict[tuple[str, ...], list[Unit]]:
        """Words by which a unit is found in a longer text: its name, bare if it has two words, other names."""
        found: dict[tuple[str, ...], list[Unit]] = defaultdict(list)
        for unit in self.units.values():
            name, bare = fold(unit.name), bare_name(unit.name)
            ways = {name, unmarked(name)}
            if len(bare.split()) > 1:
                ways |= {bare, unmarked(bare)}
            for way in ways:
                found[tuple(_BREAKS.sub(" ", way).split())].append(unit)
        for other in self._other_names:
            found[tuple(_BREAKS.sub(" ", self._written_out(other.text)).split())] += self.versions[other.code]
        return found

    @cached_property
    def _longest_mention(self) -> int:
        return max(map(len, self._mentions))

    def mentioned(self, text: str, date: dt.date | None = None) -> list[Unit]:
        """Units named in a longer text (title, letterhead, name of a file), longest name first at each place.

        A bare name of one word is no mention; a name without its kind may mean several units.
        """
        words = _BREAKS.sub(" ", self._written_out(text)).split()
        found: dict[str, Unit] = {}
        start = 0
        while start < len(words):
            for end in range(min(len(words), start + self._longest_mention), start, -1):
                units = self._mentions.get(tuple(words[start:end]), ())
                if units:
                    found |= {u.unit_id: u for u in units if date is None or u.exists(date)}
                    start = end
                    break
            else:
                start += 1
        return list(found.values())

    def nearest(self, text: str, date: dt.date | None = None, most: int = 3) -> list[Unit]:
        """Units whose names are most like `text`, best first."""
        known = {unmarked(unit.name): unit for unit in self.units.values() if date is None or unit.exists(date)}
        return [known[name] for name in get_close_matches(unmarked(self._written_out(text)), known, most, 0.75)]


def _spellings(name: str) -> list[str]:
    """How a unit may be written, strictest first: whole, without its kind, without marks."""
    bare = bare_name(name)
    return list(dict.fromkeys((fold(name), bare, unmarked(name), unmarked(bare))))


def bare_name(name: str) -> str:
    """Folded name without the kind of place: "Huyện Lục Nam" → "lục nam"."""
    folded = fold(name)
    for kind in KINDS_OF_PLACE:
        start = fold(kind) + " "
        if folded.startswith(start):
            return folded[len(start) :]
    return folded


def describe(units: Iterable[Unit]) -> str:
    """List units with their lives: "24@2020 Tỉnh Bắc Giang (–30/06/2025)"."""
    return "; ".join(_described(unit) for unit in units)


def _described(unit: Unit) -> str:
    start = f"{unit.valid_from:%d/%m/%Y}" if unit.valid_from else ""
    end = f"{unit.valid_to:%d/%m/%Y}" if unit.valid_to else ""
    return f"{unit.unit_id} {unit.name} ({start}–{end})"
