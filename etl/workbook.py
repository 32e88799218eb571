"""A file as received → its bytes, SHA-256, sheets of cells and, of a document, its paragraphs. Knows nothing of forms."""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, PasswordError

from catalogue.form_cells import COLUMN_LETTERS as COLUMN_LETTERS  # noqa: PLC0414 - used by importers of this module
from catalogue.form_cells import address as address  # noqa: PLC0414 - the same
from catalogue.text import label
from etl.delimited import parse_text
from etl.documents import TooManyTablesError, sheets_of_tables
from etl.hostile import ZIP, hostile
from etl.isolated import sheets_of
from etl.narrative.blocks import Document
from etl.narrative.office import NoOfficeError, old_word_fault, to_docx
from etl.narrative.printed_text import read_pdf
from etl.narrative.word import read_word
from etl.problems import Problem
from etl.sheets import parse

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and encrypted .xlsx


@dataclass
class Sheet:
    """Cells of a sheet from A1 on; every row is equally long."""

    name: str
    rows: list[list[Any]]

    @cached_property
    def labels(self) -> dict[str, list[tuple[int, int]]]:
        """Where each text of the sheet stands, as (row, column) from 0, in reading order."""
        found: dict[str, list[tuple[int, int]]] = {}
        for r, row in enumerate(self.rows):
            for c, cell in enumerate(row):
                if cell.__class__ is str and cell:
                    found.setdefault(label(cell), []).append((r, c))
        return found


@dataclass
class ReceivedFile:
    """What was received. `problem` is set when the file could not be opened at all."""

    path: Path
    content: bytes
    sha256: str
    sheets: dict[str, Sheet]
    problem: Problem | None = None
    document: Document | None = None

    def __post_init__(self) -> None:
        self.size = len(self.content)


def named(path: Path, content: bytes) -> ReceivedFile:
    """The bytes of a file that is no report, with their SHA-256; nothing of it is parsed."""
    return ReceivedFile(path, content, hashlib.sha256(content).hexdigest(), {})


def received(path: Path, content: bytes) -> ReceivedFile:
    """Parse the bytes of a file; `path` only names it."""
    sha256 = hashlib.sha256(content).hexdigest()
    problem, kind = hostile(content), _kind(content)
    if not problem and kind == "doc":
        problem = Problem(fault) if (fault := old_word_fault(content)) else None
    if not problem and kind == "encrypted":
        problem = Problem("encrypted")
    if problem:
        return ReceivedFile(path, content, sha256, {}, _of_name(problem, path))
    try:
        document = _document(kind, content)
        read = _sheets(path, content) if document is None else sheets_of_tables(document)
        sheets = {name: Sheet(name, rows) for name, rows in read.items()}
        return ReceivedFile(path, content, sha256, sheets, document=document)
    except PasswordError:
        problem = Problem("encrypted")
    except NoOfficeError:
        problem = Problem("old_word")
    except TooManyTablesError as error:
        problem = Problem("too_many_tables", found=str(error.found), expected=str(error.most))
    except (CalamineError, OSError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        code = "pdf_scanned" if reason == "scanned" else _UNREAD.get(kind, "not_a_workbook")
        problem = _of_name(Problem(code, found=reason[:200]), path)
    return ReceivedFile(path, content, sha256, {}, problem)


WORD = (".docx", ".docm", ".doc")  # what a damaged file was meant to be only its name tells
_UNREAD = {"docx": "not_a_document", "doc": "not_a_document", "pdf": "pdf_not_readable"}


def _of_name(problem: Problem, path: Path) -> Problem:
    """The problem as it is said of a damaged file that was meant to be a document."""
    meant = problem.code == "not_a_workbook" and path.suffix.lower() in WORD
    return replace(problem, code="not_a_document") if meant else problem


def _kind(content: bytes) -> str:
    """The kind of a file, told by its content: docx, doc, pdf, encrypted, or a table of some format."""
    if content.startswith(b"%PDF"):
        return "pdf"
    if content.startswith(ZIP) and b"word/document.xml" in content:
        return "docx"
    if content.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in content:
        return "encrypted"
    return "doc" if content.startswith(OLE) and "WordDocument".encode("utf-16-le") in content else "table"


def _document(kind: str, content: bytes) -> Document | None:
    """The paragraphs and tables of a document; None for a file of any other kind."""
    if kind == "pdf":
        return read_pdf(content)
    if kind in ("docx", "doc"):
        return read_word(to_docx(content) if kind == "doc" else content)
    return None


def _sheets(path: Path, content: bytes) -> dict[str, list[list[Any]]]:
    """The sheets of a workbook or text with separators."""
    if content.startswith((ZIP, OLE)):
        return sheets_of(content) if _opaque(content) else parse(content)
    return {path.stem: list(parse_text(content))}


def _opaque(content: bytes) -> bool:
    """Whether a format cannot be looked into before it is parsed: .xls, encrypted files, .xlsb, .ods."""
    return content.startswith(OLE) or b"xl/workbook.bin" in content or b"content.xml" in content
