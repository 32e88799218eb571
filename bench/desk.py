"""The desk: a check by the worker as it runs beside the server, and readers while thirty units send at the same moment.

The floor of a check: the same cells read by python-calamine, and a transaction of the store that is taken back.
"""

import os
import tempfile
import time
from pathlib import Path
from statistics import median

from python_calamine import CalamineWorkbook

from bench import sending
from bench.measure import Result, process
from catalogue import definitions
from catalogue.access import OFFICER, Principal
from desk import jobs, sendings
from etl.storing import prepare
from etl.worker import work
from etl.worker.run import work_off
from store import connection as db
from tests.workbooks import filled

UNIT, PERIOD, TIMES = "218@2020", "2024-S1", 9


def run() -> list[Result]:
    """Return the check beside its floor, what follows it, and readers' times idle and while thirty units send."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        process("-m", "etl", "init", home=home)
        os.environ["VSTBPN_HOME"] = str(home)
        return [*_check(Path(folder)), *sending.readers(home, Path(folder))]


def _check(folder: Path) -> list[Result]:
    """A check of a filled district form, warm: the store is as the worker's start leaves it."""
    known, path = definitions.load(), filled(folder / "a.xlsx", UNIT, PERIOD)
    who = Principal("bench", "bench", known.roles[OFFICER])
    with db.store() as store, store.begin():
        prepare(store, known)
    one = sendings.receive(who, UNIT, PERIOD, path.name, path.read_bytes())
    work_off(once=True)
    checks, after, floor = [], [], []
    for _ in range(TIMES):
        floor.append(_timed(lambda: _floor(path)))
        sendings.check_again(who, one.sending_id, sendings.one(who, one.sending_id).revision)
        checks.append(_timed(_next))
        after.append(_timed(_next))
    return [
        Result("a workbook checked, its problems and changed cells told", median(checks), median(floor), "2 s"),
        Result("… and the values of indicators that move", median(after), None, ""),
    ]


def _next() -> None:
    """Do the job that comes next."""
    job = jobs.take()
    assert job is not None
    work.do(job)


def _floor(path: Path) -> None:
    with path.open("rb") as stream:
        book = CalamineWorkbook.from_filelike(stream)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
    with db.trial():
        pass


def _timed(call: object) -> float:
    begun = time.perf_counter()
    call()  # type: ignore[operator]
    return (time.perf_counter() - begun) * 1000
