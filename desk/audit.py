"""The record of who did what, when, from which version to which: only added to, each entry sealed with the one before.

An entry's hash covers its columns and the hash before it, so an entry that is changed, left out or put between others is
found. That the end was cut off is found by the heads that publications carry (`Head`): they are copied with backups.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from catalogue.access import Principal
from catalogue.clock import office_now
from desk.tables import audit
from store import desk_file

BEGINNING = bytes(32)  # what the first entry names as the hash before it
SEALED = ("number", "at", "person", "name", "role", "action", "subject", "before", "after", "detail")


@dataclass(frozen=True)
class Head:
    """The last entry at some moment."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> "Head":
        number, _, seal = text.partition(":")
        return cls(int(number), seal)


@dataclass(frozen=True)
class Fault:
    """Where the record does not hold: an entry's number and what is wrong (gap, changed, broken_entry, anchor, cut, time)."""

    number: int
    kind: str


def record(connection: Connection, who: Principal, action: str, subject: str, *, before: object = None, after: object = None,
           **detail: object) -> int:  # fmt: skip
    """Add an entry within the transaction of what it records; return its number."""
    last = connection.execute(select(audit).order_by(audit.c.number.desc()).limit(1)).first()
    now = office_now()
    row: dict[str, Any] = {
        "number": last.number + 1 if last else 1, "at": max(now, last.at) if last else now, "person": who.person,
        "name": who.name, "role": who.role.id, "action": action, "subject": subject,
        "before": None if before is None else str(before), "after": None if after is None else str(after),
        "detail": json.dumps(detail, ensure_ascii=False, sort_keys=True, default=str),
    }  # fmt: skip
    previous = last.hash if last else BEGINNING
    connection.execute(insert(audit).values(**row, previous=previous, hash=seal(row, previous)))
    return int(row["number"])


def record_alone(who: Principal, action: str, subject: str, **told: Any) -> int:
    """Add an entry in a transaction of its own, for what happens outside the desk (the command line, a refused visit)."""
    with desk_file.writing() as connection:
        return record(connection, who, action, subject, **told)


def seal(row: dict[str, Any], previous: bytes) -> bytes:
    """SHA-256 over an entry and the hash before it."""
    said = [row[name].isoformat(timespec="microseconds") if name == "at" else row[name] for name in SEALED]
    return hashlib.sha256(previous + json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).digest()


def head(connection: Connection) -> Head:
    """The last entry; number 0 of an empty record."""
    last = connection.execute(select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)).first()
    return Head(last.number, last.hash.hex()) if last else Head(0, BEGINNING.hex())


def verify(connection: Connection, anchors: Iterable[Head] = ()) -> tuple[int, list[Fault]]:
    """Hold every entry against its hash and the one before, and the record against heads noted elsewhere.

    Returns:
        How many entries there are, and what does not hold.
    """
    wanted = {anchor.number: anchor.hash for anchor in anchors if anchor.number}
    faults: list[Fault] = []
    previous, number, at = BEGINNING, 0, dt.datetime.min
    for row in connection.execute(select(audit).order_by(audit.c.number)):
        said = row._asdict()
        if row.number != number + 1:
            faults.append(Fault(number + 1, "gap"))
        if row.at < at:
            faults.append(Fault(row.number, "time"))
        if row.previous != previous:
            faults.append(Fault(row.number, "broken_entry"))
        if row.hash != seal(said, row.previous):
            faults.append(Fault(row.number, "changed"))
        if wanted.get(row.number, row.hash.hex()) != row.hash.hex():
            faults.append(Fault(row.number, "anchor"))
        previous, number, at = row.hash, row.number, row.at
    faults += [Fault(missing, "cut") for missing in sorted(wanted) if missing > number]
    return number, faults


def entries(who: Principal, *, subject: str | None = None, most: int | None = None) -> list[dict[str, Any]]:
    """The entries, the latest first, for those who may read them."""
    who.require("read_audit")
    with desk_file.reading() as connection:
        return list(_rows(connection, subject, most))


def about(connection: Connection, subject: str) -> list[dict[str, Any]]:
    """The entries on one subject, oldest first. Who may see it is the caller's to ask."""
    return list(_rows(connection, subject, None))[::-1]


def latest(connection: Connection, subjects: Collection[str]) -> dict[str, dict[str, Any]]:
    """The last entry on each subject. Who may see them is the caller's to ask."""
    numbers = select(func.max(audit.c.number)).where(audit.c.subject.in_(list(subjects))).group_by(audit.c.subject)
    rows = connection.execute(select(audit).where(audit.c.number.in_(numbers)))
    return {row.subject: _told(row) for row in rows}


def noted(connection: Connection, action: str, subject: str, **told: str | None) -> bool:
    """Whether the record has such an entry already: work that is begun anew is recorded once."""
    same = (audit.c.action == action, audit.c.subject == subject, *(audit.c[name] == value for name, value in told.items()))
    return connection.execute(select(audit.c.number).where(*same).limit(1)).first() is not None


def _rows(connection: Connection, subject: str | None, most: int | None) -> Iterator[dict[str, Any]]:
    statement = select(audit).order_by(audit.c.number.desc())
    if subject is not None:
        statement = statement.where(audit.c.subject == subject)
    if most is not None:
        statement = statement.limit(most)
    return map(_told, connection.execute(statement))


def _told(row: Row) -> dict[str, Any]:
    said = row._asdict()
    return said | {"detail": json.loads(said["detail"]), "previous": row.previous.hex(), "hash": row.hash.hex()}
