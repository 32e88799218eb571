"""Texts with the words that were searched for: the sentence that holds them, and each piece with whether it was asked."""

import re
import unicodedata
from collections.abc import Iterator
from html import escape

from catalogue.text import unmarked
from store.section_index import words_of

_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[^\W\d_a-zà-ỹ]|[-+•])|\n+")
_WORD = re.compile(r"[^\W_][\w\u0300-\u036f]*")
LONGEST = 400  # letters of an excerpt


def best_sentence(text: str, asked: str) -> str:
    """The sentence with most of the words, one that holds them together first; a long one is cut around them."""
    sentences = [sentence for sentence in _SENTENCE.split(text) if sentence.strip()]
    return _cut(max(sentences, key=lambda sentence: _score(sentence, asked)), asked) if sentences else ""


def marked(text: str, asked: str) -> str:
    """The text as HTML, the words asked for marked."""
    return "".join(f"<mark>{escape(piece)}</mark>" if hit else escape(piece) for piece, hit in _pieces(text, asked))


def _score(sentence: str, asked: str) -> tuple[int, int]:
    hits = [hit for _, hit in _pieces(sentence, asked) if hit]
    spelt, wanted = [unmarked(word) for word in _words(sentence)], [unmarked(word) for word in words_of(asked)]
    together = any(spelt[place : place + len(wanted)] == wanted for place in range(len(spelt)))
    return int(together), len(hits)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _pieces(text: str, asked: str) -> Iterator[tuple[str, bool]]:
    """The text piece by piece; a word is meant if it is spelt as asked, without tone marks where it was asked so."""
    wanted = set(words_of(asked))
    bare = wanted if all(word.isascii() for word in wanted) else set()
    plain = {unmarked(word) for word in wanted}
    text, end = unicodedata.normalize("NFC", text), 0
    for word in _WORD.finditer(text):
        own = unmarked(word.group())
        spelt = "".join(words_of(word.group()))
        if spelt in wanted or own in bare or (spelt == own and own in plain):
            if word.start() > end:
                yield text[end : word.start()], False
            yield word.group(), True
            end = word.end()
    if end < len(text):
        yield text[end:], False


def _cut(sentence: str, asked: str) -> str:
    """A part of a long sentence around the first word asked for."""
    if len(sentence) <= LONGEST:
        return sentence
    place = 0
    for piece, hit in _pieces(sentence, asked):
        if hit:
            break
        place += len(piece)
    start = max(0, min(place - LONGEST // 3, len(sentence) - LONGEST))
    cut = sentence[start : start + LONGEST]
    cut = cut.partition(" ")[2] if start else cut
    return ("… " if start else "") + cut + (" …" if start + LONGEST < len(sentence) else "")
