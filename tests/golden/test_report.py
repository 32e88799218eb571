"""The consolidated report over the demonstration data: its headings, sentences, tables and numbers, against kept texts.

`make golden` writes them anew; the difference is read in review.
"""

import io
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from catalogue.definitions import Definitions
from reports.official import service

FOLDER = Path(__file__).parent / "reports"


def lines(content: bytes) -> list[str]:
    """The body as it is read, a row of a table in a line; without the annex of sources, which names the snapshot."""
    body = Document(io.BytesIO(content)).element.body
    found = []
    for node in body:
        if node.tag == qn("w:p"):
            found.append(_read(node))
        elif node.tag == qn("w:tbl"):
            found += [" | ".join(_read(cell) for cell in row.iter(qn("w:tc"))) for row in node.iter(qn("w:tr"))]
        if found and found[-1] == "NGUỒN CỦA TỪNG SỐ LIỆU TRONG BÁO CÁO":
            break
    return [line.rstrip() for line in found if line.strip(" |")]


def _read(node: object) -> str:
    return "".join(text.text or "" for text in node.iter(qn("w:t")))  # type: ignore[attr-defined]


@pytest.mark.parametrize("period", ["2024-S1", "2024", "2026-S1"])
def test_report(full: Path, known: Definitions, period: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    built, _, _ = service.made(known, period, narrative=tmp_path / "none.xlsx")
    written = "\n".join(lines(built.docx)) + "\n"
    path = FOLDER / f"{period}.txt"
    if request.config.getoption("--golden-write"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(written, encoding="utf-8")
    assert written == path.read_text(encoding="utf-8")
    assert "None" not in written
    assert "{{" not in written
