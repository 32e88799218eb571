"""Forms that are being filled in the browser: kept with every change, so that nothing typed is lost."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from catalogue.access import Principal
from catalogue.clock import office_now
from desk.sending import StaleError
from desk.tables import draft
from store import desk_file


@dataclass(frozen=True)
class Draft:
    """What was typed into a form: cell (“sheet!A1”) → text as typed."""

    content: dict[str, str]
    revision: int
    saved_by: str
    saved_at: Any


def kept(who: Principal, unit_id: str, period: str) -> Draft | None:
    """The draft of a unit and period, for those who report for the unit."""
    who.require("report", unit_id)
    with desk_file.reading() as connection:
        row = connection.execute(select(draft).where(draft.c.unit_id == unit_id, draft.c.period == period)).first()
    return _draft(row) if row else None


def save(who: Principal, unit_id: str, period: str, revision: int, content: Mapping[str, str]) -> Draft:
    """Keep what was typed; `revision` is that of the draft it was typed into, 0 for the first.

    Raises:
        StaleError: someone else typed into it meanwhile; nothing was changed.
    """
    who.require("report", unit_id)
    mine = (draft.c.unit_id == unit_id, draft.c.period == period)
    with desk_file.writing() as connection:
        row = connection.execute(select(draft).where(*mine)).first()
        if (row.revision if row else 0) != revision:
            raise StaleError("desk_draft_stale", name=row.saved_by if row else "–")
        told = {"content": json.dumps(dict(content), ensure_ascii=False), "revision": revision + 1,
                "saved_by": who.name or who.person, "saved_at": office_now()}  # fmt: skip
        if row is None:
            connection.execute(insert(draft).values(unit_id=unit_id, period=period, **told))
        else:
            connection.execute(update(draft).where(*mine).values(**told))
        return _draft(connection.execute(select(draft).where(*mine)).one())


def drop(who: Principal, unit_id: str, period: str) -> None:
    """Remove a draft: it was sent, or is not wanted."""
    who.require("report", unit_id)
    with desk_file.writing() as connection:
        connection.execute(delete(draft).where(draft.c.unit_id == unit_id, draft.c.period == period))


def _draft(row: Row) -> Draft:
    return Draft(json.loads(row.content), row.revision, row.saved_by, row.saved_at)
