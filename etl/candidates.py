"""A received file as a candidate report: whose it is, for when, what it says, what is wrong."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from catalogue.definitions import Definitions
from catalogue.errors import UsageError
from catalogue.forms import AskedCells, FormInstance, Forms
from catalogue.geography import Unit
from catalogue.models import Period
from catalogue.words import Words
from etl.cells import CellReader
from etl.problems import Problem
from etl.reading import FormPlan, FormReader, Readings, identity
from etl.workbook import ReceivedFile
from store.submissions import Version


@dataclass
class Candidate:
    """One file on its way into the store. `status` is loaded, unchanged, replaced or rejected."""

    file: ReceivedFile
    status: str = "rejected"
    unit: Unit | None = None
    period: Period | None = None
    version: int | None = None
    demonstration: bool = False
    instance: FormInstance | None = None
    asked: AskedCells | None = None
    readings: Readings = field(default_factory=Readings)
    problems: list[Problem] = field(default_factory=list)
    entry: Version | None = None  # the new version, once the store has decided

    @property
    def acceptable(self) -> bool:
        return not any(problem.severity == "error" for problem in self.problems)

    def as_dict(self, words: Words, lang: str) -> dict[str, Any]:
        """Return the file's outcome as `load --json` prints it."""
        return {
            "path": str(self.file.path),
            "sha256": self.file.sha256 or None,
            "unit_id": self.unit.unit_id if self.unit else None,
            "period": self.period.period if self.period else None,
            "version": self.version,
            "status": self.status,
            "observations": len(self.readings.value) if self.status in ("loaded", "replaced") else 0,
            "problems": [problem.as_dict(words, lang) for problem in self.problems],
        }


class Reader:
    """Reads received files. `unit` and `period` serve where a file does not say."""

    def __init__(self, definitions: Definitions, forms: Forms, *, unit: str | None, period: str | None) -> None:
        self.definitions, self.forms = definitions, forms
        self.unit, self.period = unit, period
        self.form_reader = FormReader(CellReader(definitions))
        self._plans: dict[tuple[str, str], tuple[FormPlan, AskedCells]] = {}

    def read(self, file: ReceivedFile) -> Candidate:
        """Return the candidate with every problem found; its status is decided by the store."""
        candidate = Candidate(file)
        if file.problem:
            candidate.problems.append(file.problem)
            return candidate
        said = identity(file.sheets)
        candidate.demonstration = said.get("demonstration") == "yes"
        candidate.problems += self._identify(candidate, said)
        if candidate.unit and candidate.period and candidate.acceptable:
            self._read_form(candidate)
        return candidate

    def _identify(self, candidate: Candidate, said: dict[str, str]) -> list[Problem]:
        """Find unit, period and form; what the file says must agree with what the command says."""
        problems: list[Problem] = []
        candidate.period = self._period(said.get("period"), problems)
        date = candidate.period.reference_date if candidate.period else None
        candidate.unit = self._unit(said.get("unit_id"), date, problems)
        form = self.definitions.forms.get(said.get("form", ""))
        if form and said.get("form_version") != form.version:
            problems.append(Problem("form_version_unknown", found=said.get("form_version", ""), expected=form.version))
        return problems

    def _period(self, said: str | None, problems: list[Problem]) -> Period | None:
        if said and self.period and said != self.period:
            problems.append(Problem("period_contradicts", found=said, expected=self.period))
            return None
        wanted = said or self.period
        collected = [p.period for p in self.definitions.periods.values() if p.collected]
        if not wanted:
            problems.append(Problem("period_not_told", expected=", ".join(collected)))
        elif wanted not in collected:
            problems.append(Problem("period_unknown", found=wanted, expected=", ".join(collected)))
        else:
            return self.definitions.periods[wanted]
        return None

    def _unit(self, said: str | None, date: dt.date | None, problems: list[Problem]) -> Unit | None:
        if not (said or self.unit):
            problems.append(Problem("unit_not_told"))
            return None
        try:
            geography = self.definitions.geography
            named = geography.resolve(said, date) if said else None
            asked = geography.resolve(self.unit, date) if self.unit else None
        except UsageError as error:
            about = tuple(value for value in error.message.values if value[0] != "text")
            problems.append(Problem(error.message.key, found=said or self.unit, about=about))
            return None
        if named and asked and named != asked:
            problems.append(Problem("unit_contradicts", found=named.unit_id, expected=asked.unit_id))
            return None
        return named or asked

    def _read_form(self, candidate: Candidate) -> None:
        if candidate.unit is None or candidate.period is None:
            return
        try:
            instance = self.forms.instance(candidate.unit, candidate.period)
        except UsageError as error:
            candidate.problems.append(Problem(error.message.key, about=error.message.values))
            return
        candidate.instance = instance
        plan, candidate.asked = self._plan(instance)
        candidate.readings, problems = self.form_reader.read(plan, candidate.file.sheets)
        candidate.problems += problems
        candidate.file.sheets = {}  # the cells are no longer needed; a run may hold hundreds of files

    def _plan(self, instance: FormInstance) -> tuple[FormPlan, AskedCells]:
        key = (instance.unit.unit_id, instance.period.period)
        if key not in self._plans:
            self._plans[key] = (FormPlan(instance, self.definitions.words), self.forms.asked_cells(instance))
        return self._plans[key]
