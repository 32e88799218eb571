"""Error values of .xls, .xlsb and .ods, which calamine gives as blank. Only the process that parses them imports this."""

import io
import struct
import zipfile
from collections.abc import Iterator

import xlrd  # type: ignore[import-untyped]
import xlrd.compdoc  # type: ignore[import-untyped]
from lxml import etree

from etl.formulas import NoValue, Spot

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_VALUE_TYPE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
_PARAGRAPH = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_ERRORS_SHOWN = ("#", "Err:")
_ROW, _CELL_ERROR, _FORMULA_ERROR, _SHEET = 0, 3, 11, 156  # records of .xlsb
_FAULTS = (zipfile.BadZipFile, KeyError, IndexError, TypeError, struct.error, etree.XMLSyntaxError)
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def errors_of(content: bytes) -> dict[str, dict[Spot, NoValue]]:
    """Return the cells without a value of each sheet of an .xls, .xlsb or .ods that calamine reads.

    Raises:
        ValueError: the workbook is not what it seems.
    """
    try:
        return {name: dict(cells) for name, cells in _workbook(content)}
    except (*_FAULTS, xlrd.XLRDError, xlrd.compdoc.CompDocError) as error:
        raise ValueError(str(error) or type(error).__name__) from error


def _workbook(content: bytes) -> Iterator[tuple[str, Iterator[tuple[Spot, NoValue]]]]:
    if not content.startswith(b"PK"):
        book = xlrd.open_workbook(file_contents=content, logfile=io.StringIO())
        yield from ((sheet.name, _of_xls(sheet)) for sheet in book.sheets())
        return
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if "xl/workbook.bin" in parts.namelist():
            relations = etree.fromstring(parts.read("xl/_rels/workbook.bin.rels")).iter(_RELATIONS)
            targets = {said.get("Id"): said.get("Target", "") for said in relations}
            for name, relation in _sheets_of_xlsb(parts.read("xl/workbook.bin")):
                yield name, _of_xlsb(parts.read("xl/" + targets[relation].removeprefix("/xl/")))
        else:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
            for table in etree.fromstring(parts.read("content.xml"), parser).iter(_TABLE + "table"):
                yield table.get(_TABLE + "name", ""), _of_ods(table)


def _of_xls(sheet: "xlrd.sheet.Sheet") -> Iterator[tuple[Spot, NoValue]]:
    for r in range(sheet.nrows):
        for c, kind in enumerate(sheet.row_types(r)):
            if kind == xlrd.XL_CELL_ERROR:
                yield (r, c), _error(sheet.cell_value(r, c))


def _error(code: int) -> NoValue:
    return NoValue("error_value", xlrd.error_text_from_code.get(code, "#"))


def _of_ods(table: etree._Element) -> Iterator[tuple[Spot, NoValue]]:
    """What a formula shows tells: older LibreOffice writes an error as the number 0."""
    r = 0
    for row in table.iter(_TABLE + "table-row"):
        c = 0
        for cell in row.iter(_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            formula = cell.get(_TABLE + "formula")
            if formula is not None:
                shown = "".join(text for p in cell.iter(_PARAGRAPH) for text in p.itertext())
                if shown.startswith(_ERRORS_SHOWN):
                    yield (r, c), NoValue("error_value", shown)
                elif cell.get(_VALUE_TYPE) is None:
                    yield (r, c), NoValue("formula_without_value", formula.partition(":")[2] or formula)
            c += int(cell.get(_TABLE + "number-columns-repeated", "1"))
        r += int(row.get(_TABLE + "number-rows-repeated", "1"))


def _sheets_of_xlsb(workbook: bytes) -> Iterator[tuple[str, str]]:
    """Name and relation of each sheet."""
    for kind, record in _records(workbook):
        if kind == _SHEET:
            relation, rest = _text(record[8:])
            yield _text(rest)[0], relation


def _text(record: bytes) -> tuple[str, bytes]:
    """The text at the start of a record, its length before it; and what follows."""
    (length,) = struct.unpack_from("<I", record)
    return record[4 : 4 + 2 * length].decode("utf-16-le", "replace"), record[4 + 2 * length :]


def _of_xlsb(sheet: bytes) -> Iterator[tuple[Spot, NoValue]]:
    row = 0
    for kind, record in _records(sheet):
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", record)
        elif kind in (_CELL_ERROR, _FORMULA_ERROR):
            (column,) = struct.unpack_from("<I", record)
            yield (row, column), _error(record[8])


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record of a part of an .xlsb; kind and size come seven bits a byte."""
    place = 0
    while place < len(content):
        kind, place = _number(content, place, 2)
        size, place = _number(content, place, 4)
        yield kind, content[place : place + size]
        place += size


def _number(content: bytes, place: int, most: int) -> tuple[int, int]:
    """A number of at most `most` bytes, and where it ends."""
    number = 0
    for step in range(most):
        byte = content[place + step]
        number |= (byte & 0x7F) << 7 * step
        if byte < 0x80:
            break
    return number, place + step + 1
