"""Which section of the outline a paragraph is the heading of, in whatever spelling."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from catalogue.outline import Outline, OutlineSection
from catalogue.text import unmarked
from etl.narrative.blocks import Paragraph

LONGEST = 180  # letters of a heading
KNOWN = 20_000  # likenesses kept: units write the same headings again and again
PLAIN, FORMED = 0.93, 0.78  # how like a heading a text is: one that only its words tell; one that looks like a heading
AGREES, DIFFERS = 0.22, -0.06  # what the number adds to the likeness of the words
BACK, AGAIN, ELSEWHERE, NEXT = -0.15, -0.25, -0.15, 0.04  # what the place adds
KEYWORD, MORE = 0.86, 0.012  # likeness of a heading that holds a keyword; less for each further word
SLACK = 0.1  # by how much the cheap likeness may be below the exact one
ENOUGH = 0.5  # without this likeness of the words no number makes a heading
_ROMAN = {
    "i": "I",
    "ii": "II",
    "iii": "III",
    "iv": "IV",
    "v": "V",
    "vi": "VI",
    "vii": "VII",
    "viii": "VIII",
    "ix": "IX",
    "x": "X",
}
_WORDED = {"nhat": "I", "mot": "I", "hai": "II", "ba": "III", "bon": "IV", "tu": "IV", "nam": "V"}
_NUMBER = re.compile(
    r"^\s*(?:(?:phan|muc|chuong)\s+(?:thu\s+)?(?P<worded>nhat|mot|hai|ba|bon|tu|nam)\b\s*[.:)/-]*"
    r"|(?:(?:phan|muc|chuong)\s+)?(?P<roman>[ivx]+)(?P<under>(?:\.\d+)*)\s*(?:[.:)/-]+\s*|(?<=\d)\s+|$)"
    r"|(?:muc\s+)?\(?(?P<arabic>\d{1,2}(?:\s*\.\s*\d{1,2}){0,3})\s*(?:[.:)/-]+\s*|\s+(?=\D))"
    r"|(?P<letter>[a-z])\s*[.)/]\s*)"
)
_PHRASES = re.compile(
    r"\b(?:6|06|sau) thang (?:dau|cuoi)(?: nam)?(?: 20\d\d)?|\b(?:trong )?nam 20\d\d|\b20\d\d\b|\bthang \d+\b"
)
_BULLET = re.compile(r"\s*[-+•*–▪●]")
_NOISE = re.compile(r"[^a-z0-9 ]+")
_SHORT = (("vstbpn", "vi su tien bo cua phu nu"), ("vstbcpn", "vi su tien bo cua phu nu"), ("hdnd", "hoi dong nhan dan"),
          ("ubnd", "uy ban nhan dan"), ("ubqg", "uy ban quoc gia"), ("tw", "trung uong"))  # fmt: skip


@dataclass(frozen=True)
class Number:
    """The number that a heading begins with: “II” → roman; “3.2” → steps; a letter has neither."""

    roman: str | None = None
    steps: tuple[int, ...] = ()
    letter: bool = False

    @property
    def depth(self) -> int:
        """1 for “II.”, 2 for “3.”, 3 for “3.2.”; deeper than the outline for a letter."""
        return 4 if self.letter else (1 if self.roman else 0) + len(self.steps) + (0 if self.roman else 1)

    def codes(self, now: str | None) -> Iterator[str]:
        """The sections that the number may mean, below the section `now`."""
        steps = "".join(f".{step}" for step in self.steps)
        if self.roman:
            yield self.roman + steps
        elif self.steps:
            if now:
                yield now.partition(".")[0] + steps
            first, *rest = self.steps
            if first <= 5:
                yield ["I", "II", "III", "IV", "V"][first - 1] + "".join(f".{step}" for step in rest)


@dataclass(frozen=True)
class Heading:
    """A heading that was recognised: its section, and the text that goes on in the same paragraph."""

    code: str
    text: str
    rest: str = ""


def number_of(text: str) -> tuple[Number | None, str]:
    """The number a text begins with, and the words behind it, without tone marks."""
    bare = unmarked(text)
    found = _NUMBER.match(bare)
    if not found:
        return None, bare
    rest = bare[found.end() :]
    if found["worded"]:
        return Number(roman=_WORDED[found["worded"]]), rest
    if found["roman"]:
        if found["roman"] not in _ROMAN:
            return None, bare
        return Number(_ROMAN[found["roman"]], tuple(int(n) for n in found["under"].split(".") if n)), rest
    if found["arabic"]:
        steps = tuple(int(n) for n in re.split(r"\s*\.\s*", found["arabic"]))
        return (Number(steps=steps), rest) if all(0 < step < 20 for step in steps) else (None, bare)
    return Number(letter=True), rest


def words_of(bare: str) -> str:
    """The words of a heading without tone marks, periods, signs; abbreviations written out."""
    text = _NOISE.sub(" ", _PHRASES.sub(" ", bare))
    for short, long in _SHORT:
        text = re.sub(rf"\b{short}\b", long, text)
    return " ".join(text.split())


class Headings:
    """Recognises the headings of one outline. Read-only."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self._spellings = {
            s.code: {words_of(unmarked(text)) for text in (s.heading_vi, *s.spellings)} for s in outline.sections
        }
        self._keywords = {s.code: {words_of(unmarked(text)) for text in s.keywords} for s in outline.sections}
        self._pairs = {text: _pairs(text) for texts in self._spellings.values() for text in texts}
        self._likenesses = lru_cache(maxsize=KNOWN)(self._likeness)

    def recognise(self, paragraph: Paragraph, now: str | None, seen: frozenset[str]) -> Heading | None:
        """The heading that a paragraph is, or begins with.

        Args:
            paragraph: the paragraph.
            now: the section it stands in; None before the first.
            seen: sections that were there already.
        """
        if paragraph.listed or (_BULLET.match(paragraph.text) and not (paragraph.heading or paragraph.bold)):
            return None
        found: list[tuple[float, Heading]] = []
        first = self.outline.sections[0].code
        for text, rest in _beginnings(paragraph):
            number, bare = number_of(text)
            words = words_of(bare)
            if not words or len(text) > LONGEST:
                continue
            formed = paragraph.heading or paragraph.bold or bool(paragraph.lead) or text.isupper() or number is not None
            looks = formed and not (number and number.letter)
            code, score = self._best(words, number, now, seen, least=ENOUGH if looks else PLAIN - NEXT)
            if now is None and code != first and number is None and not paragraph.heading:
                continue  # the title of a report is much like the heading of its second part
            if code and score >= (FORMED if looks else PLAIN):
                found.append((score, Heading(code, text, rest)))
        return max(found, key=lambda one: (one[0], -len(one[1].text)))[1] if found else None

    def _best(
        self, words: str, number: Number | None, now: str | None, seen: frozenset[str], *, least: float
    ) -> tuple[str | None, float]:
        meant = list(number.codes(now)) if number else []
        likenesses = self._likenesses(words, least)
        scored = [(likenesses[section.code] + self._added(section, meant, now, seen), -place, section.code)
                  for place, section in enumerate(self.outline.sections) if likenesses[section.code] >= least]  # fmt: skip
        score, _, code = max(scored, default=(0.0, 0, None))
        return code, score

    def _added(self, section: OutlineSection, meant: list[str], now: str | None, seen: frozenset[str]) -> float:
        """What number and place add to the likeness of the words."""
        code, order = section.code, self.outline.order
        added = 0.0 if not meant else AGREES if code in meant else DIFFERS
        if section.depth > 1 and code not in meant and (now or "").partition(".")[0] != code.partition(".")[0]:
            added += ELSEWHERE
        step = order[code] - order.get(now or "", -1)
        return added + (BACK if step < 0 else AGAIN if code in seen else NEXT if step == 1 else 0.0)

    def _likeness(self, words: str, least: float) -> dict[str, float]:
        """How like the heading of each section the words are, from 0 to 1; 0 if plainly less than `least`."""
        pairs, count = _pairs(words), len(words.split())
        found = {}
        for code, spellings in self._spellings.items():
            held = [KEYWORD - MORE * max(0, count - len(key.split()) - 6) for key in self._keywords[code]
                    if f" {key} " in f" {words} "]  # fmt: skip
            near = [text for text in spellings if _shared(pairs, self._pairs[text]) >= least - SLACK]
            found[code] = max([0.0, *held, *(_ratio(words, text) for text in near)])
        return found


