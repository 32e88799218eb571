"""Publish: write a new snapshot of what the store holds and switch readers to it."""

import datetime as dt
from pathlib import Path

from sqlalchemy import Connection, func, select

from catalogue import paths
from catalogue.definitions import Definitions
from catalogue.errors import UserError
from desk import audit
from etl.protecting.publication import protect
from store import desk_file, past, protecting, schema, snapshot, snapshot_file
from store.moments import last_recorded, moment
from store.schema import attempt, submission
from store.settings import read_setting, save_setting
from store.steps import submissions_in_force

HELD = "held"  # setting: why the store is ahead of what is published


def publish(connection: Connection, definitions: Definitions) -> str:
    """Write and switch to a snapshot of what the store holds now; return its identifier."""
    _forget_previews(connection)
    identifier, draft = _written(connection, definitions)
    snapshot.switch_to(identifier, draft)
    _switched(connection, definitions)
    return identifier


def preview(connection: Connection, definitions: Definitions) -> str:
    """Write a snapshot of what the store holds now without switching to it; return its identifier."""
    _forget_previews(connection)
    identifier, draft = _written(connection, definitions)
    snapshot.keep_preview(identifier, draft)
    return identifier


def publish_preview(connection: Connection, definitions: Definitions, identifier: str) -> None:
    """Switch to a snapshot that was previewed, as it is.

    Raises:
        UserError: it is gone, or the store or the definitions have changed since it was written.
    """
    held = next((path for path in (snapshot.preview_of(identifier), snapshot.path_of(identifier)) if path.exists()), None)
    if held is None:
        raise UserError("preview_gone", snapshot=identifier)
    with connection.begin():
        revision = _revision(connection, definitions, moment(connection))
    if snapshot.facts_of(held).get("revision") != revision:
        raise UserError("preview_old", snapshot=identifier)
    snapshot.switch_to_preview(identifier)
    _switched(connection, definitions)


def _forget_previews(connection: Connection) -> None:
    """Remove what waited to be published: no reader has seen it, so it gave nothing away."""
    with connection.begin():
        for identifier in snapshot.clear_previews():
            protecting.unseen(connection, identifier)


def _switched(connection: Connection, definitions: Definitions) -> None:
    hold(connection, "")
    snapshot.prune(definitions.office.snapshots_kept)


def _written(connection: Connection, definitions: Definitions) -> tuple[str, Path]:
    """Write a snapshot under a draft's name; return its identifier and path."""
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
        "undecided": definitions.undecided,
        "demonstration_submissions": str(generated),
        "revision": revision,
        "audit": _head(),
        **protected,
    }
    outline = definitions.outline
    public = snapshot_file.Public(definitions.sensitive_elements, definitions.sensitive, outline.published, outline.private)
    draft = snapshot_file.write(connection, identifier, public, facts)
    with connection.begin():
        protecting.forget(connection)
    return identifier, draft


def is_current(connection: Connection, definitions: Definitions) -> bool:
    """Whether the snapshot in use holds all that the store and the definitions hold; no if it is damaged or not whole."""
    with connection.begin():
        revision = _revision(connection, definitions, moment(connection))
    return snapshot.facts_in_use().get("revision") == revision and snapshot.whole()


def _head() -> str:
    """The head of the desk's record: each publication holds the record to what it was by then."""
    if not paths.desk_file().exists():
        return ""
    with desk_file.reading() as desk:
        return str(audit.head(desk))


def hold(connection: Connection, reason: str) -> None:
    """Note why the latest of the store is not to be published by itself (accepted, undone); empty: it is published."""
    with connection.begin():
        save_setting(connection, HELD, reason)


def is_held(connection: Connection, definitions: Definitions) -> bool:
    """Whether an officer has yet to publish what the store holds, and readers can read what is published."""
    with connection.begin():
        held = read_setting(connection, HELD)
    facts = snapshot.facts_in_use()
    tables = facts.get("revision", "").split("/")[1:2]
    return bool(held) and facts.get("undecided") == definitions.undecided and tables == [schema.fingerprint()]


def undo(connection: Connection) -> tuple[str, str]:
    """Switch readers back to the publication before the one in use; return both, that one first.

    Raises:
        UserError: there is none before it that this release can read.
    """
    now, before = snapshot.current_id() or "", past.undone_to()
    if before is None:
        raise UserError("undo_none", snapshot=now)
    hold(connection, "undone")
    snapshot.point_to(before)
    return before, now


def _revision(connection: Connection, definitions: Definitions, at: dt.datetime) -> str:
    """What a snapshot is made of: definitions, tables, reports and what was done to them, reports refused, periods due."""
    last = connection.execute(select(func.coalesce(func.max(submission.c.submission_id), 0))).scalar_one()
    refused = connection.execute(select(func.count(attempt.c.unit_id)).where(attempt.c.status == "rejected")).scalar_one()
    days = [*(period.due_date for period in definitions.periods.values()), *definitions.extensions.values()]
    due = sum(day is not None and day < at.date() for day in days)
    recorded = last_recorded(connection)
    changed = recorded.isoformat() if recorded else ""
    return f"{definitions.version}/{schema.fingerprint()}/{last}/{changed}/{refused}/{due}"
