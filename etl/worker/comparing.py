"""A sending's cells beside those of the version before it and of the period before, for an officer to look at."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection

from catalogue.access import Principal
from catalogue.definitions import Definitions
from catalogue.forms import Forms
from catalogue.models import Period
from desk import sending_steps
from desk.jobs import Job
from desk.sending import Sending
from etl.archives import receive
from etl.candidates import Candidate, Reader
from etl.worker.files import as_sent, made
from store import connection as db
from store import desk_file, said, submissions, upgrade
from store.said import Cell
from store.series import Key, keys
from store.submissions import Version

Said = dict[Key, Cell]


def compare(job: Job, known: Definitions, who: Principal) -> dict[str, Any]:
    """Leave a JSON file of all cells that the form asks for.

    It holds `version` (numbers compared with), `period` (the one before) and `rows`: sheet, cell, unit_id, level, term,
    element, column, and what is said `now`, in the version `before` and in the period before (`earlier`).
    """
    with desk_file.reading() as connection:
        sending = sending_steps.found(connection, job.sending_id or 0)
    forms = Forms(known)
    with as_sent(sending) as path:
        received = receive(path)[0]
        candidate = Reader(known, forms, unit=sending.unit_id, period=sending.period).read(received)
    period_before = _period_before(known, known.periods[sending.period])
    with db.trial() as connection:
        upgrade.create_tables(connection)
        versions = _versions_before(connection, sending)
        before = _cells(connection, versions)
        earlier = _earlier(connection, known, sending, period_before)
    told = {
        "version": [version.version for version in versions],
        "period": period_before.period if period_before and earlier else None,
        "rows": list(_rows(candidate, known, before, earlier)),
    }
    return made(f"{sending.sending_id}.json", json.dumps(told, ensure_ascii=False).encode())


def _rows(candidate: Candidate, known: Definitions, before: Said, earlier: Said) -> Iterator[dict[str, Any]]:
    asked, readings = candidate.asked, candidate.readings
    if asked is None:
        return
    units = known.geography.units
    columns = zip(keys(asked), asked.column, readings.state, readings.value, readings.text, readings.places.sheet,
                  readings.places.cell, strict=False)  # fmt: skip
    for key, column, state, value, text, sheet, cell in columns:
        unit_id, level, term, element, *_ = key
        code = units[unit_id].code if unit_id in units else unit_id
        yield {
            "sheet": sheet, "cell": cell, "unit_id": unit_id, "level": level, "term": term, "element": element,
            "column": column.id, "now": _told(state, value, text), "before": _of(before.get(key)),
            "earlier": _of(earlier.get((code, *key[1:]))),
        }  # fmt: skip


def _versions_before(connection: Connection, sending: Sending) -> list[Version]:
    """The versions that a sending follows: those in force, or, once it is a version itself, the one numbered before."""
    chains = submissions.chains(connection)
    real = chains.get((sending.unit_id, sending.period, False), [])
    if sending.version is not None:
        return [version for version in real if version.version < sending.version][-1:]
    return [version for version in real or chains.get((sending.unit_id, sending.period, True), []) if version.in_force]


def _earlier(connection: Connection, known: Definitions, sending: Sending, period: Period | None) -> Said:
    """What the unit said in force for the period before, by the codes of units: a unit may have another version then."""
    unit = known.geography.units.get(sending.unit_id)
    then = known.geography.version_at(unit.code, period.reference_date) if unit and period else None
    if then is None or period is None:
        return {}
    chains = submissions.chains(connection)
    real = chains.get((then.unit_id, period.period, False), [])
    held = real or chains.get((then.unit_id, period.period, True), [])
    units = known.geography.units
    found = _cells(connection, [version for version in held if version.in_force])
    return {(units[key[0]].code if key[0] in units else key[0], *key[1:]): cell for key, cell in found.items()}


def _cells(connection: Connection, versions: Iterable[Version]) -> Said:
    """What versions say together: an answer before silence, the one recorded last before others."""
    found: Said = {}
    for version in versions:
        for key, cell in said.cells(connection, version).items():
            if cell.answered or key not in found:
                found[key] = cell
    return found


def _period_before(known: Definitions, period: Period) -> Period | None:
    """The last period of the same kind before."""
    same = [p for p in known.periods.values() if p.collected and p.kind == period.kind and p.ends < period.ends]
    return max(same, key=lambda p: p.ends, default=None)


def _of(cell: Cell | None) -> float | str | None:
    return None if cell is None else _told(cell.state, cell.value, cell.text)


def _told(state: str, value: float | None, text: str | None) -> float | str | None:
    """A number, a text, “x” for not applicable, nothing for missing."""
    if state == "not_applicable":
        return "x"
    return text if value is None else value
