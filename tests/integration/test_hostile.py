"""Files made to exhaust the machine, and formats that only LibreOffice writes."""

import json
import subprocess
import zipfile
from pathlib import Path

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
