"""Publishing from the desk: a preview that is the very snapshot to be published, its publication, the way back."""

from typing import Any

from sqlalchemy import Connection

from catalogue.access import Principal
from catalogue.definitions import Definitions
from catalogue.errors import Message, UserError
from desk import audit
from desk.jobs import Job
from etl.publish import preview, publish, publish_preview, undo
from etl.storing import prepare
from store import connection as db
from store import desk_file, snapshot
from store.moments import behind

Result = dict[str, Any]


def previewed(job: Job, known: Definitions, who: Principal) -> Result:
    """Write the snapshot that would be published now; readers go on with the one in use."""
    with db.store() as connection:
        notice = _prepared(connection, known)
        return {"snapshot": preview(connection, known), "against": snapshot.current_id()} | notice


def published(job: Job, known: Definitions, who: Principal) -> Result:
    """Publish what was previewed, or what the store holds; a second press is the first."""
    seen, draft = job.payload.get("seen"), job.payload.get("draft")
    with db.store() as connection:
        notice = _prepared(connection, known)
        before = snapshot.current_id()
        if draft is None or before != draft:  # else a killed worker, or the press before, has done it
            if before != seen:
                raise UserError("desk_published_since", snapshot=before or "–")
            if draft is None:
                draft = publish(connection, known)
            else:
                publish_preview(connection, known, draft)
    _noted(who, "published", seen, draft)
    return {"snapshot": draft} | notice


def undone(job: Job, known: Definitions, who: Principal) -> Result:
    """Switch readers back to the publication before the one in use; a second press is the first."""
    seen, reason = job.payload.get("seen") or "", job.payload.get("reason", "")
    with db.store() as connection:
        now = snapshot.current_id() or ""
        if now != seen:
            with desk_file.reading() as desk:
                if audit.noted(desk, "undone", "publication", before=seen, after=now):
                    return {"snapshot": now}
            raise UserError("desk_published_since", snapshot=now or "–")
        after, before = undo(connection)
    _noted(who, "undone", before, after, reason=reason)
    return {"snapshot": after}


def _prepared(connection: Connection, known: Definitions) -> Result:
    """Bring the store up to the definitions; tell of a clock that is behind."""
    with connection.begin():
        prepare(connection, known)
        notice: Message | None = behind(connection)
    return {"notice": [notice.key, dict(notice.values)]} if notice else {}


def _noted(who: Principal, action: str, before: str | None, after: str, **told: str) -> None:
    with desk_file.writing() as connection:
        if not audit.noted(connection, action, "publication", before=before, after=after):
            audit.record(connection, who, action, "publication", before=before, after=after, **told)
