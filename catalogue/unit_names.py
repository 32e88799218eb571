"""Units by their names as officers write them: “H. Lục Nam”, “TP BG”, “Sở LĐ-TB&XH”, and in longer texts.

A name is matched word for word, with its marks unless the text has none at all; a kind of place
that is given must be right. What is only like a name is a question: `nearest`.
"""

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property
from itertools import pairwise

from catalogue.abbreviations import Abbreviations
from catalogue.text import fold, loose, unmarked
from catalogue.units import Unit

# Kind of place → its short form and the name of its party committee.
KINDS = {
    "tỉnh": ("t", "tỉnh ủy"), "thành phố": ("tp", "thành ủy"), "thị xã": ("tx", "thị ủy"), "huyện": ("h", "huyện ủy"),
    "phường": ("p", "đảng ủy phường"), "thị trấn": ("tt", "đảng ủy thị trấn"), "xã": ("x", "đảng ủy xã"),
}  # fmt: skip
BODIES = ("ủy ban nhân dân", "hội đồng nhân dân")  # “UBND huyện Lục Nam” is the district
_SHORT = {short: fold(kind) for kind, (short, _) in KINDS.items()} | {"t.p": fold("thành phố"), "t.x": fold("thị xã")}
_SHORT_KIND = re.compile(
    rf"(?<![^\W_])({'|'.join(sorted(map(re.escape, _SHORT), key=len, reverse=True))})(?:\.\s*|\s+)(?=[^\W\d_])"
)
_BREAKS = re.compile(r"[^\w\u0300-\u036f]+|_")
_AND = fold("và")

RUN_TOGETHER = 6  # letters of a name written as one word that a text is searched for: “lucnam”
Words = tuple[str, ...]


class UnitNames:
    """Finds units by name. Read-only; made once, when the first name is looked for."""

    def __init__(self, units: Mapping[str, Unit], other_names: Iterable[tuple[str, Sequence[Unit]]],
                 abbreviations: Abbreviations | None, decided: Iterable[tuple[str, Sequence[Unit]]] = ()) -> None:  # fmt: skip
        """Take units by their unit_id, and other names with all versions of the unit that each means; of those `decided`
        nothing else is meant, whatever else has the name.
        """
        self._units, self._other_names, self._abbreviations = units, tuple(other_names), abbreviations
        self._decided = tuple(decided)

    def find(self, text: str, date: dt.date | None = None) -> list[Unit]:
        """Units of any time whose name is `text`; the places it lies in may follow: “Xã Quang Minh, huyện Hiệp Hòa”.

        Args:
            date: of several places of that name, those that exist then are meant.
        """
        return self._find(self._words(text), date)

    def mentioned(self, text: str, date: dt.date | None = None) -> list[Unit]:
        """Units named in a longer text (title, letterhead, name of a file), the longest name first at each place.

        A name without its kind needs two words and capitals, and may mean several units; that
        of a province means only the province, as in “Bắc Giang, ngày …”.
        """
        text = _spaced(text)
        words, names = self._words(text), _capitals(text)
        found: dict[str, Unit] = {}
        start = 0
        while start < len(words):
            end, units = self._longest(words, start, names)
            if any(unit.level == "agency" for unit in units):
                units, end = self._with_province(words, end, units)
            found |= {u.unit_id: u for u in units if date is None or u.exists(date)}
            start = end
        return list(found.values())

    def nearest(self, text: str, date: dt.date | None = None, most: int = 3) -> list[Unit]:
        """Units whose names are most like `text`, best first."""
        asked = unmarked(" ".join(self._words(text)))
        known: dict[str, list[Unit]] = defaultdict(list)
        for unit in self._units.values():
            if date is None or unit.exists(date):
                for way in {unmarked(unit.name), unmarked(bare_name(unit.name))}:
                    known[way].append(unit)
        kinds = [unmarked(kind) + " " for kind in KINDS]
        bare = next((asked.removeprefix(kind) for kind in kinds if asked.startswith(kind)), asked)
        like = [name for query in dict.fromkeys((asked, bare)) for name in get_close_matches(query, known, most, 0.75)]
        return list({unit.unit_id: unit for name in like for unit in known[name]}.values())[:most]

    def _find(self, words: Words, date: dt.date | None) -> list[Unit]:
        index = self._unmarked if all(map(str.isascii, words)) else self._marked
        if found := index.get(_joined(words)):
            return found
        for cut in range(len(words) - 1, 0, -1):
            around = [u for u in index.get(_joined(words[cut:]), ()) if u.level in ("province", "district")]
            around = [u for u in around if date is not None and u.exists(date)] or around
            if around and (inside := [u for u in self._find(words[:cut], date) if self._lies_in(u, around)]):
                return inside
        return []

    def _lies_in(self, unit: Unit, places: list[Unit]) -> bool:
        """Whether one of the places is above the unit; above an agency is the province that goes on, as it was then."""
        if unit.level == "agency":
            return any(place.code in self._home and _lived_together(unit, place) for place in places)
        codes = {place.code for place in places}
        while unit.parent_id:
            unit = self._units[unit.parent_id]
            if unit.code in codes:
                return True
        return False

    @cached_property
    def _home(self) -> set[str]:
        return {unit.code for unit in self._units.values() if unit.level == "province" and unit.valid_to is None}

    @cached_property
    def _marked(self) -> dict[str, list[Unit]]:
        return self._index(lambda words: words)

    @cached_property
    def _unmarked(self) -> dict[str, list[Unit]]:
        return self._index(lambda words: tuple(map(unmarked, words)))

    def _index(self, spell: Callable[[Words], Words]) -> dict[str, list[Unit]]:
        found: dict[str, dict[str, Unit]] = defaultdict(dict)
        for way, unit in self._ways(bare_words=1):
            found[_joined(spell(way))][unit.unit_id] = unit
        decided = {_joined(spell(self._words(text))): list(units) for text, units in self._decided}
        return {key: list(units.values()) for key, units in found.items()} | decided

    @cached_property
    def _mentions(self) -> dict[Words, list[Unit]]:
        """By the words of every way to write a name, with and without marks."""
        provinces = {bare_name(unit.name) for unit in self._units.values() if unit.level == "province"}
        found: dict[Words, dict[str, Unit]] = defaultdict(dict)
        for way, unit in self._ways(bare_words=2):
            if unit.level == "province" or " ".join(way) not in provinces:
                found[way][unit.unit_id] = found[tuple(map(unmarked, way))][unit.unit_id] = unit
        decided = {words: list(units) for text, units in self._decided for words in _both(self._words(text))}
        return {key: list(units.values()) for key, units in found.items()} | decided

    def _ways(self, *, bare_words: int) -> Iterator[tuple[Words, Unit]]:
        """Every way to write a name, folded; the bare name if it has that many words."""
        for unit in self._units.values():
            names = [unit.name, *(f"{body} {unit.name}" for body in BODIES if unit.level != "agency")]
            bare = bare_name(unit.name)
            if unit.level != "agency":
                kind = next(kind for kind in KINDS if fold(unit.name).startswith(fold(kind)))
                names += [f"{KINDS[kind][1]} {bare}", *([bare] if len(bare.split()) >= bare_words else ())]
            for name in dict.fromkeys(names):
                yield _split(loose(name)), unit
        for text, units in self._other_names:
            for unit in units:
                yield self._words(text), unit

    @cached_property
    def _most_words(self) -> int:
        return max(map(len, self._mentions))

    def _longest(self, words: Words, start: int, capitals: set[str] | None = None) -> tuple[int, list[Unit]]:
        """The end of the longest name that starts there, and the units of that name; the next word and none."""
        for end in range(min(len(words), start + self._most_words), start, -1):
            way = words[start:end]
            if units := self._mentions.get(way):
                if way in self._bare and capitals is not None and not capitals.issuperset(way):
                    continue
                return end, units
        whole = self._unmarked.get(words[start], []) if len(words[start]) >= RUN_TOGETHER else []
        return start + 1, [unit for unit in whole if unit.level != "agency"]

    def _with_province(self, words: Words, end: int, agencies: list[Unit]) -> tuple[list[Unit], int]:
        """Those of the agencies that are of the province named after them, and where the text goes on: “Sở Nội vụ tỉnh …”."""
        if end == len(words):
            return agencies, end
        after, units = self._longest(words, end)
        provinces = [unit for unit in units if unit.level == "province"]
        return ([u for u in agencies if self._lies_in(u, provinces)], after) if provinces else (agencies, end)

    @cached_property
    def _bare(self) -> set[Words]:
        """Names without their kind, which may be ordinary words."""
        names = [bare_name(unit.name) for unit in self._units.values() if unit.level != "agency"]
        return {_split(spelt) for name in names for spelt in (loose(name), unmarked(loose(name)))}

    def _words(self, text: str) -> Words:
        """The folded words of a text, abbreviations written out: "H. Lục Nam" → huyện, lục, nam."""
        folded = loose(text).replace("&", f" {_AND} ")
        plain = folded.isascii()
        folded = _SHORT_KIND.sub(lambda match: _SHORT[match[1]] + " ", folded)
        if self._abbreviations:
            folded = loose(self._abbreviations.expanded(folded))
        words = _split(folded)
        return tuple(map(unmarked, words)) if plain else words


