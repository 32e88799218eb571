"""Work that the desk asks of the line: done in order by one worker (`python -m etl desk`) beside the dashboard.

What was asked survives a crash of either: a job that the worker began and did not end is begun anew, and each kind of
work can be done twice without harm.
"""

import fcntl
import json
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from catalogue import paths
from catalogue.access import Permission, Principal
from catalogue.clock import office_now
from catalogue.errors import Message
from desk.tables import job
from store import desk_file

# What each kind of work needs, asked of who orders it; work on a sending is ordered by `desk.sendings`, which asks itself.
NEEDS: dict[str, Permission] = {"template": "report", "prefill": "report", "typed": "report",
                                "preview": "publish", "publish": "publish", "undo": "publish",
                                "review": "confirm_figures", "remember": "run_round"}  # fmt: skip

AFTER = ("difference",)  # work that waits until nobody waits for anything else
IN_TURN = (job.c.kind.in_(AFTER), job.c.job_id)


@dataclass(frozen=True)
class Job:
    """A piece of work: what was asked, and what came of it once `done`."""

    job_id: int
    kind: str
    sending_id: int | None
    payload: dict[str, Any]
    asked_by: str
    asked_by_name: str
    asked_as: str
    done: bool = False
    begun: bool = False
    result: dict[str, Any] | None = None
    error: Message | None = None


def ask(who: Principal, kind: str, **payload: Any) -> int:
    """Order a piece of work that is not about one sending; return its number. What waits already is not ordered twice."""
    who.require(NEEDS[kind], payload.get("unit_id"))
    with desk_file.writing() as connection:
        said = json.dumps(payload, ensure_ascii=False)
        same = (job.c.kind == kind, job.c.payload == said, job.c.asked_by == who.person, job.c.done_at.is_(None))
        row = connection.execute(select(job.c.job_id).where(*same)).first()
        return int(row.job_id) if row else order(connection, who, kind, None, **payload)


def order(connection: Connection, who: Principal, kind: str, sending_id: int | None, **payload: Any) -> int:
    """Order a piece of work within a transaction. Whether they may is asked before."""
    row = {"kind": kind, "sending_id": sending_id, "payload": json.dumps(payload, ensure_ascii=False), "asked_by": who.person,
           "asked_by_name": who.name, "asked_as": who.role.id, "asked_at": office_now()}  # fmt: skip
    return int(connection.execute(insert(job).values(**row)).inserted_primary_key[0])  # type: ignore[index]


def found(who: Principal, job_id: int) -> Job | None:
    """A job that this person ordered, or None."""
    with desk_file.reading() as connection:
        row = connection.execute(select(job).where(job.c.job_id == job_id, job.c.asked_by == who.person)).first()
    return _job(row) if row else None


@dataclass(frozen=True)
class Standing:
    """Where work on a sending stands: how many jobs come before it (None: nothing is asked), whether someone works."""

    ahead: int | None
    begun: bool
    served: bool


def standing(sending_id: int | None = None, job_id: int | None = None) -> Standing:
    """Where the first job on a sending, or one job, stands in the line. Whether they may see it is asked before."""
    with desk_file.reading() as connection:
        rows = connection.execute(select(job.c.job_id, job.c.sending_id, job.c.kind, job.c.begun_at)
                                  .where(job.c.done_at.is_(None)).order_by(*IN_TURN)).all()  # fmt: skip
    mine = (place for place, row in enumerate(rows)
            if row.job_id == job_id or (row.sending_id == sending_id is not None and row.kind not in AFTER))  # fmt: skip
    place = next(mine, None)
    return Standing(place, place is not None and rows[place].begun_at is not None, served())


def served() -> bool:
    """Whether a worker is there: it holds the desk's lock while it lives."""
    try:
        with worker_lock().open("r") as stream:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def worker_lock() -> Path:
    """The file whose lock the one worker holds."""
    return paths.home() / "desk.lock"


def made(done: Job) -> bytes | None:
    """The file that a job left to be fetched; None if it left none, or it was removed since."""
    name = (done.result or {}).get("file")
    if not name:
        return None
    try:
        return (paths.desk_output() / PurePath(name).name).read_bytes()
    except OSError:
        return None


def waiting() -> int:
    """How many jobs are not done."""
    with desk_file.reading() as connection:
        return len(connection.execute(select(job.c.job_id).where(job.c.done_at.is_(None))).all())


# --- the worker's side -----------------------------------------------------------------------


def take() -> Job | None:
    """The next job, marked as begun; None if nothing waits. There is one worker."""
    with desk_file.reading() as connection:
        if connection.execute(select(job.c.job_id).where(job.c.done_at.is_(None)).limit(1)).first() is None:
            return None
    with desk_file.writing() as connection:
        row = connection.execute(select(job).where(job.c.done_at.is_(None)).order_by(*IN_TURN).limit(1)).first()
        if row is None:
            return None
        connection.execute(update(job).where(job.c.job_id == row.job_id).values(begun_at=office_now()))
    return _job(row)


def finish(connection: Connection, job_id: int, result: dict[str, Any] | None, error: Message | None = None) -> None:
    """Note what came of a job."""
    told = None if error is None else json.dumps([error.key, dict(error.values)], ensure_ascii=False)
    row = {"done_at": office_now(), "result": json.dumps(result, ensure_ascii=False, default=str), "error": told}
    connection.execute(update(job).where(job.c.job_id == job_id).values(**row))


def forget(connection: Connection, before: Any) -> None:
    """Remove jobs that were done before a moment: what they did is in the record and the store."""
    connection.execute(delete(job).where(job.c.done_at < before))


def _job(row: Row) -> Job:
    error = None
    if row.error:
        key, values = json.loads(row.error)
        error = Message.of(key, **values)
    result = json.loads(row.result) if row.result else None
    return Job(row.job_id, row.kind, row.sending_id, json.loads(row.payload), row.asked_by, row.asked_by_name, row.asked_as,
               row.done_at is not None, row.begun_at is not None, result, error)  # fmt: skip
