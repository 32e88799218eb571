"""Files made to exhaust the machine, and formats that only LibreOffice writes."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.workbook import Workbook

from tests.conftest import CommandLine
from tests.workbooks import filled

ODS = "urn:oasis:names:tc:opendocument:xmlns"
REPEATED = (
    f'<office:document-content xmlns:office="{ODS}:office:1.0" xmlns:table="{ODS}:table:1.0" xmlns:text="{ODS}:text:1.0">'
    "<office:body><office:spreadsheet><table:table table:name='a'>"
    "<table:table-row table:number-rows-repeated='1048576'>"
    "<table:table-cell table:number-columns-repeated='16384' office:value-type='float' office:value='1'/>"
    "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
)


def with_sheet(path: Path, source: Path, text: bytes) -> Path:
    """A copy of a workbook whose first sheet is `text`."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, text if part.filename == "xl/worksheets/sheet1.xml" else old.read(part))
    return path


def bomb(folder: Path, form: Path) -> Path:
    return with_sheet(folder / "bomb.xlsx", form, b"<worksheet>" + b" " * 150_000_000)


def repeated(folder: Path, form: Path) -> Path:
    with zipfile.ZipFile(folder / "repeated.ods", "w") as ods:
        ods.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        ods.writestr("content.xml", REPEATED)
    return folder / "repeated.ods"


def large(folder: Path, form: Path) -> Path:
    with (folder / "large.xlsx").open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    return folder / "large.xlsx"