def bare_name(name: str) -> str:
    """Folded name without the kind of place: "Huyện Lục Nam" → "lục nam"."""
    folded = fold(name)
    return next((folded.removeprefix(fold(kind) + " ") for kind in KINDS if folded.startswith(fold(kind) + " ")), folded)


def _spaced(text: str) -> str:
    """A text with spaces where the words of a file's name meet: "BC_LucNam_6thang" → "BC Luc Nam 6 thang"."""
    text = text.replace("_", " ")
    starts = [place for place in range(1, len(text)) if _starts(text[place - 1], text[place], text[place + 1 : place + 2])]
    return " ".join(text[start:end] for start, end in pairwise([0, *starts, len(text)]))


def _starts(before: str, char: str, after: str) -> bool:
    """Whether a word starts with `char`: nG, the G of BGi, 4t, g6."""
    if char.isupper():
        return before.islower() or before.isdigit() or (before.isupper() and after.islower())
    return (before.isdigit() and char.isalpha()) or (before.isalpha() and char.isdigit())


def _capitals(text: str) -> set[str] | None:
    """Words of the text that start with a capital, with and without marks; None of a file's name without either."""
    if text.isascii() and text == text.lower():
        return None
    words = [loose(word) for word in _BREAKS.sub(" ", unicodedata.normalize("NFD", text)).split() if word[0].isupper()]
    return {*words, *map(unmarked, words)}


def _lived_together(one: Unit, other: Unit) -> bool:
    starts = [unit.valid_from or dt.date.min for unit in (one, other)]
    return max(starts) <= min(unit.valid_to or dt.date.max for unit in (one, other))


def _both(words: Words) -> tuple[Words, Words]:
    return words, tuple(map(unmarked, words))


def _split(folded: str) -> Words:
    return tuple(_BREAKS.sub(" ", folded).split())


def _joined(words: Words) -> str:
    """Words as one, so that “LĐ-TB&XH” and “LĐTBXH” are the same."""
    return "".join(word for word in words if word not in (_AND, "va"))
