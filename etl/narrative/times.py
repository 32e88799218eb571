"""Dates, years, periods and terms of office in tokens, so that their numbers are not taken for counts. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from etl.narrative.tokens import Token, said

Kind = Literal["half", "year", "date", "range", "assembly", "other"]
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_DATED = re.compile(r"(\d{1,2})[.](\d{1,2})[.]((?:19|20)\d\d)", re.ASCII)
_SHORT_YEAR = re.compile(r"\d\d", re.ASCII)
_MONTHS_OF_HALF = said("6", "06", "sáu")
_SIX, _FIRST, _FIRST_OR_LAST = said("sáu"), said("đầu"), said("đầu", "cuối")
_MONTH, _YEAR_WORD, _DAY = said("tháng"), said("năm"), said("ngày")


@dataclass(frozen=True, slots=True)
class Time:
    """`value` is 2024-S1, 2024, 2020-2025 or the number of an assembly; None where it is not told."""

    kind: Kind
    value: str | None


Found = tuple[int, Time] | None


def time_at(parts: Sequence[Token], place: int) -> Found:
    """Return the end and the time that starts at `place`; None if none does."""
    token = parts[place]
    if token.shape == "number":
        return _range(parts, place) or _months(parts, place) or _date(parts, place)
    if token.shape != "word":
        return None
    if token.form in _DAY and _shape(parts, place + 1) == "number":
        return _date(parts, place + 1) or _day(parts, place + 1)
    if token.form in _MONTH and _shape(parts, place + 1) == "number":
        return _month(parts, place + 1)
    if token.form in _YEAR_WORD and _is_year(parts, place + 1):
        return _range(parts, place + 1) or (place + 2, Time("year", parts[place + 1].form))
    if token.form in _SIX and _word(parts, place + 1, _MONTH):
        return _months(parts, place)
    return None


def _range(parts: Sequence[Token], place: int) -> Found:
    """2020-2025, 2020 – 2025, 2020/2025, 2020-25."""
    if not _is_year(parts, place) or _form(parts, place + 1) not in ("-", "/"):
        return None
    after = _form(parts, place + 2)
    begins = _form(parts, place)
    if _is_year(parts, place + 2) and int(after) > int(begins):
        return place + 3, Time("range", f"{begins}-{after}")
    if _SHORT_YEAR.fullmatch(after) and int(after) > int(begins[2:]):
        return place + 3, Time("range", f"{begins}-{begins[:2]}{after}")
    return None


def _months(parts: Sequence[Token], place: int) -> Found:
    """6 tháng đầu năm 2024: the half-year; other months of a year are no period of ours."""
    if not _word(parts, place + 1, _MONTH):
        return None
    half = _form(parts, place) in _MONTHS_OF_HALF
    which = _form(parts, place + 2)
    if which not in _FIRST_OR_LAST or not _word(parts, place + 3, _YEAR_WORD):
        return None
    first = half and which in _FIRST
    if _is_year(parts, place + 4):
        year = parts[place + 4].form
        return place + 5, Time("half", f"{year}-S1") if first else Time("other", None)
    return place + 4, Time("half" if first else "other", None)


def _date(parts: Sequence[Token], place: int) -> Found:
    """30/6/2024, 30-6-2024, 30.6.2024, 6/2024."""
    if dotted := _DATED.fullmatch(_form(parts, place)):
        return place + 1, _until(dotted[2], dotted[3])
    first, mark = _form(parts, place), _form(parts, place + 1)
    if not _SHORT_YEAR.fullmatch(first.zfill(2)) or mark not in ("/", "-"):
        return None
    second = _form(parts, place + 2)
    if _form(parts, place + 3) == mark and _is_year(parts, place + 4) and len(second) <= 2 and second.isdigit():
        return place + 5, _until(second, parts[place + 4].form)
    if mark == "/" and _is_year(parts, place + 2) and 1 <= int(first) <= 12 and _form(parts, place + 3) != "/":
        return place + 3, _until(first, second)
    return None


def _day(parts: Sequence[Token], place: int) -> Found:
    """After “ngày”: 15 tháng 6 năm 2024, 15/6."""
    if _word(parts, place + 1, _MONTH) and _shape(parts, place + 2) == "number":
        return _month(parts, place + 2)
    if _form(parts, place + 1) in ("/", "-") and _shape(parts, place + 2) == "number":
        return place + 3, Time("other", None)
    return place + 1, Time("other", None)


def _month(parts: Sequence[Token], place: int) -> Found:
    """After “tháng”: 6/2024, 6 năm 2024, 6."""
    month = _form(parts, place)
    if len(month) > 2 or not month.isdigit():
        return None
    if _form(parts, place + 1) in ("/", "-") and _is_year(parts, place + 2):
        return place + 3, _until(month, parts[place + 2].form)
    if _word(parts, place + 1, _YEAR_WORD) and _is_year(parts, place + 2):
        return place + 3, _until(month, parts[place + 2].form)
    return place + 1, Time("other", None)


def _until(month: str, year: str) -> Time:
    """The period that has ended, or is reported on, by a month."""
    number = int(month)
    return Time("date", f"{year}-S1" if 1 <= number <= 6 else year)


def _is_year(parts: Sequence[Token], place: int) -> bool:
    return _YEAR.fullmatch(_form(parts, place)) is not None


def _word(parts: Sequence[Token], place: int, words: frozenset[str]) -> bool:
    return _form(parts, place) in words


def _form(parts: Sequence[Token], place: int) -> str:
    return parts[place].form if place < len(parts) else ""


def _shape(parts: Sequence[Token], place: int) -> str:
    return parts[place].shape if place < len(parts) else ""
