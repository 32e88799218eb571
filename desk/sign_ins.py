"""Sign-ins that are in force: when each began, when its person was last active, and why it ended.

The provider says who someone is; how long that holds is the office's to say. A sign-in is known by a digest of what the
provider said, so that one that ended stays ended wherever its cookie was copied to. What is remembered is held in
memory and written at most once a minute; a clock that is set back makes no sign-in last longer.
"""

import hashlib
import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import delete, insert, select, update

from catalogue import paths
from catalogue.access import Principal
from catalogue.office_models import Office
from desk import audit
from desk.tables import sign_in
from store import desk_file

Why = Literal["", "signed_out", "old", "idle", "clock"]  # "": it holds
STEADY = 300  # seconds by which clocks of two machines may differ
WRITTEN = 60  # seconds between two notes of the last activity
FORGOTTEN = 40 * 86400  # seconds after which nothing needs to be remembered: cookies live for 30 days
MARKS = ("iss", "sub", "iat", "nonce", "at_hash", "sid")  # what tells one sign-in from another


@dataclass
class _Known:
    """What is remembered of a sign-in; seconds since 1970 UTC."""

    began: float
    seen: float
    ended: Why = ""
    written: float = 0.0  # the activity that the table has; 0: it has no line yet
    told: Why = ""  # the end that the table has


_known: dict[tuple[str, str], _Known] = {}
_lock = threading.Lock()


def key_of(claims: Mapping[str, Any]) -> str:
    """The digest by which a sign-in is known; the provider's name for the person, its moment and its nonce make it one."""
    marks = [str(claims.get(name, "")) for name in MARKS]
    return hashlib.sha256(json.dumps(marks).encode()).hexdigest()


def look(claims: Mapping[str, Any], office: Office, *, active: bool = False, now: float | None = None) -> Why:
    """Whether a sign-in holds; `active`: its person has just done something."""
    now = time.time() if now is None else now
    issued = _seconds(claims.get("iat"))
    if issued is None:
        return "old"
    with _lock:
        known = _remembered(key_of(claims), issued)
        if known.ended:
            return known.ended
        why = _over(known, office, now)
        if why in ("old", "idle"):
            known.ended = why
        elif active and not why:
            known.seen = max(known.seen, now)
        return why


def _over(known: _Known, office: Office, now: float) -> Why:
    if now < known.seen - STEADY:
        return "clock"
    if max(now, known.seen) - known.began > office.session_hours * 3600:
        return "old"
    return "idle" if now - known.seen > office.idle_minutes * 60 else ""


def keep(who: Principal, claims: Mapping[str, Any]) -> None:
    """Write down what is new of a sign-in: that it began, its last activity, that it ended. Mostly nothing is."""
    issued = _seconds(claims.get("iat"))
    if issued is None:
        return
    key = key_of(claims)
    with _lock:
        known = _remembered(key, issued)
        new, ends = not known.written, known.ended != known.told
        if not (new or ends or known.seen - known.written >= WRITTEN):
            return
        before, (seen, ended) = (known.written, known.told), (known.seen, known.ended)
        known.written, known.told = max(seen, 1.0), ended  # another thread need not write it too
    try:
        _write(who, key, {"began": issued, "seen": seen, "ended": ended or None}, new=new, ends=ends)
    except Exception:
        known.written, known.told = before
        raise


def _write(who: Principal, key: str, told: dict[str, Any], *, new: bool, ends: bool) -> None:
    row = {"person": who.person, **told}
    with desk_file.writing() as connection:
        if new and connection.execute(select(sign_in.c.key).where(sign_in.c.key == key)).first() is None:
            connection.execute(delete(sign_in).where(sign_in.c.seen < told["seen"] - FORGOTTEN))
            connection.execute(insert(sign_in).values(key=key, **row))
            action = "signed_in" if who.role.permissions else "sign_in_refused"
            audit.record(connection, who, action, who.person, sign_in=key[:12])
        else:
            connection.execute(update(sign_in).where(sign_in.c.key == key).values(**row))
        if ends:
            action = "signed_out" if told["ended"] == "signed_out" else "session_ended"
            audit.record(connection, who, action, who.person, before="signed_in", after=told["ended"], sign_in=key[:12])


def end(who: Principal, claims: Mapping[str, Any]) -> None:
    """Sign out: this sign-in no longer counts, in no tab and from no copy of its cookie."""
    issued = _seconds(claims.get("iat"))
    if issued is not None:
        with _lock:
            known = _remembered(key_of(claims), issued)
            known.ended = known.ended or "signed_out"
        keep(who, claims)


def _remembered(key: str, issued: float) -> _Known:
    """What is known of a sign-in; of one never seen, that its person was active when it was issued."""
    place = (str(paths.desk_file()), key)
    found = _known.get(place)
    if found is None:
        with desk_file.reading() as connection:
            row = connection.execute(select(sign_in).where(sign_in.c.key == key)).first()
        found = _Known(issued, issued)
        if row is not None:
            found = _Known(row.began, row.seen, row.ended or "", row.seen, row.ended or "")
        _known[place] = found
    return found


def _seconds(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
