"""Write the workbook of a form: what a unit fills in Excel or LibreOffice.

With `values` the same form is written filled in, which is how the demonstration reports are made.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from catalogue.definitions import Definitions
from catalogue.forms import TOTAL_ROW, ColumnHead, FormInstance, RowHead, SheetInstance, TableInstance
from catalogue.models import Column
from catalogue.words import date_text
from etl.reading import META_SHEET
from etl.workbook import COLUMN_LETTERS, address

Values = Callable[[RowHead, ColumnHead], Any]
FIRST = 2  # column A: number, B: label, C…: figures
LABEL_WIDTH, NAME_WIDTH = 58, 30  # of a row of figures, of a commune or a text; in characters
NUMBER_WIDTH, GRID_WIDTH, TEXT_WIDTH = 13, 8, 90
NOTE_WIDTH = 78
LINE = 17  # points a line of text takes
MAX_COUNT = 10_000_000

_BORDER = {"border": 1, "border_color": "#8A8A8A", "font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"font_name": "Times New Roman", "font_size": 14, "bold": True},
    "about": {"font_name": "Times New Roman", "font_size": 12, "italic": True},
    "note": {"font_name": "Times New Roman", "font_size": 12, "text_wrap": True, "valign": "top"},
    "head": {**_BORDER, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#E8ECF4"},
    "label": {**_BORDER, "text_wrap": True},
    "number": {**_BORDER, "align": "center"},
    "input": {**_BORDER, "align": "right", "locked": False, "bg_color": "#FFFDF0", "num_format": "#,##0"},
    "decimal": {**_BORDER, "align": "right", "locked": False, "bg_color": "#FFFDF0", "num_format": "#,##0.0"},
    "date": {**_BORDER, "align": "right", "locked": False, "bg_color": "#FFFDF0", "num_format": "dd/mm/yyyy"},
    "choice": {**_BORDER, "align": "center", "locked": False, "bg_color": "#FFFDF0"},
    "text": {**_BORDER, "text_wrap": True, "valign": "top", "locked": False, "bg_color": "#FFFDF0"},
    "computed": {**_BORDER, "align": "right", "bg_color": "#F2F2F2", "num_format": "0.0"},
    "sum": {**_BORDER, "align": "right", "bg_color": "#F2F2F2", "bold": True, "num_format": "#,##0"},
}
_INPUT = {"count": "input", "decimal": "decimal", "date": "date", "text": "text", "yes_no": "choice", "formation": "choice"}


class FormWriter:
    """Writes form instances as workbooks."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.words = definitions.words

    def write(self, instance: FormInstance, path: Path, values: Values | None = None, *, demonstration: bool = False) -> None:
        """Write `instance` to `path`; `values` fills in its cells and `demonstration` marks the file."""
        book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"})
        formats = {name: book.add_format(spec) for name, spec in _FORMATS.items()}
        self._guidance(book, instance, formats, demonstration)
        for sheet in instance.sheets:
            self._sheet(book.add_worksheet(sheet.name), sheet, instance, formats, values, demonstration)
        self._identity(book.add_worksheet(META_SHEET), instance, demonstration)
        book.close()

    def _identity(self, sheet: Worksheet, instance: FormInstance, demonstration: bool) -> None:
        said = {
            "form": instance.form.id, "form_version": instance.form.version, "unit_id": instance.unit.unit_id,
            "period": instance.period.period, "demonstration": "yes" if demonstration else "no",
        }  # fmt: skip
        for row, (key, value) in enumerate(said.items()):
            sheet.write_string(row, 0, key)
            sheet.write_string(row, 1, value)
        sheet.very_hidden()

    def _guidance(self, book: xlsxwriter.Workbook, instance: FormInstance, formats: dict[str, Format], demo: bool) -> None:
        sheet = book.add_worksheet(self.words("form_guidance"))
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, NOTE_WIDTH)
        _page(sheet, landscape=False)
        sheet.write(0, 0, self.definitions.office.committee_vi, formats["about"])
        sheet.write(1, 0, instance.form.title_vi, formats["title"])
        sheet.write(2, 0, self._about(instance), formats["about"])
        if demo:
            sheet.write(3, 0, self.words("demonstration_mark"), formats["title"])
        dates = {"due": date_text(instance.period.due_date), "date": date_text(instance.period.reference_date)}
        keys = ("guide_due", "guide_yellow", "guide_states", "guide_women", "guide_people", "guide_send")
        for row, text in enumerate((self.words(key, **dates) for key in keys), start=5):
            sheet.write(row, 0, text, formats["note"])
            sheet.set_row(row, _height(text, NOTE_WIDTH))
        sheet.protect()

    def _about(self, instance: FormInstance) -> str:
        return self.words("form_about", unit=instance.unit.name, period=self.words.period(instance.period.period))

    def _sheet(self, sheet: Worksheet, form: SheetInstance, instance: FormInstance, formats: dict[str, Format],
               values: Values | None, demonstration: bool) -> None:  # fmt: skip
        widest = max(len(table.columns) for table in form.tables)
        grid = any(table.layout == "grid" for table in form.tables)
        text = any(_is_text(table) for table in form.tables)
        sheet.set_column(0, 0, 5)
        label_width = NAME_WIDTH if grid or text else LABEL_WIDTH
        sheet.set_column(1, 1, label_width)
        sheet.set_column(
            FIRST, FIRST + widest - 1, TEXT_WIDTH if text and widest == 1 else GRID_WIDTH if grid else NUMBER_WIDTH
        )
        sheet.write(0, 1, form.title, formats["title"])
        mark = f" – {self.words('demonstration_mark')}" if demonstration else ""
        sheet.write(1, 1, self._about(instance) + mark, formats["about"])
        _page(sheet, landscape=widest > 3 or text, one_page=not (grid or text))
        row, tops = 3, []
        for table in form.tables:
            first = _TableWriter(sheet, formats, self, values, label_width, widest).write(table, row)
            tops.append((row, first))
            row = first + len(table.rows) + (3 if table.layout == "grid" else 2)
        sheet.freeze_panes(tops[0][1], FIRST)
        if len(tops) == 1:
            sheet.repeat_rows(*_rows(tops[0]))
        elif grid:
            sheet.set_h_pagebreaks([top for top, _ in tops[1:]])
        sheet.protect("", {"format_columns": True, "format_rows": True})

    def choices(self, codelist: str) -> list[str]:
        return [code.name_vi for code in self.definitions.codes if code.codelist == codelist]


