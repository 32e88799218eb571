"""What the words of a heading or label say, as dimensions of a figure. Words are data: data/labels.csv.

A text is understood only if all its words are: “Nữ tôn giáo” is not “Nữ”.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any

from catalogue.definitions import Definitions
from catalogue.form_models import Column
from catalogue.text import fold, unmarked

_TERM = re.compile(r"\b(20\d\d) ?- ?(20\d\d)\b")
_PERIOD = re.compile(fold("(?:(6|sáu) tháng (?:(đầu|cuối) )?)?năm") + r" *(20\d\d)")
_PERIOD_UNMARKED = re.compile(r"(?:(6|sau) thang (?:(dau|cuoi) )?)?nam *(20\d\d)")
_NOT_WORDS = re.compile(r"[^\w%\s\u0300-\u036f]+")
_NUMBERING = re.compile(r"^(?:[ivxlc]+|\d+(?:\.\d+)*|[a-hđ])[.)/]\s*|^[-+*•]\s*")
_REFERENCE = re.compile(r"\d{1,2}[a-z]?$")


@dataclass(frozen=True)
class Meaning:
    """What one text says. Sets hold every possibility; None says nothing about that dimension."""

    elements: frozenset[str] | None = None
    named: frozenset[str] = frozenset()  # elements whose stage is named
    default: str | None = None
    sex: str | None = None
    ethnicity: str | None = None
    age: str | None = None
    measure: str | None = None
    level: str | None = None
    term: str | None = None
    unit: str | None = None
    period: str | None = None
    skip: bool = False
    sum: bool = False
    letterhead: bool = False
    unknown: str | None = None  # words that nobody taught us

    @property
    def says_something(self) -> bool:
        return not self.unknown and self != NOTHING

    @property
    def only_who(self) -> bool:
        """Whether it only says which of the persons are counted: “Trong đó: nữ”."""
        return bool(self.sex or self.ethnicity or self.age or self.measure) and self.elements is None and not self.unit


NOTHING = Meaning()


@dataclass
class _Phrase:
    text: str = ""
    elements: set[str] = field(default_factory=set)
    staged: set[str] = field(default_factory=set)
    default: str | None = None
    exact: bool = False
    other: dict[str, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)


class Lexicon:
    """Reads texts as meanings. One per run; units are known by the names that a form asks for."""

    def __init__(self, definitions: Definitions) -> None:
        self._expanded = definitions.abbreviations.expanded
        self._phrases: dict[tuple[str, ...], _Phrase] = defaultdict(_Phrase)
        ids = list(definitions.elements)
        self.staged: set[str] = set()
        for word in definitions.labels:
            self._teach(word.text, word.dimension, word.codes, word.default, ids)
        for element in definitions.elements.values():
            for text in {element.name_vi, re.sub(r"\s*\(.*?\)", "", element.name_vi)}:
                phrase = self._phrases[self._words(text)]
                phrase.text = phrase.text or text
                if not phrase.elements:  # else labels.csv says what the name may stand for
                    phrase.elements, phrase.exact = {element.id}, True
        for column in definitions.columns.values():
            self._teach_column(column)
        self._unmarked = {tuple(map(unmarked, words)): phrase for words, phrase in self._phrases.items()}
        self._longest = max(map(len, self._phrases))
        self.read = lru_cache(maxsize=20_000)(self._read)
        self.subject = lru_cache(maxsize=2_000)(self._subject)
        self._names_unit = definitions.geography.mentioned

    def _teach(self, text: str, dimension: str, codes: Iterable[str], default: str | None, ids: list[str]) -> None:
        phrase = self._phrases[self._words(text)]
        phrase.text = phrase.text or text
        if dimension in ("element", "stage"):
            meant = {e for e in ids if any(fnmatchcase(e, pattern) for pattern in codes)}
            (phrase.elements if dimension == "element" else phrase.staged).update(meant)
            phrase.default = default or phrase.default
            if dimension == "stage":
                self.staged |= meant
        elif dimension in ("skip", "sum", "filler", "letterhead", "title"):
            phrase.flags.add(dimension)
        else:
            phrase.other[dimension] = next(iter(codes))

    def _teach_column(self, column: Column) -> None:
        """A form's own heading says its dimensions; “Số lượng” says none."""
        said = {"sex": column.sex, "ethnicity": column.ethnicity,
                "age": column.age, "measure": "percent" if column.value_type == "percent" else column.measure}  # fmt: skip
        said = {name: code for name, code in said.items() if code not in ("_T", "count", "text")}
        if column.id == "total":
            said = {"sex": "_T"}
        phrase = self._phrases[self._words(column.label_vi)]
        phrase.other.update(said)
        if not said:
            phrase.flags.add("filler")

    def _words(self, text: str) -> tuple[str, ...]:
        return tuple(_NOT_WORDS.sub(" ", self._expanded(fold(text))).split())

    def _read(self, text: str) -> Meaning:
        """Return what `text` says, read as a label."""
        folded = _NUMBERING.sub("", fold(text))
        found: dict[str, Any] = {}
        if term := _TERM.search(folded):
            found["term"] = f"{term[1]}-{term[2]}"
        folded = _TERM.sub(" ", folded)
        pattern = _PERIOD_UNMARKED if folded.isascii() else _PERIOD
        if period := pattern.search(folded):
            found["period"] = period[3] + ("" if not period[1] else "-S2" if period[2] in (fold("cuối"), "cuoi") else "-S1")
        words = self._words(pattern.sub(" ", folded))
        meaning, unknown = self._compose(words, self._phrases)
        if unknown and folded.isascii():
            meaning, unknown = self._compose(tuple(map(unmarked, words)), self._unmarked)
        return replace(meaning, **found, unknown=unknown or None)

    def _compose(self, words: tuple[str, ...], known: Mapping[tuple[str, ...], _Phrase]) -> tuple[Meaning, str]:
        phrases, left = self._segments(words, known)
        elements, staged = _agreed(phrases)
        other = {name: value for phrase in phrases for name, value in phrase.other.items()}
        if any(p.other.get("sex") == "F" for p in phrases):
            other["sex"] = "F"
        meaning = Meaning(
            elements=elements, named=staged, skip=any("skip" in p.flags for p in phrases),
            default=next((p.default for p in phrases if p.default and elements and p.default in elements), None),
            sum=any("sum" in p.flags for p in phrases), letterhead=any("letterhead" in p.flags for p in phrases), **other,
        )  # fmt: skip
        if elements is not None and not elements:
            left.append(" ".join(words))
        return meaning, " ".join(left)

    def _segments(self, words: tuple[str, ...], known: Mapping[tuple[str, ...], _Phrase]) -> tuple[list[_Phrase], list[str]]:
        """Cut into the longest known phrases from the left; also the words that belong to none."""
        phrases, left, start = [], [], 0
        while start < len(words):
            for end in range(min(len(words), start + self._longest), start, -1):
                if words[start:end] in known:
                    phrases.append(known[words[start:end]])
                    start = end
                    break
            else:
                if not _REFERENCE.match(words[start]):
                    left.append(words[start])
                start += 1
        return phrases, left

    def _subject(self, text: str) -> Meaning:
        """What a title says: bodies it lists are all meant, unknown words do not matter.

        A line that names a unit and is no title (“UBND tỉnh Bắc Giang”) is a letterhead and says nothing.
        """
        meaning = self.read(text)
        words = self._words(_TERM.sub(" ", _NUMBERING.sub("", fold(text))))
        if text.isascii():
            words = tuple(map(unmarked, words))
        phrases, _ = self._segments(words, self._unmarked if text.isascii() else self._phrases)
        if self._names_unit(text) and not any("title" in p.flags for p in phrases):
            return NOTHING
        listed = frozenset().union(*(p.elements for p in phrases))
        staged = frozenset().union(*(p.staged for p in phrases))
        if staged:
            listed = (listed & staged) or staged
        levels = {p.other["level"] for p in phrases if "level" in p.other}
        level = levels.pop() if len(levels) == 1 else None
        return Meaning(elements=listed or None, named=staged, level=level, term=meaning.term)

    def nearest(self, text: str, most: int = 3) -> list[str]:
        """The known phrases most like `text`, and those in it."""
        words = self._words(_NUMBERING.sub("", fold(text)))
        inside = [phrase.text for phrase in self._segments(words, self._phrases)[0] if "filler" not in phrase.flags]
        known = {unmarked(" ".join(spelling)): phrase.text for spelling, phrase in self._phrases.items() if phrase.text}
        like = [known[found] for found in get_close_matches(unmarked(" ".join(words)), known, most, 0.6)]
        return list(dict.fromkeys([*like, *inside]))[:most]


def _agreed(phrases: list[_Phrase]) -> tuple[frozenset[str] | None, frozenset[str]]:
    """Elements that all phrases allow, and those whose stage is named."""
    elements: set[str] | None = None
    staged: set[str] = set()
    for phrase in phrases:
        for said in (phrase.elements, phrase.staged):
            if said:
                elements = set(said) if elements is None else elements & said
        staged |= phrase.staged
        if phrase.exact:
            staged |= phrase.elements
    return (None if elements is None else frozenset(elements)), frozenset(staged)
