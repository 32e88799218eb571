"""Forms filled in the browser: what they begin with, and the workbook that is made of what was typed."""

import datetime as dt
from dataclasses import replace
from typing import Any

from catalogue.access import Principal
from catalogue.definitions import Definitions
from catalogue.form_cells import FormCell, form_cells, series_key
from catalogue.forms import FormInstance, Forms
from catalogue.words import plain_text
from desk import sendings
from desk.jobs import Job
from desk.sending import Sending
from etl.archives import receive
from etl.candidates import Candidate, Reader
from etl.cells import CellReader, Reading, kind_of
from etl.choices import collected_period
from etl.template import FormWriter
from etl.worker.files import as_sent
from store import connection as db
from store import upgrade
from store.moments import moment
from store.said import in_force
from store.series import keys

Result = dict[str, Any]
NUMBERS = ("count", "part", "decimal")
NOT_APPLICABLE = "x"


def prefill(job: Job, known: Definitions, who: Principal) -> Result:
    """What a form begins with: a sending as it was read, else what is in force of the unit and period.

    Returns:
        `cells`: name of the cell → what stands there; `demonstration`: whether it was generated.
    """
    instance = _instance(job, known)
    cells = form_cells(instance, known.words)
    number = job.payload.get("sending")
    if number:
        sending = sendings.one(_for_unit(who, job), number)
        candidate = _read(sending, known)
        return {"cells": _of_file(candidate, cells, known), "demonstration": candidate.demonstration, "sending": number}
    with db.trial() as connection:
        upgrade.create_tables(connection)
        said = in_force(connection, instance.unit.unit_id, instance.period.period, moment(connection))
    names = {cell.key: name for name, cell in cells.items()}
    texts = {names[key]: _text(one.state, one.value, one.text) for key, one in said.items() if key in names}
    return {"cells": {name: text for name, text in texts.items() if text}, "sending": None,
            "demonstration": any(one.demonstration for one in said.values())}  # fmt: skip


def send(job: Job, known: Definitions, who: Principal) -> Result:
    """Write the form with what was typed and receive it as a file; the same job again is the same file."""
    instance = _instance(job, known)
    reader, cells = CellReader(known), form_cells(instance, known.words)
    typed = {cells[name].key: _value(text, cells[name], reader) for name, text in job.payload["cells"].items() if name in cells}
    content = FormWriter(known).content(
        instance, lambda row, head: typed.get(series_key(row, head)), made=dt.datetime.fromisoformat(job.payload["made"]),
        demonstration=bool(job.payload.get("demonstration")),
    )  # fmt: skip
    name = f"bieu-{instance.unit.code}-{instance.period.period}-nhap.xlsx"
    mine = _for_unit(who, job)
    sending = sendings.receive(mine, instance.unit.unit_id, instance.period.period, name, content, origin="typed")
    return {"sending": sending.sending_id}


def _instance(job: Job, known: Definitions) -> FormInstance:
    unit, period = known.geography.units[job.payload["unit_id"]], collected_period(known, job.payload["period"])
    return Forms(known).instance(unit, period)


def _for_unit(who: Principal, job: Job) -> Principal:
    """Who asked, for the unit they asked for: `jobs.ask` saw that they may."""
    return replace(who, units=frozenset({job.payload["unit_id"]}))


def _read(sending: Sending, known: Definitions) -> Candidate:
    """What a file says, without holding it against anything."""
    with as_sent(sending) as path:
        file = receive(path)[0]
        return Reader(known, Forms(known), unit=sending.unit_id, period=sending.period).read(file)


def _of_file(candidate: Candidate, cells: dict[str, FormCell], known: Definitions) -> dict[str, str]:
    """The cells that a file answers, as they stand there; what could not be read stands as it is, to be mended."""
    found: dict[str, str] = {}
    if candidate.asked is None:
        return found
    names, said = {cell.key: name for name, cell in cells.items()}, candidate.readings
    if len(said.state) == len(candidate.asked.column):
        columns = (said.state, said.value, said.text, said.raw)
        for key, state, value, text, raw in zip(keys(candidate.asked), *columns, strict=True):
            if key in names and (told := raw if raw is not None else _text(state, value, text)):
                found[names[key]] = told
    for problem in candidate.problems:
        name = f"{problem.sheet}!{problem.cell}"
        if name in cells and problem.found and name not in found:
            found[name] = problem.found
    return found


def _text(state: str, value: float | None, text: str | None) -> str:
    """What stands in a cell that says this."""
    if state == "not_applicable":
        return NOT_APPLICABLE
    return text or "" if value is None else plain_text(value)


def _value(text: str, cell: FormCell, reader: CellReader) -> Any:
    """What is written into a cell: a number where the text is nothing else, so that Excel counts with it; else the text."""
    kind = kind_of(cell.head.column)
    said = reader.read(text, kind) if kind in NUMBERS else None
    if isinstance(said, Reading) and said.value is not None and not said.ambiguous and said.whole is None and not said.percent:
        return int(said.value) if said.value.is_integer() else said.value
    return text if text.strip() else None
