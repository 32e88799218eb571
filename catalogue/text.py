"""Vietnamese text brought to one form before it is compared."""

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
_WORD = re.compile(r"[^\W\d_][\w" + _TONES + r"\u0302\u0306\u031b]*")
_TONE = re.compile(f"[{_TONES}]")
_SPACE = re.compile(r"\s+")
_DASHES = re.compile(r"[‐‑‒–—―−]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")  # zero-width marks, soft hyphens
_SAME = str.maketrans({"ð": "đ", "ɖ": "đ"})  # the letters Ð and Ɖ look like Đ in capitals
_I_OR_Y = re.compile(r"\b([hklmstv]|qu)y(?=[\u0300-\u036f]*\b)")
_NUMBERING = re.compile(r"^(?:[ivxlc]+|\d+(?:\.\d+)*|[a-h])[.)]\s+|^[-+*•]\s*")


def _tone_last(match: re.Match[str]) -> str:
    """Move a syllable's tone mark to its end, so that hòa and hoà become the same."""
    word = match.group()
    tones = _TONE.findall(word)
    return _TONE.sub("", word) + "".join(tones) if tones else word


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Return `text` in one form for comparison: compatibility characters (NFKC), case,
    white space, dashes and the place of tone marks unified, marks of no width dropped; the
    Vietnamese marks themselves are kept.

    >>> fold("Uỷ  ban – HOÀ") == fold("Ủy ban - Hòa")
    True
    """
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold().translate(_SAME)
    plain = _SPACE.sub(" ", _DASHES.sub("-", plain)).strip()
    return _WORD.sub(_tone_last, unicodedata.normalize("NFD", plain))


@lru_cache(maxsize=100_000)
def label(text: str) -> str:
    """Return the folded text of a form's label without numbering, bullets and end marks."""
    return _NUMBERING.sub("", fold(text)).rstrip(" :;.*")


@lru_cache(maxsize=100_000)
def unmarked(text: str) -> str:
    """Return the folded text without any tone or vowel mark (đ becomes d): for searching."""
    bare = "".join(c for c in fold(text) if not unicodedata.combining(c))
    return bare.replace("đ", "d")


def loose(text: str) -> str:
    """Return the folded text with i and y as one where they are spelt either way: kỹ and kĩ, lý and lí, quý and quí.

    Looser than `fold`: only for finding what nothing else was found for.
    """
    return _I_OR_Y.sub(r"\1i", fold(text))
