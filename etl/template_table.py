"""Write one table of a form: header, rows, formulas, and what Excel lets a person type."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from catalogue.definitions import Definitions
from catalogue.form_layout import FIRST, LABEL, NUMBER, TableLayout, group_widths, header_texts
from catalogue.form_models import Column
from catalogue.forms import TOTAL_ROW, ColumnHead, RowHead, TableInstance
from etl.workbook import COLUMN_LETTERS, address

Values = Callable[[RowHead, ColumnHead], Any]
NAME_WIDTH, NUMBER_WIDTH, GRID_WIDTH = 30, 13, 8  # in characters
LINE, TEXT_HEIGHT = 17, 90  # points
MAX_COUNT = 10_000_000
MARKS = ("x", "…", "-", "không")  # data/cell_words.csv knows more


class TableWriter:
    """Writes the tables of one sheet."""

    def __init__(
        self,
        sheet: Worksheet,
        formats: dict[str, Format],
        definitions: Definitions,
        values: Values | None,
        label_width: int,
        widest: int,
    ) -> None:
        self.sheet, self.formats, self.definitions, self.values = sheet, formats, definitions, values
        self.words, self.label_width, self.widest = definitions.words, label_width, widest

    def write(self, place: TableLayout) -> None:
        """Write header and rows where `place` says."""
        table = place.table
        (self._grid_header if table.layout == "grid" else self._list_header)(place)
        for r, row in enumerate(table.rows, start=place.first):
            self.sheet.write_number(r, NUMBER, r - place.first + 1, self.formats["number"])
            self.sheet.write_string(r, LABEL, row.label, self.formats["label"])
            self.sheet.set_row(r, TEXT_HEIGHT if is_text(table) else height(row.label, self.label_width))
            for c, head in enumerate(table.columns, start=FIRST):
                self._cell(r, c, row, head)
        wholes = _wholes(table)
        for c, head in enumerate(table.columns, start=FIRST):
            self._validate(place, c, head.column, wholes.get(c - FIRST))
        if table.layout == "grid":
            self._sums(place)

    def _list_header(self, place: TableLayout) -> None:
        head, texts = self.formats["head"], header_texts(place.table, self.words)[0]
        for c, text in enumerate(texts):
            self._merged(place.top, c, text, head, wide=c >= FIRST and is_text(place.table))
        self.sheet.set_row(place.top, max(height(text, NUMBER_WIDTH - 2) for text in texts[FIRST:]))

    def _grid_header(self, place: TableLayout) -> None:
        sheet, head, top = self.sheet, self.formats["head"], place.top
        texts = header_texts(place.table, self.words)
        for c in (NUMBER, LABEL):
            sheet.merge_range(top, c, top + 1, c, texts[0][c], head)
        start = FIRST
        for text, width in group_widths(place.table):
            sheet.merge_range(top, start, top, start + width - 1, text, head)
            start += width
        for c, text in enumerate(texts[1][FIRST:], start=FIRST):
            sheet.write(top + 1, c, text, head)
        sheet.set_row(top, max(height(text, 2 * GRID_WIDTH - 2) for text in texts[0][FIRST:]))
        sheet.set_row(top + 1, 2 * LINE)

    def _cell(self, r: int, c: int, row: RowHead, head: ColumnHead) -> None:
        kind = head.column.value_type
        style = self.formats[kind]
        if kind == "percent":
            total, women = address(r, c - 2), address(r, c - 1)
            formula = f'=IF(AND(ISNUMBER({total}),ISNUMBER({women}),N({total})>0),{women}/{total}*100,"")'
            self.sheet.write_formula(r, c, formula, style, self._percent(row, head))
            return
        value = self.values(row, head) if self.values else None
        if kind == "date" and value is not None and not isinstance(value, str):
            self.sheet.write_datetime(r, c, value, style)
        else:
            self._merged(r, c, value, style, wide=kind == "text")

    def _merged(self, r: int, c: int, value: Any, style: Format, *, wide: bool) -> None:
        """Write a cell; a text stretches over all columns of the sheet."""
        if wide and self.widest > 1:
            self.sheet.merge_range(r, c, r, FIRST + self.widest - 1, value, style)
        else:
            self.sheet.write(r, c, value, style)

    def _percent(self, row: RowHead, head: ColumnHead) -> float | str:
        """The value a spreadsheet shows before it computes the formula itself."""
        if self.values is None:
            return ""
        columns = self.definitions.columns
        total, women = (self.values(row, replace(head, column=columns[name])) for name in ("total", "women"))
        known = isinstance(total, (int, float)) and isinstance(women, (int, float)) and total > 0
        return women / total * 100 if known else ""

    def _validate(self, place: TableLayout, c: int, column: Column, whole: int | None) -> None:
        rule = self._rule(place.first, c, column, whole)
        if rule:
            options = {"ignore_blank": True, "error_type": "stop", "error_title": self.words("form_wrong_title"), **rule}
            self.sheet.data_validation(place.first, c, place.last, c, options)

    def _rule(self, first: int, c: int, column: Column, whole: int | None) -> dict[str, Any] | None:
        """A whole number, never below 0, a part never above its whole; or a mark for missing, none, not applicable."""
        cell = address(first, c)
        if column.value_type in ("yes_no", "formation"):
            names = [code.name_vi for code in self.definitions.codes if code.codelist == column.value_type]
            return {"validate": "list", "source": names, "error_message": self.words("form_wrong_choice")}
        if column.value_type not in ("count", "decimal"):
            return None
        limits, key = [f"ISNUMBER({cell})", f"{cell}>=0"], "form_wrong_amount"
        if column.value_type == "count":
            limits += [f"{cell}=INT({cell})", f"{cell}<={MAX_COUNT}"]
            key = "form_wrong_count"
        if whole is not None:
            total = address(first, whole + FIRST)
            limits.append(f"OR(NOT(ISNUMBER({total})),{cell}<={total})")
            key = "form_wrong_part"
        marks = ",".join(f'{cell}="{mark}"' for mark in MARKS)
        return {"validate": "custom", "value": f"=OR({marks},AND({','.join(limits)}))", "error_message": self.words(key)}

    def _sums(self, place: TableLayout) -> None:
        row, table, style = place.last + 1, place.table, self.formats["sum"]
        self.sheet.write(row, NUMBER, "", style)
        self.sheet.write(row, LABEL, TOTAL_ROW, style)
        for c, head in enumerate(table.columns, start=FIRST):
            letters = COLUMN_LETTERS[c]
            given = [self.values(r, head) for r in table.rows] if self.values else []
            total = sum(value for value in given if isinstance(value, (int, float)))
            self.sheet.write_formula(row, c, f"=SUM({letters}{place.first + 1}:{letters}{place.last + 1})", style, total)


def is_text(table: TableInstance) -> bool:
    return table.columns[0].column.value_type == "text"


def height(text: str, width: int) -> int:
    """Points a cell needs for `text` wrapped at `width` characters."""
    return LINE * max(1, -(-len(text) // width))


def _wholes(table: TableInstance) -> dict[int, int]:
    """Place of a column of counts → place of the column it is part of (women → total), within the same group."""
    spots = {(h.element, h.term, h.column.id): place for place, h in enumerate(table.columns)}
    found = {place: spots.get((h.element, h.term, h.column.part_of or "")) for place, h in enumerate(table.columns)}
    counts = {place for place, head in enumerate(table.columns) if head.column.value_type == "count"}
    return {part: whole for part, whole in found.items() if whole is not None and part in counts}
