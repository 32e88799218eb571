"""Whether words have the form of Vietnamese syllables: the evidence of an encoding."""

import re
import unicodedata

WORD = re.compile(r"[^\W\d_][\w\u00a1-\u00ff]*|[\u00a1-\u00ff][\w\u00a1-\u00ff]*")
_VOWELS = (
    "a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iu oa oă oe oi ôi ơi ua uâ uê ui uô uơ uy ưa ưi ươ ưu yê "
    "iêu oai oao oay oeo uây uôi uya uyê uyu ươi ươu yêu"
)
_SYLLABLE = re.compile(
    rf"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?(?:{'|'.join(_VOWELS.split())})(?:ng|nh|ch|[cmnpt])?$"
)
TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


def is_syllable(word: str) -> bool:
    """Whether a word has the form of a Vietnamese syllable, with one tone at most."""
    apart = unicodedata.normalize("NFD", word.casefold())
    bare, tones = TONES.subn("", apart)
    return tones <= 1 and _SYLLABLE.match(unicodedata.normalize("NFC", bare)) is not None


def share_of_syllables(text: str) -> float:
    """Share of the words with letters beyond ASCII that are Vietnamese syllables; 0 if there are none."""
    words = [word for word in WORD.findall(text) if not word.isascii()]
    return sum(map(is_syllable, words)) / len(words) if words else 0.0
