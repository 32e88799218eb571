"""A new list of people in the place of the old one: taken whole or not at all, both kept, and who did it in the record."""

import hashlib
import os
from dataclasses import dataclass

from catalogue import paths
from catalogue.access import Principal
from catalogue.clock import office_now
from catalogue.definitions import Definitions
from catalogue.errors import Message, UserError
from desk import audit
from desk.people import People, parsed
from desk.sending import StaleError
from store import desk_file, files
from store.faults import told

SUBJECT = "people.csv"
LARGEST = 2**20  # bytes
NONE = "–"  # where there is no list


@dataclass(frozen=True)
class Current:
    """The list in use: its bytes, their SHA-256, and whether the record knows of it or someone wrote it on the machine."""

    content: bytes
    sha256: str
    recorded: bool


def current(who: Principal) -> Current:
    """The list in use, for those who administer it."""
    who.require("administer")
    return _current()


def checked(who: Principal, content: bytes, definitions: Definitions) -> tuple[People, list[Message]]:
    """What a new list would say, and everything that keeps it from being taken: faulty lines, nobody left to administer."""
    who.require("administer")
    if len(content) > LARGEST:
        return People(), [Message.of("people_large", found=len(content) // 1024, expected=LARGEST // 1024)]
    found = parsed(content, SUBJECT, definitions)
    faults = list(found.faults)
    today = office_now().date()
    if not any("administer" in definitions.roles[one.role].permissions and one.holds(today) for one in found.found):
        faults.append(Message.of("people_no_administrator"))
    return found, faults


def replace(who: Principal, content: bytes, seen: str, definitions: Definitions) -> str:
    """Put a new list in the place of the one whose SHA-256 was `seen`; return its own.

    Raises:
        DeniedError: they do not administer.
        UserError: it has faults; nothing was changed.
        StaleError: someone else replaced the list since.
    """
    who.require("administer")
    if faults := checked(who, content, definitions)[1]:
        raise UserError("people_not_taken", count=len(faults))
    sha256 = hashlib.sha256(content).hexdigest()
    with desk_file.writing() as connection:
        before = _current()
        if before.sha256 != seen:
            raise StaleError("people_stale")
        for kept in filter(None, (before.content, content)):
            files.keep(kept, ".csv", paths.received() / "incoming")
        audit.record(connection, who, "people", SUBJECT, before=before.sha256, after=sha256)
        _write(content)  # last: if it fails the record says nothing of it
    return sha256


def history(who: Principal) -> list[dict[str, object]]:
    """Who replaced the list when, the latest first."""
    who.require("administer")
    with desk_file.reading() as connection:
        return audit.about(connection, SUBJECT)[::-1]


def kept(who: Principal, sha256: str) -> bytes:
    """An earlier list, one that the record names."""
    if sha256 not in {entry[side] for entry in history(who) for side in ("before", "after")}:
        raise UserError("people_unknown")
    return files.read(sha256, ".csv")


def _current() -> Current:
    try:
        content = paths.people_file().read_bytes()
    except FileNotFoundError:
        return Current(b"", NONE, True)
    sha256 = hashlib.sha256(content).hexdigest()
    with desk_file.reading() as connection:
        entries = audit.about(connection, SUBJECT)
    return Current(content, sha256, bool(entries) and entries[-1]["after"] == sha256)


def _write(content: bytes) -> None:
    target = paths.people_file()
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    with told(paths.home()):
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(target)
        except OSError:
            draft.unlink(missing_ok=True)
            raise
