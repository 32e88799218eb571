"""Figures of any table → the cells that a form asks for, by what their labels say. Never a guess: a doubt is a problem."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from catalogue.forms import AskedCells, FormInstance
from catalogue.geography import Geography
from etl.cells import CellReader, Fault
from etl.meaning.grid import Figure, Grid, Text
from etl.meaning.lexicon import Lexicon, Meaning
from etl.problems import Problem
from etl.workbook import Sheet, address

Spot = tuple[str, int, int]  # sheet, row, column
Line = tuple[str, str]  # sheet, and a row's number or the headings of a column, on however many pages


@dataclass
class Understood:
    """Where asked cells stand, by their place in `AskedCells`; a doubt or an unknown word is among the problems."""

    spots: dict[int, list[Spot]] = field(default_factory=lambda: defaultdict(list))
    percents: list[tuple[int, Spot]] = field(default_factory=list)  # printed shares, by the place of the women
    sums: dict[Line, list[Spot]] = field(default_factory=lambda: defaultdict(list))  # printed sums over a list of units
    incomplete: set[Line] = field(default_factory=set)  # lines with figures that were not understood
    listed: dict[Line, list[int]] = field(default_factory=lambda: defaultdict(list))  # what they are the sums of
    problems: list[Problem] = field(default_factory=list)
    _said: set[tuple[str, str, str]] = field(default_factory=set)

    def say(self, code: str, sheet: str, spot: str, found: str, severity: Any = "warning", **about: str) -> None:
        """Note a problem once for each row or text, at the first figure it concerns."""
        once = (code, sheet, about.pop("once", found))
        if once not in self._said:
            self._said.add(once)
            expected = about.pop("expected", None)
            self.problems.append(Problem(code, sheet, spot, found, expected, severity, tuple(about.items())))


@dataclass
class _Said:
    """All that is said of one figure."""

    elements: frozenset[str] | None = None
    named: frozenset[str] = frozenset()
    default: str | None = None
    sex: str | None = None
    ethnicity: str = "_T"
    age: str = "_T"
    measure: str = "count"
    level: str | None = None
    term: str | None = None
    unit: str | None = None


class Matcher:
    """Finds the cells of one form instance in sheets of any layout."""

    def __init__(self, lexicon: Lexicon, geography: Geography, instance: FormInstance, asked: AskedCells) -> None:
        self.lexicon, self.geography, self.instance, self.asked = lexicon, geography, instance, asked
        self.own = instance.unit.unit_id
        self.units = set(asked.unit_id) | {self.own}
        self._listed = {u for u in self.units - {self.own} if geography.units[u].level == "commune"}  # asked for one by one
        self._units: dict[str, str | None] = {}
        self._asked: dict[tuple[str, str, str, str, str], list[int]] = defaultdict(list)
        columns = zip(asked.element, asked.column, strict=True)
        for place, (element, column) in enumerate(columns):
            self._asked[element, column.measure, column.sex, column.ethnicity, column.age].append(place)

    def find(self, sheets: Iterable[Sheet], is_figure: Callable[[Any], bool]) -> Understood:
        """Return where the asked cells stand in `sheets`."""
        understood = Understood()
        for sheet in sheets:
            figures = list(Grid(sheet.rows, self.lexicon.read, is_figure).figures())
            listing = {f.block for f in figures if any(self._unit_of(text) for text in (*f.labels, *f.heads))}
            subject = self.lexicon.subject(sheet.name)
            for figure in figures:
                self._place(figure, sheet.name, subject, understood, is_figure, listing=figure.block in listing)
        return understood

    def _unit_of(self, text: Text) -> str | None:
        """The unit that a label names, if the form asks about it."""
        if not text.says.unknown:
            return None
        if text.text not in self._units:
            found = self.geography.find(text.text, self.instance.period.reference_date)
            asked = [unit.unit_id for unit in found if unit.unit_id in self.units]
            self._units[text.text] = asked[0] if len(asked) == 1 else None
        return self._units[text.text]

    def _nearest(self, text: str) -> list[str]:
        units = self.geography.nearest(text, self.instance.period.reference_date)
        return [*(unit.name for unit in units if unit.unit_id in self.units), *self.lexicon.nearest(text)][:3]

    def _place(
        self, figure: Figure, sheet: str, subject: Meaning, to: Understood, is_figure: Callable[[Any], bool], *, listing: bool
    ) -> None:
        near = [*figure.labels, *figure.heads]
        filled = figure.cell is not None and figure.cell != ""
        if any((t.says.skip or t.says.sex == "M") and not t.says.unknown for t in near):
            return
        if any(t.says.sum and not t.says.unknown for t in near):
            self._sum(figure, sheet, to)
            return
        spot = address(figure.row, figure.column)
        units = {text: self._unit_of(text) for text in near}
        strange = [text for text in near if text.says.unknown and not units[text]]
        if strange:
            if filled and is_figure(figure.cell):
                text = strange[0]
                to.incomplete.update(_lines(figure, sheet))
                nearest = ", ".join(f"“{n}”" for n in self._nearest(text.text)) or "–"
                to.say("label_unknown", sheet, spot, text.text.strip(), expected=nearest)
            return
        said = self._collect(figure, subject, [unit for unit in units.values() if unit])
        if said is None or self._of_other_period(near):
            return
        if listing and not said.unit and any(text.says.sex == "_T" for text in figure.labels):
            self._sum(figure, sheet, to)
            return
        percent = said.measure == "percent"
        found = self._candidates(replace(said, measure="count", sex="F") if percent else said)
        if listing and not said.unit:
            found = "label_unplaced"
        if isinstance(found, int) and percent:
            to.percents.append((found, (sheet, figure.row, figure.column)))
        elif isinstance(found, int):
            to.spots[found].append((sheet, figure.row, figure.column))
            for line in _lines(figure, sheet):
                to.listed[line].append(found)
        elif percent:
            return
        elif filled and is_figure(figure.cell):
            label = " / ".join(text.text.strip() for text in near) or "–"
            severity = "error" if found == "label_ambiguous" else "warning"
            to.say(found, sheet, spot, label, severity, once=str(figure.row))

    def _sum(self, figure: Figure, sheet: str, to: Understood) -> None:
        """Note a printed sum: of its column under a list of units, of its row beside one."""
        below = any(text.says.sum or text.says.sex == "_T" for text in figure.labels)
        row, column = _lines(figure, sheet)
        to.sums[column if below else row].append((sheet, figure.row, figure.column))

    def _of_other_period(self, near: list[Text]) -> bool:
        """Whether a heading names another period, as in a comparison with last year."""
        told = {text.says.period for text in near if text.says.period}
        return bool(told) and self.instance.period.period not in told

    def _collect(self, figure: Figure, subject: Meaning, units: list[str]) -> _Said | None:
        """Put together what labels and headings say, then groups and titles as far as they narrow it."""
        said = _Said(unit=units[0] if units else None)
        for text in (*figure.labels, *figure.heads):
            says = text.says
            if says.elements is not None:
                said.elements = says.elements if said.elements is None else said.elements & says.elements
            self._take(said, says)
        if said.elements is not None and not said.elements:
            return said
        for text in figure.groups:
            self._narrow(said, text.says)
            said.sex = said.sex or text.says.sex
            if said.unit is None and text.says.unknown:
                said.unit = self._unit_of(text)
        for title in figure.titles:
            self._narrow(said, self.lexicon.subject(title.text))
        self._narrow(said, subject)
        return said

    def _take(self, said: _Said, says: Meaning) -> None:
        said.named |= says.named
        said.default = said.default or says.default
        said.sex = "F" if "F" in (said.sex, says.sex) else said.sex or says.sex
        said.ethnicity = says.ethnicity or said.ethnicity
        said.age = says.age or said.age
        said.measure = says.measure or said.measure
        said.level = said.level or says.level
        said.term = said.term or says.term

    def _narrow(self, said: _Said, says: Meaning) -> None:
        if says.elements is not None:
            both = says.elements if said.elements is None else said.elements & says.elements
            said.elements = both or said.elements
        said.named |= says.named
        said.default = said.default or says.default
        said.level = said.level or says.level
        said.term = said.term or says.term

    def _candidates(self, said: _Said) -> int | str:
        """The place in the form, or the code of the problem."""
        if not said.elements:
            return "label_unplaced"
        elements = said.elements
        if len(elements) > 1:
            elements = (elements - (self.lexicon.staged - said.named)) or elements
        if len(elements) > 1 and said.default in elements:
            elements = frozenset({said.default})
        places = [
            p
            for e in sorted(elements)
            for p in self._asked.get((e, said.measure, said.sex or "_T", said.ethnicity, said.age), ())
        ]
        places = [p for p in places if self._fits(p, said)]
        own = [p for p in places if self.asked.level[p] == self.instance.unit.level]
        if said.level is None and len(places) > 1 and own:
            places = own
        if len(places) == 1:
            return places[0]
        return "label_ambiguous" if places else "label_not_asked"

    def _fits(self, place: int, said: _Said) -> bool:
        asked = self.asked
        about = asked.unit_id[place]
        return (
            (about == said.unit if said.unit else about not in self._listed)
            and (said.level is None or asked.level[place] == said.level)
            and (said.term is None or asked.term[place] in (None, said.term))
        )


def _lines(figure: Figure, sheet: str) -> tuple[Line, Line]:
    """The row and the column of a figure, under its headings."""
    return (sheet, str(figure.row)), (sheet, " / ".join(head.text for head in figure.heads) or f"column {figure.column}")


def is_figure(cell: Any, cells: CellReader) -> bool:
    """Whether a cell holds a figure in any spelling, or a word that stands for one (“không”, “x”)."""
    if isinstance(cell, str):
        return any(not isinstance(cells.read(cell, kind), Fault) for kind in ("part", "decimal", "date"))
    return cell is not None
