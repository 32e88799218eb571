"""Cells of an .xlsx that parsing leaves blank although something stands in them: error values, formulas without a result.

A program that writes formulas without computing them leaves them without a value, and calamine
gives error values as blank: both would be read as missing. Looking for them takes a part of what
parsing takes: call it where an asked cell is blank.
"""

import io
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any, Literal

from etl.hostile import ZIP_FAULTS

_TAG = r"<(?:\w+:)?{}\b[^>]*>"
_SHEET, _RELATION = re.compile(_TAG.format("sheet")), re.compile(_TAG.format("Relationship"))
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
# As xlsxwriter and openpyxl leave it, the former with 0 for every result; Excel and LibreOffice write another when they save.
_NEVER_COMPUTED = re.compile(rb"<calcPr calcId=\"124519\" fullCalcOnLoad=\"1\"/>")
_MARKS = (b"<f", b":f", b't="e"', b"t='e'")
_SIGNS = (b't="e"', b"t='e'", b"f></c", b"f></x:c", b"<v></v>", b"<v/>", b"<v />", b"/></c>", b"f>\n", b"f> ", b"f>\r")
_CELL = re.compile(rb"<(?:\w+:)?c(?:\s([^>]*[^/>]))?>(.*?)</(?:\w+:)?c>", re.DOTALL)
_ROW, _CELL_STARTS = re.compile(rb"<(?:\w+:)?row\b"), re.compile(rb"<(?:\w+:)?c[\s/>]")
_IS_ERROR = re.compile(rb"\bt=[\"']e[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>([^<]*))")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)<")
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})$")

Spot = tuple[int, int]  # row and column from 0


@dataclass(frozen=True, slots=True)
class NoValue:
    """Stands in the place of a cell's value; `code` is that of the problem."""

    code: Literal["error_value", "formula_without_value"]
    text: str  # "#DIV/0!", "=A1+A2"

    def __str__(self) -> str:
        return self.text


def without_value(content: bytes, names: Collection[str] | None = None) -> dict[str, dict[Spot, NoValue]]:
    """Return the cells without a value of each sheet of an .xlsx that calamine reads; of the sheets `names` only, if given.

    Raises:
        ValueError: the workbook is not what it seems.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            workbook = parts.read("xl/workbook.xml")
            uncomputed = bool(_NEVER_COMPUTED.search(workbook))
            return {
                name: dict(_in_sheet(parts.read(part), uncomputed=uncomputed))
                for name, part in _sheets(parts, workbook) if names is None or name in names
            }  # fmt: skip
    except ZIP_FAULTS as error:
        raise ValueError(str(error) or type(error).__name__) from error


def restore(found: Mapping[str, Mapping[Spot, NoValue]], sheets: Mapping[str, list[list[Any]]]) -> bool:
    """Put what was found into `sheets` (rows as calamine gave them); return whether there was anything."""
    for name, cells in found.items():
        rows = sheets.get(name)
        if rows is None or not cells:
            continue
        height, width = max(row for row, _ in cells) + 1, max(column for _, column in cells) + 1
        width = max(width, len(rows[0]) if rows else 0)
        rows.extend([] for _ in range(height - len(rows)))
        for row in rows:
            row.extend([""] * (width - len(row)))
        for (r, c), cell in cells.items():
            rows[r][c] = cell
    return any(found.values())


def _sheets(parts: zipfile.ZipFile, workbook: bytes) -> Iterator[tuple[str, str]]:
    """The name of each worksheet and the part of the archive that holds it."""
    relations = map(_attributes, _RELATION.findall(parts.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")))
    targets = {said["Id"]: said["Target"] for said in relations}
    for tag in _SHEET.findall(workbook.decode("utf-8", "replace")):
        said = _attributes(tag)
        target = next((targets[value] for name, value in said.items() if name.endswith(":id")), "")
        if "worksheets/" in target.lower():
            yield said["name"], target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _attributes(tag: str) -> dict[str, str]:
    return {name: unescape(double or single) for name, double, single in _ATTRIBUTE.findall(tag)}


def _in_sheet(sheet: bytes, *, uncomputed: bool) -> Iterator[tuple[Spot, NoValue]]:
    marks = _SIGNS if b"<sheetData" in sheet and not uncomputed else _MARKS  # signs of names without prefix
    if not any(mark in sheet for mark in marks):
        return
    for found in _CELL.finditer(sheet):
        head, inside = found[1] or b"", found[2]
        value = _VALUE.search(inside)
        if _IS_ERROR.search(head):
            cell = NoValue("error_value", value[1].decode("utf-8", "replace") if value else "#")
        elif value and not (uncomputed and value[1] == b"0"):
            continue
        elif (formula := _FORMULA.search(inside)) and b"str" not in head:  # the result of text may be the empty text
            cell = NoValue("formula_without_value", "=" + unescape((formula[1] or b"").decode("utf-8", "replace")))
        else:
            continue
        place = _attributes(head.decode("utf-8", "replace")).get("r", "")
        yield _spot(place, sheet[: found.start()]), cell


def _spot(place: str, before: bytes) -> Spot:
    """Row and column of an address; of a cell that has none, the next after those before it."""
    if found := _PLACE.match(place):
        column = 0
        for letter in found[1]:
            column = 26 * column + ord(letter) - ord("A") + 1
        return int(found[2]) - 1, column - 1
    rows = _ROW.split(before)
    return len(rows) - 2, len(_CELL_STARTS.findall(rows[-1]))
