"""What a document tells of itself: what stands before its text, whether it is generated, what its reader should know."""

from collections.abc import Iterator, Sequence

from catalogue.outline import OPENING, Outline
from catalogue.text import unmarked
from catalogue.words import Words
from etl.identity import Front
from etl.narrative.blocks import Document
from etl.narrative.sections import Section, unclassified
from etl.problems import Problem
from etl.workbook import ReceivedFile

NAMED = 10  # headings named in one warning
TOP = 3  # first paragraphs among which the demonstration mark stands


def front_of(file: ReceivedFile, document: Document, sections: Sequence[Section]) -> Front | None:
    """What stands before the first section: letterhead, title. None for a document without sections: its tables tell."""
    if not sections:
        return None
    opening = next((len(section.lines) for section in sections if section.code == OPENING), 0)
    letterhead = {
        name: sheet for (name, sheet), table in zip(file.sheets.items(), document.tables, strict=True) if table.after < opening
    }
    return Front(letterhead, tuple(document.paragraphs[:opening]))


def is_demonstration(document: Document, words: Words) -> bool:
    """Whether a report says of itself, at its top, that its figures are generated."""
    mark = unmarked(words("demonstration_mark"))
    return any(unmarked(paragraph.text).startswith(mark) for paragraph in document.paragraphs[:TOP])


def problems_of(document: Document, sections: Sequence[Section], outline: Outline) -> Iterator[Problem]:
    """Warnings on how the document was read and what of the outline it lacks; an error if it holds nothing at all."""
    for note in document.notes:
        yield Problem(note, severity="warning")
    if not sections:
        if not document.tables:
            yield Problem("no_sections" if document.paragraphs else "document_empty", found=str(len(document.paragraphs)))
        return
    if strange := unclassified(sections):
        yield Problem("section_unclassified", severity="warning", about=(("count", str(len(strange))),),
                      found="; ".join(f"“{(one.heading or '')[:60]}”" for one in strange[:NAMED]))  # fmt: skip
    there = {section.code for section in sections if section.lines}
    missing = [s.code for s in outline.sections if not s.optional and not _told(s.code, there)]
    if missing := [code for code in missing if code.rpartition(".")[0] not in (*missing, *there)]:
        yield Problem("sections_missing", severity="warning", found="; ".join(outline.titled(code) for code in missing[:NAMED]))


def _told(code: str, there: set[str]) -> bool:
    return any(found == code or found.startswith(f"{code}.") for found in there)
