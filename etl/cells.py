"""What one cell says: a value, missing, not applicable, or a problem."""

import datetime as dt
import math
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from catalogue.definitions import Definitions
from catalogue.errors import Message
from catalogue.form_models import Column
from catalogue.text import fold
from etl.numbers import parse_number, parse_part

_ERROR = re.compile(r"#(?:DIV/0!|REF!|N/A|VALUE!|NAME\?|NUM!|NULL!|GETTING_DATA)")
_IN_WORDS = re.compile(r"\s*\([^\d()%]*\)$")
_RAISED, _DIGIT = re.compile(r"[\u00b2\u00b3\u00b9\u2070-\u2089]"), re.compile(r"[0-9]")
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

    def __init__(self, definitions: Definitions) -> None:
        self._words = {fold(word.text): word for word in definitions.cell_words if word.state != "unit"}
        units = sorted((fold(word.text) for word in definitions.cell_words if word.state == "unit"), key=len, reverse=True)
        self._counted = re.compile(rf"(.*?\d)\s*(?:{'|'.join(map(re.escape, units))})")
        self._formation = _choices(definitions, "formation")
        self._yes_no = _choices(definitions, "yes_no")
        self._readers = {
            "count": self._count, "part": self._part, "decimal": self._decimal, "yes_no": self._yes_or_no,
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
        return self._number(cell, whole=True)

    def _part(self, cell: Any) -> Reading | Fault:
        """A count that is part of another in its row: “13/55” and “13 (23,6%)” say more."""
        said = parse_part(unicodedata.normalize("NFKC", cell)) if isinstance(cell, str) else None
        return Reading("value", said.part, None, cell, said.whole, said.percent) if said else self._count(cell)

    def _decimal(self, cell: Any) -> Reading | Fault:
        return self._number(cell, whole=False)

    def _number(self, cell: Any, *, whole: bool) -> Reading | Fault:
        expected = Message.of("expect_count" if whole else "expect_amount")
        if isinstance(cell, (dt.date, dt.time, dt.timedelta)):
            return Fault("date_not_number", expected)
        if isinstance(cell, str) and _ERROR.fullmatch(cell.strip()):
            return Fault("error_value", expected)
        number = _number(self._bare(cell) if isinstance(cell, str) else cell, whole=whole)
        if number is None:
            return Fault("not_a_number", expected)
        if number < 0:
            return Fault("negative", expected)
        if whole and (number != int(number) or number > EXACT):
            return Fault("not_whole", expected)
        return Reading("value", number, None, cell if isinstance(cell, str) else None)

    def _bare(self, text: str) -> str:
        """A number as text without what is counted (“05 đ/c”), words in brackets (“05 (năm)”), an apostrophe before it."""
        bare = _IN_WORDS.sub("", text.strip().removeprefix("'"))
        counted = self._counted.fullmatch(fold(bare))
        return counted[1] if counted else bare

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
        if _RAISED.search(cell) and _DIGIT.search(cell):
            return None  # “5²”: a footnote or a second digit?
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
