"""Numbers as people type them in Vietnam. Pure; the property tests round-trip every spelling."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

_PLAIN = re.compile(r"[+-]?\d+", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([., ])\d{3})(?:\1\d{3})*", re.ASCII)
_DECIMAL = re.compile(r"([+-]?(?:\d+|\d{1,3}(?:[. ]\d{3})+)),(\d+)", re.ASCII)  # 1.234,5 and 12,5
_POINT = re.compile(r"([+-]?(?:\d+|\d{1,3}(?:[, ]\d{3})+))\.(\d+)", re.ASCII)  # 1,234.5 and 12.5
_PART = re.compile(r"(\d{1,6})\s*(?:/\s*(\d{1,6})\s*)?(?:[(=:;,]*\s*(?:=\s*)?(\d{1,3}(?:[.,]\d+)?)\s*%\s*\)?)?", re.ASCII)
_AMBIGUOUS = re.compile(r"\d{1,3}\.\d{3}", re.ASCII)
_COMMA_IS_DECIMAL = re.compile(r"\d+,\d{1,2}|\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:\.\d{3})+,\d+", re.ASCII)
_POINT_IS_DECIMAL = re.compile(r"\d+\.\d{1,2}|\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:,\d{3})+\.\d+", re.ASCII)
_GROUP_MARKS = str.maketrans("", "", "., ")

Style = Literal["comma", "point"]  # the decimal mark of a file


@dataclass(frozen=True)
class Part:
    """A part as people print it: “13/55 (23,64%)” is 13 of 55, 23,64% as printed."""

    part: float
    whole: float | None
    percent: str | None


def parse_part(text: str) -> Part | None:
    """Return the part, the whole and the percentage that `text` (NFKC) prints; None if it is no such text.

    >>> parse_part("13/ 55 (23,64%)")
    Part(part=13.0, whole=55.0, percent='23,64')
    """
    found = _PART.fullmatch(text.strip())
    if found is None or (found[2] is None and found[3] is None):
        return None
    return Part(float(found[1]), None if found[2] is None else float(found[2]), found[3])


def agrees(part: float, whole: float, percent: str) -> bool:
    """Whether a printed percentage is that of `part` in `whole`, rounded or truncated to its printed digits."""
    printed = float(percent.replace(",", "."))
    digits = len(percent.replace(",", ".").partition(".")[2])
    computed = 100 * part / whole if whole else 0.0
    return abs(computed - printed) < 10.0**-digits and (
        computed >= printed or abs(computed - printed) <= 0.5 * 10.0**-digits + 1e-9
    )


def is_ambiguous(text: str) -> bool:
    """Whether the point of an amount may group thousands or be the decimal mark: “1.234”."""
    return _AMBIGUOUS.fullmatch(text.strip()) is not None


def decimal_style(texts: Iterable[str]) -> Style | None:
    """The decimal mark that the numbers typed as text in a file use; None if they do not tell, or tell both."""
    said = {
        style
        for text in texts
        for style, pattern in (("comma", _COMMA_IS_DECIMAL), ("point", _POINT_IS_DECIMAL))
        if pattern.fullmatch(text.strip())
    }
    return None if len(said) != 1 else "comma" if "comma" in said else "point"


def parse_number(text: str, *, whole: bool) -> float | None:
    """Return the number that `text` (NFKC, stripped) spells, or None if it spells none.

    Where a whole number is asked for, a mark before exactly three digits groups thousands,
    whichever mark it is. Elsewhere the comma is the decimal mark, as in Vietnam, and a point
    before exactly three digits groups thousands.

    Args:
        text: for example "1.234", "1 234", "1,234", "12,5", "1.234,5".
        whole: whether the column counts whole things.
    """
    text = " ".join(text.split())
    if _PLAIN.fullmatch(text):
        return _finite(text)
    grouped = _GROUPED.fullmatch(text)
    if grouped and (whole or grouped.group(1) != ","):
        return _finite(text.translate(_GROUP_MARKS))
    decimal = _DECIMAL.fullmatch(text) or _POINT.fullmatch(text)
    if decimal:
        return _finite(decimal.group(1).translate(_GROUP_MARKS) + "." + decimal.group(2))
    return None


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None