def is_spelling(outline: Outline, code: str, heading: str) -> bool:
    """Whether a heading is one of the known spellings of a section, apart from its number."""
    section = outline.by_code.get(code)
    words = words_of(number_of(heading)[1])
    return section is not None and words in {words_of(unmarked(text)) for text in (section.heading_vi, *section.spellings)}


def looks_like_heading(paragraph: Paragraph) -> Number | None:
    """The number of a paragraph that is set as a heading: by a style, bold or capitals; None if it is not."""
    number, bare = number_of(paragraph.text)
    formed = paragraph.heading or paragraph.bold or paragraph.text.isupper()
    short = len(paragraph.text) <= LONGEST and len(bare) > 3 and not bare.rstrip().endswith((";", ","))
    roman = number is not None and number.roman is not None and not number.steps and len(paragraph.text) < LONGEST / 2
    return number if number and short and (formed or roman) and not number.letter else None


def _beginnings(paragraph: Paragraph) -> Iterator[tuple[str, str]]:
    """What may be a heading: the whole paragraph; its bold beginning; what stands before its first colon."""
    text = paragraph.text
    yield text, ""
    if paragraph.lead and text.startswith(tuple({paragraph.lead, f"{paragraph.label} {paragraph.lead}"})):
        end = len(paragraph.lead) + (len(paragraph.label) + 1 if not text.startswith(paragraph.lead) else 0)
        yield text[:end], text[end:].strip(" :.–-")
    before, colon, after = text.partition(":")
    if colon and after.strip():
        yield before, after.strip()


def _pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters of a text."""
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient: a cheap likeness, seldom far from that of the letters in order."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def _ratio(one: str, other: str) -> float:
    """Likeness of two texts by their letters in order."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
