"""A brief as DOCX, in the font and margins of official documents; people can still edit it."""

import datetime as dt
import io

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as DocxTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from reports.brief import Brief, Section, Table

FONT = "Times New Roman"
SIZE, SMALL = 11.0, 9.0
WIDTH = 165.0  # mm between the margins
GAP = 4.0  # mm between tables side by side
MARK = RGBColor(0x9B, 0x1C, 0x1C)
MADE = dt.datetime(2000, 1, 1)  # the same content gives the same document


def docx(brief: Brief) -> bytes:
    """Return the document."""
    document = Document()
    _set_up(document, brief)
    _head(document, brief)
    for text in brief.headlines:
        _bullet(document, text)
    for section in brief.sections:
        _section(document, section)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: DocumentType, brief: Brief) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = Mm(20)
    page.left_margin, page.right_margin = Mm(30), Mm(15)
    page.header_distance = page.footer_distance = Mm(10)
    page.different_first_page_header_footer = True
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(SIZE)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = f"{brief.kind} – {brief.title}", brief.office, brief.mark
    properties.created = properties.modified = MADE
    number = page.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(number, "PAGE")
    for footer in (page.footer, page.first_page_footer):
        _mark(footer.paragraphs[0], brief.mark, SMALL)


def _field(paragraph: Paragraph, code: str) -> None:
    """A field that the word processor fills in, such as the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._p.append(field)


def _mark(paragraph: Paragraph, mark: str, size: float) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(mark)
    run.bold, run.font.size, run.font.color.rgb = True, Pt(size), MARK


def _head(document: DocumentType, brief: Brief) -> None:
    top = document.add_table(rows=1, cols=2)
    _fix_widths(top, [WIDTH * 0.47, WIDTH * 0.53])
    _line(top.cell(0, 0).paragraphs[0], brief.office, bold=True)
    _line(top.cell(0, 1).paragraphs[0], brief.motto[0], bold=True)
    _line(top.cell(0, 1).add_paragraph(), brief.motto[1], bold=True).runs[0].underline = True
    place = _line(document.add_paragraph(), brief.place_and_date)
    place.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    place.runs[0].italic = True
    place.paragraph_format.space_before = Pt(4)
    _line(document.add_paragraph(), brief.kind, bold=True, size=SIZE + 2).paragraph_format.space_before = Pt(4)
    title = _line(document.add_paragraph(), brief.title, bold=True, size=SIZE + 0.5)
    title.paragraph_format.space_after = Pt(4)
    if brief.mark:
        paragraph = document.add_paragraph()
        _mark(paragraph, brief.mark, SIZE)
        paragraph.paragraph_format.space_after = Pt(4)


def _line(paragraph: Paragraph, text: str, *, bold: bool = False, size: float = SIZE) -> Paragraph:
    """Fill a centred line."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    return paragraph


def _bullet(document: DocumentType, text: str) -> None:
    paragraph = document.add_paragraph(f"– {text}")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.first_line_indent = Mm(6)


def _section(document: DocumentType, section: Section) -> None:
    heading = document.add_paragraph()
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(6), Pt(3)
    heading.paragraph_format.keep_with_next = True
    heading.add_run(section.heading).bold = True
    if len(section.tables) == 1:
        _title(heading, section.tables[0])
        _fill(document.add_table(rows=1, cols=len(section.tables[0].columns)), section.tables[0], WIDTH)
    elif section.tables:
        _side_by_side(document, section.tables)
    if section.tables and section.texts:
        document.add_paragraph().paragraph_format.line_spacing = Pt(4)
    for text in section.texts:
        _bullet(document, text)


def _title(heading: Paragraph, table: Table) -> None:
    if table.title:
        heading.add_run(f" – {table.title}").bold = True


def _side_by_side(document: DocumentType, tables: tuple[Table, ...]) -> None:
    """An invisible table that holds one table in each column."""
    width = WIDTH / len(tables)
    frame = document.add_table(rows=1, cols=len(tables))
    _fix_widths(frame, [width] * len(tables))
    for cell, table in zip(frame.rows[0].cells, tables, strict=True):
        first = cell.paragraphs[0]
        run = first.add_run(table.title)
        run.bold, run.font.size = True, Pt(SMALL)
        first.paragraph_format.space_after = Pt(2)
        _fill(cell.add_table(rows=1, cols=len(table.columns)), table, width - GAP)
        cell.add_paragraph().paragraph_format.line_spacing = Pt(2)  # a cell has to end with a paragraph


def _fill(shown: DocxTable, table: Table, width: float) -> None:
    shown.style = "Table Grid"
    whole = sum(table.widths)
    for row in table.rows:
        shown.add_row()
    _fix_widths(shown, [width * part / whole for part in table.widths])
    for cell, text in zip(shown.rows[0].cells, table.columns, strict=True):
        _line(cell.paragraphs[0], text, bold=True, size=SMALL)
        _shade(cell)
    repeat = OxmlElement("w:tblHeader")
    shown.rows[0]._tr.get_or_add_trPr().append(repeat)
    for place, row in enumerate(table.rows):
        for column, (cell, text) in enumerate(zip(shown.rows[place + 1].cells, row, strict=True)):
            run = cell.paragraphs[0].add_run(text)
            run.font.size = Pt(SMALL)
            run.bold = place in table.strong and column in (0, 4)
            if table.right[column]:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _fix_widths(table: DocxTable, widths: list[float]) -> None:
    """Widths in mm that the word processor keeps, and narrow cell margins."""
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "45")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), "E8E8E8")
    cell._tc.get_or_add_tcPr().append(shade)
