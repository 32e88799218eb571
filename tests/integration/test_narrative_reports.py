"""Reports in sentences: loaded as versions beside the form, their sections kept and published, what is wrong said."""

import hashlib
import io
import stat
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from sqlalchemy import select

from store import connection as db
from store import full, section_index, snapshot
from store.schema import section, submission
from tests.conftest import CommandLine
from tests.documents import REPORT, converted, report
from tests.workbooks import filled

CODES = ["opening", "I", "II.1", "II.2.1", "II.2.2", "II.3.2", "II.4", "II.5", "III", "IV.1", "V", "closing"]
HIDDEN = "thôn Mật"  # stands in II.4 only


def loaded(run: CommandLine, *args: str | Path, status: int = 0) -> list[dict[str, Any]]:
    files: list[dict[str, Any]] = run.json("etl", "load", *args, "--json", status=status)["files"]
    return files


def in_force(run: CommandLine) -> list[tuple[int, str, int]]:
    history = run.json("etl", "history", "--unit", "218", "--period", "2024-S1", "--json")
    return [(row["version"], row["file_name"], row["observations"]) for row in history if row["recorded_to"] is None]


def shown(run: CommandLine) -> tuple[float | None, float | None, str]:
    (row,) = run.json("indicators", "compute", "party_committee_women_share", "--by", "unit", "--where", "unit=218",
                      "--where", "level=district", "--where", "period=2024-S1", "--format", "json")  # fmt: skip
    return row["numerator"], row["denominator"], row["state"]


def sections_of(home: Path, *, published: bool) -> list[tuple[int, str, str]]:
    path = snapshot.current() if published else home / "store.duckdb"
    engine = db.reading(path)
    with engine.connect() as connection:
        rows = connection.execute(
            select(submission.c.version, section.c.code, section.c.content)
            .join(submission, submission.c.submission_id == section.c.submission_id)
            .order_by(submission.c.version, section.c.place)
        )
        found = [tuple(row) for row in rows]
    engine.dispose()
    db.reading.cache_clear()
    return found


def test_a_report_without_tables_is_a_version_with_sections_and_no_figures(
    run: CommandLine, home: Path, tmp_path: Path
) -> None:
    path = report(tmp_path / "bao cao.docx")
    (file,) = loaded(run, path)
    assert (file["status"], file["version"], file["observations"], file["unit_id"], file["period"]) == (
        "loaded", 1, 0, "218@2020", "2024-S1")  # fmt: skip
    assert file["sections"] == CODES
    assert {problem["severity"] for problem in file["problems"]} <= {"warning"}
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    (kept,) = (home / "received" / sha256[:2]).glob(f"{sha256}*")
    assert kept.read_bytes() == path.read_bytes()
    assert [code for _, code, _ in sections_of(home, published=False)] == CODES
    (again,) = loaded(run, path)
    assert (again["status"], again["version"]) == ("unchanged", 1)
    assert shown(run)[2] == "missing"


def test_hot_issues_and_what_is_unclassified_enter_no_public_file(run: CommandLine, home: Path, tmp_path: Path) -> None:
    lines = (*REPORT[:-2], "VI. NỘI DUNG KHÁC", "Chuyện riêng ở thôn Mật.")
    (file,) = loaded(run, report(tmp_path / "r.docx", lines))
    assert {"II.4", "unclassified"} <= set(file["sections"])
    assert [p["code"] for p in file["problems"]] == ["section_unclassified"]
    published = {code for _, code, _ in sections_of(home, published=True)}
    assert published == set(CODES) - {"opening", "closing", "II.4"}
    for path in (home / "snapshots").iterdir():
        private = path.stem.endswith(".full")
        assert private or HIDDEN.encode() not in path.read_bytes(), path
        assert stat.S_IMODE(path.stat().st_mode) == 0o600 or not private, path
    with full.reading(snapshot.current(), full.FULL).connect() as connection:
        codes = set(connection.execute(select(section.c.code)).scalars())
    assert codes == set(CODES) - {"closing"} | {"unclassified"}
    assert any(HIDDEN in text for _, _, text in sections_of(home, published=False))


