"""The form of one unit and period, made from the definitions.

The writer of workbooks, the reader of submissions and the register of expected cells all
work from the same `FormInstance`, so that what is asked, read and counted cannot differ.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

from catalogue.definitions import Definitions
from catalogue.errors import UsageError
from catalogue.form_models import Column, Form, FormRow, FormSheet, FormTable, Reporting
from catalogue.geography import Unit
from catalogue.mandates import Mandates
from catalogue.models import DataElement, Period

TOTAL_ROW = "Cộng"  # last row of a grid: formulas, never loaded


@dataclass(frozen=True, slots=True)
class RowHead:
    """A row of a table: what its label says. In a grid the element and term are the column's."""

    label: str
    unit_id: str
    level: str
    element: str | None
    term: str | None


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """A column of a table. In a grid `group` is the label above total and women."""

    column: Column
    group: str | None = None
    element: str | None = None
    term: str | None = None


@dataclass(frozen=True, slots=True)
class TableInstance:
    id: str
    layout: str
    rows: tuple[RowHead, ...]
    columns: tuple[ColumnHead, ...]


@dataclass(frozen=True, slots=True)
class SheetInstance:
    name: str
    title: str
    tables: tuple[TableInstance, ...]


@dataclass(frozen=True, slots=True)
class FormInstance:
    form: Form
    unit: Unit
    period: Period
    sheets: tuple[SheetInstance, ...]


@dataclass(frozen=True)
class AskedCells:
    """Every cell a form asks for (percentages are computed, not asked), as equally long columns."""

    unit_id: list[str]
    level: list[str]
    term: list[str | None]  # of a term element
    mandate: list[str | None]  # the same, and for a stock the mandate in office at the reference date
    kind: list[str]
    element: list[str]
    column: list[Column]

    def only(self, places: Sequence[int]) -> "AskedCells":
        """The cells at `places`, in that order."""
        return AskedCells(*([getattr(self, name.name)[p] for p in places] for name in fields(self)))


