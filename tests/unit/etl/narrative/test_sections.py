"""Sections of the outline in all the ways in which units write headings."""

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from catalogue.definitions import Definitions
from catalogue.text import unmarked
from etl.legacy import LegacyText
from etl.narrative.blocks import Document, Paragraph
from etl.narrative.printed_text import read_pdf
from etl.narrative.sections import Section, Sections
from etl.narrative.word import read_word
from tests.documents import REPORT, converted, report

CODES = ["opening", "I", "II.1", "II.2.1", "II.2.2", "II.3.2", "II.4", "II.5", "III", "IV.1", "V", "closing"]


@pytest.fixture(scope="module")
def cut(known: Definitions) -> Callable[[Document], list[Section]]:
    cutter = Sections(known.outline, LegacyText(known.legacy_letters))
    return lambda document: [section for section in cutter.cut(document) if section.lines]


def document(*lines: str | tuple[str, bool]) -> Document:
    """Lines as paragraphs; (text, True) is bold."""
    texts = [line if isinstance(line, tuple) else (line, False) for line in lines]
    return Document([Paragraph(n, text, bold=bold) for n, (text, bold) in enumerate(texts, start=1)])


def codes(sections: list[Section]) -> list[str]:
    return [section.code for section in sections]


def test_every_paragraph_is_in_exactly_one_section_or_a_heading(cut: Any) -> None:
    sections = cut(document(*REPORT))
    assert codes(sections) == CODES
    for section in sections:
        for place, line in enumerate(section.lines):
            assert REPORT[section.first + place - 1].endswith(line)
        assert section.last == section.first + len(section.lines) - 1
    run_in = next(section for section in sections if section.code == "IV.1")
    assert (run_in.heading, run_in.text) == ("1. Với lãnh đạo tỉnh", "bố trí kinh phí hằng năm.")


@pytest.mark.parametrize("change", [
    str.upper, unmarked, lambda text: unicodedata.normalize("NFC", unmarked(text)).upper(),
    lambda text: text.replace(". ", "/ ", 1), lambda text: text.replace(". ", " - ", 1), lambda text: text.replace("ệ", "ê"),
    lambda text: text.replace("I.", "I:").replace("V.", "V:"),
], ids=["capitals", "no marks", "capitals without marks", "slash", "dash", "wrong marks", "colons"])  # fmt: skip
def test_spellings_of_headings(cut: Any, change: Callable[[str], str]) -> None:
    headings = {
        "I. TÌNH HÌNH CHUNG",
        "III. KHÓ KHĂN, VƯỚNG MẮC",
        *(line for line in REPORT if line[0] in "12345IV" and len(line) < 80),
    }
    run_in = "1. Với lãnh đạo tỉnh: bố trí kinh phí hằng năm."
    lines = [change(line) if line in headings - {run_in} else line for line in REPORT]
    assert codes(cut(document(*lines))) == CODES


def test_headings_without_numbers_told_by_being_bold(cut: Any) -> None:
    bare = {line: (line.partition(" ")[2], True) for line in REPORT if line.split(" ")[0].rstrip(".").replace(".", "").isdecimal()
            or line.split(".")[0] in ("I", "II", "III", "IV", "V")}  # fmt: skip
    assert codes(cut(document(*(bare.get(line, line) for line in REPORT)))) == CODES


def test_decimal_numbers_throughout_and_parts_in_words(cut: Any) -> None:
    found = cut(document("1. Đặc điểm tình hình", "a.", "2. Kết quả hoạt động", "2.2.2. Hoạt động thường xuyên", "b.",
                         "2.3.3 Khó khăn", "c.", "PHẦN THỨ BA: TỒN TẠI, HẠN CHẾ", "d.", "Phần IV. Đề xuất, kiến nghị", "e."))  # fmt: skip
    assert [(section.code, section.text) for section in found] == [
        ("I", "a."), ("II.2.2", "b."), ("II.3.3", "c."), ("III", "d."), ("IV", "e.")]  # fmt: skip


def test_numbered_lines_of_the_text_are_no_headings(cut: Any) -> None:
    found = cut(document("I. Tình hình chung", "x", "III. Khó khăn, vướng mắc", ("1. Khó khăn", True), "ít tiền", ("2. Nguyên nhân", True), "y",
                         "V. Phương hướng", "1. Tiếp tục tham mưu chính sách về cán bộ nữ cho cấp ủy các cấp", "2. Công tác tổ chức cán bộ",
                         "- Khó khăn, vướng mắc: không"))  # fmt: skip
    assert codes(found) == ["I", "III", "V"]
    assert len(found[2].lines) == 3


