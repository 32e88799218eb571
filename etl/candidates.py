"""A received file as a candidate report: whose it is, for when, what it says, what is wrong."""

from bisect import bisect_left
from collections.abc import Container, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from catalogue.definitions import Definitions
from catalogue.errors import UsageError
from catalogue.forms import AskedCells, FormInstance, Forms
from catalogue.geography import Unit
from catalogue.models import Period
from catalogue.words import Words
from etl.cells import CellReader
from etl.formulas import without_value
from etl.hostile import ZIP
from etl.identity import Front, Identifier
from etl.legacy import LegacyText
from etl.meaning.lexicon import Lexicon
from etl.meaning.matching import Matcher
from etl.meaning.partial import read_partial
from etl.narrative.found import Found, flagged, found_in
from etl.narrative.sections import Section, Sections
from etl.narrative.told import front_of, is_demonstration, problems_of
from etl.numbers import decimal_style
from etl.problems import Problem
from etl.reading import FormPlan, FormReader, Readings, identity
from etl.sheets import PROBLEM_LIST
from etl.tally import Checks
from etl.workbook import OLE, ReceivedFile, Sheet, address
from store.beside import NO_CELL
from store.submissions import Version


@dataclass(frozen=True)
class Plan:
    """All that is worked out once for the form of one unit and period."""

    form: FormPlan
    asked: AskedCells


@dataclass(frozen=True)
class Gap:
    """A table of the form of which a file answers only some cells, or none."""

    sheet: str
    table: str
    asked: int
    answered: int


@dataclass
class Candidate:
    """One file on its way into the store. `status` is loaded, unchanged, replaced or rejected."""

    file: ReceivedFile
    status: str = "rejected"
    unit: Unit | None = None
    period: Period | None = None
    version: int | None = None
    demonstration: bool = False
    partial: bool = False  # a file of another layout: answers some cells of the form, beside what other files answer
    checks: Checks = field(default_factory=dict)  # rule → how often it passed, failed, could not be checked
    sections: list[Section] = field(default_factory=list)  # of a report in sentences
    proposals: list[Found] = field(default_factory=list)  # figures of its sentences, for an officer to confirm
    gaps: list[Gap] = field(default_factory=list)  # tables of the form that a partial file does not answer in full
    instance: FormInstance | None = None
    asked: AskedCells | None = None
    readings: Readings = field(default_factory=Readings)
    problems: list[Problem] = field(default_factory=list)
    entry: Version | None = None  # the new version, once the store has decided
    held: Version | None = None  # the version that says the same: the new one, or one that was there

    @property
    def narrative(self) -> bool:
        """Whether it is a report in sentences: it replaces the one before, and no figures of a form."""
        return bool(self.sections)

    @property
    def of_outline(self) -> int:
        """How many sections of the outline a report in sentences holds text for."""
        return len({section.code for section in self.sections if section.code[0] in "IV" and section.lines})

    @property
    def acceptable(self) -> bool:
        return not any(problem.severity == "error" for problem in self.problems)

    def as_dict(self, words: Words, lang: str) -> dict[str, Any]:
        """Return the file's outcome as `load --json` prints it."""
        return (
            {
                "path": str(self.file.path),
                "sha256": self.file.sha256 or None,
                "unit_id": self.unit.unit_id if self.unit else None,
                "period": self.period.period if self.period else None,
                "version": self.version,
                "status": self.status,
                "observations": len(self.readings.value) if self.status in ("loaded", "replaced") else 0,
                "problems": [problem.as_dict(words, lang) for problem in self.problems],
                "checks": {rule: dict(vars(tally)) for rule, tally in self.checks.items()},
            }
            | ({"partial": True, "gaps": [asdict(gap) for gap in self.gaps]} if self.partial else {})
            | (
                {"sections": [section.code for section in self.sections if section.lines], "proposals": len(self.proposals)}
                if self.narrative
                else {}
            )
        )


