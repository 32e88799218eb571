"""People and their roles: people.csv in the working folder, which no release carries.

A line that cannot be right gives nobody a role, and is told to the administrator; the others hold.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from catalogue import paths
from catalogue.access import OFFICER, READER, Principal, Role
from catalogue.definitions import Definitions
from catalogue.errors import Message

COLUMNS = ("person", "name", "role", "units", "valid_from", "valid_to")


@dataclass(frozen=True)
class Person:
    """A line of people.csv. `person` is the address that the sign-in tells; `units` are unit versions."""

    person: str
    name: str
    role: str
    units: frozenset[str]
    valid_from: dt.date | None
    valid_to: dt.date | None

    def holds(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class People:
    """Everyone who has a role, and the lines that give none, each with what is wrong."""

    found: tuple[Person, ...] = ()
    faults: tuple[Message, ...] = ()

    def faults_of(self, person: str) -> tuple[Message, ...]:
        """What is wrong with the lines that name a person."""
        return tuple(fault for fault in self.faults if dict(fault.values).get("person", "").lower() == person.lower())

    def lists(self, person: str, day: dt.date) -> bool:
        """Whether a line gives a person a role on a day."""
        return any(one.person == person.strip().lower() and one.holds(day) for one in self.found)

    def principal(self, person: str, name: str, definitions: Definitions, day: dt.date) -> Principal:
        """Who a signed-in person is on a day; without a line that holds, a reader."""
        person = person.strip().lower()
        mine = [one for one in self.found if one.person == person and one.holds(day)]
        if not mine:
            return Principal(person, name, definitions.roles[READER])
        return Principal(person, mine[0].name or name, definitions.roles[mine[0].role], mine[0].units)


def people(definitions: Definitions) -> People:
    """Read people.csv anew when it changed; nobody where there is none."""
    path = paths.people_file()
    try:
        stamp = path.stat()
    except OSError:
        return People()
    return _read(path, (stamp.st_mtime_ns, stamp.st_size), definitions.version, _Held(definitions))


def anyone(definitions: Definitions) -> Principal:
    """Someone who has not signed in."""
    return Principal("", "", definitions.roles[READER])


def nobody(definitions: Definitions) -> Principal:
    """Someone who may not even read: they must sign in, or sign in anew."""
    words = definitions.words
    return Principal("", "", Role(id="nobody", name_vi=words("access_nobody"), name_en=words("access_nobody", "en"),
                                  permissions=()))  # fmt: skip


def local_officer(definitions: Definitions) -> Principal:
    """Who sits at the server's own machine where no sign-in is set up."""
    return Principal("local", definitions.words("access_local_officer"), definitions.roles[OFFICER], local=True)


class _Held:
    """Definitions as an argument that a cache does not compare."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)


@lru_cache(maxsize=4)
def _read(path: Path, _stamp: tuple[int, int], _version: str, held: _Held) -> People:
    return parsed(path.read_bytes(), str(path), held.definitions)


def parsed(content: bytes, path: str, definitions: Definitions) -> People:
    """What a list says; `path` is how faults of the whole of it name it."""
    good: list[Person] = []
    faults: list[Message] = []
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
        if missing:
            told = {"found": ", ".join(missing), "expected": ", ".join(COLUMNS)}
            return People(faults=(Message.of("people_columns", path=path, **told),))
        for row in reader:
            one = {name: (row[name] or "").strip() for name in COLUMNS}
            if any(one.values()):
                wrong = list(_wrong(one, reader.line_num, definitions, good))
                faults += wrong
                if not wrong:
                    good.append(_person(one, definitions))
    except (UnicodeDecodeError, csv.Error) as error:
        return People(faults=(Message.of("people_unread", path=path, reason=error),))
    return People(tuple(good), tuple(faults))


def _wrong(row: dict[str, str], line: int, definitions: Definitions, before: list[Person]) -> Iterator[Message]:
    """What is wrong with a line."""
    told = {"line": line, "person": row["person"]}
    if "@" not in row["person"]:
        yield Message.of("people_person", **told)
    if row["role"] not in definitions.roles:
        yield Message.of("people_role", **told, found=row["role"], expected=", ".join(definitions.roles))
    elif definitions.roles[row["role"]].own_units and not row["units"]:
        yield Message.of("people_no_unit", **told)
    for text in filter(None, (part.strip() for part in row["units"].split(";"))):
        found = definitions.geography.find(text)
        if not found:
            yield Message.of("people_unit", **told, found=text)
        elif len({unit.code for unit in found}) > 1 or len({unit.level for unit in found}) > 1:
            yield Message.of("people_unit_ambiguous", **told, found=text, expected=", ".join(u.unit_id for u in found))
    for name in ("valid_from", "valid_to"):
        try:
            _day(row[name])
        except ValueError:
            yield Message.of("people_date", **told, column=name, found=row[name])
            return
    begins, ends = _day(row["valid_from"]), _day(row["valid_to"])
    same = [one for one in before if one.person == row["person"].lower()]
    if any((one.valid_to is None or begins is None or begins <= one.valid_to)
           and (one.valid_from is None or ends is None or one.valid_from <= ends) for one in same):  # fmt: skip
        yield Message.of("people_twice", **told)


def _person(row: dict[str, str], definitions: Definitions) -> Person:
    units = frozenset(
        unit.unit_id
        for text in filter(None, (part.strip() for part in row["units"].split(";")))
        for unit in definitions.geography.find(text)
    )
    return Person(row["person"].lower(), row["name"], row["role"], units, _day(row["valid_from"]), _day(row["valid_to"]))


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def nobody_listed() -> Message:
    """That sign-in is set up and people.csv gives nobody a role."""
    return Message.of("people_none", path=paths.people_file(), columns=", ".join(COLUMNS))
