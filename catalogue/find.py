"""Find anything by its name, tone marks optional: exact names first, then beginnings, then words, then small errors.

Entries come from above (`presentation/find_entries.py`); this knows only their words. Spelling needs no library:
a word is near another if they differ by one letter, left out, added, changed or swapped, found through the
words that remain when any one letter is left out. A ratio over all names (difflib, rapidfuzz) ranks long names
by length more than by what was meant, and costs a pass over all of them.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import takewhile

from catalogue.abbreviations import Abbreviations
from catalogue.text import loose, unmarked

LONGEST = 200  # letters of a search; what is longer is cut
SPELT = 3  # letters from which a word may be misspelt: of two letters nearly all are near
TOGETHER = 5  # letters of several words written as one: “lucnam”
NEAREST = 5  # entries named where nothing was found
CLOSELY = 300  # entries looked at for them

_WORD = re.compile(r"[a-z]+|\d+")  # “CT45” is two words
Words = tuple[str, ...]


class Rank(IntEnum):
    """How an entry answers, best first."""

    EXACT = 0  # one of its names is what was asked
    STARTS = 1  # a name starts with it
    PHRASE = 2  # the words stand in a name, in this order
    NEAR = 3  # a name starts with it but for one letter
    WORDS = 4  # a name has all the words
    PARTS = 5  # a name has words that start with them
    AROUND = 6  # only together with the words around it: its place, its document
    SPELLING = 7  # the words, one of them with a small error


@dataclass(frozen=True)
class Entry:
    """Something that can be found, and the page and parameters it leads to."""

    kind: str
    id: str
    titles: tuple[str, ...]  # its name, in each language where they differ
    path: str
    parameters: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()  # other names and abbreviations
    around: tuple[str, ...] = ()  # words that may be added to tell it from others
    ended: bool = False


@dataclass(frozen=True)
class Hit:
    entry: Entry
    rank: Rank


class Index:
    """The words of all entries. Read-only; made once per version of the definitions."""

    def __init__(
        self,
        entries: Iterable[Entry],
        abbreviations: Abbreviations,
        named: Callable[[str], Iterable[str]] = lambda _: (),
    ) -> None:
        """Take entries in the order in which kinds stand; `named` gives ids of entries that a text is a name of."""
        self.entries = tuple(entries)
        self._abbreviations, self._named = abbreviations.unmarked, named
        self._ways = [list(dict.fromkeys(w for text in (*e.titles, *e.names) for w in self._spelt(text))) for e in self.entries]
        core: dict[str, set[int]] = defaultdict(set)
        wide: dict[str, set[int]] = defaultdict(set)
        self._together: dict[str, set[int]] = defaultdict(set)
        for place, entry in enumerate(self.entries):
            for way in self._ways[place]:
                self._together["".join(way)].add(place)
                for word in way:
                    core[word].add(place)
            for word in (word for text in entry.around for way in self._spelt(text) for word in way):
                wide[word].add(place)
        self._core, self._wide = core, wide
        self._words = sorted({*core, *wide})
        self._shortened: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            for short in _shortened(word):
                self._shortened[short].append(word)
        kinds = list(dict.fromkeys(entry.kind for entry in self.entries))
        self._kind_order = {kind: place for place, kind in enumerate(kinds)}
        self.search = lru_cache(maxsize=512)(self._search)

    def _search(self, text: str, limit: int | None = None) -> tuple[Hit, ...]:
        """Return the best entries for a text, best first; none for a text without letters or digits."""
        text = text[:LONGEST]
        found: dict[int, Rank] = {}
        asked = list(self._spelt(text))
        for words in asked:
            for place in self._with_all(words, self._exactly, self._core):
                self._keep(found, place, self._rank(place, words))
        ids = set(self._named(text)) if asked else set()
        for place in [place for place, entry in enumerate(self.entries) if entry.id in ids] if ids else ():
            self._keep(found, place, Rank.EXACT)
        for words in asked:
            for place in self._with_all(words, self._exactly, self._core, self._wide):
                self._keep(found, place, Rank.AROUND)
            joined = "".join(words)
            for place in self._together.get(joined, ()) if len(joined) >= TOGETHER else ():
                self._keep(found, place, Rank.EXACT)
        if min(found.values(), default=Rank.SPELLING) > Rank.PHRASE:
            self._with_errors(found, asked)
        marked = frozenset() if text.isascii() else _marked(text)
        order = sorted(found, key=lambda place: self._order(place, found[place], marked))
        return tuple(Hit(self.entries[place], found[place]) for place in order[:limit])

    def nearest(self, text: str) -> tuple[Entry, ...]:
        """Return entries that have most of the words of a text for which nothing was found, and little else in their name."""
        best: dict[int, float] = {}
        for words in self._spelt(text[:LONGEST]):
            asked = set(words)
            counts = Counter(place for word in asked for place in self._with_all((word,), self._nearly, self._core))
            for place, count in counts.most_common(CLOSELY):
                covered = max(len(asked & set(way)) / len(way) for way in self._ways[place])
                best[place] = max(best.get(place, 0), count / len(asked) + covered)
        kept = sorted(best, key=lambda place: (-best[place], self._order(place, Rank.SPELLING, frozenset())))
        return tuple(self.entries[place] for place in kept[:NEAREST])

    def _with_errors(self, found: dict[int, Rank], asked: list[Words]) -> None:
        """Add names that start like the words; where nothing is found at all, whatever has words like them."""
        nothing = not found
        for words in asked:
            for place in self._with_all(words, self._nearly, self._core, self._wide):
                if self._near(place, words):
                    self._keep(found, place, Rank.NEAR)
                elif nothing and self._but_one(place, words):
                    self._keep(found, place, Rank.SPELLING)

    def _but_one(self, place: int, words: Words) -> bool:
        """Whether an entry has all of the words but one as they were typed."""
        return sum(place not in self._with_all((word,), self._exactly, self._core, self._wide) for word in words) <= 1

    @staticmethod
    def _keep(found: dict[int, Rank], place: int, rank: Rank) -> None:
        found[place] = min(rank, found.get(place, rank))

    def _spelt(self, text: str) -> Iterator[Words]:
        """The words of a text without marks: as they stand, and with abbreviations written out."""
        plain = unmarked(loose(text))
        for way in dict.fromkeys((plain, self._abbreviations.expanded(plain))):
            if words := tuple(_WORD.findall(way)):
                yield words

    def _with_all(self, words: Words, like: Callable[[str], Iterable[str]], *postings: dict[str, set[int]]) -> Iterable[int]:
        """Entries that have, for each of the words, one that is `like` it."""
        kept: set[int] | None = None
        for word in words:
            here = {place for known in like(word) for posting in postings for place in posting.get(known, ())}
            kept = here if kept is None else kept & here
            if not kept:
                return ()
        return kept or ()

    def _exactly(self, word: str) -> Iterable[str]:
        """The known words that start with `word`; a number only itself."""
        if word.isdigit():
            return (word,)
        start = bisect_left(self._words, word)
        return takewhile(lambda known: known.startswith(word), (self._words[at] for at in range(start, len(self._words))))

    def _nearly(self, word: str) -> Iterable[str]:
        """The known words that start with `word` or differ from it by one letter."""
        yield from self._exactly(word)
        if len(word) >= SPELT and not word.isdigit():
            near = {known for short in _shortened(word) for known in self._shortened.get(short, ())}
            yield from (known for known in near if len(known) >= SPELT - 1 and _alike(word, known))

    def _rank(self, place: int, words: Words) -> Rank:
        asked, best = " " + " ".join(words), Rank.PARTS
        for way in self._ways[place]:
            if way == words:
                return Rank.EXACT
            name = " " + " ".join(way)
            if name.startswith(asked):
                best = min(best, Rank.STARTS)
            elif asked in name:
                best = min(best, Rank.PHRASE)
            elif set(words) <= set(way):
                best = min(best, Rank.WORDS)
        return best

    def _near(self, place: int, words: Words) -> bool:
        """Whether a name starts with the words, one of them with an error."""
        for way in self._ways[place]:
            astray = [(one, other) for one, other in zip(words, way, strict=False) if one != other]
            if len(words) <= len(way) and len(astray) <= 1 and all(_alike(one, other) for one, other in astray):
                return True
        return False

    def _order(self, place: int, rank: Rank, marked: frozenset[str]) -> tuple[object, ...]:
        entry = self.entries[place]
        astray = bool(marked) and not any(marked <= _marked(text) for text in (*entry.titles, *entry.names))
        return rank, astray, entry.ended, self._kind_order[entry.kind], len(entry.titles[0]), entry.titles[0], place


@lru_cache(maxsize=20_000)
def _marked(text: str) -> frozenset[str]:
    """The words of a text with their marks."""
    return frozenset(re.split(r"[^\w\u0300-\u036f]+", loose(text))) - {""}


@lru_cache(maxsize=20_000)
def _shortened(word: str) -> frozenset[str]:
    """A word and what remains when any one of its letters is left out."""
    return frozenset({word, *(word[:at] + word[at + 1 :] for at in range(len(word)))})


def _alike(one: str, other: str) -> bool:
    """Whether two words differ by one letter left out, added or changed, or by two swapped."""
    start = len([1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))])
    one, other = one[start:], other[start:]
    end = len([1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(reversed(one), reversed(other), strict=False))])
    one, other = one[: len(one) - end], other[: len(other) - end]
    return max(len(one), len(other)) <= 1 or (len(one) == len(other) == 2 and one == other[::-1])
