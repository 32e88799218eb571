"""Publish: write a new snapshot of what the store holds and switch readers to it."""

import datetime as dt

from sqlalchemy import Connection, func, select

from catalogue.definitions import Definitions
from etl.protecting.publication import protect
from store import protecting, schema, snapshot
from store.moments import last_recorded, moment
from store.schema import attempt, submission
from store.steps import submissions_in_force


def publish(connection: Connection, definitions: Definitions) -> str:
    """Write and switch to a snapshot of what the store holds now; return its identifier."""
    with connection.begin():
        at = moment(connection)
        force = submissions_in_force(at)
        generated = connection.execute(select(func.count()).where(force.c.demonstration)).scalar_one()
        revision = _revision(connection, definitions, at)
        identifier = snapshot.named(at)
        protecting.remember(connection, at)
        protected = protect(connection, definitions, identifier)
    facts = {
        "snapshot": identifier,
        "published_at": at.isoformat(timespec="microseconds"),
        "definitions": definitions.version,
        "demonstration_submissions": str(generated),
        "revision": revision,
        **protected,
    }
    outline = definitions.outline
    public = snapshot.Public(definitions.sensitive_elements, definitions.sensitive, outline.published, outline.private)
    draft = snapshot.write(connection, identifier, public, facts)
    snapshot.switch_to(identifier, draft)
    with connection.begin():
        protecting.forget(connection)
    snapshot.prune(definitions.office.snapshots_kept)
    return identifier


def is_current(connection: Connection, definitions: Definitions) -> bool:
    """Whether the snapshot in use holds all that the store and the definitions hold; no if it is damaged or not whole."""
    with connection.begin():
        revision = _revision(connection, definitions, moment(connection))
    return snapshot.facts_in_use().get("revision") == revision and snapshot.whole()


def _revision(connection: Connection, definitions: Definitions, at: dt.datetime) -> str:
    """What a snapshot is made of: definitions, tables, reports and what was done to them, reports refused, periods due."""
    last = connection.execute(select(func.coalesce(func.max(submission.c.submission_id), 0))).scalar_one()
    refused = connection.execute(select(func.count(attempt.c.unit_id)).where(attempt.c.status == "rejected")).scalar_one()
    due = sum(p.due_date is not None and p.due_date < at.date() for p in definitions.periods.values())
    recorded = last_recorded(connection)
    changed = recorded.isoformat() if recorded else ""
    return f"{definitions.version}/{schema.fingerprint()}/{last}/{changed}/{refused}/{due}"