class Forms:
    """Makes form instances and knows who owes which form."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.mandates = Mandates(definitions.mandates)
        self.instance = lru_cache(maxsize=4096)(self._instance)
        self._term_in_office = lru_cache(maxsize=1024)(self._mandate_term)

    def expected(self, period: Period) -> list[tuple[Unit, Form]]:
        """Units that owe a report for `period`, with their form: those that exist at its reference date."""
        if not period.collected:
            return []
        geography = self.definitions.geography
        found = []
        for line in self.definitions.reporting:
            if not self._in_force(line, period):
                continue
            if line.unit_level == "agency":
                units = geography.agencies(period.reference_date)
                units = [u for u in units if line.agency_kind in ("*", u.kind)]
            else:
                units = geography.children(line.parent_unit_id or "", period.reference_date)
                units = [u for u in units if u.level == line.unit_level]
            found += [(unit, self.definitions.forms[line.form]) for unit in units]
        return self._as_decided(found, period)

    def _as_decided(self, found: list[tuple[Unit, Form]], period: Period) -> list[tuple[Unit, Form]]:
        """Without the units that officers excused, with those that they added: these get the form of their level."""
        owing = {unit_id: owes for (code, unit_id), owes in self.definitions.owing.items() if code == period.period}
        if not owing:
            return found
        kept = [(unit, form) for unit, form in found if owing.pop(unit.unit_id, True)]
        forms = {line.unit_level: self.definitions.forms[line.form] for line in self.definitions.reporting}
        units = [self.definitions.geography.units[unit_id] for unit_id, owes in owing.items() if owes]
        return [*kept, *((unit, forms[unit.level]) for unit in units if unit.level in forms)]

    def form_of(self, unit: Unit, period: Period) -> Form:
        """The form that `unit` owes for `period`.

        Raises:
            UsageError: the unit does not exist at the reference date, or owes no report.
        """
        if not unit.exists(period.reference_date):
            raise UsageError("unit_not_then", text=unit.unit_id, date=f"{period.reference_date:%d/%m/%Y}",
                             candidates=unit.name)  # fmt: skip
        for owing, form in self.expected(period):
            if owing.unit_id == unit.unit_id:
                return form
        raise UsageError("unit_owes_nothing", unit=unit.name, period=period.period)

    def _in_force(self, line: Reporting, period: Period) -> bool:
        periods = self.definitions.periods
        begins = periods[line.first_period].reference_date
        ends = periods[line.last_period].reference_date if line.last_period else period.reference_date
        return begins <= period.reference_date <= ends

    def _instance(self, unit: Unit, period: Period) -> FormInstance:
        form = self.form_of(unit, period)
        sheets = []
        for sheet in form.sheets:
            if sheet.agencies and unit.code not in sheet.agencies:
                continue
            tables = [self._table(table, sheet, unit, period) for table in sheet.tables]
            kept = tuple(table for table in tables if table.rows and table.columns)
            if kept:
                sheets.append(SheetInstance(sheet.name, sheet.title_vi, kept))
        return FormInstance(form, unit, period, tuple(sheets))

    def _table(self, table: FormTable, sheet: FormSheet, unit: Unit, period: Period) -> TableInstance:
        columns = [self.definitions.columns[column] for column in table.columns]
        if table.layout == "list":
            about = self._province(period) if sheet.unit == "province" else unit
            rows = tuple(row for spec in table.rows for row in self._list_rows(spec, unit, about, period))
            return TableInstance(table.id, "list", rows, tuple(ColumnHead(column) for column in columns))
        level = table.level or unit.level
        communes = self.definitions.geography.children(unit.unit_id, period.reference_date)
        heads = tuple(
            ColumnHead(column, self._label(element, level, term, False), element.id, term)
            for element in (self.definitions.elements[e] for e in table.elements)
            for term in self._terms(table.terms, element, level, None, period)
            for column in columns
        )
        return TableInstance(table.id, "grid", tuple(RowHead(c.name, c.unit_id, level, None, None) for c in communes), heads)

    def _province(self, period: Period) -> Unit:
        return self.definitions.geography.resolve(self.definitions.office.province_code, period.reference_date)

    def _list_rows(self, spec: FormRow, unit: Unit, about: Unit, period: Period) -> Iterator[RowHead]:
        if (spec.kinds and unit.kind not in spec.kinds) or (spec.agencies and unit.code not in spec.agencies):
            return
        level = unit.level if spec.level == "own" else spec.level
        elements = [self.definitions.elements[e] for e in spec.elements]
        for place in spec.terms or (None,):
            for element in elements:
                for term in self._terms((place,) if place else (), element, level, about, period):
                    yield RowHead(self._label(element, level, term, spec.show_level), about.unit_id, level, element.id, term)

    def _terms(self, places: tuple[str, ...], element: DataElement, level: str, unit: Unit | None, period: Period
               ) -> list[str | None]:  # fmt: skip
        """Terms asked for. A unit formed since reports no congress or election from before its life."""
        if not places:
            return [None]
        family, date, found = element.mandate or "council", period.reference_date, []
        for place in places:
            if place == "next":
                found.append(self.mandates.next_term(family, level, date))
                continue
            mandate = getattr(self.mandates, place)(family, level, date)
            born = unit.valid_from if unit else None
            lived = mandate is not None and (born is None or born <= mandate.event_date)
            if mandate and (lived or (place == "current" and not element.event_only)):
                found.append(mandate.term)
        return [term for term in found if term]

    def _label(self, element: DataElement, level: str, term: str | None, show_level: bool) -> str:
        label = element.name_vi
        if show_level:
            label += f" – {self.definitions.name('level', level).lower()}"
        if term:
            label += f", nhiệm kỳ {term.replace('-', '–')}"
        return label

    def asked_cells(self, instance: FormInstance) -> AskedCells:
        """The cells of `instance`, sheet by sheet, table by table, row by row."""
        asked = AskedCells([], [], [], [], [], [], [])
        elements, date = self.definitions.elements, instance.period.reference_date
        for table in (table for sheet in instance.sheets for table in sheet.tables):
            heads = [head for head in table.columns if head.column.value_type != "percent"]
            columns, width = [head.column for head in heads], len(heads)
            for row in table.rows:
                named = [elements[row.element or head.element or ""] for head in heads]
                terms = [row.term or head.term for head in heads]
                asked.unit_id.extend([row.unit_id] * width)
                asked.level.extend([row.level] * width)
                asked.term.extend(terms)
                asked.mandate.extend(
                    term or self._term_in_office(element.id, row.level, date)
                    for element, term in zip(named, terms, strict=True)
                )
                asked.kind.extend(element.kind for element in named)
                asked.element.extend(element.id for element in named)
                asked.column.extend(columns)
        return asked

    def _mandate_term(self, element_id: str, level: str, date: dt.date) -> str | None:
        """The term in which a stock is counted; a flow has none."""
        element = self.definitions.elements[element_id]
        if element.kind != "stock" or element.mandate is None:
            return None
        mandate = self.mandates.current(element.mandate, level, date)
        return mandate.term if mandate else None
