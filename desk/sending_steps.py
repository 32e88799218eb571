"""The steps of a sending within a transaction: looked at as someone saw it, changed and recorded; what the worker notes.

What people may do is asked in `desk.sendings`, which calls these.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from catalogue.access import Permission, Principal
from catalogue.clock import office_now
from catalogue.errors import UserError
from desk import audit
from desk.sending import OPEN, Sending, StaleError, from_row
from desk.tables import sending


def found(connection: Connection, number: int) -> Sending:
    """A sending by its number. Who may see it is the caller's to ask."""
    row = connection.execute(select(sending).where(sending.c.sending_id == number)).first()
    if row is None:
        raise UserError("desk_unknown", number=number)
    return from_row(row)


def seen(connection: Connection, who: Principal, number: int, revision: int, states: Sequence[str], permission: Permission
          ) -> Sending:  # fmt: skip
    """The sending, if it is theirs to change and still as they saw it."""
    held = found(connection, number)
    if not who.may_see(held.unit_id):
        raise UserError("desk_unknown", number=number)
    who.require(permission, held.unit_id)
    if held.revision != revision or held.state not in states:
        last = audit.about(connection, held.subject)[-1]
        raise StaleError("desk_stale", name=last["name"] or "–", at=f"{last['at']:%H:%M %d/%m/%Y}", state=held.state)
    return held


def again(connection: Connection, who: Principal, number: int, revision: int, state: str) -> Sending | None:
    """The sending, if the same person did the same to what they saw: a second press of a button is the first."""
    held = found(connection, number)
    if held.revision == revision or not who.may("decide", held.unit_id):
        return None
    mine = (entry for entry in audit.about(connection, held.subject) if entry["person"] == who.person)
    return held if any(entry["after"] == f"{state} {revision + 1}" for entry in mine) else None


def changed(connection: Connection, who: Principal, held: Sending, action: str, told: dict[str, Any], **detail: Any) -> Sending:
    """Change a sending, and record who did it."""
    revision = held.revision + 1
    connection.execute(update(sending).where(sending.c.sending_id == held.sending_id).values(**told, revision=revision))
    before, after = f"{held.state} {held.revision}", f"{told.get('state', held.state)} {revision}"
    about = {"unit_id": held.unit_id, "period": held.period}
    audit.record(connection, who, action, held.subject, before=before, after=after, **about, **detail)
    return found(connection, held.sending_id)


def checked(connection: Connection, who: Principal, number: int, result: dict[str, Any]) -> None:
    """Note what a check found."""
    held = found(connection, number)
    if held.state in OPEN:
        state = "checked" if held.state == "received" else held.state
        told = {"state": state, "result": json.dumps(result, ensure_ascii=False, default=str), "checked_at": office_now()}
        counts = {name: sum(p["severity"] == name for p in result["problems"]) for name in ("error", "warning")}
        changed(connection, who, held, "checked", told, **counts)


def differs(connection: Connection, number: int, checked_at: str, difference: dict[str, Any]) -> None:
    """Add to what a check found what else would change, unless it was checked anew meanwhile. It is no step of anyone's."""
    held = found(connection, number)
    if held.result is not None and str(held.checked_at) == checked_at:
        told = json.dumps(held.result | difference, ensure_ascii=False, default=str)
        connection.execute(update(sending).where(sending.c.sending_id == number).values(result=told))


def became(connection: Connection, who: Principal, number: int, state: str, **told: Any) -> None:
    """Note what came of an accepted or withdrawn sending, or that readers see it."""
    changed(connection, who, found(connection, number), state, {"state": state, **told})


def in_state(connection: Connection, *states: str) -> list[Sending]:
    """The sendings in some states, for the worker."""
    return [from_row(row) for row in connection.execute(select(sending).where(sending.c.state.in_(states)))]
