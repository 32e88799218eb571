"""What officers decided during rounds: lines of files in the working folder, read after the definitions of data/.

Names and labels that could not be matched, due dates, who owes a report, which source of a value is shown.
A file is only added to; of several lines about one thing the last holds. See docs/adr/0018.
"""

import csv
import datetime as dt
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from os import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from catalogue import checks, loader
from catalogue.decision_models import Decided, DueDate, LabelDecision, NameDecision, Owing, SourceChosen
from catalogue.errors import DefinitionError
from catalogue.label_models import Label
from catalogue.models import UnitName

if TYPE_CHECKING:
    from catalogue.definitions import Definitions

NAMES, LABELS, PERIODS, REPORTING, SOURCES = "unit_names.csv", "labels.csv", "periods.csv", "reporting.csv", "sources.csv"
MODELS: dict[str, type[Decided]] = {
    NAMES: NameDecision, LABELS: LabelDecision, PERIODS: DueDate, REPORTING: Owing, SOURCES: SourceChosen,
}  # fmt: skip
COLUMNS: dict[str, tuple[str, ...]] = {
    name: (*(column for column in model.model_fields if column not in Decided.model_fields), *Decided.model_fields)
    for name, model in MODELS.items()
}
LATEST = dt.timedelta(days=366)  # after the end of its period that a report may be due


@dataclass(frozen=True)
class Decisions:
    """The lines of all files, as they stand there, and what holds."""

    lines: Mapping[str, tuple[Decided, ...]] = field(default_factory=dict)

    def holding(self, name: str) -> dict[tuple[str, ...], Any]:
        """The last line about each thing."""
        return {line.about: line for line in self.lines.get(name, ())}

    def with_line(self, name: str, line: Decided) -> "Decisions":
        return Decisions({**self.lines, name: (*self.lines.get(name, ()), line)})


def touched(folder: str) -> int:
    """When a file of the folder was last changed, nanoseconds; 0 where there is none."""
    return max(_changed(f"{folder}/{name}") for name in MODELS)


def _changed(path: str) -> int:
    try:
        return stat(path).st_mtime_ns  # noqa: PTH116 - called very often
    except OSError:
        return 0


def marks(folder: Path) -> tuple[str, ...]:
    """The files that are there, each with the SHA-256 of what it holds."""
    found = []
    for name in MODELS:
        try:
            content = (folder / name).read_bytes()
        except OSError:  # what is wrong with the working folder, who uses it says
            continue
        found.append(f"decisions/{name}:{hashlib.sha256(content).hexdigest()}")
    return tuple(found)


def read(folder: Path) -> Decisions:
    """Read the files that are there.

    Raises:
        DefinitionError: with every faulty line, naming file, line and column.
    """
    lines: dict[str, tuple[Decided, ...]] = {}
    faults: list[str] = []
    for name, model in MODELS.items():
        if not (folder / name).exists():
            continue
        try:
            lines[name] = tuple(loader.read_csv(folder / name, model))
        except DefinitionError as error:
            faults += [f"decisions/{place}" for place in error.places]
    if faults:
        raise DefinitionError(faults)
    return Decisions(lines)


def parsed(name: str, row: Mapping[str, Any]) -> Decided:
    """A new line.

    Raises:
        DefinitionError: naming the columns that are wrong.
    """
    try:
        return MODELS[name].model_validate(row)
    except ValidationError as error:
        told = [f"decisions/{name}, {fault['loc'][0] if fault['loc'] else '–'}: {fault['msg']}" for fault in error.errors()]
        raise DefinitionError(told) from error