class _TableWriter:
    """Writes one table at a row of a sheet."""

    def __init__(self, sheet: Worksheet, formats: dict[str, Format], form: FormWriter, values: Values | None,
                 label_width: int, widest: int) -> None:  # fmt: skip
        self.sheet, self.formats, self.form, self.values = sheet, formats, form, values
        self.label_width, self.widest = label_width, widest

    def write(self, table: TableInstance, top: int) -> int:
        """Write header and rows from row `top` on; return the first row of figures."""
        first = self._header(table, top)
        wholes = _wholes(table)
        for r, row in enumerate(table.rows, start=first):
            self.sheet.write_number(r, 0, r - first + 1, self.formats["number"])
            self.sheet.write_string(r, 1, row.label, self.formats["label"])
            self.sheet.set_row(r, 90 if _is_text(table) else _height(row.label, self.label_width))
            for c, head in enumerate(table.columns, start=FIRST):
                self._cell(r, c, row, head)
        last = first + len(table.rows) - 1
        for c, head in enumerate(table.columns, start=FIRST):
            self._validate(first, last, c, head.column, wholes.get(c - FIRST))
        if table.layout == "grid":
            self._sums(table, first, last)
        return first

    def _header(self, table: TableInstance, top: int) -> int:
        sheet, head = self.sheet, self.formats["head"]
        words = self.form.words
        if table.layout == "list":
            sheet.write(top, 0, "TT", head)
            sheet.write(top, 1, words("form_content"), head)
            for c, column in enumerate(table.columns, start=FIRST):
                self._merged(top, c, column.column.label_vi, head, wide=_is_text(table))
            sheet.set_row(top, max(_height(h.column.label_vi, NUMBER_WIDTH - 2) for h in table.columns))
            return top + 1
        sheet.merge_range(top, 0, top + 1, 0, "TT", head)
        sheet.merge_range(top, 1, top + 1, 1, words("form_commune"), head)
        sheet.set_row(top, max(_height(h.group or "", 2 * GRID_WIDTH - 2) for h in table.columns))
        sheet.set_row(top + 1, 2 * LINE)
        start = FIRST
        groups = [(h.group, h.element, h.term) for h in table.columns]
        for group in dict.fromkeys(groups):
            width = groups.count(group)
            sheet.merge_range(top, start, top, start + width - 1, group[0], head) if width > 1 else sheet.write(
                top, start, group[0], head
            )
            start += width
        for c, column in enumerate(table.columns, start=FIRST):
            sheet.write(top + 1, c, column.column.label_vi, head)
        return top + 2

    def _cell(self, r: int, c: int, row: RowHead, head: ColumnHead) -> None:
        kind = head.column.value_type
        if kind == "percent":
            total, women = address(r, c - 2), address(r, c - 1)
            formula = f'=IF(AND(ISNUMBER({total}),ISNUMBER({women}),N({total})>0),{women}/{total}*100,"")'
            self.sheet.write_formula(r, c, formula, self.formats["computed"], self._percent(row, head))
            return
        style = self.formats[_INPUT[kind]]
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
        columns = self.form.definitions.columns
        total, women = (self.values(row, replace(head, column=columns[name])) for name in ("total", "women"))
        known = isinstance(total, (int, float)) and isinstance(women, (int, float)) and total > 0
        return women / total * 100 if known else ""

    def _validate(self, first: int, last: int, c: int, column: Column, whole: int | None) -> None:
        rule = self._rule(first, c, column, whole)
        if rule:
            self.sheet.data_validation(first, c, last, c, {"ignore_blank": True, "error_type": "stop", **rule})

    def _rule(self, first: int, c: int, column: Column, whole: int | None) -> dict[str, Any] | None:
        """What Excel lets a person type: a whole number, never below 0, a part never above its whole;
        or one of the marks for missing, none and not applicable."""
        words, cell = self.form.words, address(first, c)
        title = words("form_wrong_title")
        if column.value_type in ("count", "decimal"):
            limits = f"ISNUMBER({cell}),{cell}>=0"
            limits += f",{cell}=INT({cell}),{cell}<={MAX_COUNT}" if column.value_type == "count" else ""
            if whole is not None:
                total = address(first, whole + FIRST)
                limits += f",OR(NOT(ISNUMBER({total})),{cell}<={total})"
            marks = ",".join(f'{cell}="{mark}"' for mark in ("x", "…", "-", "không"))
            key = (
                "form_wrong_part"
                if whole is not None
                else "form_wrong_count"
                if column.value_type == "count"
                else "form_wrong_amount"
            )
            return {
                "validate": "custom",
                "value": f"=OR({marks},AND({limits}))",
                "error_title": title,
                "error_message": words(key),
            }
        if column.value_type in ("yes_no", "formation"):
            return {"validate": "list", "source": self.form.choices(column.value_type), "error_title": title,
                    "error_message": words("form_wrong_choice")}  # fmt: skip
        return None

    def _sums(self, table: TableInstance, first: int, last: int) -> None:
        row = last + 1
        self.sheet.write(row, 0, "", self.formats["sum"])
        self.sheet.write(row, 1, TOTAL_ROW, self.formats["sum"])
        for c, head in enumerate(table.columns, start=FIRST):
            letters = COLUMN_LETTERS[c]
            total = None
            if self.values:
                given = [self.values(r, head) for r in table.rows]
                total = sum(v for v in given if isinstance(v, (int, float)))
            self.sheet.write_formula(row, c, f"=SUM({letters}{first + 1}:{letters}{last + 1})", self.formats["sum"], total or 0)


