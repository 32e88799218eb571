"""What the desk keeps: files sent and where they stand, drafts, work asked for, and the record of who did what."""

from sqlalchemy import Column, DateTime, Float, Integer, LargeBinary, Table, Text, UniqueConstraint

from store.desk_file import metadata


def _text(name: str, comment: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, Text, nullable=nullable, comment=comment)


def _time(name: str, comment: str, *, nullable: bool = False) -> Column:
    return Column(name, DateTime, nullable=nullable, comment=comment)


sending = Table(
    "sending",
    metadata,
    Column("sending_id", Integer, primary_key=True, comment="number of the sending"),
    _text("unit_id", "unit version it reports for"),
    _text("period", "reporting period"),
    _text("origin", "file: sent as it is; typed: made by the system from a form filled in the browser"),
    _text("file_name", "name of the file as sent"),
    _text("sha256", "SHA-256 of its bytes, which lie under received/"),
    Column("size", Integer, nullable=False, comment="bytes"),
    _text("sent_by", "who sent it, as the sign-in names them"),
    _text("sent_by_name", "their name"),
    _time("received_at", "when the whole file had arrived and was on the disk"),
    _text("state", "received, checked, submitted, accepting, accepted, published, returned, withdrawing, withdrawn, discarded"),
    Column("revision", Integer, nullable=False, comment="grows by one with each change: who saw an older one changes nothing"),
    _text("result", "JSON object: what the check found: problems, what changes", nullable=True),
    _time("checked_at", "when it was checked last", nullable=True),
    _text("confirmed", "JSON list: warnings that the sender confirmed, each with a reason", nullable=True),
    _time("submitted_at", "when it was handed to the officer", nullable=True),
    _text("note", "what the sender wants to say", nullable=True),
    _text("comment", "what the officer answered", nullable=True),
    _text("decided_by", "who accepted, returned or withdrew it", nullable=True),
    _time("decided_at", "when", nullable=True),
    Column("version", Integer, nullable=True, comment="version of the unit's report that it became"),
    _time("recorded_at", "from when the store holds that version to be true: publications since show it", nullable=True),
)

draft = Table(
    "draft",
    metadata,
    _text("unit_id", "unit version"),
    _text("period", "reporting period"),
    _text("content", "JSON object: cell of the form → what was typed"),
    Column("revision", Integer, nullable=False, comment="grows by one with each change"),
    _text("saved_by", "name of who typed last"),
    _time("saved_at", "when"),
    UniqueConstraint("unit_id", "period"),
)

job = Table(
    "job",
    metadata,
    Column("job_id", Integer, primary_key=True, comment="number of the job; done in this order"),
    _text("kind", "check, accept, withdraw, compare, template, annotate, preview, publish, undo, review, remember"),
    Column("sending_id", Integer, nullable=True, comment="sending it is about"),
    _text("payload", "JSON object: what it needs"),
    _text("asked_by", "who asked, as the sign-in names them"),
    _text("asked_by_name", "their name"),
    _text("asked_as", "in which role"),
    _time("asked_at", "when"),
    _time("begun_at", "when the worker took it", nullable=True),
    _time("done_at", "when it ended", nullable=True),
    _text("result", "JSON object: what came of it", nullable=True),
    _text("error", "JSON list: key of the sentence that says why it failed, and its values", nullable=True),
)

sign_in = Table(
    "sign_in",
    metadata,
    Column("key", Text, primary_key=True, comment="digest of what the provider said at this sign-in; no token"),
    _text("person", "who signed in"),
    Column("began", Float, nullable=False, comment="when the provider issued it, seconds since 1970 UTC"),
    Column("seen", Float, nullable=False, comment="when they last did something, to a minute"),
    _text("ended", "why it no longer counts: signed_out, old, idle", nullable=True),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, comment="from 1 without gaps"),
    _time("at", "when, never before the entry before"),
    _text("person", "who, as the sign-in names them"),
    _text("name", "their name"),
    _text("role", "in which role"),
    _text("action", "what was done"),
    _text("subject", "to what: unit, period, number of the sending, publication"),
    _text("before", "from which version or state", nullable=True),
    _text("after", "to which", nullable=True),
    _text("detail", "JSON object: what else belongs to it"),
    Column("previous", LargeBinary, nullable=False, comment="hash of the entry before"),
    Column("hash", LargeBinary, nullable=False, comment="SHA-256 over all other columns"),
)
