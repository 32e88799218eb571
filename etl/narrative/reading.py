"""A file with narrative → its text: .txt in any encoding that is met, .docx. One function per kind."""

import io
import zipfile
from pathlib import Path

from lxml import etree

from catalogue.definitions import Definitions
from catalogue.errors import UserError
from etl.delimited import decoded
from etl.documents import DOCUMENT
from etl.hostile import FILE, INSIDE, MEGABYTE, PARTS, ZIP, ZIP_FAULTS
from etl.legacy import LegacyText

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an encrypted document, or one of Word 97


def read_narrative(path: Path, definitions: Definitions) -> str:
    """Return the text of a file in Unicode, a line per paragraph.

    Raises:
        UserError: the file is missing, empty, too large, protected, or no text.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(FILE + 1)
    except OSError as error:
        raise UserError("narrative_unreadable", path=path, reason=error.strerror or error) from error
    if len(content) > FILE:
        raise _too_large(path, f"> {FILE // MEGABYTE} MB", f"{FILE // MEGABYTE} MB")
    if content.startswith(_COMPOUND):
        raise UserError("narrative_encrypted", path=path)
    try:
        text = _document(content, path) if content.startswith(ZIP) else decoded(content)
    except ValueError as error:
        raise UserError("narrative_no_text", path=path) from error
    text = unicode_text(text, LegacyText(definitions.legacy_letters))
    if not text.strip():
        raise UserError("narrative_empty", path=path)
    return text


def _document(content: bytes, path: Path) -> str:
    """The paragraphs of a .docx in order, those of table cells among them; deleted text is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = archive.infolist()
            unpacked = sum(part.file_size for part in listed)
            if unpacked > INSIDE or len(listed) > PARTS:
                raise _too_large(path, f"{unpacked // MEGABYTE} MB, {len(listed)}", f"{INSIDE // MEGABYTE} MB, {PARTS}")
            root = etree.fromstring(archive.read(DOCUMENT), parser)
    except (*ZIP_FAULTS, etree.XMLSyntaxError) as error:
        raise ValueError(str(error) or "no document") from error
    if root.getroottree().docinfo.doctype:
        raise ValueError("document type declared")
    lines: list[str] = []
    for paragraph in root.iter(f"{_W}p"):
        pieces = []
        for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr"):
            pieces.append(node.text or "" if node.tag == f"{_W}t" else "\t" if node.tag == f"{_W}tab" else "\n")
        lines.append("".join(pieces))
    return "\n".join(lines)


def unicode_text(text: str, legacy: LegacyText) -> str:
    """Return the text with what is written in an old font brought to Unicode; lines that are Vietnamese already stay."""
    lines = text.splitlines(keepends=True)
    encoding = legacy.recognise([line for line in lines if not line.isascii()])
    if encoding is None:
        return text
    return "".join(line if line.isascii() else legacy.decode(line, encoding) for line in lines)


def _too_large(path: Path, found: str, most: str) -> UserError:
    return UserError("narrative_too_large", path=path, found=found, most=most)
