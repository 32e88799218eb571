"""Numbers as people type them in Vietnam. Pure; the property tests round-trip every spelling."""

import math
import re

_PLAIN = re.compile(r"[+-]?\d+", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([., ])\d{3})(?:\1\d{3})*", re.ASCII)
_DECIMAL = re.compile(r"([+-]?(?:\d+|\d{1,3}(?:[. ]\d{3})+)),(\d+)", re.ASCII)  # 1.234,5 and 12,5
_POINT = re.compile(r"([+-]?(?:\d+|\d{1,3}(?:[, ]\d{3})+))\.(\d+)", re.ASCII)  # 1,234.5 and 12.5
_GROUP_MARKS = str.maketrans("", "", "., ")


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
