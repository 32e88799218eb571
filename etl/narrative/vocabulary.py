"""Phrases found in tokens: those of data/narrative/vocabulary.yaml and the names of units. Made once per definitions."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from catalogue.abbreviations import Abbreviations
from catalogue.definitions import Definitions
from catalogue.narrative_models import Entry, Topic
from catalogue.unit_names import KINDS, bare_name
from etl.legacy import LegacyText
from etl.narrative.tokens import Token, spelt, tokens

_END = ""  # key of a node's senses; no token is empty
_BODIES = {"so": "department", "ban": "department", "dang": "party_agency", "doan_the": "mass"}


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit's official name as it may be said. `bare` names are said without the kind of place."""

    name: str
    level: str
    body: str | None = None
    bare: bool = False


Sense = Entry | UnitName
Node = dict[str, "Node | list[Sense]"]


class Phrases:
    """Finds the longest known phrase at a place, in a text with marks or one without. Read-only."""

    def __init__(self, entries: Iterable[tuple[str, Sense]], written_out: Callable[[list[Token]], list[Token]]) -> None:
        self._marked: Node = {}
        self._plain: Node = {}
        for text, sense in entries:
            parts = written_out(tokens(text))
            self._teach(self._marked, [part.form for part in parts], sense)
            self._teach(self._plain, [part.plain for part in parts], sense)

    @staticmethod
    def _teach(root: Node, words: Sequence[str], sense: Sense) -> None:
        node = root
        for word in words:
            node = node.setdefault(word, {})  # type: ignore[assignment]
        senses: list[Sense] = node.setdefault(_END, [])  # type: ignore[assignment]
        if sense not in senses:
            senses.append(sense)

    def at(self, parts: Sequence[Token], place: int, *, plain: bool) -> tuple[int, list[Sense]]:
        """Return where the longest phrase that starts at `place` ends, and its senses; `place` and none."""
        node, end = self._plain if plain else self._marked, place
        found: list[Sense] = []
        for position in range(place, len(parts)):
            token = parts[position]
            after = node.get(token.plain if plain else token.form)
            if after is None:
                break
            node = after  # type: ignore[assignment]
            senses = node.get(_END)
            if isinstance(senses, list):
                end, found = position + 1, senses
        return end, found


class WrittenOut:
    """Writes abbreviations out, each of their words at the offsets of the abbreviation: “BCH” → ban chấp hành."""

    def __init__(self, abbreviations: Abbreviations) -> None:
        self._abbreviations = abbreviations
        self._words = lru_cache(maxsize=20_000)(self._expand)

    def __call__(self, parts: list[Token]) -> list[Token]:
        found: list[Token] = []
        for token in parts:
            words = self._words(token.form, token.plain) if token.shape == "word" else ()
            found += [token._replace(form=form, plain=plain) for form, plain in words] if words else [token]
        return found

    def _expand(self, form: str, plain: str) -> tuple[tuple[str, str], ...]:
        text = self._abbreviations.expanded(form)
        if text == form and form == plain:
            text = self._abbreviations.unmarked.expanded(form)
        return () if text == form else tuple(spelt(word) for word in text.split())


@dataclass(frozen=True)
class Grammar:
    """What the definitions say, made ready."""

    phrases: Phrases
    written_out: WrittenOut
    number_words: dict[str, int]
    plain_number_words: dict[str, int]
    topics: dict[str, Topic]
    definitions: Definitions
    legacy: LegacyText


def grammar(definitions: Definitions) -> Grammar:
    """Return the grammar of the definitions, made once for each version of them."""
    return _grammar(_Key(definitions))


class _Key:
    """Definitions by identity: they are loaded once per process and never change."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions

    def __hash__(self) -> int:
        return id(self.definitions)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.definitions is self.definitions


@lru_cache(maxsize=4)
def _grammar(key: _Key) -> Grammar:
    known = key.definitions
    entries = [(text, entry) for entry in known.narrative.vocabulary.entries for text in entry.texts]
    words = {tokens(word)[0].form: number for word, number in known.narrative.vocabulary.number_words.items()}
    plain = {tokens(word)[0].plain: number for word, number in known.narrative.vocabulary.number_words.items()}
    topics = {topic.id: topic for topic in known.narrative.subjects.topics}
    written_out = WrittenOut(known.abbreviations)
    phrases = Phrases([*entries, *_units(known)], written_out)
    return Grammar(phrases, written_out, words, plain, topics, known, LegacyText(known.legacy_letters))


def _units(known: Definitions) -> Iterator[tuple[str, UnitName]]:
    """Every way in which a unit is named: “huyện Lục Nam”, “H. Lục Nam”, “Lục Nam”."""
    bodies = {agency.unit_id: _BODIES.get(agency.kind, "other") for agency in known.agencies}
    for unit in known.geography.units.values():
        name = UnitName(unit.name, unit.level, bodies.get(unit.unit_id))
        yield unit.name, name
        if unit.level == "agency":
            continue
        bare = bare_name(unit.name)
        kind = next((kind for kind in KINDS if unit.name.casefold().startswith(kind)), None)
        if kind:
            short = KINDS[kind][0]
            yield f"{short} {bare}", name
            yield f"{short}. {bare}", name
        if len(bare.split()) > 1:
            yield bare, UnitName(unit.name, unit.level, None, True)
    by_code = {agency.code: UnitName(agency.name, "agency", bodies[agency.unit_id]) for agency in known.agencies}
    for other in known.unit_names:
        if other.code in by_code:
            yield other.text, by_code[other.code]