def _wholes(table: TableInstance) -> dict[int, int]:
    """Column place → place of the column it is part of (women → total), within the same group."""
    spots = {(h.element, h.term, h.column.id): place for place, h in enumerate(table.columns)}
    found = {place: spots.get((h.element, h.term, h.column.part_of or "")) for place, h in enumerate(table.columns)}
    return {
        part: whole for part, whole in found.items() if whole is not None and table.columns[part].column.value_type == "count"
    }


def _is_text(table: TableInstance) -> bool:
    return table.columns[0].column.value_type == "text"


def _height(text: str, width: int) -> int:
    """Points a cell needs for `text` wrapped at `width` characters."""
    return LINE * max(1, -(-len(text) // width))


def _rows(table: tuple[int, int]) -> tuple[int, int]:
    """Header rows of a table that begins at the first and has figures from the second row on."""
    return table[0], table[1] - 1


def _page(sheet: Worksheet, *, landscape: bool, one_page: bool = False) -> None:
    """A4, one page wide (and high), official margins (30 mm left, 15 mm right, 20 mm top and bottom)."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, int(one_page))
    sheet.set_margins(left=30 / 25.4, right=15 / 25.4, top=20 / 25.4, bottom=20 / 25.4)
    sheet.set_footer("&L&A&RTrang &P/&N")
