"""What one cell says: a value, missing, not applicable, or a problem."""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from catalogue.definitions import Definitions
from catalogue.errors import Message
from catalogue.form_models import Column
from catalogue.text import fold
from etl.formulas import NoValue
from etl.numbers import Style, is_ambiguous, parse_number, parse_part, spells

_ERROR = re.compile(r"#[A-Z][A-Z0-9/_]+[!?]?|Err:\d+")
_RAISED, _DIGIT = re.compile(r"[\u00b2\u00b3\u00b9\u2070-\u2089]"), re.compile(r"[0-9]")
_ENCIRCLED = re.compile(r"[\u2150-\u218f\u2460-\u24ff\u2776-\u2793\u3200-\u33ff]")  # marks of lists, Roman numerals
_BRACKETS = re.compile(r"(\d+)\s*\(\s*([^\d()%]+?)\s*\)")
_EXPECTED = {"count": "expect_count", "part": "expect_count", "decimal": "expect_amount", "yes_no": "expect_yes_no",
             "formation": "expect_formation", "date": "expect_date", "text": "expect_text"}  # fmt: skip
EXACT = 2.0**53  # above it a float no longer holds every whole number


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says. `raw` is kept where what stood there was not simply the number."""

    state: str
    value: float | None = None
    text: str | None = None
    raw: str | None = None
    whole: float | None = None  # printed beside it: 55 in “13/55”
    percent: str | None = None  # printed beside it, as printed: 23,64 in “13/55 (23,64%)”
    ambiguous: bool = False  # “1.234” in a column of amounts of a file that does not tell its decimal mark


def kind_of(column: Column) -> str:
    """How the cells of a column are read: its value type; a count that is part of another may print both."""
    return "part" if column.part_of and column.value_type == "count" else column.value_type


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell could not be read: the code of the problem and what was expected."""

    code: str
    expected: Message


