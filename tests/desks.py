"""Reports on their way to the officer, sent as units send them; the desk's worker does what waits when it is told to."""

from pathlib import Path

from catalogue import definitions
from catalogue.access import Principal
from desk import people, sendings
from desk.sending import Sending
from etl.worker.run import work_off
from tests.workbooks import filled

UNIT, PERIOD = "218@2020", "2024-S1"


def officer(name: str = "") -> Principal:
    """The officer at the office's machine, or one of that name who has signed in."""
    known = definitions.load()
    if not name:
        return people.local_officer(known)
    return Principal(f"{name}@example.org", f"Cán bộ {name}", known.roles["officer"])


def reporter(unit_id: str = UNIT) -> Principal:
    """Someone who reports for a unit."""
    return Principal("don-vi@example.org", "Người gửi của đơn vị", definitions.load().roles["unit"], frozenset({unit_id}))


def received(path: Path, unit_id: str = UNIT, period: str = PERIOD) -> Sending:
    """A file sent and checked."""
    who = reporter(unit_id)
    number = sendings.receive(who, unit_id, period, path.name, path.read_bytes()).sending_id
    work_off(once=True)
    return sendings.one(who, number)


def submitted(path: Path, unit_id: str = UNIT, period: str = PERIOD) -> Sending:
    """A file sent, checked, its warnings confirmed, handed to the officer."""
    who, one = reporter(unit_id), received(path, unit_id, period)
    if one.unconfirmed:
        warnings = {(p["code"], p["sheet"] or "", p["cell"] or "") for p in one.unconfirmed}
        one = sendings.confirm(who, one.sending_id, one.revision, warnings, "đã đối chiếu với sổ")
    return sendings.submit(who, one.sending_id, one.revision, "kính gửi")


def accepted(path: Path, unit_id: str = UNIT, period: str = PERIOD) -> Sending:
    """A report that is a version in the store, and not yet published."""
    one = submitted(path, unit_id, period)
    sendings.accept(officer(), one.sending_id, one.revision)
    work_off(once=True)
    return sendings.one(officer(), one.sending_id)


def waiting(folder: Path, women: int = 9) -> Sending:
    """The small consistent report of a district, with so many women of 41 members, handed to the officer."""
    return submitted(
        filled(folder / f"bao-cao-{women}.xlsx", change=lambda book: book["II.3.2 Cấp huyện"].__setitem__("E5", women))
    )
