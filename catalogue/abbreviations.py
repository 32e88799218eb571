"""Abbreviations as officers write them → words: data/abbreviations.csv."""

import re
from functools import cached_property, lru_cache

from catalogue.models import Definition
from catalogue.text import fold, unmarked


class Abbreviation(Definition):
    """`text` stands for `words`, wherever it stands as a word of its own."""

    text: str
    words: str


class Abbreviations:
    """Writes abbreviations out. Read-only."""

    def __init__(self, entries: tuple[Abbreviation, ...]) -> None:
        self._words = {fold(entry.text): fold(entry.words) for entry in entries}
        known = "|".join(re.escape(text) for text in sorted(self._words, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<![\w\u0300-\u036f])(?:{known})(?![\w\u0300-\u036f])\.?") if known else None
        self.expanded = lru_cache(maxsize=20_000)(self._expanded)

    @cached_property
    def unmarked(self) -> "Abbreviations":
        """The same for texts without marks: "ct hdnd" → "chu tich hoi dong nhan dan"."""
        return Abbreviations(tuple(Abbreviation(text=unmarked(a), words=unmarked(b)) for a, b in self._words.items()))

    def _expanded(self, folded: str) -> str:
        """Return the folded text with its abbreviations written out: "ct hđnd" → "chủ tịch hội đồng nhân dân"."""
        if self._pattern is None:
            return folded
        return self._pattern.sub(lambda match: self._words[match.group().rstrip(".")] + " ", folded).strip()
