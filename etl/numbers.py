"""Numbers as people type them in Vietnam. Pure; the property tests round-trip every spelling."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from catalogue.text import fold

# A group of thousands follows one to three digits that do not start with 0: 0.125 is no 125.
_PLAIN = re.compile(r"[+-]?\d+", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:([., ])\d{3})(?:\1\d{3})*", re.ASCII)
_DECIMAL = re.compile(r"([+-]?(?:\d+|[1-9]\d{0,2}(?:[. ]\d{3})+)),(\d+)", re.ASCII)  # 1.234,5 and 12,5
_POINT = re.compile(r"([+-]?(?:\d+|[1-9]\d{0,2}(?:[, ]\d{3})+))\.(\d+)", re.ASCII)  # 1,234.5 and 12.5
_GROUP_MARKS = str.maketrans("", "", "., ")

_WHOLE = r"(\d{1,6}|[1-9]\d{0,2}(?:[. ]\d{3})+)"
_PERCENT = r"(\d{1,3}(?:[.,]\d+)?)\s*%"
_MAKES = "|".join(map(fold, ("chiếm", "đạt")))
_BESIDE = rf"(?:\(\s*(?:=|{_MAKES})?\s*{_PERCENT}\s*\)|(?:[=:;]|\s-\s|,?\s(?:{_MAKES})\s)\s*{_PERCENT})"
_PART = re.compile(rf"{_WHOLE}\s*(?:/\s*{_WHOLE}\s*)?{_BESIDE}?", re.ASCII)
_PERCENTAGE = re.compile(r"(\d{1,3})(?:[.,](\d+))?\s*%?", re.ASCII)

_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_COMMA_IS_DECIMAL = re.compile(r"\d+,(?:\d{1,2}|\d{4,})|0,\d+|\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:\.\d{3})+,\d+", re.ASCII)
_POINT_IS_DECIMAL = re.compile(r"\d+\.(?:\d{1,2}|\d{4,})|0\.\d+|\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:,\d{3})+\.\d+", re.ASCII)

# How the last digit may be said after tens; the last way is how it is said alone.
_LAST_DIGITS = tuple(
    tuple(ways.split("|"))
    for ways in ("không", "mốt|một", "hai", "ba", "tư|bốn", "lăm|nhăm|năm", "sáu", "bẩy|bảy", "tám", "chín")
)

Style = Literal["comma", "point"]  # the decimal mark of a file


@dataclass(frozen=True)
class Part:
    """A part as people print it: “13/55 (23,64%)” is 13 of 55, 23,64% as printed."""

    part: float
    whole: float | None
    percent: str | None


def parse_part(text: str) -> Part | None:
    """Return the part, the whole and the percentage that `text` prints; None if it is no such text.

    >>> parse_part("13/ 55 (23,64%)")
    Part(part=13.0, whole=55.0, percent='23,64')
    >>> parse_part("12,5%") is None
    True
    """
    found = _PART.fullmatch(fold(text))
    if found is None:
        return None
    part, whole, percent = found[1], found[2], found[3] or found[4]
    if whole is None and percent is None:
        return None
    return Part(_plain(part), None if whole is None else _plain(whole), percent)


def agrees(part: float, whole: float, percent: str) -> bool:
    """Whether a printed percentage is that of `part` in `whole`, rounded or truncated to its printed digits."""
    printed = float(percent.replace(",", "."))
    digits = len(percent.replace(",", ".").partition(".")[2])
    computed = 100 * part / whole if whole else 0.0
    return abs(computed - printed) < 10.0**-digits and (
        computed >= printed or abs(computed - printed) <= 0.5 * 10.0**-digits + 1e-9
    )


def percentages(cell: object) -> tuple[str, ...]:
    """What percentage (0–100, as printed) a cell of a percentage column may say; the computed one decides between them.

    >>> percentages("12,5%"), percentages(0.125)
    (('12,5',), ('12.5', '0.125'))
    """
    if isinstance(cell, str):
        found = _PERCENTAGE.fullmatch(cell.strip())
        return (cell.strip().rstrip("% "),) if found else ()
    if isinstance(cell, bool) or not isinstance(cell, (int, float)) or not math.isfinite(cell) or cell < 0:
        return ()
    said = f"{cell:.10g}"
    return (f"{100 * cell:.10g}", said) if cell <= 1 else (said,)


def is_ambiguous(text: str) -> bool:
    """Whether the mark of an amount may group thousands or be the decimal mark: “1.234”."""
    return _AMBIGUOUS.fullmatch(text.strip()) is not None


def decimal_style(texts: Iterable[str]) -> Style | None:
    """The decimal mark that the numbers typed as text in a file use; None if they do not tell, or tell both."""
    said: set[Style] = set()
    for text in texts:
        part = parse_part(text) if "%" in text else None
        number = part.percent if part and part.percent else text.strip().rstrip("% ")
        if _COMMA_IS_DECIMAL.fullmatch(number):
            said.add("comma")
        elif _POINT_IS_DECIMAL.fullmatch(number):
            said.add("point")
    return said.pop() if len(said) == 1 else None


def parse_number(text: str, *, whole: bool, style: Style | None = None) -> float | None:
    """Return the number that `text` (NFKC, stripped) spells, or None if it spells none.

    Where a whole number is asked for, a mark before exactly three digits groups thousands,
    whichever mark it is. Elsewhere the comma is the decimal mark unless `style` says that the
    file uses the point; the other mark before exactly three digits groups thousands.

    Args:
        text: for example "1.234", "1 234", "1,234", "12,5", "1.234,5".
        whole: whether the column counts whole things.
        style: the decimal mark of the file, if known.
    """
    text = " ".join(text.split())
    if _PLAIN.fullmatch(text):
        return _finite(text)
    grouped = _GROUPED.fullmatch(text)
    decimal_mark = "." if style == "point" else ","
    if grouped and (whole or grouped[1] != decimal_mark or text.count(decimal_mark) > 1):
        return _finite(text.translate(_GROUP_MARKS))
    decimal = _DECIMAL.fullmatch(text) or _POINT.fullmatch(text)
    if decimal:
        return _finite(decimal[1].translate(_GROUP_MARKS) + "." + decimal[2])
    return None


def spells(words: str, number: int) -> bool:
    """Whether Vietnamese `words` say a number below 100: "mười lăm" says 15."""
    tens, last = divmod(number, 10)
    if not 0 <= number < 100:
        return False
    if tens == 0:
        return fold(words) == fold(_LAST_DIGITS[last][-1])
    start = ("mười",) if tens == 1 else tuple(f"{digit} mươi" for digit in _LAST_DIGITS[tens][-1:])
    ends = _LAST_DIGITS[last] if last else ("",)
    return fold(words) in {fold(f"{ten} {end}") for ten in start for end in ends}


def _plain(text: str) -> float:
    return float(text.translate(_GROUP_MARKS))


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None
