"""A Word document (.docx, .docm) → its paragraphs and tables. Nothing in it is run, opened or fetched."""

import io
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from etl.hostile import ZIP_FAULTS
from etl.narrative.blocks import Document, Paragraph, Table
from etl.narrative.numbering import Numbering, W

DOCUMENT, NUMBERING, STYLES, MACROS = "word/document.xml", "word/numbering.xml", "word/styles.xml", "vbaproject.bin"
SPAN = 200  # columns that one cell may span
LARGEST = 20 * 1024 * 1024  # bytes of a part: its tree needs some ten times that
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True)
class _Style:
    name: str = ""
    bold: bool = False
    heading: bool = False
    number: tuple[str, int | None] | None = None


def read_word(content: bytes) -> Document:
    """Return the paragraphs and tables of a document; a merged cell's text stands in its first cell.

    Raises:
        ValueError: no document that can be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            root = _part(archive, DOCUMENT)
            styles = _styles(_part(archive, STYLES)) if STYLES in names else {}
            numbering = Numbering(_part(archive, NUMBERING) if NUMBERING in names else None)
    except (*ZIP_FAULTS, etree.XMLSyntaxError) as error:
        raise ValueError(str(error) or "no document") from error
    document = Document()
    if any(name.lower().endswith(MACROS) for name in names):
        document.notes.append("macros_not_run")
    body = root.find(f"{W}body")
    reader = _Reader(document, styles, numbering)
    for block in _blocks(body) if body is not None else ():
        reader.table(block) if block.tag == f"{W}tbl" else reader.paragraph(block)
    return document


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element:
    if archive.getinfo(name).file_size > LARGEST:
        raise ValueError(f"{name}: more than {LARGEST // 2**20} MB")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    root = etree.fromstring(archive.read(name), parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError("document type declared")
    return root


def _blocks(body: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables of the body, those inside content controls too, in order; not those inside tables."""
    waiting = [iter(body)]
    while waiting:
        block = next(waiting[-1], None)
        if block is None:
            waiting.pop()
        elif block.tag in (f"{W}p", f"{W}tbl"):
            yield block
        elif block.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"):
            waiting.append(iter(block))


class _Reader:
    """Adds what it reads to a document."""

    def __init__(self, document: Document, styles: dict[str, _Style], numbering: Numbering) -> None:
        self.document, self.styles, self.numbering = document, styles, numbering

    def table(self, table: etree._Element) -> None:
        rows = list(_rows(table))
        if rows and all(len(row) == 1 for row in rows):  # a frame around text
            for paragraph in table.iter(f"{W}p"):
                self.paragraph(paragraph)
            return
        width = max(map(len, rows), default=0)
        filled = [[*row, *[""] * (width - len(row))] for row in rows]
        self.document.tables.append(Table(len(self.document.paragraphs), filled))

    def paragraph(self, paragraph: etree._Element) -> None:
        about = paragraph.find(f"{W}pPr")
        style_id = _set(about, "pStyle") or ""
        style = self.styles.get(style_id, _Style())
        runs = list(_runs(paragraph, bold=style.bold))
        label = self._label(about, style, style_id) if any(text.strip() for text, _ in runs) else ""
        contents = style.name.startswith(("toc", "mục lục"))
        heading = style.heading or _set(about, "outlineLvl") in tuple("012345678")
        for place, line in enumerate(_lines(runs)):
            text = _clean("".join(text for text, _ in line))
            if not text:
                continue
            own = label if place == 0 else ""
            lead = _clean("".join(text for text, _ in line[: _bold_until(line)]))
            self.document.paragraphs.append(Paragraph(
                number=len(self.document.paragraphs) + 1, text=f"{own} {text}" if own else text, label=own, heading=heading,
                bold=lead == text, lead=lead if lead != text else "", listed=contents,
            ))  # fmt: skip

    def _label(self, about: "etree._Element | None", style: _Style, style_id: str) -> str:
        own = about.find(f"{W}numPr") if about is not None else None
        number, depth = _numbered(own) if own is not None else (style.number or ("", None))
        if own is not None and not number and style.number:
            number = style.number[0]
        if not number or number == "0":
            return ""
        return self.numbering.label(number, depth if depth is not None else self.numbering.level_of_style(number, style_id))


