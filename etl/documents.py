"""A Word document (.docx) → its tables as sheets, each under the paragraphs that stand above it."""

import io
import zipfile

from lxml import etree

from etl.hostile import ZIP_FAULTS

DOCUMENT = "word/document.xml"
NAME_LENGTH, DEPTH = 31, 200
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parse_document(content: bytes) -> dict[str, list[list[str]]]:
    """Return the cells of every table, every row equally long; a merged cell's text stands in its first cell.

    Raises:
        ValueError: no document that can be read, or no table in it.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            root = etree.fromstring(archive.read(DOCUMENT), parser)
    except (*ZIP_FAULTS, etree.XMLSyntaxError) as error:
        raise ValueError(str(error) or "no document") from error
    if root.getroottree().docinfo.doctype:
        raise ValueError("document type declared")
    body = root.find(f"{_W}body")
    sheets: dict[str, list[list[str]]] = {}
    above: list[str] = []
    for block in body if body is not None else ():
        if block.tag == f"{_W}p":
            above += [text] if (text := _text(block)) else []
        elif block.tag == f"{_W}tbl":
            rows = [*([text] for text in above), [], *_rows(block)]
            width = max(map(len, rows))
            sheets[_name(above, sheets)] = [[*row, *[""] * (width - len(row))] for row in rows]
            above = []
    if not sheets:
        raise ValueError("no table")
    return sheets


def _rows(table: etree._Element) -> list[list[str]]:
    rows = []
    for line in table.iterfind(f"{_W}tr"):
        row: list[str] = []
        for cell in line.iterfind(f"{_W}tc"):
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merged is not None and merged.get(f"{_W}val", "continue") == "continue"
            width = span.get(f"{_W}val", "1") if span is not None else "1"
            row += ["" if goes_on else _text(cell), *[""] * (min(int(width), DEPTH) - 1 if width.isdigit() else 0)]
        rows.append(row)
    return rows


def _text(element: etree._Element) -> str:
    """The text of a paragraph or cell; paragraphs and breaks part words, text of deletions is none."""
    parts = []
    for node in element.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}p"):
        parts.append(node.text or "" if node.tag == f"{_W}t" else " ")
    return " ".join("".join(parts).split())


def _name(above: list[str], taken: dict[str, list[list[str]]]) -> str:
    name = (above[-1] if above else f"Bảng {len(taken) + 1}")[:NAME_LENGTH]
    return name if name not in taken else f"{name[: NAME_LENGTH - 4]} {len(taken) + 1}"
