"""A text PDF → paragraphs: lines that were parted only by the width of the page are joined again."""

import json
import re
import unicodedata
from collections.abc import Iterator

from etl.isolated import printed
from etl.narrative.blocks import Document, Paragraph

SECONDS = 30  # for one document
LETTERS = 20  # a page of a scan has fewer
FULL = 0.75  # a line this long, against the longest, went on because the page ended
_ITEM = re.compile(r"\s*(?:[-+•*–▪]|\(?\d+(?:\.\d+)*\s*[.)/]|\d+(?:\.\d+)+\s|[IVX]+\s*[./)\-]|[a-zđ][.)]\s|Phần\s|PHẦN\s)")
_ENDED = re.compile(r"[.;:!?…]\s*$")
_PAGE_NUMBER = re.compile(r"\s*[-–]?\s*\d{1,3}\s*(?:/\s*\d{1,3})?\s*[-–]?\s*$")


def read_pdf(content: bytes) -> Document:
    """Return the paragraphs of a PDF; tables in it are read as lines of text.

    Raises:
        PasswordError: protected by a password.
        ValueError: it could not be read; "scanned" if it holds pictures of text only.
    """
    pages: list[str] = json.loads(printed("etl.narrative.pdf", content, SECONDS))
    if sum(char.isalpha() for page in pages for char in page) < LETTERS * max(1, len(pages)):
        raise ValueError("scanned")
    lines = [line for page in pages for line in _lines(page)]
    document = Document(notes=["pdf_tables_not_read"])
    for text in _joined(lines):
        document.paragraphs.append(Paragraph(len(document.paragraphs) + 1, text))
    return document


def _lines(page: str) -> list[str]:
    """The lines of a page without its number."""
    lines = page.replace("\r\n", "\n").replace("\ufffe", "-").split("\n")
    while lines and _PAGE_NUMBER.match(lines[0]):
        lines.pop(0)
    while lines and (not lines[-1].strip() or _PAGE_NUMBER.match(lines[-1])):
        lines.pop()
    return lines


def _joined(lines: list[str]) -> Iterator[str]:
    """Paragraph by paragraph. A wrapped line ends in the blank that it was parted at, or is about as long as lines get."""
    longest = sorted(len(line) for line in lines)[int(len(lines) * 0.95)] if lines else 0
    text = ""
    for place, line in enumerate(lines):
        text += line.rstrip() + " "
        after = lines[place + 1] if place + 1 < len(lines) else ""
        wrapped = line.endswith(" ") or (len(line) >= FULL * longest and not _ENDED.search(line))
        if not after.strip() or _ITEM.match(after) or not wrapped:
            clean = unicodedata.normalize("NFC", " ".join(text.split()))
            if clean:
                yield clean
            text = ""