def _styles(root: etree._Element) -> dict[str, _Style]:
    """Each paragraph style with what it takes over from those it is based on."""
    raw = {style.get(f"{W}styleId", ""): style for style in root.iterfind(f"{W}style")}

    def chain(name: str) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while name in raw and name not in seen:
            seen.add(name)
            yield raw[name]
            name = _set(raw[name], "basedOn") or ""

    found = {}
    for name in raw:
        line = list(chain(name))
        titles = [(_set(style, "name") or "").casefold() for style in line]
        bold = next((on for style in line if (on := _bold(style.find(f"{W}rPr"))) is not None), False)
        numbers = [n for style in line if (n := style.find(f"{W}pPr/{W}numPr")) is not None]
        heading = any(t.startswith(("heading", "tiêu đề", "đầu đề")) for t in titles)
        heading = heading or any(style.find(f"{W}pPr/{W}outlineLvl") is not None for style in line)
        found[name] = _Style(titles[0], bold, heading, _numbered(numbers[0]) if numbers else None)
    return found


def _numbered(element: etree._Element) -> tuple[str, int | None]:
    """The list and the level of a paragraph or style."""
    depth = _set(element, "ilvl")
    return _set(element, "numId") or "", int(depth) if depth and depth.isdecimal() else None


def _set(element: "etree._Element | None", name: str) -> str | None:
    found = element.find(f"{W}{name}") if element is not None else None
    return None if found is None else found.get(f"{W}val", "")


def _bold(properties: "etree._Element | None") -> bool | None:
    """Whether bold is switched on or off; None: it is not said."""
    found = properties.find(f"{W}b") if properties is not None else None
    return None if found is None else found.get(f"{W}val", "1").lower() not in _OFF


Run = tuple[str, bool]  # text; bold


def _runs(paragraph: etree._Element, *, bold: bool) -> Iterator[Run]:
    """Text by text with whether it is bold; “\\n” parts lines. Deleted text is none; of two forms of a drawing one."""
    twice = paragraph.find(f".//{_FALLBACK}") is not None
    for run in paragraph.iter(f"{W}r"):
        if twice and any(above.tag == _FALLBACK for above in run.iterancestors()):
            continue
        own = _bold(run.find(f"{W}rPr"))
        for node in run:
            if node.tag == f"{W}t":
                yield node.text or "", bold if own is None else own
            elif node.tag in (f"{W}br", f"{W}cr"):
                yield "\n", bold
            elif node.tag == f"{W}tab":
                yield " ", bold if own is None else own
            elif node.tag == f"{W}noBreakHyphen":
                yield "-", bold if own is None else own


def _lines(runs: list[Run]) -> Iterator[list[Run]]:
    line: list[Run] = []
    for run in runs:
        if run[0] == "\n":
            yield line
            line = []
        else:
            line.append(run)
    yield line


def _bold_until(line: list[Run]) -> int:
    """How many runs from the beginning are bold; blanks do not count."""
    return next((place for place, (text, bold) in enumerate(line) if text.strip() and not bold), len(line))


def _rows(table: etree._Element) -> Iterator[list[str]]:
    for line in table.iterfind(f"{W}tr"):
        row: list[str] = []
        for cell in line.iterfind(f"{W}tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merged is not None and merged.get(f"{W}val", "continue") == "continue"
            width = span.get(f"{W}val", "1") if span is not None else "1"
            row += ["" if goes_on else cell_text(cell), *[""] * (min(int(width), SPAN) - 1 if width.isdecimal() else 0)]
        yield row


def cell_text(cell: etree._Element) -> str:
    """The text of a cell; paragraphs and breaks part words, text of deletions is none."""
    parts = []
    for node in cell.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}p"):
        parts.append(node.text or "" if node.tag == f"{W}t" else " ")
    return " ".join("".join(parts).split())


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))
