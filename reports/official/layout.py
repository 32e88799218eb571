"""Tables and charts of the reports: data/report/tables.yaml as frozen models."""

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from catalogue.definitions import Definitions
from catalogue.errors import DefinitionError
from catalogue.loader import read_yaml, to_model
from catalogue.models import Definition, Level
from reports.official.figures import FOLDER, Figures

FILE = "tables.yaml"


class Column(Definition):
    """A group of columns of a table of units."""

    item: str
    heading: str
    parts: tuple[Literal["pair", "share", "number"], ...]
    level: Level | None = None  # that of the form


class Table(Definition):
    """One table."""

    id: str
    kind: Literal["levels", "sums", "goals", "units"]
    title: str
    items: tuple[str, ...] = ()
    form: str = ""
    columns: tuple[Column, ...] = ()


class Chart(Definition):
    """One chart of shares. `line`: a requirement drawn across."""

    id: str
    kind: Literal["levels", "units"]
    title: str
    items: tuple[str, ...]
    forms: tuple[Literal["district", "commune"], ...] = ()
    most: Annotated[int, Field(gt=0)] = 40
    line: float | None = None


class Layout(Definition):
    """All tables and charts, and the headings that tables of a kind share."""

    headings: dict[str, tuple[str, ...]]
    parts: dict[str, str]
    fields: dict[str, str]
    words: dict[str, str]
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...]


def load(definitions: Definitions, figures: Figures) -> Layout:
    """Return the tables and charts.

    Raises:
        DefinitionError: naming every entry that asks for an item which does not exist.
    """
    layout = _read(definitions.folder / FOLDER / FILE)
    known = {item.id: item for item in figures.items}
    asked = [(table.id, name) for table in layout.tables for name in (*table.items, *(c.item for c in table.columns))]
    asked += [(chart.id, name) for chart in layout.charts for name in chart.items]
    faults = [
        f"{FOLDER}/{FILE}, {place}: found item {name}; allowed: {', '.join(known)}"
        for place, name in asked
        if name not in known
    ]
    single = [(t.id, c.item) for t in layout.tables for c in t.columns]
    single += [(chart.id, name) for chart in layout.charts if chart.kind == "units" for name in chart.items]
    faults += [
        f"{FOLDER}/{FILE}, {place}: item {name} is shown by unit; set by_unit: true in figures.yaml"
        for place, name in single
        if name in known and not known[name].by_unit
    ]
    if faults:
        raise DefinitionError(faults)
    return layout


@lru_cache(maxsize=4)
def _read(path: Path) -> Layout:
    return to_model(path, read_yaml(path), Layout)
