"""What one cell says: a value, missing, not applicable, or a problem."""

import datetime as dt
import math
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from catalogue.definitions import Definitions
from catalogue.errors import Message
from catalogue.text import fold
from etl.numbers import parse_number

EXACT = 2.0**53  # above it a float no longer holds every whole number


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says. `raw` is kept where what stood there was not simply the number."""

    state: str
    value: float | None = None
    text: str | None = None
    raw: str | None = None
    whole: float | None = None  # printed beside it: 55 in “13/55”


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell could not be read: the code of the problem and what was expected."""

    code: str
    expected: Message


class CellReader:
    """Reads cells by the type of their column. One per run: it remembers what it has read."""

    def __init__(self, definitions: Definitions) -> None:
        self._words = {fold(word.text): word for word in definitions.cell_words}
        self._formation = _choices(definitions, "formation")
        self._yes_no = _choices(definitions, "yes_no")
        self._readers = {
            "count": self._count, "decimal": self._decimal, "yes_no": self._yes_or_no,
            "formation": self._formed, "date": self._date, "text": self._text,
        }  # fmt: skip
        self.read_text = lru_cache(maxsize=100_000)(self._read_text)

    def read(self, cell: Any, value_type: str) -> Reading | Fault:
        """Return what `cell` (as calamine gives it) says in a column of `value_type`."""
        if isinstance(cell, str):
            return self.read_text(cell, value_type)
        if isinstance(cell, bool):
            cell = int(cell) if value_type == "yes_no" else str(cell)
        return self._readers[value_type](cell)

    def _read_text(self, cell: str, value_type: str) -> Reading | Fault:
        if value_type != "text":
            word = self._words.get(fold(cell))
            if word is not None and not (value_type == "yes_no" and word.value is not None):
                kept = cell if cell.strip() else None
                return Reading(word.state, word.value, None, kept)
        return self._readers[value_type](cell)

    def _count(self, cell: Any) -> Reading | Fault:
        number = _number(cell, whole=True)
        if number is None:
            return Fault("not_a_number", Message.of("expect_count"))
        if number < 0:
            return Fault("negative", Message.of("expect_count"))
        if number != int(number) or number > EXACT:
            return Fault("not_whole", Message.of("expect_count"))
        return Reading("value", number, None, cell if isinstance(cell, str) else None)

    def _decimal(self, cell: Any) -> Reading | Fault:
        number = _number(cell, whole=False)
        if number is None:
            return Fault("not_a_number", Message.of("expect_amount"))
        if number < 0:
            return Fault("negative", Message.of("expect_amount"))
        return Reading("value", number, None, cell if isinstance(cell, str) else None)

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


def _number(cell: Any, *, whole: bool) -> float | None:
    if isinstance(cell, (int, float)):
        return float(cell) if math.isfinite(cell) else None
    if isinstance(cell, str):
        return parse_number(unicodedata.normalize("NFKC", cell).strip(), whole=whole)
    return None


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
