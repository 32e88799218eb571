"""A demonstration report in sentences → .docx: the same bytes each time, in one of the ways in which units write headings."""

import io
import re
import unicodedata
import zipfile
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from catalogue.definitions import Definitions
from etl.samples.narratives import Story

FONT, BODY = "Times New Roman", 14
LIST = 7  # number of the automatic list
_DATE = (1980, 1, 1, 0, 0, 0)
_ABOVE = {"district": "ỦY BAN NHÂN DÂN", "commune": "ỦY BAN NHÂN DÂN", "agency": "TỈNH BẮC GIANG"}


class ReportFile:
    """Writes reports."""

    def __init__(self, known: Definitions) -> None:
        self.known = known
        self._old = {letter.letter: letter.text for letter in known.legacy_letters if letter.encoding == "tcvn3"}

    def write(self, story: Story, style: str) -> bytes:
        """Return the report as .docx.

        Args:
            story: what it says.
            style: one of `narratives.STYLES`.
        """
        document = Document()
        page = document.sections[0]
        page.page_width, page.page_height, page.left_margin, page.right_margin = Mm(210), Mm(297), Mm(30), Mm(15)
        normal = document.styles["Normal"]
        normal.font.name, normal.font.size = ".VnTime" if style == "old_font" else FONT, Pt(BODY)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        if style == "automatic":
            _numbered(document)
        self._head(document, story, style)
        for code, lines in story.sections():
            self._heading(document, code, style)
            for line in lines:
                _paragraph(document, self._spelt(line, style))
        for line in story.spec.closing:
            _paragraph(document, self._spelt(line, style))
        return _packed(document)

    def _head(self, document: Any, story: Story, style: str) -> None:
        _paragraph(document, self.known.words("demonstration_mark"), bold=True, centred=True)
        table = document.add_table(rows=1, cols=2)
        unit = self._spelt(story.unit.name if style == "old_font" else story.unit.name.upper(), style)
        above = self._spelt(_ABOVE[story.unit.level], style)
        table.cell(0, 0).text = f"{above}\n{unit}\n{self._spelt('BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ', style)}"
        table.cell(0, 1).text = self._spelt("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc", style)
        _paragraph(document, self._spelt("BÁO CÁO", style), bold=True, centred=True)
        title = f"Kết quả hoạt động vì sự tiến bộ của phụ nữ {story.when}"
        _paragraph(document, self._spelt(title, style), bold=True, centred=True)
        _paragraph(
            document,
            self._spelt("Thực hiện hướng dẫn của Ban vì sự tiến bộ của phụ nữ tỉnh, xin báo cáo kết quả như sau:", style),
        )

    def _heading(self, document: Any, code: str, style: str) -> None:
        """A heading in the manner of a style: Word's headings, bold, numbered by Word, capitals without numbers."""
        text, depth = self.known.outline.heading(code), code.count(".") + 1
        number = f"{code}." if depth == 1 else f"{code.partition('.')[2]}."
        if style == "headings":
            document.add_heading(f"{number} {text.upper() if depth == 1 else text}", depth)
        elif style == "automatic":
            paragraph = document.add_paragraph()
            paragraph.add_run(text).bold = True
            about = paragraph._p.get_or_add_pPr()
            about.append(parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth - 1}"/><w:numId w:val="{LIST}"/></w:numPr>'
            ))  # fmt: skip
        elif style == "capitals":
            _paragraph(document, text.upper() if depth == 1 else f"{number} {text}", bold=depth < 3)
        else:
            _paragraph(document, self._spelt(f"{number} {text}", style), bold=True)

    def _spelt(self, text: str, style: str) -> str:
        if style == "decomposed":
            return unicodedata.normalize("NFD", text)
        return "".join(self._old.get(letter, letter) for letter in _small(text)) if style == "old_font" else text


def _small(text: str) -> str:
    """Letters with marks in small: the old fonts have no capitals with a tone, their fonts of capitals show small ones so."""
    return "".join(letter if letter.isascii() or letter in "ĂÂĐÊÔƠƯ" else letter.lower() for letter in text)


def _paragraph(document: Any, text: str, *, bold: bool = False, centred: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = bold or None
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY


def _numbered(document: Any) -> None:
    """An automatic list as Word writes it: “I.”, “1.”, “2.1.”."""
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (kind, text) in enumerate((("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3.")))
    )
    root = document.part.numbering_part.element
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{LIST}0">{levels}</w:abstractNum>')
    root.insert(0, abstract)
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{LIST}"><w:abstractNumId w:val="{LIST}0"/></w:num>'))


def _packed(document: Any) -> bytes:
    """The document with the same dates in every copy."""
    stream, fixed = io.BytesIO(), io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as made, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in made.namelist():
            content = made.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"20\d\d-\d\d-\d\dT[\d:]+Z", b"2024-01-01T00:00:00Z", content)
            packed.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
