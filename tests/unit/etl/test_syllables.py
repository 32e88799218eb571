import unicodedata

import pytest

from catalogue.definitions import Definitions
from etl.syllables import is_syllable


@pytest.mark.parametrize("word", [
    "nghiêng", "quốc", "quyền", "giếng", "gì", "khuỷu", "ươn", "người", "yêu", "uỷ", "ủy", "hoà", "hòa", "thuý", "đường", "ĐƯỜNG", "xoong", "ở", "thoải",
])  # fmt: skip
def test_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize(
    "word",
    ["Tæng", "huyeän", "cỏt", "bêt", "ằ", "bớờ", "ngngà", "fà", "jà", "zô", "wă", "strà", "hàà", "Krông", "×", "½", "5", ""],
)
def test_what_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


def test_nearly_all_words_of_the_names_of_units_are_syllables(known: Definitions) -> None:
    words = {word for unit in known.units for word in unit.name.split() if not word.isascii()}
    assert not {word for word in words if not is_syllable(word)}
