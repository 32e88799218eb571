"""The brief as DOCX: the same content, for an office that edits it."""

import io
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from reports.brief import Brief, Section, Table

FONT, BODY, SMALL = "Times New Roman", 9.5, 7.5
WIDTH = 165.0  # mm between the margins of Decree 30/2020
AMBER = RGBColor(0xB8, 0x6E, 0x00)
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def docx(brief: Brief) -> bytes:
    """Return the brief as a DOCX of at most two A4 pages."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = Mm(20)
    page.left_margin, page.right_margin = Mm(30), Mm(15)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(BODY)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(2)
    document.core_properties.title = brief.title
    _head(document, brief)
    for line in brief.headlines:
        _text(document.add_paragraph(style="List Bullet"), line)
    for section in brief.sections:
        _section(document, section)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _head(document: Any, brief: Brief) -> None:
    head = document.add_table(rows=2, cols=2)
    _text(head.cell(0, 0).paragraphs[0], brief.office, bold=True, align=CENTRE, size=9)
    _text(head.cell(0, 1).paragraphs[0], brief.motto[0], bold=True, align=CENTRE, size=9)
    _text(head.cell(0, 1).add_paragraph(), brief.motto[1], bold=True, align=CENTRE)
    _text(head.cell(1, 1).paragraphs[0], brief.place_and_date, italic=True, align=CENTRE)
    _text(document.add_paragraph(), brief.kind, bold=True, align=CENTRE, size=13)
    _text(document.add_paragraph(), brief.title, bold=True, align=CENTRE, size=11)
    if brief.mark:
        _text(document.add_paragraph(), brief.mark, bold=True, align=CENTRE).font.color.rgb = AMBER


def _section(document: Any, section: Section) -> None:
    heading = document.add_paragraph()
    heading.paragraph_format.space_before, heading.paragraph_format.keep_with_next = Pt(5), True
    _text(heading, section.heading, bold=True, size=10.5)
    if len(section.tables) > 1:
        holder = document.add_table(rows=1, cols=len(section.tables))
        for place, table in enumerate(section.tables):
            cell = holder.cell(0, place)
            _text(cell.paragraphs[0], table.title, bold=True, size=8.5)
            _table(cell, table, WIDTH / len(section.tables) - 4)
    else:
        for table in section.tables:
            if table.title:
                _text(document.add_paragraph(), table.title, bold=True, size=8.5)
            _table(document, table, WIDTH)
    for line in section.texts:
        _text(document.add_paragraph(style="List Bullet"), line)


def _table(holder: Any, table: Table, width: float) -> None:
    """Write a table into the document or a cell, its first row repeated on each page."""
    made = holder.add_table(rows=1 + len(table.rows), cols=len(table.columns))
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    _borders(made)
    repeated = OxmlElement("w:tblHeader")
    made.rows[0]._tr.get_or_add_trPr().append(repeated)
    for column, part in enumerate(table.widths):
        made.columns[column].width = Mm(width * part / sum(table.widths))
    for row in made.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for place, row in enumerate((table.columns, *table.rows)):
        for column, text in enumerate(row):
            cell = made.cell(place, column)
            cell.width = Mm(width * table.widths[column] / sum(table.widths))
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            right = RIGHT if place and table.right[column] else None
            _text(paragraph, text, bold=place == 0 or place - 1 in table.strong, align=right, size=SMALL)


def _borders(made: Any) -> None:
    """Thin lines around all cells; the default template of python-docx knows its grid style only in English."""
    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", "AAAAAA")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    made._tbl.tblPr.append(borders)


def _text(paragraph: Any, text: str, *, bold: bool = False, italic: bool = False, align: Any = None, size: float = BODY) -> Any:
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    if align is not None:
        paragraph.alignment = align
    return run