class Reader:
    """Reads received files. `unit` and `period` serve where a file does not say."""

    def __init__(self, definitions: Definitions, forms: Forms, *, unit: str | None, period: str | None) -> None:
        self.definitions, self.forms = definitions, forms
        self.identifier = Identifier(definitions, forms, unit=unit, period=period)
        self.cells, self.legacy = CellReader(definitions), LegacyText(definitions.legacy_letters)
        self.sections = Sections(definitions.outline, self.legacy)
        self._plans: dict[tuple[str, str], Plan] = {}
        self._lexicon: Lexicon | None = None

    @property
    def lexicon(self) -> Lexicon:
        """Made when the first file of another layout comes."""
        self._lexicon = self._lexicon or Lexicon(self.definitions)
        return self._lexicon

    def read(self, file: ReceivedFile) -> Candidate:
        """Return the candidate with every problem found; its status is decided by the store."""
        candidate = self._read(file)
        file.sheets, file.content, file.document = {}, b"", None  # no longer needed; a run may hold hundreds of files
        return candidate

    def _read(self, file: ReceivedFile) -> Candidate:
        candidate = Candidate(file)
        if file.problem:
            candidate.problems.append(file.problem)
            return candidate
        file.sheets.pop(PROBLEM_LIST, None)
        said = identity(file.sheets)
        candidate.demonstration = said.get("demonstration") == "yes"
        if not said:
            file.sheets = {sheet.name: sheet for sheet in map(self.legacy.unicode, file.sheets.values())}
        front = self._read_sections(candidate)
        candidate.unit, candidate.period, problems = self.identifier.identify(said, file, front)
        candidate.problems += problems
        form = self.definitions.forms.get(said.get("form", ""))
        if form and said.get("form_version") != form.version:
            about = said.get("form_version", "")
            candidate.problems.append(Problem("form_version_unknown", found=about, expected=form.version))
        if candidate.unit and candidate.period and candidate.acceptable:
            self._read_form(candidate, own=bool(said.get("form")))
        if candidate.narrative and candidate.acceptable:
            self._propose(candidate)
        return candidate

    def _read_sections(self, candidate: Candidate) -> Front | None:
        """Cut a document into sections; return what stands before them, None if it has none."""
        document = candidate.file.document
        if document is None:
            return None
        candidate.sections = self.sections.cut(document)
        candidate.demonstration = is_demonstration(document, self.definitions.words)
        candidate.problems += problems_of(document, candidate.sections, self.definitions.outline)
        return front_of(candidate.file, document, candidate.sections)

    def _propose(self, candidate: Candidate) -> None:
        """Note the figures that the sentences tell; where one names no level, the only one that the form asks for."""
        levels: dict[str, set[str]] = {}
        cells: set[tuple[str, str, str | None, str]] = set()
        if candidate.instance:
            asked = self._plan(candidate.instance).asked
            cells = set(zip(asked.unit_id, asked.level, asked.term, asked.element, strict=True))
            for unit_id, element, level in zip(asked.unit_id, asked.element, asked.level, strict=True):
                if candidate.unit and unit_id == candidate.unit.unit_id:
                    levels.setdefault(element, set()).add(level)
        only = {element: next(iter(found)) for element, found in levels.items() if len(found) == 1}
        found = found_in(candidate.sections, self.definitions, candidate.unit, candidate.period, only)
        candidate.proposals = [one if _has_cell(one, candidate.unit, cells) else flagged(one, NO_CELL) for one in found]

    def _read_form(self, candidate: Candidate, *, own: bool) -> None:
        if candidate.unit is None or candidate.period is None:
            return
        try:
            candidate.instance = self.forms.instance(candidate.unit, candidate.period)
        except UsageError as error:
            candidate.problems.append(Problem(error.message.key, about=error.message.values))
            return
        plan = self._plan(candidate.instance)
        own = own or plan.form.stands_in(candidate.file.sheets)
        read = self._read_whole if own else self._read_partial
        found = read(candidate, plan, self.cells)
        if any(problem.code == "number_ambiguous" for problem in found):
            style = decimal_style(_texts(candidate.file.sheets))
            found = read(candidate, plan, self.cells.in_style(style)) if style else found
        candidate.problems += found

    def _read_whole(self, candidate: Candidate, plan: Plan, cells: CellReader) -> list[Problem]:
        """The system's own form: every cell it asks for must be there."""
        candidate.asked = plan.asked
        candidate.readings, problems = FormReader(cells, lambda: self._matcher(plan)).read(plan.form, candidate.file.sheets)
        whole = len(candidate.readings.state) == len(plan.asked.column)  # else something was not found at all
        return [*problems, *_formulas(candidate.file, _blanks(candidate.readings) if whole else set())]

    def _read_partial(self, candidate: Candidate, plan: Plan, cells: CellReader) -> list[Problem]:
        """Any other layout: it answers what it answers."""
        part = read_partial(self._matcher(plan), cells, list(candidate.file.sheets.values()))
        candidate.partial = True
        candidate.asked, candidate.readings = plan.asked.only(part.places), part.readings
        candidate.gaps = _gaps(plan.form, part.places)
        problems = [*part.problems, *_formulas(candidate.file, part.blanks)]
        if part.places:
            about = (("answered", str(len(part.places))), ("asked", str(len(plan.asked.column))))
            problems.append(Problem("partial", severity="warning", about=about))
        elif not candidate.narrative and not any(problem.severity == "error" for problem in problems):
            problems.append(Problem("nothing_understood"))
        return problems

    def _plan(self, instance: FormInstance) -> Plan:
        key = (instance.unit.unit_id, instance.period.period)
        if key not in self._plans:
            asked = self.forms.asked_cells(instance)
            self._plans[key] = Plan(FormPlan(instance, self.definitions.words), asked)
        return self._plans[key]

    def _matcher(self, plan: Plan) -> Matcher:
        return Matcher(self.lexicon, self.definitions.geography, plan.form.instance, plan.asked)


