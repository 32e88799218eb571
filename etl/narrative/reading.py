"""A file with narrative → its text: .txt in any encoding that is met, or a document of any format that `load` reads."""

from pathlib import Path

from catalogue.definitions import Definitions
from catalogue.errors import Message, UserError
from etl.delimited import decoded
from etl.hostile import FILE, MEGABYTE, ZIP
from etl.legacy import LegacyText
from etl.narrative.propose import unicode_text
from etl.narrative.sections import to_unicode
from etl.problems import Problem
from etl.workbook import OLE, received

_DOCUMENTS = (ZIP, OLE, b"%PDF")


def read_narrative(path: Path, definitions: Definitions) -> str:
    """Return the text of a file in Unicode, a line per paragraph; of tables only what stands in a frame of one column.

    Raises:
        UserError: the file is missing, empty, too large, protected, or no text.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(FILE + 1)
    except OSError as error:
        raise UserError("narrative_unreadable", path=path, reason=error.strerror or error) from error
    if len(content) > FILE:
        raise UserError("narrative_too_large", path=path, found=f"> {FILE // MEGABYTE} MB", most=f"{FILE // MEGABYTE} MB")
    if content.startswith(_DOCUMENTS):
        text = _document(path, content, LegacyText(definitions.legacy_letters))
    else:
        try:
            text = unicode_text(decoded(content), definitions)
        except ValueError as error:
            raise UserError("narrative_no_text", path=path) from error
    if not text.strip():
        raise UserError("narrative_empty", path=path)
    return text


def _document(path: Path, content: bytes, legacy: LegacyText) -> str:
    file = received(path, content)
    if file.problem:
        raise _said(file.problem)
    if file.document is None:
        raise UserError("narrative_no_text", path=path)
    to_unicode(file.document, legacy)
    return "\n".join(paragraph.text for paragraph in file.document.paragraphs)


def _said(problem: Problem) -> UserError:
    """A problem of a file as the error of a command, in the same words."""
    expected = "" if isinstance(problem.expected, Message) else problem.expected or ""
    return UserError(f"problem_{problem.code}", found=problem.found or "", expected=expected, **dict(problem.about))
