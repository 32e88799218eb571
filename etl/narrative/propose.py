"""Figures found in the sentences of a narrative report, for an officer to confirm. Pure: text in, proposals out.

A text is cut into sentences (sentences.py), a sentence into phrases
and numbers (items.py); numbers become figures with the words around them (figures.py), under the headings
over them (outline.py); a figure that an indicator speaks of becomes a proposal (judge.py). The words are data.
"""

from collections.abc import Iterator

from catalogue.definitions import Definitions
from catalogue.units import Unit
from etl.narrative.figures import FigureReader
from etl.narrative.items import items
from etl.narrative.judge import Judge, Proposal
from etl.narrative.outline import Outline
from etl.narrative.remarks import without_lists
from etl.narrative.sentences import is_dense, is_row, sentences
from etl.narrative.vocabulary import grammar
from etl.workbook import Sheet

_MARKED = 0.02  # share of the letters beyond ASCII from which a text is written with marks


def propose(text: str, definitions: Definitions, *, unit: Unit | None = None, period: str | None = None) -> list[Proposal]:
    """Return the figures that the text tells, in the order of the text.

    Args:
        text: as written; any length, linear time. What `sentences.left_out` names is not read. Text of an old font
            is brought to Unicode first: offsets and sentences are those of `unicode_text`.
        unit: whose report it is; its level is assumed where the text names none.
        period: of the report, such as 2024-S1: the year of “6 tháng đầu năm”.
    """
    judge = Judge(definitions, unit)
    return judge.once(_proposals(unicode_text(text, definitions), definitions, judge, period))


def unicode_text(text: str, definitions: Definitions) -> str:
    """Return the text with what is written in an old font brought to Unicode; lines that are Vietnamese already stay."""
    if text.isascii():
        return text
    lines = [[line] for line in text.splitlines(keepends=True)]
    return "".join(str(row[0]) for row in grammar(definitions).legacy.unicode(Sheet("", lines)).rows)


def _proposals(text: str, definitions: Definitions, judge: Judge, period: str | None) -> Iterator[Proposal]:
    known, outline = grammar(definitions), Outline()
    letters = sum(map(str.isalpha, text)) or 1
    plain_text = sum(char > "\x7f" and char.isalpha() for char in text) < _MARKED * letters
    half = f"{period[:4]}-S1" if period else None
    for sentence in sentences(text):
        if is_row(text, sentence.start, sentence.end) or is_dense(text, sentence):
            continue  # tables are read by their headings, elsewhere
        found = items(known, text, sentence.body, sentence.end, plain_text=plain_text)
        found = without_lists(found)
        context = outline.context(sentence, found)
        reader = FigureReader(known, found, context.state, half)
        reader.read()
        outline.leave(sentence, found, reader.state)
        for draft in reader.drafts:
            if proposal := judge.proposal(draft, text, sentence, context.distance):
                yield proposal
