"""The two-page brief: one content in two formats, marked, at most two pages."""

import io
import re
import subprocess
from pathlib import Path

import pytest
from docx import Document

from tests.conftest import CommandLine


def pages(path: Path) -> int:
    told = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    return int(re.findall(r"Pages:\s+(\d+)", told)[0])


def text_of(pdf: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout


def texts_of(docx: Path) -> str:
    document = Document(io.BytesIO(docx.read_bytes()))
    told = [paragraph.text for paragraph in document.paragraphs]

    def cells(tables: list) -> None:  # type: ignore[type-arg]
        for table in tables:
            for row in table.rows:
                for cell in row.cells:
                    told.extend(paragraph.text for paragraph in cell.paragraphs)
                    cells(cell.tables)

    cells(document.tables)
    return "\n".join(told)


@pytest.mark.parametrize("unit", [(), ("--unit", "07444"), ("--unit", "218"), ("--unit", "24@2020")])
def test_at_most_two_pages_and_marked(on_full: CommandLine, tmp_path: Path, unit: tuple[str, ...]) -> None:
    out = tmp_path / "brief.pdf"
    done = on_full("reports", "brief", *unit, "--out", out)
    assert done.returncode == 0, done.stderr
    assert pages(out) <= 2
    assert "SỐ LIỆU MINH HỌA" in text_of(out)


def test_both_formats_say_the_same(on_full: CommandLine, tmp_path: Path) -> None:
    pdf, docx = tmp_path / "brief.pdf", tmp_path / "brief.docx"
    for out in (pdf, docx):
        assert on_full("reports", "brief", "--out", out).returncode == 0
    one, other = text_of(pdf), texts_of(docx)
    assert "thiếu 43 nữ" in re.sub(r"\s+", " ", one)
    assert "thiếu 43 nữ" in other
    # Line breaks and page numbers apart, the same numbers.
    numbers = r"\d[\d.,/%]*"
    assert set(re.findall(numbers, other)) - set(re.findall(numbers, one)) <= set(re.findall(numbers, one.replace("-\n", "")))
    subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", tmp_path / "office", docx],
                   check=True, capture_output=True)  # fmt: skip
    assert pages(tmp_path / "office" / "brief.pdf") <= 2


def test_an_office_without_reports_explains_itself(run: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "brief.docx"
    assert run("reports", "brief", "--unit", "07444", "--out", out).returncode == 0
    told = texts_of(out)
    assert "SỐ LIỆU MINH HỌA" not in told
    assert "chưa có số liệu" in told or "Không có yêu cầu nào có số liệu" in told


def test_the_same_brief_twice(on_full: CommandLine, tmp_path: Path) -> None:
    told = []
    for name in ("one.docx", "two.docx"):
        on_full("reports", "brief", "--at", "2026-11-20", "--out", tmp_path / name)
        told.append(texts_of(tmp_path / name))
    assert told[0] == told[1]


def test_wrong_files_are_refused(on_full: CommandLine, tmp_path: Path) -> None:
    done = on_full("reports", "brief", "--out", tmp_path / "brief.odt")
    assert done.returncode == 2
    assert ".pdf, .docx" in done.stderr
    assert on_full("reports", "brief", "--out", tmp_path / "nowhere" / "brief.pdf").returncode == 2
    assert not list(tmp_path.iterdir())