def _gaps(form: FormPlan, places: list[int]) -> list[Gap]:
    """Tables of which `places` (rising) leave some cell unanswered."""
    found = []
    for sheet in form.sheets:
        for table in sheet.tables:
            plan = form.tables[id(table.table)]
            asked = len(plan.types)
            answered = bisect_left(places, plan.start + asked) - bisect_left(places, plan.start)
            if answered < asked:
                found.append(Gap(sheet.sheet.name, table.table.id, asked, answered))
    return found


def _has_cell(one: Found, unit: Unit | None, cells: Container[tuple[str | None, str | None, str | None, str | None]]) -> bool:
    """Whether the unit's form asks for what a figure in a sentence says."""
    about = one.about or (unit.unit_id if unit else None)
    return (about, one.level, one.proposal.term, one.proposal.element) in cells


def _texts(sheets: dict[str, Sheet]) -> Iterator[str]:
    return (cell for sheet in sheets.values() for row in sheet.rows for cell in row if isinstance(cell, str))


def _blanks(said: Readings) -> set[tuple[str, str]]:
    """Sheet and address of the cells that say nothing."""
    cells = zip(said.state, said.raw, said.places.sheet, said.places.cell, strict=True)
    return {(sheet, cell) for state, raw, sheet, cell in cells if state == "missing" and raw is None}


def _formulas(file: ReceivedFile, blanks: set[tuple[str, str]]) -> list[Problem]:
    """Cells that look empty because they are formulas that no program has computed."""
    if not blanks or not file.content.startswith((ZIP, OLE)) or b"word/document.xml" in file.content:
        return []
    try:
        found = without_value(file.content, {sheet for sheet, _ in blanks})
    except ValueError:
        return []
    cells = [(sheet, address(*spot), cell) for sheet, hidden in found.items() for spot, cell in hidden.items()]
    return [Problem(cell.code, sheet, spot, cell.text) for sheet, spot, cell in cells if (sheet, spot) in blanks]
