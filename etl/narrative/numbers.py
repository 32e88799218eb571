"""Numbers in running text by kind: a percentage, a ratio of two counts, a count, a number in words. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from etl.narrative.tokens import Token, said
from etl.numbers import parse_number

Kind = Literal["percent", "ratio", "count"]
_LARGEST = 12  # digits of a count; what is longer counts nothing
_WHOLE = re.compile(r"\d{1,12}|[1-9]\d{0,2}(?:[.,]\d{3})+", re.ASCII)
_SHARE = re.compile(r"\d{1,3}(?:[.,]\d{1,4})?", re.ASCII)
_TENS = 10
_PERCENT_WORDS = said("phần trăm")


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` is the percentage (0–100), the part of the ratio, or the count; `whole` the ratio's other number.

    `printed` is a percentage as it was printed; `doubtful` says that it may be read in another way.
    """

    kind: Kind
    value: float
    whole: float | None = None
    printed: str | None = None
    doubtful: bool = False


Found = tuple[int, Figure] | None


def percent_at(parts: Sequence[Token], place: int) -> Found:
    """Return the end and the percentage that starts at `place`: “21,95%”, “21, 95 %”, “21.95 phần trăm”."""
    if _SHARE.fullmatch(parts[place].form) and (end := _percent_sign(parts, place + 1)):
        return end, _percentage(parts[place].form, doubtful=False)
    if (
        _share_part(parts, place) and _form(parts, place + 1) in (",", ".") and _share_part(parts, place + 2)
        and (end := _percent_sign(parts, place + 3))
    ):  # fmt: skip
        return end, _percentage(f"{parts[place].form},{parts[place + 2].form}", doubtful=True)
    return None


def ratio_at(parts: Sequence[Token], place: int) -> Found:
    """Return the end and the ratio that starts at `place`: “9/41”, “9 /41”, “1.198/3.218”."""
    first, after = _count(parts, place)
    if first is None or _form(parts, after) not in ("/", ":") or _form(parts, after + 1) == "/":
        return None
    if _form(parts, after) == ":" and parts[after].start != parts[after - 1].end:
        return None
    second, end = _count(parts, after + 1)
    if second is None or _form(parts, after) == ":":
        return None
    if _form(parts, end) == "/" and _shape(parts, end + 1) == "number":
        return None  # a date
    return end, Figure("ratio", first, second)


def count_at(parts: Sequence[Token], place: int) -> Found:
    """Return the end and the count that starts at `place`: “41”, “05”, “1.198”, “3 218”; amounts with decimals too."""
    value, end = _count(parts, place)
    if value is not None:
        return end, Figure("count", value)
    text = parts[place].form
    amount = parse_number(text, whole=False) if len(text) <= 2 * _LARGEST else None
    return (place + 1, Figure("count", amount, doubtful=True)) if amount is not None else None


def words_at(parts: Sequence[Token], place: int, known: Mapping[str, int], *, plain: bool) -> Found:
    """Return the end and the number that words say at `place`: “hai”, “mười lăm”, “hai mươi ba”."""
    numbers: list[int] = []
    at = place
    while at < len(parts) and len(numbers) < 4 and _spelt(parts, at, plain) in known:
        numbers.append(known[_spelt(parts, at, plain)])
        at += 1
    value = _said(numbers)
    return (at, Figure("count", value, doubtful=True)) if value is not None else None


def assembly_number(token: Token) -> int | None:
    """The number of a term said as “XV” or “15”."""
    if token.shape == "number" and len(token.form) <= 2 and token.form.isascii():
        return int(token.form)
    if not token.roman and not re.fullmatch("[ivxlc]{1,7}", token.form):
        return None
    digits = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}.get(char, 0) for char in token.form]
    after = [*digits[1:], 0]
    return sum(-one if one < two else one for one, two in zip(digits, after, strict=True))


def _count(parts: Sequence[Token], place: int) -> tuple[float | None, int]:
    if _shape(parts, place) != "number" or not _WHOLE.fullmatch(parts[place].form):
        return None, place
    text, end = parts[place].form, place + 1
    value = float(re.sub("[.,]", "", text))
    grouped = len(text) <= 3 and text[0] != "0"
    while (
        grouped and _shape(parts, end) == "number" and len(parts[end].form) == 3 and parts[end].form.isdigit()
        and parts[end].start == parts[end - 1].end + 1 and value < 10**9
    ):  # fmt: skip
        value, end = value * 1000 + float(parts[end].form), end + 1
    return value, end


def _percentage(text: str, *, doubtful: bool) -> Figure:
    return Figure("percent", float(text.replace(",", ".")), printed=text.replace(",", "."), doubtful=doubtful)


def _percent_sign(parts: Sequence[Token], place: int) -> int:
    """Where the percent sign at `place` ends; 0 if there is none."""
    if _form(parts, place) == "%":
        return place + 1
    if f"{_form(parts, place)} {_form(parts, place + 1)}" in _PERCENT_WORDS:
        return place + 2
    return 0


def _share_part(parts: Sequence[Token], place: int) -> bool:
    return _shape(parts, place) == "number" and len(_form(parts, place)) <= 2 and _form(parts, place).isdigit()


def _said(numbers: list[int]) -> float | None:
    """The number below 100 that the parts say: [2, 10, 3] is 23."""
    match numbers:
        case [one]:
            return float(one)
        case [10, ones] if ones < _TENS:
            return float(_TENS + ones)
        case [tens, 10] if tens < _TENS:
            return float(tens * _TENS)
        case [tens, 10, ones] if tens < _TENS and ones < _TENS:
            return float(tens * _TENS + ones)
        case [tens, ones] if tens < _TENS and ones < _TENS:
            return None
    return None


def _spelt(parts: Sequence[Token], place: int, plain: bool) -> str:
    return parts[place].plain if plain else parts[place].form


def _form(parts: Sequence[Token], place: int) -> str:
    return parts[place].form if place < len(parts) else ""


def _shape(parts: Sequence[Token], place: int) -> str:
    return parts[place].shape if place < len(parts) else ""