def test_report_and_form_stand_beside_each_other_and_each_replaces_its_own(run: CommandLine, tmp_path: Path) -> None:
    form, first = filled(tmp_path / "form.xlsx"), report(tmp_path / "r1.docx")
    loaded(run, first, form)
    assert [name for _, name, _ in in_force(run)] == ["r1.docx", "form.xlsx"]
    assert shown(run) == (9, 41, "value")
    second = report(tmp_path / "r2.docx", tuple(line.replace("hạn hẹp", "rất hạn hẹp") for line in REPORT))
    (file,) = loaded(run, second)
    assert (file["status"], file["version"]) == ("replaced", 3)
    corrected = filled(tmp_path / "form2.xlsx", change=lambda book: book["II.3.2 Cấp huyện"].__setitem__("E5", 10))
    (file,) = loaded(run, corrected)
    assert (file["status"], file["version"]) == ("replaced", 4)
    assert [name for _, name, _ in in_force(run)] == ["r2.docx", "form2.xlsx"]
    assert shown(run) == (10, 41, "value")
    run("etl", "withdraw", "--unit", "218", "--period", "2024-S1", "--version", "3", "--reason", "gửi nhầm")
    assert [name for _, name, _ in in_force(run)] == ["form2.xlsx"]
    assert (
        run("etl", "reinstate", "--unit", "218", "--period", "2024-S1", "--version", "1", "--reason", "bản đúng").returncode
        == 0
    )
    assert (
        run("etl", "reinstate", "--unit", "218", "--period", "2024-S1", "--version", "3", "--reason", "bản sau").returncode == 0
    )
    assert [(version, name) for version, name, _ in in_force(run)] == [(4, "form2.xlsx"), (6, "r2.docx")]


def test_tables_in_a_report_are_read_as_a_part_of_the_form(run: CommandLine, tmp_path: Path) -> None:
    def table(document: Any) -> None:
        rows = [("Chỉ tiêu", "Tổng số", "Trong đó: nữ"), ("Ủy viên ban chấp hành đảng bộ cấp huyện", "41", "9")]
        made = document.add_table(len(rows), 3)
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                made.cell(r, c).text = text

    (file,) = loaded(run, report(tmp_path / "r.docx", change=table))
    assert (file["status"], file["observations"], file["sections"]) == ("loaded", 2, CODES)
    assert shown(run) == (9, 41, "value")
    different = filled(tmp_path / "form.xlsx", change=lambda book: book["II.3.2 Cấp huyện"].__setitem__("E5", 10))
    (file,) = loaded(run, different)
    assert file["status"] == "loaded"
    assert shown(run) == (10, 41, "value")


