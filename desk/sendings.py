"""Reports on their way: sent, checked, submitted, accepted or returned, published.

Every function asks what its principal may do before it reads or changes anything. A change names the revision that its
maker saw: who saw an older one changes nothing and is told who was faster. Files are kept before they are known by name,
so nothing that has a receipt can be lost.
"""

import json
from collections.abc import Collection, Sequence
from pathlib import PurePath
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select

from catalogue import paths
from catalogue.access import Principal
from catalogue.clock import office_now
from catalogue.errors import UserError
from desk import audit, jobs, sending_steps
from desk.sending import OPEN, Sending, clean_name, from_row
from desk.tables import sending
from store import desk_file, files

LARGEST = 20 * 2**20  # bytes of a file, as server.maxUploadSize


def receive(who: Principal, unit_id: str, period: str, file_name: str, content: bytes, *, origin: str = "file") -> Sending:
    """Keep a file and order its check. The same file again, while the first is under way, is the first.

    Raises:
        DeniedError: not a unit of theirs.
        UserError: the file is too large or empty; the disk is full. Nothing was kept.
    """
    who.require("report", unit_id)
    if not content or len(content) > LARGEST:
        raise UserError("desk_file_size", found=f"{len(content) / 2**20:.1f}", expected=LARGEST // 2**20, file=file_name)
    name = clean_name(file_name)
    sha256 = files.keep(content, PurePath(name).suffix, paths.received() / "incoming")
    with desk_file.writing() as connection:
        same = (sending.c.unit_id == unit_id, sending.c.period == period, sending.c.sha256 == sha256, sending.c.state.in_(OPEN))
        row = connection.execute(select(sending).where(*same)).first()
        if row is not None:
            return from_row(row)
        values = {"unit_id": unit_id, "period": period, "origin": origin, "file_name": name, "sha256": sha256,
                  "size": len(content), "sent_by": who.person, "sent_by_name": who.name, "received_at": office_now(),
                  "state": "received", "revision": 1}  # fmt: skip
        number = int(connection.execute(insert(sending).values(**values)).inserted_primary_key[0])  # type: ignore[index]
        jobs.order(connection, who, "check", number)
        found = sending_steps.found(connection, number)
        audit.record(connection, who, "received", found.subject, after="received", unit_id=unit_id, period=period,
                     sha256=sha256, file=name, size=len(content))  # fmt: skip
        if origin == "typed":
            _typed_anew(connection, who, found)
        return found


def confirm(who: Principal, number: int, revision: int, warnings: Collection[tuple[str, str, str]], reason: str) -> Sending:
    """Confirm warnings (code, sheet, cell; empty where it has none) of one's own sending, with a reason."""
    reason = reason.strip()
    if not reason:
        raise UserError("desk_reason_missing")
    with desk_file.writing() as connection:
        found = sending_steps.seen(connection, who, number, revision, ("checked",), "report")
        added = [{"code": code, "sheet": sheet, "cell": cell, "reason": reason} for code, sheet, cell in sorted(warnings)]
        said = json.dumps([*found.confirmed, *added], ensure_ascii=False)
        return sending_steps.changed(connection, who, found, "confirmed", {"confirmed": said}, warnings=added)


def submit(who: Principal, number: int, revision: int, note: str = "") -> Sending:
    """Hand a checked sending to the officer; a second press is the first.

    Raises:
        UserError: it has errors, or warnings that nobody confirmed.
    """
    with desk_file.writing() as connection:
        found = sending_steps.found(connection, number)
        if found.state == "submitted" and found.sent_by == who.person and found.revision == revision + 1:
            who.require("report", found.unit_id)
            return found
        found = sending_steps.seen(connection, who, number, revision, ("checked",), "report")
        if found.errors or found.unconfirmed:
            raise UserError("desk_not_ready", errors=len(found.errors), warnings=len(found.unconfirmed))
        _step_back(connection, who, found)
        told = {"state": "submitted", "submitted_at": office_now(), "note": note.strip() or None}
        return sending_steps.changed(connection, who, found, "submitted", told, note=note.strip())


def discard(who: Principal, number: int, revision: int) -> Sending:
    """Take back one's own sending before it is decided; the file stays kept."""
    with desk_file.writing() as connection:
        found = sending_steps.seen(connection, who, number, revision, ("received", "checked", "submitted"), "report")
        return sending_steps.changed(connection, who, found, "discarded", {"state": "discarded"})


def check_again(who: Principal, number: int, revision: int) -> Sending:
    """Order another check: what it was held against has changed since, or the one before did not end."""
    with desk_file.writing() as connection:
        found = sending_steps.seen(connection, who, number, revision, ("received", "checked", "submitted"), "report")
        jobs.order(connection, who, "check", number)
        return found


def annotate(who: Principal, number: int, lang: str) -> int:
    """Order the sending's workbook with its problems marked; return the number of the job."""
    found = one(who, number)
    with desk_file.writing() as connection:
        return jobs.order(connection, who, "annotate", found.sending_id, lang=lang)


def send_back(who: Principal, number: int, revision: int, comment: str) -> Sending:
    """Return a submitted sending to its unit, with a comment."""
    if not comment.strip():
        raise UserError("desk_comment_missing")
    with desk_file.writing() as connection:
        if again := sending_steps.again(connection, who, number, revision, "returned"):
            return again
        found = sending_steps.seen(connection, who, number, revision, ("submitted",), "decide")
        told = {"state": "returned", "comment": comment.strip(), "decided_by": who.person, "decided_at": office_now()}
        return sending_steps.changed(connection, who, found, "returned", told, comment=comment.strip())


def accept(who: Principal, number: int, revision: int, note: str = "", *, correction: bool = False) -> Sending:
    """Order that a submitted sending becomes a version of the unit's report; readers see it with the next publication."""
    with desk_file.writing() as connection:
        if again := sending_steps.again(connection, who, number, revision, "accepting"):
            return again
        found = sending_steps.seen(connection, who, number, revision, ("submitted",), "decide")
        told = {"state": "accepting", "decided_by": who.person, "decided_at": office_now(), "comment": note.strip() or None}
        changed = sending_steps.changed(connection, who, found, "accepting", told, note=note.strip(), correction=correction)
        jobs.order(connection, who, "accept", number, correction=correction)
        return changed


def withdraw(who: Principal, number: int, revision: int, reason: str) -> Sending:
    """Order that an accepted or published version no longer counts."""
    if not reason.strip():
        raise UserError("desk_reason_missing")
    with desk_file.writing() as connection:
        if again := sending_steps.again(connection, who, number, revision, "withdrawing"):
            return again
        found = sending_steps.seen(connection, who, number, revision, ("accepted", "published"), "decide")
        changed = sending_steps.changed(
            connection, who, found, "withdrawing", {"comment": reason.strip()}, reason=reason.strip()
        )
        jobs.order(connection, who, "withdraw", number, reason=reason.strip(), state=found.state)
        return changed


def compare(who: Principal, number: int) -> int:
    """Order that the cells of a sending are set beside those of the version and period before; return the job's number."""
    who.require("read_submissions")
    with desk_file.writing() as connection:
        return jobs.order(connection, who, "compare", sending_steps.found(connection, number).sending_id)


# --- reading ---------------------------------------------------------------------------------


def one(who: Principal, number: int) -> Sending:
    """A sending that they may see.

    Raises:
        UserError: there is none of that number, or it is not theirs to see (said alike: a number tells nothing).
    """
    with desk_file.reading() as connection:
        row = connection.execute(select(sending).where(sending.c.sending_id == number)).first()
    if row is None or not who.may_see(row.unit_id):
        raise UserError("desk_unknown", number=number)
    return from_row(row)


def listed(
    who: Principal, *, units: Sequence[str] = (), period: str | None = None, states: Sequence[str] = ()
) -> list[Sending]:
    """The sendings that they may see, the latest first."""
    wanted: list[ColumnElement[bool]] = []
    if not who.may("read_submissions"):
        who.require("report")
        wanted.append(sending.c.unit_id.in_(sorted(who.units)))
    if units:
        wanted.append(sending.c.unit_id.in_(list(units)))
    if period:
        wanted.append(sending.c.period == period)
    if states:
        wanted.append(sending.c.state.in_(list(states)))
    with desk_file.reading() as connection:
        rows = connection.execute(select(sending).where(*wanted).order_by(sending.c.sending_id.desc())).all()
    return [from_row(row) for row in rows]


def content(who: Principal, number: int) -> bytes:
    """The file of a sending, byte for byte."""
    found = one(who, number)
    return files.read(found.sha256, found.suffix)


def history(who: Principal, number: int) -> list[dict[str, Any]]:
    """What happened to a sending, oldest first, from the record."""
    found = one(who, number)
    with desk_file.reading() as connection:
        return audit.about(connection, found.subject)


def last_done(who: Principal, found: Sequence[Sending]) -> dict[int, dict[str, Any]]:
    """What was done last to each of these sendings, by number, from the record."""
    for unit_id in {one.unit_id for one in found}:
        who.require_sight(unit_id)
    with desk_file.reading() as connection:
        entries = audit.latest(connection, [one.subject for one in found])
    return {one.sending_id: entries[one.subject] for one in found if one.subject in entries}


def _typed_anew(connection: Connection, who: Principal, newer: Sending) -> None:
    """A form that was typed on and checked again takes the place of its earlier checks; what was submitted stays."""
    same = (sending.c.unit_id == newer.unit_id, sending.c.period == newer.period, sending.c.origin == "typed",
            sending.c.state.in_(("received", "checked")), sending.c.sending_id != newer.sending_id)  # fmt: skip
    for row in connection.execute(select(sending).where(*same)).all():
        sending_steps.changed(connection, who, from_row(row), "discarded", {"state": "discarded"}, newer=newer.sending_id)


def _step_back(connection: Connection, who: Principal, newer: Sending) -> None:
    """A unit that submits a form or report anew means the new one: what it had submitted and nobody decided steps back."""
    same = (sending.c.unit_id == newer.unit_id, sending.c.period == newer.period, sending.c.state == "submitted")
    for row in connection.execute(select(sending).where(*same)).all():
        older = from_row(row)
        if older.shape == newer.shape != "part":
            sending_steps.changed(connection, who, older, "discarded", {"state": "discarded"}, newer=newer.sending_id)
