"""Changes of units that an office loaded: files of its working folder that go on from the shipped register.

A file is kept byte for byte under the day it takes effect and its SHA-256, so that its name
says all: a folder's listing tells whether definitions read before are still those in use.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from os import listdir, stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalogue.boundary_checks import DAY, Step, check, life
from catalogue.boundary_faults import Fault
from catalogue.boundary_rows import FACTS, Row, read_rows
from catalogue.errors import DefinitionError
from catalogue.models import OrgUnit

if TYPE_CHECKING:
    from catalogue.definitions import Definitions

NAMED = re.compile(r"\d{4}-\d\d-\d\d-[0-9a-f]{16}\.csv")
NEEDED = ("code", "name", "level")  # what a file must say of a new unit; of its parent the rules on parents speak


@dataclass(frozen=True)
class Extension:
    """Definitions after a file of changes, or as they were if it has errors; its rows and all its problems."""

    definitions: "Definitions"
    name: str
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]

    @property
    def accepted(self) -> bool:
        return all(fault.severity != "error" for fault in self.faults)

    @property
    def dates(self) -> list[dt.date]:
        return sorted({row.date for row in self.rows if row.date})


def kept(folder: Path) -> tuple[str, ...]:
    """Names of the files kept, in the order in which they take effect; anything else in the folder is left alone."""
    try:
        return tuple(sorted(name for name in listdir(folder) if NAMED.fullmatch(name)))  # noqa: PTH208 - called very often
    except (FileNotFoundError, NotADirectoryError):  # what is wrong with the working folder, who uses it says
        return ()


def touched(folder: str) -> int:
    """When a name in the folder last changed, nanoseconds; 0 where there is no folder."""
    try:
        return stat(folder).st_mtime_ns  # noqa: PTH116 - called very often
    except OSError:
        return 0


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def with_kept(definitions: "Definitions", folder: Path, names: Iterable[str]) -> "Definitions":
    """Return the definitions after all files kept. What the shipped register has come to know is left to it.

    Raises:
        DefinitionError: a file cannot be read, was altered, or does not fit what is before it; naming the file.
    """
    for name in names:
        try:
            content = (folder / name).read_bytes()
        except OSError as error:
            raise DefinitionError([f"{folder / name}: cannot be read ({error.strerror}); changes of units need it"]) from error
        if sha256_of(content)[:16] not in name:
            raise DefinitionError([f"{folder / name}: found other bytes than were accepted; restore it from a backup"])
        found = extended(definitions, content)
        if not found.accepted and not _shipped(definitions, found.rows):
            told = (fault.as_dict(definitions.words, "en")["message"] for fault in found.faults if fault.severity == "error")
            raise DefinitionError([f"{folder / name}: {message}" for message in told])
        definitions = replace(found.definitions, kept=(*definitions.kept, name))
    return definitions


def extended(definitions: "Definitions", content: bytes) -> Extension:
    """Hold a file of changes against the definitions; return them with its changes if it is right."""
    rows, faults = read_rows(content)
    name = f"{min(row.date for row in rows if row.date)}-{sha256_of(content)[:16]}.csv" if any(r.date for r in rows) else ""
    register = _Register(definitions, rows)
    for date in sorted({row.date for row in rows if row.date}):
        faults += register.step(date)
    faults += register.office(definitions)
    faults.sort(key=lambda fault: fault.line or 0)
    found = Extension(definitions, name, tuple(rows), tuple(faults))
    if not found.accepted:
        return found
    changes = (*definitions.changes, *(row.as_change() for row in rows))
    units = tuple(register.units.values())
    return replace(found, definitions=replace(definitions, units=units, changes=changes, kept=(*definitions.kept, name)))


class _Register:
    """The units as the rows of a file change them, date by date."""

    def __init__(self, definitions: "Definitions", rows: list[Row]) -> None:
        self.units = {unit.unit_id: unit for unit in definitions.units}
        self._agencies = {agency.unit_id for agency in definitions.agencies}
        self._known_until = max((change.date for change in definitions.changes), default=dt.date.min)
        self._rows = rows
        self._unclear = {name for row in rows if not row.clear for name in (row.from_id, row.to_id) if name}

    def step(self, date: dt.date) -> list[Fault]:
        """Make the changes of a date and return what is wrong with them."""
        todays = [row for row in self._rows if row.date == date]
        early = list(self._early(date, todays))
        faults = [*early, *self._starts(date, todays)]
        if early:
            return faults  # nothing more can be told on a day of the past
        new, wrong = self._new(date, todays)
        for row in todays:
            unit = self.units.get(row.from_id)
            if row.clear and unit and _exists(unit, date - DAY):
                self.units[row.from_id] = unit.model_copy(update={"valid_to": date - DAY})
        self.units |= new
        clear = tuple(row for row in todays if row.clear)
        return [*faults, *wrong, *check(Step(date, clear, self.units, frozenset(self._unclear)))]

    def office(self, definitions: "Definitions") -> Iterator[Fault]:
        """The office's province goes on, and so do the units whose parts owe reports."""
        last = max((row.date for row in self._rows if row.date), default=None)
        owing = {line.parent_unit_id for line in definitions.reporting if not line.last_period}
        if last is None:
            return
        for row in self._rows:
            unit = self.units.get(row.from_id)
            if unit and row.from_id in owing and unit.valid_to:
                yield Fault("boundary_reporting", row.line, "from_unit_id", row.from_id)
            code = definitions.office.province_code
            if unit and unit.code == code and not any(u.code == code and _exists(u, last) for u in self.units.values()):
                yield Fault("boundary_office", row.line, "from_unit_id", row.from_id, code)

    def _early(self, date: dt.date, rows: list[Row]) -> Iterator[Fault]:
        """History is only extended."""
        if date <= self._known_until:
            found, last = date.isoformat(), self._known_until.isoformat()
            yield Fault("boundary_history", rows[0].line, "date", found, about=(("last", last), ("count", str(len(rows)))))

    def _starts(self, date: dt.date, rows: list[Row]) -> Iterator[Fault]:
        """What ends is known and exists on the day before; where nobody knows into what, that is said."""
        for row in rows:
            unit, place = self.units.get(row.from_id), (row.line, "from_unit_id", row.from_id)
            if row.from_id and unit is None:
                yield Fault("boundary_unknown", *place, ", ".join(self._near(row.from_id, date)) or "–")
            elif unit and not _exists(unit, date - DAY):
                day = (date - DAY).isoformat()
                yield Fault("boundary_not_then", *place, life(unit), about=(("unit", unit.name), ("day", day)))
            elif row.kind == "merged_into" and not row.to_id:
                yield Fault("boundary_successor_unknown", *place, severity="warning")

    def _near(self, unit_id: str, date: dt.date) -> list[str]:
        """What may be meant by an unknown unit_id: the version of its code that exists, else similar ones."""
        code = unit_id.partition("@")[0]
        same = [u.unit_id for u in self.units.values() if u.code == code and _exists(u, date - DAY)]
        return same or get_close_matches(unit_id, self.units, 3)

    def _new(self, date: dt.date, rows: list[Row]) -> tuple[dict[str, OrgUnit], list[Fault]]:
        """The units that begin on a date, from what all rows say of each."""
        new: dict[str, OrgUnit] = {}
        faults: list[Fault] = []
        for unit_id in dict.fromkeys(row.to_id for row in rows if row.to_id):
            mine = [row for row in rows if row.to_id == unit_id]
            other = self.units.get(unit_id)
            if other or unit_id in self._agencies:
                known = f"{other.name} ({life(other)})" if other else unit_id
                own = f"{unit_id.partition('@')[0]}@{date:%Y-%m}"
                faults.append(Fault("boundary_exists", mine[0].line, "to_unit_id", unit_id, own, about=(("other", known),)))
            elif unit_id not in self._unclear:
                facts, wrong = _facts(unit_id, mine)
                faults += wrong
                if wrong:
                    self._unclear.add(unit_id)
                else:
                    new[unit_id] = _unit(unit_id, date, facts)
        return new, faults