def test_unit_and_period_come_from_the_command_where_the_report_does_not_say(run: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    document = docx.Document()
    for line in REPORT[3:]:
        document.add_paragraph(line)
    document.save(str(path))
    (file,) = loaded(run, path, status=1)
    assert {"period_not_told"} <= {problem["code"] for problem in file["problems"]}
    (file,) = loaded(run, path, "--unit", "218", "--period", "2024-S1")
    assert (file["status"], file["unit_id"]) == ("loaded", "218@2020")


def test_old_word_and_pdf_are_read_and_without_libreoffice_the_officer_is_told(run: CommandLine, tmp_path: Path) -> None:
    path = report(tmp_path / "r.docx")
    doc, pdf = converted(path, "doc"), converted(path, "pdf")
    nowhere = {"PATH": str(Path(sys.executable).parent)}
    done = run("etl", "load", doc, env=nowhere)
    assert done.returncode == 1
    assert "LibreOffice" in done.stdout
    (file,) = loaded(run, doc)
    assert (file["status"], file["sections"]) == ("loaded", CODES)
    (file,) = loaded(run, pdf)
    assert (file["status"], file["sections"]) == ("replaced", CODES)
    assert [problem["code"] for problem in file["problems"]] == ["pdf_tables_not_read"]


def encrypted(folder: Path) -> Path:
    with report(folder / "plain.docx").open("rb") as plain, (folder / "locked.docx").open("wb") as locked:
        OOXMLFile(plain).encrypt("matkhau", locked)
    return folder / "locked.docx"


def truncated(folder: Path) -> Path:
    (folder / "cut.docx").write_bytes(report(folder / "plain.docx").read_bytes()[:9000])
    return folder / "cut.docx"


def many_tables(folder: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("I. Tình hình chung")
    document.add_table(1, 2)
    one = "<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(folder / "tables.docx", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(
                name,
                content.replace(b"<w:sectPr", one.encode() * 10_000 + b"<w:sectPr") if name == "word/document.xml" else content,
            )
    return folder / "tables.docx"


def nothing(folder: Path) -> Path:
    docx.Document().save(str(folder / "empty.docx"))
    return folder / "empty.docx"


def invitation(folder: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("Kính mời đồng chí dự họp.")
    document.save(str(folder / "letter.docx"))
    return folder / "letter.docx"


def scan(folder: Path) -> Path:
    pages = pypdfium2.PdfDocument.new()
    pages.new_page(595, 842)
    pages.save(str(folder / "scan.pdf"))
    return folder / "scan.pdf"


def broken_pdf(folder: Path) -> Path:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n" + b"x" * 500)
    return folder / "broken.pdf"


@pytest.fixture(scope="module")
def untouched(empty_home: Path) -> CommandLine:
    """The command line on a folder that refused files must leave as it is."""
    return CommandLine(empty_home)


@pytest.mark.parametrize(("make", "code"), [
    (encrypted, "encrypted"), (truncated, "not_a_document"), (many_tables, "too_many_tables"), (nothing, "document_empty"),
    (invitation, "no_sections"), (scan, "pdf_scanned"), (broken_pdf, "pdf_not_readable"),
])  # fmt: skip
def test_what_cannot_be_a_report_is_refused_with_advice(untouched: CommandLine, tmp_path: Path, make: Any, code: str) -> None:
    (file,) = loaded(untouched, make(tmp_path), "--dry-run", "--unit", "218", "--period", "2024-S1", status=1)
    assert file["status"] == "rejected"
    errors = {problem["code"]: problem["message"] for problem in file["problems"] if problem["severity"] == "error"}
    assert set(errors) == {code}
    assert "Hãy" in errors[code]


def test_macros_are_not_run_and_the_officer_is_warned(run: CommandLine, tmp_path: Path) -> None:
    path = report(tmp_path / "r.docx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    (file,) = loaded(run, path.rename(tmp_path / "r.docm"))
    assert file["status"] == "loaded"
    assert "macros_not_run" in {problem["code"] for problem in file["problems"]}


def test_search_finds_with_and_without_tone_marks_also_when_the_index_is_gone(
    run: CommandLine, home: Path, tmp_path: Path
) -> None:
    plain = tuple(line.replace("Kinh phí còn hạn hẹp.", "Kinh phi con han hep, thieu can bo.") for line in REPORT)
    loaded(run, report(tmp_path / "r.docx", plain))
    path = section_index.index_of(snapshot.current_id() or "")
    with db.reading(snapshot.current()).connect() as connection:
        again = section_index.in_memory(section_index.parts(connection, ("II.2.2", "II.5", "III")))
    for index in (section_index.opened(path), again):

        def codes(text: str, **where: Any) -> list[tuple[str, bool]]:
            return [(found.part.code, found.together) for found in section_index.search(index, text, **where)]  # noqa: B023

        assert codes("bạo lực") == codes("bao luc") == codes("BẠO LỰC gia đình") == [("II.2.2", True)]
        assert codes("lực bạo") == [("II.2.2", False)]
        assert codes("báo lúc") == []
        assert codes("hạn hẹp") == [("III", True)]  # written without marks
        assert codes("bao luc", code="II.2") == [("II.2.2", True)]
        assert codes("bao luc", code="III") == codes("bao luc", period="2024") == codes("bao luc", units=["215@2020"]) == []
        assert codes('"*(') == codes("") == []
    db.reading.cache_clear()
