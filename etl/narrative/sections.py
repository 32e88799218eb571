"""A document → the sections of the outline, in the order written, every paragraph with text in exactly one of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from catalogue.outline import CLOSING, OPENING, UNCLASSIFIED, Outline
from catalogue.text import unmarked
from etl.legacy import LegacyText
from etl.narrative.blocks import Document, Paragraph
from etl.narrative.headings import Headings, looks_like_heading
from etl.workbook import Sheet

SHOWN = 80  # letters of a text named in a warning


@dataclass
class Section:
    """A part of a report. Line `n` of the text (from 0) is paragraph `first + n`; the heading stands before it or in it."""

    code: str
    heading: str | None
    first: int
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def last(self) -> int:
        """Number of the last paragraph."""
        return self.first + max(0, len(self.lines) - 1)


class Sections:
    """Cuts documents. Read-only."""

    def __init__(self, outline: Outline, legacy: LegacyText) -> None:
        self.outline, self.legacy, self.headings = outline, legacy, Headings(outline)
        self._endings = tuple(unmarked(text) for one in outline.beside if one.code == CLOSING for text in one.begins)

    def cut(self, document: Document) -> list[Section]:
        """Return all sections, those without text too; none if no heading of the outline was recognised.

        Text of an old font is brought to Unicode in the document itself.
        """
        to_unicode(document, self.legacy)
        found = [Section(OPENING, None, 1)]
        now: str | None = None
        seen: frozenset[str] = frozenset()
        for paragraph in document.paragraphs:
            if found[-1].code == CLOSING:
                found[-1].lines.append(paragraph.text)
                continue
            heading = self.headings.recognise(paragraph, now, seen)
            if heading:
                now, seen = heading.code, seen | {heading.code}
                first = paragraph.number + (0 if heading.rest else 1)
                found.append(Section(now, heading.text, first, [heading.rest] if heading.rest else []))
            elif now and self._ends(paragraph, now):
                found.append(Section(CLOSING, None, paragraph.number, [paragraph.text]))
            elif now and self._stranger(paragraph, now):
                found.append(Section(UNCLASSIFIED, paragraph.text, paragraph.number + 1))
            else:
                found[-1].lines.append(paragraph.text)
        return [section for section in found if section.lines or section.heading] if now else []

    def _ends(self, paragraph: Paragraph, now: str) -> bool:
        """Whether the report's text is over: recipients, signature; only behind its last parts."""
        return now[0] in "IV" and unmarked(paragraph.text).lstrip("-*/.() ").startswith(self._endings)

    def _stranger(self, paragraph: Paragraph, now: str) -> bool:
        """Whether a paragraph is the heading of something else, as high as the section it would stand in."""
        number = looks_like_heading(paragraph)
        return number is not None and number.depth <= self.outline.by_code[now].depth


def to_unicode(document: Document, legacy: LegacyText) -> None:
    """Bring paragraphs written in an old font to Unicode; text, label and lead go together: they are compared."""
    decoded = legacy.unicode(Sheet("", [[p.text, p.label, p.lead] for p in document.paragraphs]))
    for paragraph, row in zip(document.paragraphs, decoded.rows, strict=True):
        paragraph.text, paragraph.label, paragraph.lead = row


def unclassified(sections: Iterable[Section]) -> list[Section]:
    """The sections that fit nowhere in the outline."""
    return [section for section in sections if section.code == UNCLASSIFIED]