class CellReader:
    """Reads cells by the type of their column. One per run: it remembers what it has read."""

    def __init__(self, definitions: Definitions, style: Style | None = None) -> None:
        self.definitions, self.style = definitions, style
        self._words = {fold(word.text): word for word in definitions.cell_words if not word.state.startswith("unit")}
        self._counted = {
            kind: _counted(definitions, states)
            for kind, states in (("count", {"unit"}), ("part", {"unit", "unit_part"}), ("decimal", {"unit_amount"}))
        }
        self._formation = _choices(definitions, "formation")
        self._yes_no = _choices(definitions, "yes_no")
        self._readers = {
            "count": self._count, "part": self._part, "decimal": self._decimal, "yes_no": self._yes_or_no,
            "formation": self._formed, "date": self._date, "text": self._text,
        }  # fmt: skip
        self._in_style: dict[Style | None, CellReader] = {style: self}
        self.read_text = lru_cache(maxsize=100_000)(self._read_text)

    def in_style(self, style: Style | None) -> "CellReader":
        """The reader for files whose numbers have that decimal mark, with a memory of its own."""
        if style not in self._in_style:
            reader = CellReader(self.definitions, style)
            reader._in_style = self._in_style
            self._in_style[style] = reader
        return self._in_style[style]

    def read(self, cell: Any, value_type: str) -> Reading | Fault:
        """Return what `cell` (as calamine gives it) says in a column of `value_type`."""
        if isinstance(cell, str):
            return self.read_text(cell, value_type)
        if isinstance(cell, NoValue):
            return Fault(cell.code, Message.of(_EXPECTED[value_type]))
        if isinstance(cell, bool):
            cell = int(cell) if value_type == "yes_no" else str(cell)
        return self._readers[value_type](cell)

    def _read_text(self, cell: str, value_type: str) -> Reading | Fault:
        if value_type != "text":
            if _ERROR.fullmatch(cell.strip()):
                return Fault("error_value", Message.of(_EXPECTED[value_type]))
            word = self._words.get(fold(cell))
            if word is not None and not (value_type == "yes_no" and word.value is not None):
                kept = cell if cell.strip() else None
                return Reading(word.state, word.value, None, kept)
        return self._readers[value_type](cell)

    def _count(self, cell: Any) -> Reading | Fault:
        return self._number(cell, "count")

    def _part(self, cell: Any) -> Reading | Fault:
        """A count that is part of another in its row: “13/55” and “13 (23,6%)” say more."""
        said = parse_part(self._bare(cell, "part")) if isinstance(cell, str) else None
        return Reading("value", said.part, None, cell, said.whole, said.percent) if said else self._number(cell, "part")

    def _decimal(self, cell: Any) -> Reading | Fault:
        return self._number(cell, "decimal")

    def _number(self, cell: Any, kind: str) -> Reading | Fault:
        expected, whole = Message.of(_EXPECTED[kind]), kind != "decimal"
        if isinstance(cell, (dt.date, dt.time, dt.timedelta)):
            return Fault("date_not_number", expected)
        text = self._bare(cell, kind) if isinstance(cell, str) else None
        number = _finite(cell) if text is None else parse_number(text, whole=whole, style=self.style)
        if number is None:
            return Fault("not_a_number", expected)
        if number < 0:
            return Fault("negative", expected)
        if whole and (number != int(number) or number > EXACT):
            return Fault("not_whole", expected)
        ambiguous = text is not None and not whole and self.style is None and is_ambiguous(text)
        return Reading("value", abs(number), None, cell if isinstance(cell, str) else None, ambiguous=ambiguous)

    def _bare(self, text: str, kind: str) -> str:
        """The number in a text, without what is counted (“05 đ/c”), the same in words (“05 (năm)”), an apostrophe before it.

        Nothing where a raised digit may be a footnote or part of the number: “5²”.
        """
        if (_RAISED.search(text) and _DIGIT.search(text)) or _ENCIRCLED.search(text):
            return ""
        bare = self._counted[kind].sub("", fold(text).removeprefix("'"))
        bare = _BRACKETS.sub(lambda said: said[1] if _repeats(said[2], said[1]) else said[0], bare)
        return self._counted[kind].sub("", bare)

    def _yes_or_no(self, cell: Any) -> Reading | Fault:
        answer = self._yes_no.get(fold(str(int(cell) if isinstance(cell, float) and cell in (0, 1) else cell)))
        if answer is None:
            return Fault("not_a_choice", Message.of("expect_yes_no"))
        return Reading("value", float(answer), None, str(cell))

    def _formed(self, cell: Any) -> Reading | Fault:
        code = self._formation.get(fold(str(cell)))
        if code is None:
            return Fault("not_a_choice", Message.of("expect_formation"))
        return Reading("value", None, code, str(cell))

    def _date(self, cell: Any) -> Reading | Fault:
        date = _as_date(cell)
        if date is None:
            return Fault("not_a_date", Message.of("expect_date"))
        return Reading("value", None, date.isoformat(), str(cell))

    def _text(self, cell: Any) -> Reading | Fault:
        text = unicodedata.normalize("NFC", str(cell)).strip()
        return Reading("value", None, text) if text else Reading("missing")


def _choices(definitions: Definitions, codelist: str) -> dict[str, str]:
    """Every spelling of a code list's entries → code."""
    found: dict[str, str] = {}
    for code in definitions.codes:
        if code.codelist == codelist:
            found |= {fold(code.code): code.code, fold(code.name_vi): code.code, fold(code.name_en): code.code}
    return found


def _counted(definitions: Definitions, states: Iterable[str]) -> re.Pattern[str]:
    """A number with the unit it counts, at the end or before a whole or a percentage: “5 người (40%)”, “5 nữ/12”."""
    units = sorted((fold(word.text) for word in definitions.cell_words if word.state in states), key=len, reverse=True)
    parts = [fold(word.text) for word in definitions.cell_words if word.state == "unit_part"]
    before = f"|(?:{'|'.join(map(re.escape, parts))})(?=\\s*/)" if "unit_part" in states else ""
    return re.compile(rf"(?<=\d)\s*(?:(?:{'|'.join(map(re.escape, units))})(?=\s*(?:[(=:;,]|\s-\s|$)){before})")


def _repeats(words: str, number: str) -> bool:
    """Whether the folded words say the number again."""
    return len(number) <= 3 and spells(words, int(number))


def _finite(cell: Any) -> float | None:
    return float(cell) if isinstance(cell, (int, float)) and math.isfinite(cell) else None


def _as_date(cell: Any) -> dt.date | None:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, str):
        for form in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"):
            try:
                return dt.datetime.strptime(cell.strip(), form).date()
            except ValueError:
                continue
    return None