def no_workbook(folder: Path, form: Path) -> Path:
    (folder / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"garbage" * 1000)
    return folder / "old.xls"


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (bomb, "file_unpacks_too_large"),
        (repeated, "not_a_workbook"), (large, "file_too_large"), (no_workbook, "not_a_workbook"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_refused_with_its_reason(run: CommandLine, tmp_path: Path, make, code: str) -> None:  # type: ignore[no-untyped-def]
    hostile = make(tmp_path, filled(tmp_path / "form.xlsx"))
    good = filled(tmp_path / "good.xlsx", unit="216")
    done = run("etl", "load", hostile, good, "--json")
    assert done.returncode == 1, done.stderr
    files = json.loads(done.stdout)["files"]
    assert [file["status"] for file in files] == ["rejected", "loaded"]
    assert [problem["code"] for problem in files[0]["problems"]] == [code]


@pytest.mark.parametrize("extension", ["ods", "xls"])
def test_other_formats_load_the_same_numbers(run: CommandLine, tmp_path: Path, extension: str) -> None:
    form = filled(tmp_path / "form.xlsx")
    subprocess.run(["soffice", "--headless", "--convert-to", extension, "--outdir", tmp_path / "other", form],
                   check=True, capture_output=True)  # fmt: skip
    (first,) = run.json("etl", "load", form, "--json")["files"]
    (other,) = run.json("etl", "load", tmp_path / "other" / f"form.{extension}", "--json")["files"]
    assert first["status"] == "loaded"
    assert other["problems"] == []
    assert other["status"] == "replaced"
    (row,) = run.json("indicators", "compute", "party_committee_women_share", "--where", "unit=218", "--where", "level=district",
                      "--by", "unit", "--format", "json")  # fmt: skip
    assert (row["numerator"], row["denominator"]) == (9, 41)


def test_an_archive_loads_each_report_and_writes_nowhere_else(run: CommandLine, tmp_path: Path) -> None:
    archive = tmp_path / "reports.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.write(filled(tmp_path / "a.xlsx"), "6 tháng/Lục Nam.xlsx")
        made.write(filled(tmp_path / "b.xlsx", unit="216"), "../../../escaped.xlsx")
        made.writestr("__MACOSX/._Lục Nam.xlsx", b"system")
        made.writestr("ghi chú.txt", "xin chào")
        inner = tmp_path / "inner.zip"
        with zipfile.ZipFile(inner, "w") as nested:
            nested.writestr("x.txt", "x")
        made.write(inner, "inner.zip")
    done = run("etl", "load", archive, "--json")
    files = {Path(file["path"]).name: file for file in json.loads(done.stdout)["files"]}
    assert done.returncode == 1
    assert {name: file["status"] for name, file in files.items()} == {
        "Lục Nam.xlsx": "loaded", "escaped.xlsx": "loaded", "ghi chú.txt": "rejected", "inner.zip": "rejected",
    }  # fmt: skip
    assert files["inner.zip"]["problems"][0]["code"] == "archive_nested"
    assert not list(tmp_path.parent.rglob("escaped.xlsx"))
    assert "reports.zip/escaped.xlsx" in files["escaped.xlsx"]["path"]


def test_an_archive_that_unpacks_too_large_is_one_refusal(run: CommandLine, tmp_path: Path) -> None:
    archive = tmp_path / "bomb.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        for number in range(5):
            made.writestr(f"{number}.xlsx", b"\0" * 45_000_000)
    done = run("etl", "load", archive, "--json")
    (file,) = json.loads(done.stdout)["files"]
    assert [problem["code"] for problem in file["problems"]] == ["archive_too_large"]


def far(folder: Path, form: Path) -> Path:
    text = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return with_sheet(folder / "far.xlsx", form, text + b"</sheetData></worksheet>")


def far_and_lying(folder: Path, form: Path) -> Path:
    text = b"<worksheet><dimension ref='A1:B2'/><sheetData><row r = '99'><c r = 'XFD99999'><v>1</v></c></row></sheetData></worksheet>"
    return with_sheet(folder / "lying.xlsx", form, text)


def entities(folder: Path, form: Path) -> Path:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE x [<!ENTITY l0 "ha">{levels}]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row></sheetData></worksheet>'
    return with_sheet(folder / "laughs.xlsx", form, text.encode())


def entities_of_word(folder: Path, form: Path) -> Path:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{space}"><w:body><w:tbl><w:tr><w:tc><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>'
    with zipfile.ZipFile(folder / "laughs.docx", "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{levels}]>{body}')
    return folder / "laughs.docx"


def deep(folder: Path, form: Path) -> Path:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    depth = 200_000
    with zipfile.ZipFile(folder / "deep.docx", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}"><w:body>{"<w:p>" * depth}{"</w:p>" * depth}</w:body></w:document>',
        )
    return folder / "deep.docx"


def empty_rows(folder: Path, form: Path) -> Path:
    rows = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % number for number in range(1, 1_048_577))
    return with_sheet(folder / "empty.xlsx", form, b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>")


def encrypted(folder: Path, form: Path) -> Path:
    with form.open("rb") as plain, (folder / "encrypted.xlsx").open("wb") as locked:
        OOXMLFile(plain).encrypt("matkhau", locked)
    return folder / "encrypted.xlsx"


MEASURED = """
import json, resource, sys, time
from pathlib import Path
from etl.archives import receive
begun = time.monotonic()
(file,) = receive(Path(sys.argv[1]))
# Not ru_maxrss of this process: over vfork and exec it inherits the peak of the test run that started it.
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps({"code": file.problem and file.problem.code, "seconds": time.monotonic() - begun, "memory": max(own, children) / 1024}))
"""


@pytest.mark.parametrize(("make", "code"), [
    (far, "sheet_too_large"), (far_and_lying, "sheet_too_large"), (entities, "not_a_workbook"), (entities_of_word, "not_a_document"),
    (deep, "not_a_document"), (empty_rows, "sheet_too_large"), (encrypted, "encrypted"), (bomb, "file_unpacks_too_large"),
    (repeated, "not_a_workbook"), (large, "file_too_large"),
])  # fmt: skip
def test_a_hostile_file_takes_little_time_and_memory(tmp_path: Path, make, code: str) -> None:  # type: ignore[no-untyped-def]
    path = make(tmp_path, filled(tmp_path / "form.xlsx"))
    done = subprocess.run([sys.executable, "-c", MEASURED, path], capture_output=True, text=True, timeout=60, check=True)
    said = json.loads(done.stdout)
    assert said["code"] == code
    assert said["memory"] < 500  # MB
    assert said["seconds"] < 15  # the goal is 5; machines are noisy


def test_links_to_other_files_and_commands_are_only_text(run: CommandLine, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book["I Tình hình chung"]["C5"] = "=cmd|'/c calc'!A1"
        book["II.1 Văn bản"]["C5"] = "='[http://127.0.0.1/x.xlsx]Sheet1'!A1"

    (file,) = run.json("etl", "load", filled(tmp_path / "f.xlsx", change=change), "--json", status=1)["files"]
    assert {problem["code"] for problem in file["problems"]} == {"formula_without_value"}
