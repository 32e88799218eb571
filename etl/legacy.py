"""Vietnamese text in the encodings of old fonts, TCVN3 (.VnTime) and VNI, recognised and brought to Unicode.

Such text reaches us as Latin-1 letters: “HuyÖn Lôc Nam”, “Huyeän Luïc Nam”. Tables:
data/legacy_encodings.csv (TCVN 5712:1993 VN3 as the .Vn fonts place it; VNI-Windows).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from catalogue.models import LegacyLetter
from etl.syllables import TONES, WORD, is_syllable
from etl.workbook import Sheet

Encoding = Literal["tcvn3", "vni"]
ENOUGH = 0.9  # share of the words that must be Vietnamese syllables once decoded
SHORT = 2  # letters of a word that alone is no evidence
_ABBREVIATION = re.compile("[bcdđghklmnpqrstvx]+")
_CAPITALS = re.compile(r"(?<![^\W_])(?=\w*[A-Z]\w*[A-Z])[^\W\d_a-z]+(?![^\W_])")
_LETTER = re.compile("[A-Za-z]")


class LegacyText:
    """Recognises and decodes. Read-only."""

    def __init__(self, letters: Iterable[LegacyLetter]) -> None:
        self._letters: dict[Encoding, dict[str, str]] = {"tcvn3": {}, "vni": {}}
        for letter in letters:
            self._letters[letter.encoding][letter.text] = letter.letter
        self._patterns = {
            encoding: re.compile("|".join(sorted(map(re.escape, known), key=len, reverse=True)))
            for encoding, known in self._letters.items()
        }

    def decode(self, text: str, encoding: Encoding) -> str:
        """Return the text in Unicode (NFC).

        TCVN3 has no capitals with a tone, its fonts of capitals show small letters so: in a
        word of capitals they become capitals.
        """
        known = self._letters[encoding]
        plain = unicodedata.normalize("NFC", self._patterns[encoding].sub(lambda match: known[match.group()], text))
        return _CAPITALS.sub(lambda word: word.group().upper(), plain) if encoding == "tcvn3" else plain

    def recognise(self, texts: Sequence[str]) -> Encoding | None:
        """The encoding of the texts that hold letters of Latin-1 only; None if they are proper Unicode or not Vietnamese.

        Evidence is needed: words that are no Vietnamese syllables as they stand and nearly all
        of which are once decoded; abbreviations (“H§ND”) say nothing. Signs alone (“½”, “×”) are
        letters in no language, and one short word (“où”) is not enough.
        """
        words = {word for text in texts if _latin(text) for word in WORD.findall(text) if _telling(word)}
        strange = {word for word in words if not is_syllable(word)}
        if not strange or len(strange) < len(words) / 4:
            return None
        best: tuple[float, Encoding | None] = (0, None)
        for encoding in self._letters:
            decoded = {word: self.decode(word, encoding) for word in words}
            told = [word for word in words if not _ABBREVIATION.fullmatch(decoded[word].casefold())]
            right = {word for word in told if is_syllable(decoded[word])}
            if right & strange and (len(right) > 1 or max(map(len, right)) > SHORT):
                best = max(best, (len(right) / len(told), encoding), key=lambda share: share[0])
        return best[1] if best[0] >= ENOUGH else None

    def unicode(self, sheet: Sheet) -> Sheet:
        """Return the sheet with its legacy text decoded; the same sheet if there is none.

        Beside proper Unicode only texts that are no Vietnamese as they stand are decoded.
        """
        texts = [cell for row in sheet.rows for cell in row if isinstance(cell, str) and not cell.isascii()]
        encoding = self.recognise([sheet.name, *texts])
        if encoding is None:
            return sheet
        mixed = any(not _latin(text) for text in texts)

        def decoded(cell: Any) -> Any:
            if not isinstance(cell, str) or cell.isascii() or not _LETTER.search(cell) or not _latin(cell):
                return cell
            if mixed and all(is_syllable(word) for word in WORD.findall(cell)):
                return cell
            return self.decode(cell, encoding)

        return Sheet(decoded(sheet.name), [[decoded(cell) for cell in row] for row in sheet.rows])


def _telling(word: str) -> bool:
    """Whether a word may tell the encoding: letters of ASCII and others, or several of others."""
    return not word.isascii() and (_LETTER.search(word) is not None or (len(word) > 1 and any(map(str.isalpha, word))))


def _latin(text: str) -> bool:
    """Whether no letter is beyond Latin-1, as in the old encodings; typographic marks of Windows may be there."""
    return all(char <= "\u00ff" or not char.isalpha() for char in text) and not TONES.search(text)
