"""A file of changes of units, read row by row: one row for each predecessor → successor.

CSV in UTF-8, with commas, or with semicolons as Excel writes in Vietnamese; dates 2027-01-01 or 01/01/2027.
"""

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from catalogue.boundary_faults import Fault
from catalogue.errors import Message
from catalogue.models import ChangeKind, UnitChange, UnitLevel, Verified

# Columns that tell what a successor is → fields of OrgUnit.
FACTS = {"to_code": "code", "to_name": "name", "to_level": "level", "to_parent_unit_id": "parent_unit_id", "to_lat": "lat",
         "to_lon": "lon", "to_area_km2": "area_km2"}  # fmt: skip
COLUMNS = ("date", "change", "from_unit_id", "to_unit_id", *FACTS, "note", "legal_basis", "verified")
VIETNAM = {"to_lat": (8.0, 24.0), "to_lon": (102.0, 110.0)}  # degrees: swapped ones fall outside
LARGEST_AREA = 50_000.0  # km²
_ISO, _VIETNAMESE = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `facts`: what it says of the successor, by field of OrgUnit. Not `clear`: a cell cannot be read."""

    line: int
    date: dt.date | None
    kind: str
    from_id: str
    to_id: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    legal_basis: str = ""
    verified: str = ""
    clear: bool = True

    def as_change(self) -> UnitChange:
        """The row as a line of org_unit_changes.csv."""
        return UnitChange.model_validate({
            "date": self.date, "from_unit_id": self.from_id, "to_unit_id": self.to_id, "change": self.kind,
            "note": self.note, "legal_basis": self.legal_basis, "verified": self.verified,
        })  # fmt: skip


def read_rows(content: bytes) -> tuple[list[Row], list[Fault]]:
    """Return the rows of a file and all that cannot be read of it. Unknown columns: no rows."""
    try:
        lines = io.StringIO(content.decode("utf-8-sig"), newline="")
        header = lines.readline()
        lines.seek(0)
        table = list(_numbered(csv.reader(lines, delimiter=";" if ";" in header else ",", strict=True)))
    except (UnicodeDecodeError, csv.Error) as error:
        return [], [Fault("boundary_unreadable", found=str(error))]
    names = [name.lower() for name in table[0][1]] if table else []
    if sorted(names) != sorted(COLUMNS):
        odd = sorted(set(names) ^ set(COLUMNS) | {name for name in names if names.count(name) > 1})
        return [], [Fault("boundary_columns", 1, None, ", ".join(odd), ", ".join(COLUMNS))]
    if len(table) == 1:
        return [], [Fault("boundary_empty", 1)]
    rows, faults = [], []
    for line, cells in table[1:]:
        if len(cells) != len(names):
            faults.append(Fault("boundary_cells", line, None, str(len(cells)), str(len(names))))
        row, wrong = _row(line, dict.fromkeys(names, "") | dict(zip(names, cells, strict=False)), len(cells) == len(names))
        rows.append(row)
        faults += wrong
    return rows, faults + list(_repeated(rows))


def rows_of(changes: list[UnitChange] | tuple[UnitChange, ...]) -> list[Row]:
    """The lines of org_unit_changes.csv as rows, to be held against the same rules."""
    return [Row(line, c.date, c.change, c.from_unit_id, c.to_unit_id or "") for line, c in enumerate(changes, 2)]


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Lines that say something, with their numbers; cells in composed Unicode without white space around."""
    for cells in reader:
        told = [unicodedata.normalize("NFC", cell).strip() for cell in cells]
        if any(told):
            yield reader.line_num, told


def _row(line: int, cells: dict[str, str], whole: bool) -> tuple[Row, list[Fault]]:
    faults: list[Fault] = []

    def read(column: str, read_cell: Callable[[str, str], Any]) -> Any:
        try:
            return read_cell(column, cells[column])
        except _Unreadable as error:
            faults.append(Fault(error.code, line, column, cells[column], error.expected))
            return None

    facts = {name: read(column, READERS.get(column, _text)) for column, name in FACTS.items() if cells[column]}
    date, kind, start = read("date", _date), read("change", _kind), read("from_unit_id", _needed)
    verified = read("verified", _verified)
    row = Row(line, date, kind or "", start or "", cells["to_unit_id"], facts, cells["note"], cells["legal_basis"],
              verified or "", clear=whole and not faults)  # fmt: skip
    return row, faults


def _repeated(rows: list[Row]) -> Iterator[Fault]:
    first: dict[tuple[Any, ...], int] = {}
    for row in rows:
        before = first.setdefault((row.date, row.from_id, row.to_id), row.line)
        if before != row.line and row.from_id:
            yield Fault("boundary_twice", row.line, "from_unit_id", row.from_id, about=(("first", str(before)),))


class _Unreadable(Exception):
    """A cell does not hold what its column needs."""

    def __init__(self, expected: Message | str, code: str = "boundary_value") -> None:
        self.expected, self.code = expected, code


def _text(_column: str, text: str) -> str:
    return text


def _needed(_column: str, text: str) -> str:
    if not text:
        raise _Unreadable(Message.of("expect_boundary_predecessor"), "boundary_created")
    return text


def _date(_column: str, text: str) -> dt.date:
    form = "%Y-%m-%d" if _ISO.fullmatch(text) else "%d/%m/%Y" if _VIETNAMESE.fullmatch(text) else ""
    try:
        return dt.datetime.strptime(text, form).date()
    except ValueError as error:
        raise _Unreadable(Message.of("expect_boundary_date")) from error


def _number(column: str, text: str) -> float:
    low, high = VIETNAM.get(column, (0.0, LARGEST_AREA))
    value = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None
    if value is None or not low < value < high:
        raise _Unreadable(Message.of("expect_boundary_number", low=f"{low:g}", high=f"{high:g}"))
    return value


def _one_of(allowed: tuple[str, ...], text: str) -> str:
    if text not in allowed:
        raise _Unreadable(", ".join(allowed), "boundary_created" if text == "created" else "boundary_value")
    return text


def _kind(_column: str, text: str) -> str:
    return _one_of(get_args(ChangeKind), text)


def _level(_column: str, text: str) -> str:
    return _one_of(get_args(UnitLevel), text)


def _verified(_column: str, text: str) -> str:
    return _one_of(get_args(Verified), text)


READERS: dict[str, Callable[[str, str], Any]] = {"to_level": _level, "to_lat": _number, "to_lon": _number,
                                                  "to_area_km2": _number}  # fmt: skip
