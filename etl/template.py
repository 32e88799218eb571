"""Write the workbook of a form: what a unit fills in Excel or LibreOffice.

With `values` the same form is written filled in, which is how the demonstration reports are made.
"""

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from catalogue.definitions import Definitions
from catalogue.form_layout import FIRST, LABEL, NUMBER, SheetLayout, layout
from catalogue.forms import FormInstance
from catalogue.words import date_text
from etl.reading import META_SHEET
from etl.template_table import GRID_WIDTH, NAME_WIDTH, NUMBER_WIDTH, TableWriter, Values, height, is_text

DEMONSTRATION_DAY = dt.datetime(2026, 6, 30)
LABEL_WIDTH, TEXT_WIDTH, NOTE_WIDTH = 58, 90, 78  # in characters

_BORDER = {"border": 1, "border_color": "#8A8A8A", "font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
_INPUT = {**_BORDER, "locked": False, "bg_color": "#FFFDF0"}
_COMPUTED = {**_BORDER, "align": "right", "bg_color": "#F2F2F2"}
FORMATS: dict[str, dict[str, Any]] = {
    "title": {"font_name": "Times New Roman", "font_size": 14, "bold": True},
    "about": {"font_name": "Times New Roman", "font_size": 12, "italic": True},
    "note": {"font_name": "Times New Roman", "font_size": 12, "text_wrap": True, "valign": "top"},
    "head": {**_BORDER, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#E8ECF4"},
    "label": {**_BORDER, "text_wrap": True},
    "number": {**_BORDER, "align": "center"},
    "count": {**_INPUT, "align": "right", "num_format": "#,##0"},
    "decimal": {**_INPUT, "align": "right", "num_format": "#,##0.0"},
    "date": {**_INPUT, "align": "right", "num_format": "dd/mm/yyyy"},
    "yes_no": {**_INPUT, "align": "center"},
    "formation": {**_INPUT, "align": "center"},
    "text": {**_INPUT, "text_wrap": True, "valign": "top"},
    "percent": {**_COMPUTED, "num_format": "0.0"},
    "sum": {**_COMPUTED, "bold": True, "num_format": "#,##0"},
}


class FormWriter:
    """Writes form instances as workbooks."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.words = definitions.words

    def write(self, instance: FormInstance, path: Path, values: Values | None = None, *, demonstration: bool = False,
              made: dt.datetime | None = None) -> None:  # fmt: skip
        """Write `instance` to `path`; `values` fills in its cells and `demonstration` marks the file.

        `made` is when the file says that it was made: the same content made then has the same bytes.

        Raises:
            OSError: the file cannot be written.
        """
        texts = {"strings_to_formulas": False, "strings_to_urls": False}  # what was typed stays what it is
        book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy", **texts})
        if made or demonstration:
            book.set_properties({"created": made or DEMONSTRATION_DAY})  # so that the same data give the same bytes
        formats = {name: book.add_format(spec) for name, spec in FORMATS.items()}
        mark = self.words("demonstration_mark") if demonstration else ""
        self._guidance(book.add_worksheet(self.words("form_guidance")), instance, formats, mark)
        about = self.words("form_about", unit=instance.unit.name, period=self.words.period(instance.period.period))
        for sheet in layout(instance, self.words):
            self._sheet(book.add_worksheet(sheet.sheet.name), sheet, formats, values, f"{about} – {mark}" if mark else about)
        self._identity(book.add_worksheet(META_SHEET), instance, demonstration)
        try:
            book.close()
        except XlsxWriterException as error:
            raise OSError(str(error)) from error

    def content(self, instance: FormInstance, values: Values | None = None, *, demonstration: bool = False,
                made: dt.datetime | None = None) -> bytes:  # fmt: skip
        """The workbook of `instance` as bytes, as `write` makes it."""
        with tempfile.TemporaryDirectory(prefix="vstbpn-") as folder:
            path = Path(folder) / "bieu.xlsx"
            self.write(instance, path, values, demonstration=demonstration, made=made)
            return path.read_bytes()

    def _identity(self, sheet: Worksheet, instance: FormInstance, demonstration: bool) -> None:
        said = {
            "form": instance.form.id, "form_version": instance.form.version, "unit_id": instance.unit.unit_id,
            "period": instance.period.period, "demonstration": "yes" if demonstration else "no",
        }  # fmt: skip
        for row, (key, value) in enumerate(said.items()):
            sheet.write_string(row, 0, key)
            sheet.write_string(row, 1, value)
        sheet.very_hidden()

    def _guidance(self, sheet: Worksheet, instance: FormInstance, formats: dict[str, Format], mark: str) -> None:
        about = self.words("form_about", unit=instance.unit.name, period=self.words.period(instance.period.period))
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, NOTE_WIDTH)
        _page(sheet, landscape=False)
        sheet.write(0, 0, self.definitions.office.committee_vi, formats["about"])
        sheet.write(1, 0, instance.form.title_vi, formats["title"])
        sheet.write(2, 0, about, formats["about"])
        sheet.write(3, 0, mark, formats["title"])
        due = self.definitions.due_date(instance.period, instance.unit.unit_id)
        dates = {"due": date_text(due), "date": date_text(instance.period.reference_date)}
        keys = ("guide_due", "guide_yellow", "guide_states", "guide_women", "guide_people", "guide_send")
        for row, text in enumerate((self.words(key, **dates) for key in keys), start=5):
            sheet.write(row, 0, text, formats["note"])
            sheet.set_row(row, height(text, NOTE_WIDTH))
        sheet.protect()

    def _sheet(
        self, sheet: Worksheet, form: SheetLayout, formats: dict[str, Format], values: Values | None, about: str
    ) -> None:
        widest = max(len(t.table.columns) for t in form.tables)
        grid = any(t.table.layout == "grid" for t in form.tables)
        text = any(is_text(t.table) for t in form.tables)
        label_width = NAME_WIDTH if grid or text else LABEL_WIDTH
        figures = TEXT_WIDTH if text and widest == 1 else GRID_WIDTH if grid else NUMBER_WIDTH
        for first, last, width in ((NUMBER, NUMBER, 5), (LABEL, LABEL, label_width), (FIRST, FIRST + widest - 1, figures)):
            sheet.set_column(first, last, width)
        sheet.write(0, LABEL, form.sheet.title, formats["title"])
        sheet.write(1, LABEL, about, formats["about"])
        _page(sheet, landscape=widest > 3 or text, one_page=not (grid or text))
        for table in form.tables:
            TableWriter(sheet, formats, self.definitions, values, label_width, widest).write(table)
        head = form.tables[0]
        sheet.freeze_panes(head.first, FIRST)
        if len(form.tables) == 1:
            sheet.repeat_rows(head.top, head.first - 1)
        elif grid:
            sheet.set_h_pagebreaks([table.top for table in form.tables[1:]])
        sheet.protect("", {"format_columns": True, "format_rows": True})


def _page(sheet: Worksheet, *, landscape: bool, one_page: bool = False) -> None:
    """A4, one page wide (and high), official margins (30 mm left, 15 mm right, 20 mm top and bottom)."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, int(one_page))
    sheet.set_margins(left=30 / 25.4, right=15 / 25.4, top=20 / 25.4, bottom=20 / 25.4)
    sheet.set_footer("&L&A&RTrang &P/&N")
