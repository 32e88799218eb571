"""Files made to exhaust the machine, and formats that only LibreOffice writes."""

import json
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest

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


def entities(folder: Path, form: Path) -> Path:
    return with_sheet(
        folder / "entities.xlsx", form, b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    )


def far(folder: Path, form: Path) -> Path:
    book = openpyxl.load_workbook(form)
    book.worksheets[1]["XFD1048576"] = 1
    book.save(folder / "far.xlsx")
    return folder / "far.xlsx"


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
        (bomb, "file_unpacks_too_large"), (entities, "file_declares_entities"), (far, "sheet_too_far"),
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
