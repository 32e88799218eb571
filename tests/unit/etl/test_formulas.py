"""What parsing leaves blank although something stands there is found, in every format."""

import io
import struct
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from etl.formulas import without_value
from etl.rare_errors import errors_of
from etl.sheets import parse

ERRORS = ("#DIV/0!", "#REF!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")


def said(content: bytes, look: Callable = without_value) -> dict[tuple[int, int], tuple[str, str]]:
    """What is found in the first sheet."""
    return {spot: (cell.code, cell.text) for spot, cell in next(iter(look(content).values())).items()}


def by_openpyxl(*cells: object) -> bytes:
    book = openpyxl.Workbook()
    for row, cell in enumerate(cells, 1):
        book.active.cell(row, 2).value = cell
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def by_xlsxwriter(write: Callable) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        write(book.add_worksheet("Cơ quan & khác"))
    return content.getvalue()


def test_formulas_that_nobody_computed_are_found() -> None:
    content = by_openpyxl(5, "=B1+1", '="<a>"', None, "text", "#DIV/0!")
    assert next(iter(parse(content).values()))[1] == ["", ""]
    assert said(content) == {
        (1, 1): ("formula_without_value", "=B1+1"),
        (2, 1): ("formula_without_value", '="<a>"'),
        (5, 1): ("error_value", "#DIV/0!"),
    }


def test_every_error_is_found_where_calamine_gives_blank() -> None:
    def write(sheet: xlsxwriter.worksheet.Worksheet) -> None:
        for row, error in enumerate(ERRORS):
            sheet.write_formula(row, 27, "=1/0", None, error)
            sheet.write_formula(row, 28, "=1+1", None, 2)
            sheet.write(row, 29, 7)

    content = by_xlsxwriter(write)
    assert said(content) == {(row, 27): ("error_value", error) for row, error in enumerate(ERRORS)}
    assert list(without_value(content)) == ["Cơ quan & khác"]


def test_results_are_values_even_where_they_are_empty_text_or_nought() -> None:
    def write(sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_formula(0, 0, '=IF(B1="","",B1)', None, "")
        sheet.write_formula(1, 0, "=A5*2", None, 3)

    computed = _without_recalculation(by_xlsxwriter(write))
    empty = _changed(computed, b'<c r="A1"><f>', b'<c r="A1" t="str"><f>')
    assert said(empty) == {}
    assert said(_changed(empty, b"<v>3</v>", b"<v>0</v>")) == {}


def test_nought_of_a_script_that_never_computes_is_no_value() -> None:
    content = by_xlsxwriter(lambda sheet: sheet.write_formula(0, 0, "=2+3"))
    assert next(iter(parse(content).values())) == [[0.0]]
    assert said(content) == {(0, 0): ("formula_without_value", "=2+3")}


def test_cells_without_address_and_with_prefixed_names_are_found() -> None:
    rows = b'<x:row><x:c><x:v>1</x:v></x:c><x:c/><x:c><x:f t="shared" si="0"/></x:c></x:row><x:row/><x:row><x:c t="e"><x:v>#N/A</x:v></x:c></x:row>'
    content = by_openpyxl(1)
    sheet = b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>' + rows
    content = _replaced(content, "xl/worksheets/sheet1.xml", sheet + b"</x:sheetData></x:worksheet>")
    assert said(content) == {(0, 2): ("formula_without_value", "="), (2, 0): ("error_value", "#N/A")}


@pytest.mark.parametrize("suffix", ["xls", "ods", "xlsx"])
def test_errors_in_what_libreoffice_writes(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "f.xlsx").write_bytes(by_openpyxl(5, "=B1+1", "=1/0", "=NA()"))
    out = tmp_path / "out"
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        suffix,
        "--outdir",
        out,
    ]
    subprocess.run([*command, tmp_path / "f.xlsx"], check=True, capture_output=True, timeout=120)
    content = (out / f"f.{suffix}").read_bytes()
    look = without_value if suffix == "xlsx" else errors_of
    assert said(content, look) == {(2, 1): ("error_value", "#DIV/0!"), (3, 1): ("error_value", "#N/A")}
    assert next(iter(parse(content).values()))[1][1] == 6


def test_repeated_cells_and_old_errors_of_ods() -> None:
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    content = _archive({"content.xml": f"""<o:c xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:t="{table}"
      xmlns:p="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><t:table t:name="A"><t:table-row t:number-rows-repeated="3"/>
      <t:table-row><t:table-cell t:number-columns-repeated="4"/><t:covered-table-cell/>
      <t:table-cell t:formula="of:=1/0" o:value-type="float" o:value="0"><p:p>Err:502</p:p></t:table-cell>
      <t:table-cell t:formula="of:=1+1"/></t:table-row></t:table></o:c>""".encode()})  # fmt: skip
    assert said(content, errors_of) == {(3, 5): ("error_value", "Err:502"), (3, 6): ("formula_without_value", "=1+1")}


def test_errors_of_xlsb() -> None:
    def record(kind: int, content: bytes) -> bytes:
        return (bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])) + bytes([len(content)]) + content

    def text(said: str) -> bytes:
        return struct.pack("<I", len(said)) + said.encode("utf-16-le")

    def cell(kind: int, column: int, content: bytes) -> bytes:
        return record(kind, struct.pack("<II", column, 0) + content)

    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    target = (
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target='
    )
    row = record(0, struct.pack("<I", 4) + bytes(21))
    cells = cell(5, 0, struct.pack("<d", 2.0)) + cell(3, 1, b"\x07") + cell(11, 2, b"\x2a" + bytes(8))
    content = _archive({
        "xl/workbook.bin": record(143, b"") + record(156, struct.pack("<II", 0, 1) + text("rId1") + text("Trang")) + record(144, b"") + record(157, bytes(26)) + record(132, b""),
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{package}">{target}"worksheets/sheet1.bin"/></Relationships>'.encode(),
        "xl/worksheets/sheet1.bin": record(148, struct.pack("<IIII", 4, 4, 0, 2)) + record(145, b"") + row + cells + record(146, b""),
    })  # fmt: skip
    assert said(content, errors_of) == {(4, 1): ("error_value", "#DIV/0!"), (4, 2): ("error_value", "#N/A")}
    assert parse(content)["Trang"][4][0] == 2.0


@pytest.mark.parametrize("look", [without_value, errors_of])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"abc"])
def test_what_is_no_workbook_is_said_so(content: bytes, look: Callable) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        look(content)


def _archive(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _replaced(content: bytes, part: str, new: bytes) -> bytes:
    return _archive(_parts(content) | {part: new})


def _changed(content: bytes, old: bytes, new: bytes) -> bytes:
    part = "xl/worksheets/sheet1.xml"
    assert old in _parts(content)[part]
    return _replaced(content, part, _parts(content)[part].replace(old, new))


def _without_recalculation(content: bytes) -> bytes:
    """As Excel saves it."""
    part = "xl/workbook.xml"
    return _replaced(content, part, _parts(content)[part].replace(b'calcId="124519" fullCalcOnLoad="1"', b'calcId="191029"'))
