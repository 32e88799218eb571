"""The desk's worker: one process beside the dashboard, which reads, stores and publishes while pages stay quick."""

import datetime as dt
import fcntl
import logging
import os
import select
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from catalogue import definitions, paths
from catalogue.clock import office_now
from catalogue.errors import Message, UserError
from desk import jobs
from etl.storing import prepare
from etl.worker import work
from etl.worker.files import sweep
from store import connection as db
from store import desk_file, snapshot

PAUSE = 0.1  # seconds between two looks at an empty queue
NICE = 10  # readers come first
REMEMBERED = dt.timedelta(days=7)  # what came of jobs


def work_off(*, once: bool = False) -> int:
    """Do jobs as they come, until the dashboard that started this ends; `once`: until none waits. Return how many."""
    done, shown = 0, None
    with _alone(once=once):
        _clean()
        while True:
            job = jobs.take()
            if job:
                _do(job)
                done += 1
            if (now := _current()) != shown or job:
                shown = now
                work.seen_by_readers()
            if job and (once or not _left(0)):
                continue
            if once or job or _left(PAUSE):
                return done


def _do(job: jobs.Job) -> None:
    try:
        work.do(job)
    except Exception:  # a job that breaks the worker must not break all that wait behind it
        logging.getLogger(__name__).exception("job %s (%s) failed", job.job_id, job.kind)
        with desk_file.writing() as connection:
            jobs.finish(connection, job.job_id, None, Message.of("desk_failed", kind=job.kind, job=job.job_id))
        work.put_back(job)


def _current() -> str | None:
    with suppress(Exception):
        return snapshot.current_id()
    return None


def _clean() -> None:
    """Sweep what is old; bring the store up to the definitions, so that the first check does not wait for it."""
    sweep()
    if paths.store_file().exists():
        with suppress(UserError), db.store() as store, store.begin():
            prepare(store, definitions.load())
    with desk_file.writing() as connection:
        jobs.forget(connection, office_now() - REMEMBERED)


def _left(pause: float) -> bool:
    """Wait so many seconds; whether the dashboard, which holds the other end of our input, has gone."""
    if sys.stdin is None or sys.stdin.isatty():
        time.sleep(pause)
        return False
    ready, _, _ = select.select([sys.stdin], [], [], pause)
    return bool(ready) and not os.read(sys.stdin.fileno(), 1)


@contextmanager
def _alone(*, once: bool) -> Iterator[None]:
    """Hold the desk's lock: a second dashboard's worker waits for the first to end."""
    paths.home().mkdir(parents=True, exist_ok=True)
    if not once:
        os.nice(NICE)
    with jobs.worker_lock().open("w") as stream:
        while True:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not once and _left(PAUSE):
                    raise SystemExit(0) from None
                time.sleep(PAUSE)
        yield
