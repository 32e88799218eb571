"""A text as tokens that know where they stand in it: words, numbers, marks.

Comparison uses two forms of a word: with its marks in one spelling, and without any marks for
texts that have none. Offsets are always those of the text as it was written.
"""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from catalogue.text import loose, unmarked

_UNSEEN = "\u00ad\u200b-\u200f\u2060\ufeff"
_TOKEN = re.compile(
    rf"(\d+(?:[.,]\d+)*)|([^\W\d_](?:[^\W\d_]|[\u0300-\u036f{_UNSEEN}])*)|(\n)|([^\w\s{_UNSEEN}]|_)(?:\4{{2,}})?"
)
_DASHES = str.maketrans("‐‑‒–—―−⁄∕", "-------//")
_ROMAN = re.compile(r"[IVXLC]+\Z")
_RUN = "…"
LONGEST = 60  # letters of a word; what is longer is no word

Shape = Literal["number", "word", "break", "mark"]


class Token(NamedTuple):
    """`form` is spelt in one way, `plain` has no marks; `start` and `end` are offsets in the text."""

    shape: Shape
    form: str
    plain: str
    start: int
    end: int
    capital: bool = False
    roman: bool = False


@lru_cache(maxsize=100_000)
def spelt(word: str) -> tuple[str, str]:
    """The form of a word with its marks and the one without: "Uỷ" → ủy, uy."""
    word = word[:LONGEST]
    return loose(word), unmarked(loose(word))


@lru_cache(maxsize=1_000)
def said(*texts: str) -> frozenset[str]:
    """The forms in which phrases stand in tokens, with marks and without."""
    forms = [[spelt(word) for word in text.split()] for text in texts]
    return frozenset(" ".join(word[place] for word in words) for words in forms for place in (0, 1))


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of a part of the text, in order. Linear in its length."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        piece, group = match.group(), match.lastindex
        if group == 1:
            found.append(Token("number", piece, piece, match.start(), match.end()))
        elif group == 2:
            form, plain = spelt(piece)
            roman = _ROMAN.match(piece) is not None
            found.append(Token("word", form, plain, match.start(), match.end(), piece[0].isupper(), roman))
        elif group == 3:
            found.append(Token("break", "\n", "\n", match.start(), match.end()))
        else:
            mark = piece.translate(_DASHES) if len(piece) == 1 else _RUN  # dotted lines, rules
            found.append(Token("mark", mark, mark, match.start(), match.end()))
    return found