def test_what_fits_nowhere_is_unclassified_until_the_next_heading(cut: Any) -> None:
    found = cut(document("I. Tình hình chung", "x", "VI. MỘT SỐ HÌNH ẢNH HOẠT ĐỘNG", "ảnh 1", "III. Khó khăn, vướng mắc", "y"))
    assert [(section.code, section.heading, section.text) for section in found] == [
        ("I", "I. Tình hình chung", "x"), ("unclassified", "VI. MỘT SỐ HÌNH ẢNH HOẠT ĐỘNG", "ảnh 1"),
        ("III", "III. Khó khăn, vướng mắc", "y")]  # fmt: skip


def test_the_title_of_a_report_is_not_its_second_part(cut: Any) -> None:
    found = cut(document(("KẾT QUẢ HOẠT ĐỘNG VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ", True), "I. Tình hình chung", "x"))
    assert codes(found) == ["opening", "I"]


def test_a_text_without_headings_has_no_sections(cut: Any) -> None:
    assert cut(document("Giấy mời", "Kính mời đồng chí dự họp.")) == []


def test_old_fonts_are_brought_to_unicode(cut: Any, known: Definitions) -> None:
    old = {letter.letter: letter.text for letter in known.legacy_letters if letter.encoding == "tcvn3"}

    def encoded(text: str) -> str:
        return "".join(old.get(letter, letter) for letter in (text if text.isascii() else text.lower()))

    found = cut(document(*(encoded(line) for line in REPORT)))
    assert codes(found) == CODES
    assert "bạo lực gia đình" in next(section.text for section in found if section.code == "II.2.2")


def automatic(path: Path) -> Path:
    """Headings that Word numbers: no number stands in their text."""
    made = docx.Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (kind, text) in enumerate((("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3.")))
    )
    root = made.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="70">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="7"><w:abstractNumId w:val="70"/></w:num>'))
    for depth, text in ((0, "Đặc điểm chung"), (None, "x"), (0, "Kết quả"), (1, "Kế hoạch"), (1, "Tổ chức"), (2, "Công tác tổ chức"),
                        (None, "y"), (2, "Hoạt động"), (None, "z")):  # fmt: skip
        paragraph = made.add_paragraph(text)
        if depth is not None:
            number = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="7"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(number))
    made.save(str(path))
    return path


def test_numbers_that_word_writes_are_read(tmp_path: Path) -> None:
    texts = [paragraph.text for paragraph in read_word(automatic(tmp_path / "a.docx").read_bytes()).paragraphs]
    assert texts == ["I. Đặc điểm chung", "x", "II. Kết quả", "1. Kế hoạch", "2. Tổ chức", "2.1. Công tác tổ chức", "y",
                     "2.2. Hoạt động", "z"]  # fmt: skip


def test_word_styles_breaks_bold_and_deletions(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("I. Tình hình chung", 1)
    paragraph = made.add_paragraph()
    paragraph.add_run("Đậm:").bold = True
    paragraph.add_run(" thường")
    made.add_paragraph("một\nhai")
    gone = made.add_paragraph("còn ")
    gone._p.append(parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="a"><w:r><w:delText>xóa</w:delText></w:r></w:del>'))
    frame = made.add_table(1, 1)
    frame.cell(0, 0).text = "trong khung"
    made.save(str(tmp_path / "s.docx"))
    found = read_word((tmp_path / "s.docx").read_bytes())
    assert [(p.text, p.heading, p.bold, p.lead) for p in found.paragraphs] == [
        ("I. Tình hình chung", True, True, ""), ("Đậm: thường", False, False, "Đậm:"), ("một", False, False, ""),
        ("hai", False, False, ""), ("còn", False, False, ""), ("trong khung", False, False, "")]  # fmt: skip
    assert found.tables == []


def test_a_pdf_of_libreoffice_has_the_same_sections(cut: Any, tmp_path: Path) -> None:
    long = "Trong kỳ, huyện tập trung chuẩn bị đại hội đảng bộ các cấp; " * 6 + "hết."
    lines = tuple(long if line.startswith("Huyện có 25") else line for line in REPORT)
    pdf = converted(report(tmp_path / "r.docx", lines), "pdf")
    found = cut(read_pdf(pdf.read_bytes()))
    assert codes(found) == CODES
    assert next(section for section in found if section.code == "I").lines == [" ".join(long.split())]
