"""Unicode → TCVN3 and VNI, for writing test files: the tables reversed."""

import unicodedata
from functools import lru_cache

from catalogue import definitions


@lru_cache(maxsize=2)
def _table(encoding: str) -> dict[str, str]:
    table = {letter.letter: letter.text for letter in definitions.load().legacy_letters if letter.encoding == encoding}
    return {letter.upper(): text for letter, text in table.items()} | table  # a font of capitals has the codes of small letters


def encode(text: str, encoding: str) -> str:
    """Write `text` as an old font does; letters of ASCII stay."""
    return "".join(_table(encoding).get(char, char) for char in unicodedata.normalize("NFC", text))
