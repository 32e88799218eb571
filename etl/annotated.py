"""A unit's own workbook with its problems marked: cells coloured and commented, a list in front; nothing else changed."""

import datetime as dt
import io
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from catalogue.words import Words
from etl.problems import Problem
from etl.sheets import PROBLEM_LIST
from etl.workbook import Sheet

COLOURS = {"error": "FFC7CE", "warning": "FFEB9C"}
WIDTHS = (6, 26, 8, 12, 110)  # of the list's columns, in characters
COMMENT_WIDTH, LINE, CHARACTERS = 420, 18, 60  # pixels, pixels, characters to a line
ROW = 16  # points of a line of the list
AS_SENT = (".xlsx", ".xlsm")


def annotate(
    content: bytes, suffix: str, sheets: Sequence[Sheet], problems: Sequence[Problem], words: Words, lang: str
) -> bytes:
    """Return the workbook with the problems marked.

    Args:
        content: the file as sent; an .xlsx or .xlsm is opened and kept as it is.
        suffix: of the file's name.
        sheets: its cells, from which a file of another format is written as .xlsx, cell by cell.
        problems: what is wrong with it.
    """
    as_sent = suffix.lower() in AS_SENT
    book = openpyxl.load_workbook(io.BytesIO(content), keep_vba=suffix.lower() == ".xlsm") if as_sent else _rewritten(sheets)
    names = dict(zip((sheet.name for sheet in sheets), book.sheetnames, strict=False))  # decoded name → name as sent
    said: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.sheet in names and problem.cell:
            said[names[problem.sheet], problem.cell].append(problem)
    for (sheet, place), found in said.items():
        _mark(book[sheet], place, found, words, lang)
    _list(book, problems, names, words, lang, as_sent=as_sent)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _rewritten(sheets: Sequence[Sheet]) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, sheet in enumerate(sheets, 1):
        target = book.create_sheet(_title(sheet.name) or f"Trang {number}")
        for r, row in enumerate(sheet.rows, 1):
            for c, value in enumerate(row, 1):
                if value not in (None, ""):
                    _write(target.cell(r, c), value)
    return book


def _title(name: str) -> str:
    """A sheet's name without the signs that Excel forbids."""
    return "".join(" " if char in "[]:*?/\\" else char for char in name)[:31].strip()


def _write(cell: Any, value: Any) -> None:
    """Write a value; a text stays a text, whatever it begins with."""
    cell.value = value if isinstance(value, (int, float, str, dt.date, dt.datetime, dt.time)) else str(value)
    if isinstance(cell.value, str):
        cell.data_type = "s"


def _mark(sheet: Worksheet, place: str, problems: Sequence[Problem], words: Words, lang: str) -> None:
    cell: Cell | MergedCell = sheet[place]
    if isinstance(cell, MergedCell):
        area = next(area for area in sheet.merged_cells.ranges if place in area)
        cell = sheet.cell(area.min_row, area.min_col)
    severity = "error" if any(problem.severity == "error" for problem in problems) else "warning"
    cell.fill = PatternFill("solid", fgColor=COLOURS[severity])
    before = [cell.comment.text] if cell.comment else []
    text = "\n\n".join([*before, *(str(problem.as_dict(words, lang)["message"]) for problem in problems)])
    lines = sum(len(line) // CHARACTERS + 1 for line in text.splitlines())
    cell.comment = Comment(text, "VSTBPN", width=COMMENT_WIDTH, height=max(80, lines * LINE))


def _list(
    book: Workbook, problems: Sequence[Problem], names: dict[str, str], words: Words, lang: str, *, as_sent: bool
) -> None:
    """The first sheet: every problem, linked to its cell."""
    if PROBLEM_LIST in book.sheetnames:
        del book[PROBLEM_LIST]
    sheet = book.create_sheet(PROBLEM_LIST, 0)
    sheet.append([words("annotate_title", lang, count=len(problems))])
    sheet.append([words("annotate_kept" if as_sent else "annotate_rewritten", lang)])
    sheet.append([])
    sheet.append([words(f"annotate_{column}", lang) for column in ("number", "sheet", "cell", "severity", "problem")])
    for number, problem in enumerate(problems, 1):
        row = [words(problem.severity, lang), problem.as_dict(words, lang)["message"]]
        line = sheet.max_row + 1
        for column, value in enumerate([number, problem.sheet or "–", problem.cell or "–", *row], 1):
            _write(sheet.cell(line, column), value)
            sheet.cell(line, column).alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
        sheet.row_dimensions[line].height = ROW * (len(str(row[1])) // WIDTHS[-1] + 1)
        sheet.cell(line, 4).fill = PatternFill("solid", fgColor=COLOURS[problem.severity])
        if problem.sheet in names and problem.cell:
            quoted = names[problem.sheet].replace("'", "''")
            sheet.cell(line, 3).hyperlink = Hyperlink(ref=f"C{line}", location=f"'{quoted}'!{problem.cell}")
            sheet.cell(line, 3).font = Font(color="0563C1", underline="single")
    sheet["A1"].font = Font(bold=True, size=14)
    for column, width in enumerate(WIDTHS, 1):
        sheet.cell(4, column).font = Font(bold=True)
        sheet.column_dimensions[chr(64 + column)].width = width
    sheet.freeze_panes = "A5"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
