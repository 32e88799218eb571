"""Where the cells of a form stand as the system writes it: one answer for writer, reader and the form filled in a browser.

The reader takes a sheet that stands exactly so without searching; any other sheet is read by
its labels (etl/tables.py).
"""

from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from catalogue.forms import TOTAL_ROW, ColumnHead, FormInstance, SheetInstance, TableInstance
from catalogue.words import Words

TITLE_ROWS = 3  # title, unit and period, blank
NUMBER, LABEL, FIRST = 0, 1, 2  # column of the running number, of the label, of the first figure


@dataclass(frozen=True)
class TableLayout:
    """Rows of a table in its sheet, from 0: header(s) from `top`, figures from `first` to `last`."""

    table: TableInstance
    top: int
    first: int
    last: int

    @property
    def columns(self) -> list[int]:
        """Sheet columns of the figures asked for."""
        return [FIRST + place for place, head in enumerate(self.table.columns) if head.column.value_type != "percent"]


@dataclass(frozen=True)
class SheetLayout:
    """The tables of a sheet, and the texts by which it is recognised as unchanged."""

    sheet: SheetInstance
    tables: tuple[TableLayout, ...]
    labels: list[str]  # label column below the title rows
    headers: dict[int, list[str]]  # header row → its texts

    def stands_in(self, rows: list[list[Any]]) -> bool:
        """Whether the sheet's labels and headers stand exactly where the system writes them."""
        if len(rows) != TITLE_ROWS + len(self.labels):
            return False
        if [row[LABEL] for row in rows[TITLE_ROWS:]] != self.labels:
            return False
        return all(rows[r][: len(texts)] == texts for r, texts in self.headers.items())

    def cells(self, rows: list[list[Any]]) -> list[Any]:
        """All asked cells of the sheet, table by table, row by row."""
        found: list[Any] = []
        for table in self.tables:
            columns = table.columns
            if len(columns) == 1:
                found += [row[columns[0]] for row in rows[table.first : table.last + 1]]
                continue
            pick = itemgetter(*columns)
            for row in rows[table.first : table.last + 1]:
                found += pick(row)
        return found


def layout(instance: FormInstance, words: Words) -> list[SheetLayout]:
    """Return where every table of the form stands."""
    return [_sheet(sheet, words) for sheet in instance.sheets]


def _sheet(sheet: SheetInstance, words: Words) -> SheetLayout:
    tables: list[TableLayout] = []
    labels: list[str] = []
    headers: dict[int, list[str]] = {}
    for table in sheet.tables:
        top = TITLE_ROWS + len(labels)
        heads = header_texts(table, words)
        headers |= {top + r: texts for r, texts in enumerate(heads)}
        first = top + len(heads)
        tables.append(TableLayout(table, top, first, first + len(table.rows) - 1))
        labels += [texts[LABEL] for texts in heads]
        labels += [row.label for row in table.rows]
        labels += [TOTAL_ROW, ""] if table.layout == "grid" else [""]
    while labels and not labels[-1]:
        labels.pop()
    return SheetLayout(sheet, tuple(tables), labels, headers)


def header_texts(table: TableInstance, words: Words) -> list[list[str]]:
    """The header rows of a table; a merged cell's text stands in its first cell."""
    titles = [head.column.label_vi for head in table.columns]
    if table.layout == "list":
        return [["TT", words("form_content"), *titles]]
    groups = [_group(head) for head in table.columns]
    first_of_group = [g[0] or "" if place == 0 or g != groups[place - 1] else "" for place, g in enumerate(groups)]
    return [["TT", words("form_commune"), *first_of_group], ["", "", *titles]]


def _group(head: ColumnHead) -> tuple[str | None, str | None, str | None]:
    return head.group, head.element, head.term


def group_widths(table: TableInstance) -> list[tuple[str, int]]:
    """The merged headers of a grid, left to right, with the columns each spans."""
    groups = [_group(head) for head in table.columns]
    return [(group[0] or "", groups.count(group)) for group in dict.fromkeys(groups)]
