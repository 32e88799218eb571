"""The models of forms: sheets, tables, rows and columns, and who owes which form. See data/forms/."""

from typing import Literal

from pydantic import Field

from catalogue.models import Definition, Level, OptText, TermPlace, YesNo


class Column(Definition):
    """A column of a form, as SDMX dimensions: forms/columns.csv."""

    id: str
    label_vi: str
    label_en: str
    measure: str
    sex: str
    ethnicity: str
    age: str
    value_type: Literal["count", "decimal", "percent", "yes_no", "formation", "date", "text"]
    part_of: OptText
    required: YesNo  # a report that leaves such a cell blank is not complete
    note: str

    @property
    def dimensions(self) -> tuple[str, str, str, str]:
        """What is measured of whom: measure, sex, ethnicity, age."""
        return (self.measure, self.sex, self.ethnicity, self.age)


class FormRow(Definition):
    level: Literal["own", "central", "province", "district", "commune", "grassroots", "agency"]
    elements: tuple[str, ...]
    terms: tuple[TermPlace, ...] = ()
    kinds: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    show_level: bool = False


class FormTable(Definition):
    """A table of a form: `list` (rows are elements) or `grid` (rows are communes)."""

    id: str
    layout: Literal["list", "grid"] = "list"
    columns: tuple[str, ...]
    rows: tuple[FormRow, ...] = ()
    level: Level | None = None
    elements: tuple[str, ...] = ()
    terms: tuple[TermPlace, ...] = ()


class FormSheet(Definition):
    name: str = Field(max_length=31)  # Excel's limit
    title_vi: str
    tables: tuple[FormTable, ...]
    unit: Literal["own", "province"] = "own"
    agencies: tuple[str, ...] = ()


class Form(Definition):
    """A form family: forms/<id>.yaml."""

    id: str
    version: str
    title_vi: str
    title_en: str
    sheets: tuple[FormSheet, ...]


class Reporting(Definition):
    """Who owes which form, from which period to which: reporting.csv."""

    form: str
    unit_level: Literal["district", "commune", "agency"]
    parent_unit_id: OptText
    agency_kind: OptText
    first_period: str
    last_period: OptText
    note: str
