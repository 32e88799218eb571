"""An officer's decision is written down: a line of a file of decisions, in force from then on.

Held against the definitions as a whole before it is written; then the store is brought up to it and the files
that wait are checked again. Readers see it with the next publication.
"""

import os
from typing import Any

from catalogue import decisions, definitions, paths
from catalogue.access import Principal
from catalogue.clock import office_now
from catalogue.decision_models import Decided
from catalogue.decisions import LABELS, NAMES, REPORTING, Decisions
from catalogue.definitions import Definitions
from catalogue.errors import DefinitionError, UserError
from catalogue.forms import Forms
from desk import audit, jobs, sending_steps
from desk.jobs import Job
from desk.sending import StaleError
from etl.publish import HELD
from etl.storing import prepare
from store import connection as db
from store import desk_file, snapshot
from store.faults import told
from store.settings import save_setting

Result = dict[str, Any]
DRAFT = ".draft"
WAITING = ("received", "checked", "submitted")


def remember(job: Job, known: Definitions, who: Principal) -> Result:
    """Add a line (payload: file, row, `seen`: when the line was written that the officer saw, empty for none).

    Raises:
        UserError: the line is wrong, or another officer has decided on the same meanwhile.
    """
    name = job.payload["file"]
    line = _line(name, job.payload["row"], who)
    held = _read()
    last = held.holding(name).get(line.about)
    if last is None or not _same(last, line):
        seen, now = job.payload.get("seen", ""), last.decided_at.isoformat() if last else ""
        if seen != now:
            at = f"{last.decided_at:%H:%M %d/%m/%Y}" if last else "–"
            raise StaleError("decision_stale", name=last.decided_by if last else "–", at=at)
        _apply(held.with_line(name, line))
        _keep(name, decisions.written(name, held.with_line(name, line).lines[name]))
    else:
        line = last  # a second press, or a worker that begins anew
    with desk_file.writing() as connection:
        subject = f"decision/{name}"
        after = " ".join((*line.about, line.decided_at.isoformat()))
        if not audit.noted(connection, "decided", subject, after=after):
            row = line.model_dump(mode="json", exclude={"decided_by", "decided_at"})
            audit.record(connection, who, "decided", subject, before=_value(last) if last else None, after=after, **row)
        checked = _check_again(connection, who, name, line)
    with db.store() as store, store.begin():
        prepare(store, definitions.load())
        save_setting(store, HELD, "decided")
    return {"file": None, "checked": checked, "against": snapshot.current_id()}


def _line(name: str, row: dict[str, Any], who: Principal) -> Decided:
    if name not in decisions.MODELS:
        raise UserError("decision_wrong", reason=name)
    full = {column: row.get(column) or "" for column in decisions.COLUMNS[name]}
    full |= {"decided_by": who.name or who.person, "decided_at": office_now().isoformat(timespec="microseconds")}
    if not str(full["reason"]).strip():
        raise UserError("desk_reason_missing")
    try:
        return decisions.parsed(name, full)
    except DefinitionError as error:
        raise UserError("decision_wrong", reason="; ".join(error.places)) from error


def _read() -> Decisions:
    try:
        return decisions.read(paths.decisions())
    except DefinitionError as error:
        raise UserError("decision_wrong", reason="; ".join(error.places)) from error


def _apply(held: Decisions) -> None:
    """Hold all lines against the definitions; nobody may be left without a form."""
    try:
        found = decisions.applied(definitions.undecided(), held)
    except DefinitionError as error:
        raise UserError("decision_wrong", reason="; ".join(error.places)) from error
    forms = Forms(found)
    for period_code, unit_id in {(code, unit) for (code, unit), owes in found.owing.items() if owes}:
        forms.instance(found.geography.units[unit_id], found.periods[period_code])


def _keep(name: str, content: bytes) -> None:
    """Replace the file by one that holds the line too; a killed worker leaves the one or the other."""
    folder = paths.decisions()
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"{name}{DRAFT}"
        with draft.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(folder / name)
        snapshot.flush(folder)
        snapshot.flush(folder.parent)


def _check_again(connection: Any, who: Principal, name: str, line: Decided) -> int:
    """Order a check of what waits and may be read otherwise now; return how many."""
    found = [one for one in sending_steps.in_state(connection, *WAITING) if _concerned(one, name, line)]
    for one in found:
        jobs.order(connection, who, "check", one.sending_id)
    return len(found)


def _concerned(sending: Any, name: str, line: Decided) -> bool:
    if name in (NAMES, LABELS):
        return True  # what is understood now may have been refused, and the other way round
    return name == REPORTING and (sending.period, sending.unit_id) == line.about


def _same(last: Decided, line: Decided) -> bool:
    """Whether two lines say the same: the press of a button again, or a worker that begins anew."""
    return _value(last) == _value(line) and last.decided_by == line.decided_by and last.reason == line.reason


def _value(line: Decided) -> str:
    """What a line says of what it is about."""
    said = line.model_dump(mode="json", exclude={"decided_by", "decided_at", "reason", "text", "period", "unit_id"})
    return " ".join(str(value) for value in said.values())
