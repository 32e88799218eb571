"""Whether words have the form of Vietnamese syllables: the evidence of an encoding."""

import re
import unicodedata

WORD = re.compile(r"[^\W\d_][\w\u00a1-\u00ff]*|[\u00a1-\u00ff][\w\u00a1-\u00ff]*")
_OPEN = (
    "a e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iu oa oe oi ôi ơi ua uê ui uơ uy ưa ưi ưu "
    "iêu oai oao oay oeo uây uôi uya uyu uêu ươi ươu yêu"
)
_CLOSED = "a ă â e ê i o ô ơ u ư y iê oa oă oe oo uâ uê uô uy uyê ươ yê"
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
    rf"(?:(?:{'|'.join(_OPEN.split())})|(?:{'|'.join(_CLOSED.split())})(?:(?P<stop>ch|[cpt])|ng|nh|[mn]))$"
)
_OF_STOPS = (["\u0301"], ["\u0323"])  # syllables that end in a stop have the tone sắc or nặng
TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


def is_syllable(word: str) -> bool:
    """Whether a word has the form of a Vietnamese syllable, with one tone at most."""
    apart = unicodedata.normalize("NFD", word.casefold())
    tones = TONES.findall(apart)
    found = _SYLLABLE.match(unicodedata.normalize("NFC", TONES.sub("", apart)))
    return found is not None and len(tones) <= 1 and (not found["stop"] or tones in _OF_STOPS)


def share_of_syllables(text: str) -> float:
    """Share of the words with letters beyond ASCII that are Vietnamese syllables; 0 if there are none."""
    words = [word for word in WORD.findall(text) if not word.isascii()]
    return sum(map(is_syllable, words)) / len(words) if words else 0.0
