"""The moment at which something is recorded: the office's clock, but never before what is recorded already.

So what was known at a past moment stays what it was, also when a clock is set back.
"""

import datetime as dt

from sqlalchemy import Connection, Select, Table, func, select, union_all

from catalogue.clock import office_now
from catalogue.errors import Message
from store import snapshot
from store.schema import figure, proposal_decision, submission, submission_event

TICK = dt.timedelta(microseconds=1)


def moment(connection: Connection) -> dt.datetime:
    """Now, or just after the last record or snapshot if the clock is behind it."""
    last = _last(connection)
    return max(office_now(), last + TICK) if last else office_now()


def behind(connection: Connection) -> Message | None:
    """What to tell the user if the clock is earlier than the last record."""
    last, now = _last(connection), office_now()
    if last is None or now >= last:
        return None
    return Message.of("clock_behind", now=now.isoformat(" ", "seconds"), last=last.isoformat(" ", "seconds"))


def last_recorded(connection: Connection) -> dt.datetime | None:
    """When the last real record was made. Demonstration reports claim times of their own."""
    times = union_all(
        _latest(submission, "recorded_from", "recorded_to").where(~submission.c.demonstration),
        _latest(figure, "recorded_from", "recorded_to"),
        _latest(submission_event, "at"),
        _latest(proposal_decision, "at"),
    ).subquery()
    recorded: dt.datetime | None = connection.execute(select(func.max(times.c.at))).scalar()
    return recorded


def _latest(table: Table, *names: str) -> Select:
    return select(func.max(func.greatest(*(table.c[name] for name in names))).label("at"))


def _last(connection: Connection) -> dt.datetime | None:
    return max((at for at in (last_recorded(connection), snapshot.last_published()) if at), default=None)