def written(name: str, lines: Iterable[Decided]) -> bytes:
    """The content of a file: UTF-8 with BOM, as spreadsheets of the office write it."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS[name])
    writer.writerows([_text(getattr(line, column)) for column in COLUMNS[name]] for line in lines)
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return "" if value is None else value.isoformat() if isinstance(value, dt.date) else str(value)


def applied(definitions: "Definitions", decisions: Decisions, marked: tuple[str, ...] = ()) -> "Definitions":
    """Return the definitions with what was decided.

    Raises:
        DefinitionError: naming file and line of every decision that leads nowhere.
    """
    if faults := list(_faults(definitions, decisions)):
        raise DefinitionError(faults)
    names = {key: one for key, one in decisions.holding(NAMES).items() if one.code}
    labels = {key: one for key, one in decisions.holding(LABELS).items() if one.dimension}
    due = decisions.holding(PERIODS)
    periods = {
        code: period.model_copy(update={"due_date": due[code, ""].due_date}) if (code, "") in due else period
        for code, period in definitions.periods.items()
    }
    return replace(
        definitions,
        decided_names=tuple(UnitName(text=one.text, code=one.code) for one in names.values()),
        labels=(*(one for one in definitions.labels if (one.text.casefold(),) not in labels), *map(_label, labels.values())),
        periods=periods,
        extensions={(line.period, line.unit_id): line.due_date for line in due.values() if line.unit_id},
        owing={(line.period, line.unit_id): line.owes for line in decisions.holding(REPORTING).values()},
        sources={about: line.source for about, line in decisions.holding(SOURCES).items() if line.source},
        decided_lines=decisions,
        decided=marked,
    )  # fmt: skip


def _label(line: LabelDecision) -> Label:
    return Label(text=line.text, dimension=line.dimension or "filler", codes=line.codes, default=line.default)


def _faults(definitions: "Definitions", decisions: Decisions) -> Iterator[str]:
    """What is wrong with lines that hold or held; a line that was right stays a line."""
    tell = {NAMES: _of_name, LABELS: _of_label, PERIODS: _of_due_date, REPORTING: _of_owing, SOURCES: _of_source}
    for name, lines in decisions.lines.items():
        for number, line in enumerate(lines, start=2):
            for column, fault in tell[name](definitions, line):  # type: ignore[operator]
                yield f"decisions/{name}, line {number}, {column}: {fault}"


def _of_name(definitions: "Definitions", line: NameDecision) -> Iterator[tuple[str, str]]:
    if line.code and line.code not in definitions.geography.versions:
        yield "code", checks.found_of(line.code, definitions.geography.versions)


def _of_label(definitions: "Definitions", line: LabelDecision) -> Iterator[tuple[str, str]]:
    if line.dimension == "element":
        for code in (*line.codes, *filter(None, [line.default])):
            if "*" not in code and code not in definitions.elements:
                yield "codes", checks.found_of(code, definitions.elements)
    if line.dimension in ("sex", "ethnicity", "age", "measure", "level"):
        for code in line.codes:
            if (line.dimension, code) not in definitions.code_names:
                yield "codes", f"found {code!r}; allowed: the codes of codes.csv"
    if line.dimension not in (None, "skip", "sum", "filler", "letterhead", "title") and not line.codes:
        yield "codes", "found nothing; allowed: at least one code"


def _of_due_date(definitions: "Definitions", line: DueDate) -> Iterator[tuple[str, str]]:
    collected: Sequence[str] = [code for code, period in definitions.periods.items() if period.collected]
    if line.period not in collected:
        yield "period", checks.found_of(line.period, collected)
        return
    period = definitions.periods[line.period]
    if not period.starts <= line.due_date <= period.ends + LATEST:
        allowed = f"{period.starts} to {period.ends + LATEST}"
        yield "due_date", f"found {line.due_date}; allowed: {allowed}"
    if line.unit_id and line.unit_id not in definitions.geography.units:
        yield "unit_id", checks.found_of(line.unit_id, definitions.geography.units)


def _of_owing(definitions: "Definitions", line: Owing) -> Iterator[tuple[str, str]]:
    collected = [code for code, period in definitions.periods.items() if period.collected]
    unit = definitions.geography.units.get(line.unit_id)
    if line.period not in collected:
        yield "period", checks.found_of(line.period, collected)
    elif unit is None:
        yield "unit_id", checks.found_of(line.unit_id, definitions.geography.units)
    elif not unit.exists(definitions.periods[line.period].reference_date):
        yield (
            "unit_id",
            f"found {line.unit_id!r}; allowed: a unit that exists on {definitions.periods[line.period].reference_date}",
        )
    elif unit.level not in {one.unit_level for one in definitions.reporting}:
        yield "unit_id", f"found {line.unit_id!r} of level {unit.level}; allowed: levels for which there is a form"


def _of_source(definitions: "Definitions", line: SourceChosen) -> Iterator[tuple[str, str]]:
    if line.indicator not in definitions.indicators:
        yield "indicator", checks.found_of(line.indicator, definitions.indicators)
    if line.period not in {*definitions.periods, *(mandate.term for mandate in definitions.mandates)}:
        yield "period", checks.found_of(line.period, [*definitions.periods, *(m.term for m in definitions.mandates)])
    if ("level", line.level) not in definitions.code_names:
        yield "level", f"found {line.level!r}; allowed: the codes of codes.csv"
