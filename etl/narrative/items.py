"""A sentence as items: phrases with what they may mean, numbers by kind, words that nobody taught us, marks.

Numbers that count nothing are told apart here: dates, years, terms of office, numbers of documents.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from catalogue.narrative_models import Entry
from etl.narrative.numbers import Figure, assembly_number, count_at, percent_at, ratio_at, words_at
from etl.narrative.times import Time, time_at
from etl.narrative.tokens import Token, said, tokens
from etl.narrative.vocabulary import Grammar, Sense, UnitName

Shape = Literal["phrase", "number", "time", "mark", "word", "skipped"]
_ORDER = tuple(said("thứ"))
_PARTY, _ASSEMBLY = said("đảng bộ"), said("khóa")
_ENOUGH_WORDS = 4  # of a sentence without any mark before it is read as one written without marks


@dataclass(slots=True)
class Item:
    """One thing in a sentence, at tokens `first` to `last` and offsets `start` to `end`.

    `senses` are by kind what a phrase may mean; `text` is its form.
    """

    shape: Shape
    start: int
    end: int
    text: str
    senses: dict[str, Entry] = field(default_factory=dict)
    units: tuple[UnitName, ...] = ()
    figure: Figure | None = None
    time: Time | None = None
    capital: bool = False

    def may(self, *kinds: str) -> bool:
        """Whether the item may be of one of the kinds."""
        senses = self.senses
        if senses:
            for kind in kinds:
                if kind in senses:
                    return True
        return False

    def value(self, kind: str) -> str | None:
        entry = self.senses.get(kind)
        return entry.value if entry else None


def items(grammar: Grammar, text: str, start: int, end: int, *, plain_text: bool) -> list[Item]:
    """Return the items of a part of the text.

    Args:
        plain_text: whether the whole text is written without marks.
    """
    parts = [token for token in tokens(text, start, end) if token.shape != "break"]
    words = [token for token in parts if token.shape == "word"]
    plain = (plain_text or len(words) >= _ENOUGH_WORDS) and all(token.form == token.plain for token in words)
    return list(_Reader(grammar, grammar.written_out(parts), plain).read())


class _Reader:
    def __init__(self, grammar: Grammar, parts: Sequence[Token], plain: bool) -> None:
        self._grammar, self._parts, self._plain = grammar, parts, plain
        self._all_capitals = sum(t.capital for t in parts) > 0.8 * sum(t.shape == "word" for t in parts)

    def read(self) -> Iterator[Item]:
        place, before = 0, None
        while place < len(self._parts):
            after, item = self._next(place, before)
            if item:
                yield item
                before = item
            place = after

    def _next(self, place: int, before: Item | None) -> tuple[int, Item | None]:
        token = self._parts[place]
        numbered = before is not None and before.may("numbered")
        if found := time_at(self._parts, place):
            end, time = found
            return end, self._item("time", place, end, time=time)
        end, senses = self._grammar.phrases.at(self._parts, place, plain=self._plain)
        if end > place + 1 and time_at(self._parts, end - 1):  # “trong năm | 2024”: the year belongs to what follows
            end, senses = self._grammar.phrases.at(self._parts[: end - 1], place, plain=self._plain)
        if token.shape == "number":
            if end > place + 1:
                return end, self._phrase(place, end, senses)
            return self._number(place, before, numbered)
        if senses and (item := self._phrase(place, end, senses, before)):
            return end, item
        if token.shape == "mark":
            return place + 1, self._item("mark", place, place + 1)
        if found_words := words_at(self._parts, place, self._number_words, plain=self._plain):
            end, figure = found_words
            return end, self._item("number", place, end, figure=figure)
        return place + 1, self._item("word", place, place + 1)

    def _number(self, place: int, before: Item | None, numbered: bool) -> tuple[int, Item]:
        if end := _document(self._parts, place):
            return end, self._item("skipped", place, end)
        for read in (percent_at, ratio_at, count_at):
            if found := read(self._parts, place):
                end, figure = found
                ranked = before is not None and before.text.endswith(_ORDER)
                skip = (numbered and figure.kind == "count") or ranked
                return end, self._item("skipped" if skip else "number", place, end, figure=None if skip else figure)
        return place + 1, self._item("skipped", place, place + 1)

    @property
    def _number_words(self) -> dict[str, int]:
        return self._grammar.plain_number_words if self._plain else self._grammar.number_words

    def _phrase(self, place: int, end: int, senses: list[Sense], before: Item | None = None) -> Item | None:
        """An item of the phrase; None where it is only an ordinary word spelt like a name."""
        item = self._item("phrase", place, end)
        units = [sense for sense in senses if isinstance(sense, UnitName)]
        for sense in senses:
            if isinstance(sense, Entry):
                item.senses.setdefault(sense.kind, sense)
        capitals = all(token.capital for token in self._parts[place:end] if token.shape == "word")
        named = before is not None and (before.may("subject", "level", "scope", "place") or before.text in _PARTY)
        telling = capitals and not self._all_capitals
        item.units = tuple(unit for unit in units if not unit.bare or telling or named)
        if item.text in _ASSEMBLY and end < len(self._parts):
            number = assembly_number(self._parts[end])
            if number:
                item = self._item("time", place, end + 1, time=Time("assembly", str(number)))
        return item if item.senses or item.units or item.time else None

    def _item(self, shape: Shape, place: int, end: int, figure: Figure | None = None, time: Time | None = None) -> Item:
        chosen = self._parts[place:end]
        text = " ".join(token.plain if self._plain else token.form for token in chosen)
        item = Item(shape, chosen[0].start, chosen[-1].end, text, figure=figure, time=time, capital=chosen[0].capital)
        if shape == "word" and (chosen[0].roman or (chosen[0].capital and place > 0 and not self._all_capitals)):
            item.shape = "skipped"  # part of a name
        return item


def _document(parts: Sequence[Token], place: int) -> int:
    """Where the number of a document that starts here ends (15/KH-UBND, 191/2009/TT-BTC, 35-CT/TW); 0 if none does."""
    at, letters = place + 1, False
    while at + 1 < len(parts) and parts[at].form in ("/", "-") and parts[at].start == parts[at - 1].end:
        following = parts[at + 1]
        if following.start != parts[at].end:
            break
        if following.shape == "word":
            if not letters and parts[at].form == "/" and following.form not in _CODES and not following.capital:
                break
            letters = True
        elif following.shape != "number":
            break
        at += 2
        while at < len(parts) and parts[at].start == parts[at - 1].start:  # words of one abbreviation
            at += 1
    return at if letters else 0


_CODES = {"kh", "qd", "qđ", "nq", "ct", "tt", "nđ", "nd", "bc", "cv", "hd", "kl", "tb", "ttg", "ubnd", "tu", "hu", "qh"} | said(
    "ủy", "ban"
)