def _facts(unit_id: str, rows: list[Row]) -> tuple[dict[str, Any], list[Fault]]:
    """What rows say of a new unit, each fact once."""
    facts: dict[str, tuple[int, Any]] = {}
    faults: list[Fault] = []
    columns = {name: column for column, name in FACTS.items()}
    for row in rows:
        for name, value in row.facts.items():
            line, said = facts.setdefault(name, (row.line, value))
            if said != value:
                about = (("unit", unit_id), ("other_line", str(line)))
                faults.append(Fault("boundary_differs", row.line, columns[name], str(value), str(said), about=about))
    absent = [columns[name] for name in NEEDED if name not in facts]
    if absent:
        faults.append(Fault("boundary_facts", rows[0].line, absent[0], unit_id, ", ".join(absent)))
    return {name: value for name, (_, value) in facts.items()}, faults


def _unit(unit_id: str, date: dt.date, facts: Mapping[str, Any]) -> OrgUnit:
    blank = dict.fromkeys(("parent_unit_id", "lat", "lon", "area_km2", "valid_to"))
    return OrgUnit.model_validate(blank | dict(facts) | {"unit_id": unit_id, "valid_from": date})


def _exists(unit: OrgUnit, date: dt.date) -> bool:
    return unit.valid_from <= date and (unit.valid_to is None or date <= unit.valid_to)


def _shipped(definitions: "Definitions", rows: Collection[Row]) -> bool:
    """Whether the register knows every change of a file."""
    known = {(change.date, change.from_unit_id, change.to_unit_id or "") for change in definitions.changes}
    return bool(rows) and all((row.date, row.from_id, row.to_id) in known for row in rows)
