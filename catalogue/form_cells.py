"""The cells of a form by their address, as a browser fills them in: “II.1!C5” → what the cell asks for."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.form_layout import FIRST, TableLayout, layout
from catalogue.forms import ColumnHead, FormInstance, RowHead
from catalogue.words import Words

SeriesKey = tuple[str, str, str | None, str, str, str, str, str]  # unit, level, term, element, measure, sex, ethnicity, age


@dataclass(frozen=True)
class FormCell:
    """A cell that the form asks for. `name` is how drafts name it; `key` the series that it answers."""

    name: str
    sheet: str
    address: str
    row: RowHead
    head: ColumnHead
    key: SeriesKey


def form_cells(instance: FormInstance, words: Words) -> dict[str, FormCell]:
    """All cells that a form asks for, in its order, by name."""
    cells = (cell for sheet in layout(instance, words) for table in sheet.tables for cell in cells_of(sheet.sheet.name, table))
    return {cell.name: cell for cell in cells}


def cells_of(sheet: str, place: TableLayout) -> Iterator[FormCell]:
    """The cells of one table, row by row; percentages are computed, not asked."""
    for r, row in enumerate(place.table.rows, start=place.first):
        for c, head in enumerate(place.table.columns, start=FIRST):
            if head.column.value_type != "percent":
                spot = address(r, c)
                yield FormCell(f"{sheet}!{spot}", sheet, spot, row, head, series_key(row, head))


def series_key(row: RowHead, head: ColumnHead) -> SeriesKey:
    """What a row and a column ask for together."""
    return (row.unit_id, row.level, row.term or head.term, row.element or head.element or "", *head.column.dimensions)


def _letters(column: int) -> str:
    text = ""
    while column >= 0:
        text = chr(ord("A") + column % 26) + text
        column = column // 26 - 1
    return text


COLUMN_LETTERS = tuple(_letters(c) for c in range(256))


def address(row: int, column: int) -> str:
    """Return the address of a cell counted from 0: (4, 2) → "C5"."""
    letters = COLUMN_LETTERS[column] if column < 256 else _letters(column)
    return f"{letters}{row + 1}"
