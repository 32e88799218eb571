"""Publish: write a new snapshot of what the store holds and switch readers to it."""

import datetime as dt

from sqlalchemy import Connection, func, select

from catalogue.clock import office_now
from catalogue.definitions import Definitions
from catalogue.errors import UserError
from store import schema, settings, snapshot
from store.schema import submission
from store.steps import submissions_in_force


def publish(connection: Connection, definitions: Definitions, at: dt.datetime | None = None) -> str:
    """Write and switch to a snapshot of the store at `at` (default: now); return its identifier."""
    at = at or office_now()
    identifier = f"{at:%Y%m%dT%H%M%S%f}"
    with connection.begin():
        force = submissions_in_force(at)
        generated = connection.execute(select(func.count()).where(force.c.demonstration)).scalar_one()
        last = connection.execute(select(func.coalesce(func.max(submission.c.submission_id), 0))).scalar_one()
    facts = {
        "snapshot": identifier,
        "published_at": at.isoformat(timespec="seconds"),
        "definitions": definitions.version,
        "demonstration_submissions": str(generated),
        "revision": _revision(definitions, last, at),
    }
    hidden = [element.id for element in definitions.elements.values() if element.sensitive]
    draft = snapshot.write(connection, identifier, at, hidden=hidden, facts=facts)
    snapshot.switch_to(identifier, draft)
    with connection.begin():
        settings.save_setting(connection, "published", facts["revision"])
    return identifier


def is_current(connection: Connection, definitions: Definitions) -> bool:
    """Whether the last snapshot holds all that the store and the definitions hold."""
    with connection.begin():
        last = connection.execute(select(func.coalesce(func.max(submission.c.submission_id), 0))).scalar_one()
        published = settings.read_setting(connection, "published")
    try:
        return published == _revision(definitions, last, office_now()) and snapshot.current_id() is not None
    except UserError:  # the pointer leads nowhere: what is published is not current
        return False


def _revision(definitions: Definitions, last: int, at: dt.datetime) -> str:
    """What a snapshot was made of: definitions, tables, reports, periods due by then."""
    due = sum(p.due_date is not None and p.due_date < at.date() for p in definitions.periods.values())
    return f"{definitions.version}/{schema.fingerprint()}/{last}/{due}"
