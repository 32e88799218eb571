"""The official report: structure, numbers as fields, verification before and after a correction, bad input."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from catalogue.definitions import Definitions
from catalogue.paths import DATA
from reports.official import controls
from reports.official.carried import carried_by
from tests.conftest import CommandLine
from tests.integration.test_load import set_cell
from tests.workbooks import filled

PERIOD = ("--period", "2024-S1")
WOMEN = ("II.3.2 Cấp huyện", "E5")
HEADINGS = (
    "I. TÌNH HÌNH CHUNG", "II. KẾT QUẢ TRIỂN KHAI CÁC NHIỆM VỤ CỦA BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ",
    "1. Triển khai chiến lược, chương trình, kế hoạch", "2. Tổ chức và hoạt động thường xuyên của Ban vì sự tiến bộ của phụ nữ",
    "2.1. Công tác tổ chức", "2.2. Hoạt động thường xuyên", "3. Kết quả thực hiện công tác cán bộ nữ",
    "3.1. Tham mưu chính sách về cán bộ nữ làm lãnh đạo, quản lý", "3.2. Kết quả về công tác cán bộ nữ",
    "3.3. Khó khăn, nguyên nhân, giải pháp", "4. Những vấn đề nổi cộm tác động đến phụ nữ và trẻ em gái",
    "5. Công tác phối hợp liên ngành", "III. KHÓ KHĂN, VƯỚNG MẮC", "IV. KIẾN NGHỊ, ĐỀ XUẤT", "1. Với lãnh đạo tỉnh",
    "2. Với Ủy ban Quốc gia Vì sự tiến bộ của phụ nữ Việt Nam", "3. Với các cơ quan khác", "V. PHƯƠNG HƯỚNG, NHIỆM VỤ",
)  # fmt: skip


def built(run: CommandLine, out: Path, *more: str | Path) -> Any:
    """Build the consolidated report with a working file of its own; return the document."""
    done = run("reports", "build", *PERIOD, "--out", out, "--narrative", out.with_suffix(".xlsx"), *more)
    assert done.returncode == 0, done.stderr
    return Document(str(out))


def told(document: Any) -> str:
    """All text of the body as it is read."""
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p")))


def verdict(run: CommandLine, path: Path, status: int) -> Any:
    return run.json("reports", "verify", path, "--json", status=status)


def edit(path: Path, field: str, text: str) -> None:
    """Type over a number, as a person does in Word."""
    document = Document(str(path))
    control = next(s for s in document.element.body.iter(qn("w:sdt")) if s.find(f".//{qn('w:tag')}").get(qn("w:val")) == field)
    control.find(f".//{qn('w:t')}").text = text
    document.save(str(path))


@pytest.fixture(scope="module")
def report(full_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report") / "r.docx"
    built(CommandLine(full_home), out)
    return out


def test_the_outline_and_the_page(report: Path) -> None:
    document = Document(str(report))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert tuple(heading for heading in headings if not heading.startswith("PHỤ LỤC")) == HEADINGS
    page = document.sections[0]
    assert (round(page.page_width / Mm(1)), round(page.page_height / Mm(1))) == (210, 297)
    assert 20 <= round(page.top_margin / Mm(1)) <= 25
    assert 30 <= round(page.left_margin / Mm(1)) <= 35
    assert 15 <= round(page.right_margin / Mm(1)) <= 20
    assert page.different_first_page_header_footer
    assert not page.first_page_header.paragraphs[0].text, "no number on the first page"
    assert "PAGE" in page.header._element.xml
    assert document.sections[-1].page_width > document.sections[-1].page_height, "annexes lie on their side"
    for section in document.sections:
        assert "SỐ LIỆU MINH HỌA" in section.footer.paragraphs[0].text
    normal = document.styles["Normal"]
    assert (normal.font.name, normal.font.size.pt) == ("Times New Roman", 14)
    assert "None" not in told(document)
    assert "{{" not in told(document)


def test_numbers_are_those_of_the_indicators(report: Path, on_full: CommandLine) -> None:
    entries = {entry.field: entry for entry in carried_by(Document(str(report))).entries}  # type: ignore[union-attr]
    rows = on_full.json("indicators", "compute", "party_committee_women_share", "--by", "level,period",
                        "--where", "period=2024-S1", "--format", "json")  # fmt: skip
    for row in rows:
        share = entries[f"cap_uy.{row['level']}.ty_le"]
        assert share.text == f"{row['value']:.1f}%".replace(".", ",")
        assert (share.told["numerator"], share.told["denominator"]) == (row["numerator"], row["denominator"])
        assert share.told["cells_count"] > 0
    text = told(Document(str(report)))
    assert "báo cáo của 9/10 huyện, thị xã, thành phố và 36/38 sở, ban, ngành, đoàn thể" in text
    assert "cấp huyện 76/362 (21,0%, tăng 0,5 điểm phần trăm)" in text
    assert "chưa gửi báo cáo: Thành phố Bắc Giang." in text


def test_every_number_in_a_table_is_a_field(report: Path) -> None:
    body = Document(str(report)).element.body
    bare = []
    for cell in body.iter(qn("w:tc")):
        rest = "".join(t.text or "" for t in cell.iter(qn("w:t")) if not any(t.iterancestors(qn("w:sdt"))))
        if rest.strip(" /()–…x+−%").isdigit():
            bare.append(rest.strip(" /()–…x+−%"))
    numbering = [text for text in bare if int(text) <= 38]
    assert len(bare) == len(numbering), "only the numbers of rows are plain"
    assert len(numbering) == 2 * (10 + 38)


def test_what_stays_with_the_committee(report: Path) -> None:
    with zipfile.ZipFile(report) as package:
        whole = b"".join(package.read(name) for name in package.namelist()).decode("utf-8", "ignore")
    assert "chưa được đưa vào báo cáo này" in told(Document(str(report)))
    for element in ("violence", "trafficking", "hot_issues", "child_abuse", "II.4 Vấn đề"):
        assert element not in whole


def test_a_fresh_report_is_supported_also_through_libreoffice(report: Path, on_full: CommandLine, tmp_path: Path) -> None:
    found = verdict(on_full, report, 0)
    assert (found["findings"], found["without_tag"]) == ([], 0)
    assert found["numbers"] > 2000
    subprocess.run(["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "docx",
                    "--outdir", tmp_path / "office", report], check=True, capture_output=True)  # fmt: skip
    again = verdict(on_full, tmp_path / "office" / "r.docx", 0)
    assert (again["findings"], again["numbers"]) == ([], found["numbers"])


def test_a_number_edited_by_hand_and_one_taken_out(report: Path, on_full: CommandLine, tmp_path: Path) -> None:
    copy = tmp_path / "copy.docx"
    shutil.copy(report, copy)
    edit(copy, "cap_uy.district.ty_le", "99,9%")
    document = Document(str(copy))
    control = next(
        s
        for s in document.element.body.iter(qn("w:sdt"))
        if s.find(f".//{qn('w:tag')}").get(qn("w:val")) == "ke_hoach.chung.so"
    )
    control.getparent().remove(control)
    document.save(str(copy))
    findings = verdict(on_full, copy, 1)["findings"]
    told = {(one["kind"], one["field"], one["printed"], one["shown"], one["now"]) for one in findings}
    assert told == {
        ("edited", "cap_uy.district.ty_le", "21,0%", "99,9%", "21,0%"),
        ("vanished", "ke_hoach.chung.so", "97", "", "97"),
    }
    edited = next(one for one in findings if one["kind"] == "edited")
    assert edited["heading"] == "3.2. Kết quả về công tác cán bộ nữ"
    words = on_full("reports", "verify", copy).stdout
    assert "Sửa tay trong văn bản: lập ra 21,0%, nay ghi 99,9%" in words
    assert "Edited by hand" in on_full("reports", "verify", copy, "--lang", "en").stdout


def test_a_correction_names_exactly_the_affected_numbers(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", filled(tmp_path / "one.xlsx"), "--json")
    out = tmp_path / "r.docx"
    document = built(run, out)
    assert "SỐ LIỆU MINH HỌA" not in "".join(p.text for p in document.sections[0].footer.paragraphs)
    assert verdict(run, out, 0)["findings"] == []
    run.json("etl", "load", filled(tmp_path / "two.xlsx", change=set_cell(*WOMEN, 10)), "--json")
    findings = verdict(run, out, 1)["findings"]
    assert {(one["kind"], one["field"], one["printed"], one["now"]) for one in findings} == {
        ("changed", "cap_uy.district.nu", "9", "10"),
        ("changed", "cap_uy.district.ty_le", "22,0%", "24,4%"),
        ("changed", "cap_uy.district.218@2020.nu", "9", "10"),
        ("changed", "cap_uy.district.218@2020.ty_le", "22,0%", "24,4%"),
        ("changed", "muc_tieu.nq26_committee_women_20_25_2030.district.nu", "9", "10"),
        ("changed", "muc_tieu.nq26_committee_women_20_25_2030.district.ty_le", "22,0%", "24,4%"),
    }
    built(run, out)
    assert verdict(run, out, 0)["findings"] == []


def test_narrative_is_chosen_ordered_and_never_reworded(run: CommandLine, tmp_path: Path) -> None:
    def write(text: str, path: Path) -> Path:
        def change(book: Any) -> None:
            book["I Tình hình chung"]["C5"] = text
            book["II.5 đến V"]["C7"] = "Đề nghị tỉnh bố trí kinh phí."

        return filled(path, change=change)

    run.json("etl", "load", write("Câu một. Câu hai. Câu ba.", tmp_path / "one.xlsx"), "--json")
    out, file = tmp_path / "r.docx", tmp_path / "r.xlsx"
    assert "- Huyện Lục Nam: Câu một. Câu hai. Câu ba." in told(built(run, out))
    import openpyxl

    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    rows["I"][4].value = "Câu một. Câu ba."
    rows["IV"][0].value = "IV.1"
    sheet.append(["V", 1, "x", None, "Đoạn của cán bộ <&>."])
    sheet.append(["II.4", 1, "x", None, "Không được đưa ra."])
    book.save(file)
    done = run("reports", "build", *PERIOD, "--out", out, "--narrative", file)
    assert "II.4" in done.stdout
    text = told(Document(str(out)))
    assert "- Huyện Lục Nam: Câu một. Câu ba.\n" in text
    assert "Đoạn của cán bộ <&>." in text
    assert "Không được đưa ra" not in text
    assert (
        text.index("1. Với lãnh đạo tỉnh") < text.index("Đề nghị tỉnh bố trí kinh phí") < text.index("2. Với Ủy ban Quốc gia")
    )
    run.json("etl", "load", write("Câu một. Câu hai đã sửa.", tmp_path / "two.xlsx"), "--json")
    done = run("reports", "build", *PERIOD, "--out", out, "--narrative", file)
    assert "Đơn vị đã sửa đoạn trích, dùng bản mới (1): I: Huyện Lục Nam" in done.stdout
    text = told(Document(str(out)))
    assert "Câu hai đã sửa." in text
    assert "Đoạn của cán bộ <&>." in text
    book = openpyxl.load_workbook(file)
    next(row for row in book.worksheets[0].iter_rows(min_row=2) if row[0].value == "I")[4].value = "Lời của người khác."
    book.save(file)
    done = run("reports", "build", *PERIOD, "--out", out, "--narrative", file)
    assert "bị sửa lời văn" in done.stdout
    assert "Lời của người khác" not in told(Document(str(out)))


@pytest.mark.parametrize(
    ("period", "word"),
    [("2099", "Không có kỳ báo cáo"), ("2016", "không thu thập"), ("2026", "Chưa có đơn vị nào có báo cáo Năm 2026")],
)
def test_a_period_without_data_writes_nothing(on_full: CommandLine, tmp_path: Path, period: str, word: str) -> None:
    out = tmp_path / "r.docx"
    done = on_full("reports", "build", "--period", period, "--out", out, "--narrative", tmp_path / "n.xlsx")
    assert done.returncode in (1, 2)
    assert word in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_misspelt_field_names_template_field_and_what_exists(full_home: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    phrases = data / "report" / "phrases.jinja"
    phrases.write_text(phrases.read_text().replace("{{ v.bao_cao }}", "{{ v.bao_caoo }}"), encoding="utf-8")
    out = tmp_path / "r.docx"
    run = CommandLine(full_home)
    ask = ("reports", "build", *PERIOD, "--out", out, "--narrative", tmp_path / "n.xlsx")
    done = run(*ask, env={"VSTBPN_DATA": str(data)})
    assert done.returncode == 1, done.stdout
    assert "bao_caoo" in done.stderr
    assert "consolidated.docx" in done.stderr
    assert "phai_bao_cao" in done.stderr
    phrases.write_text("{% macro dem( %}", encoding="utf-8")
    assert "viết sai" in run(*ask, env={"VSTBPN_DATA": str(data)}).stderr
    (data / "report" / "consolidated.docx").write_bytes(b"no document")
    assert "Không mở được mẫu" in run(*ask, env={"VSTBPN_DATA": str(data)}).stderr
    assert not out.exists()


def test_what_is_no_report_is_said(on_full: CommandLine, report: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.docx"
    Document().save(str(other))
    for path, content, word in (
        (other, None, "không mang danh sách"),
        (tmp_path / "cut.docx", report.read_bytes()[:5000], "Không mở được"),
        (tmp_path / "text.docx", b"text", "Không mở được"),
        (tmp_path / "none.docx", None, "Không mở được"),
    ):
        if content is not None:
            path.write_bytes(content)
        done = on_full("reports", "verify", path)
        assert done.returncode == 2
        assert word in done.stderr


def test_the_report_of_one_unit(on_full: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "unit.docx"
    assert on_full("reports", "unit", "--unit", "218", *PERIOD, "--out", out).returncode == 0
    text = told(Document(str(out)))
    assert "HUYỆN LỤC NAM" in text
    assert "Lục Nam, ngày" in text
    assert "- Ban chấp hành (nữ/tổng số): cấp huyện 5/39" in text
    assert "[Đơn vị điền:" in text
    assert verdict(on_full, out, 0)["unit_id"] == "218@2020"
    silent = on_full("reports", "unit", "--unit", "213", *PERIOD, "--out", tmp_path / "none.docx")
    assert silent.returncode == 1
    assert "chưa có báo cáo" in silent.stderr
    assert not (tmp_path / "none.docx").exists()


def test_pdf_and_its_absence(on_full: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "unit.pdf"
    assert on_full("reports", "unit", "--unit", "Sở Nội vụ", *PERIOD, "--out", out).returncode == 0
    assert out.read_bytes().startswith(b"%PDF")
    bare = {"PATH": str(tmp_path)}
    done = on_full("reports", "unit", "--unit", "218", *PERIOD, "--out", tmp_path / "no.pdf", env=bare)
    assert done.returncode == 1
    assert "LibreOffice" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["unit.pdf"]


def test_same_data_same_numbers(full_home: Path, report: Path, tmp_path: Path) -> None:
    built(CommandLine(full_home), tmp_path / "again.docx")
    one, other = (
        [(place.field, place.text) for place in controls.read(Document(str(path)).element.body)]
        for path in (report, tmp_path / "again.docx")
    )
    assert one == other
    assert len(one) > 2000


def test_tags_fit_into_word(report: Path) -> None:
    tags = [place.field or "" for place in controls.read(Document(str(report)).element.body)]
    assert max(map(len, tags)) <= 64


def test_definitions_refuse_what_does_not_exist(known: Definitions, full_home: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    path = data / "report" / "figures.yaml"
    content = yaml.safe_load(io.StringIO(path.read_text(encoding="utf-8")))
    content["items"][0]["indicator"] = "nothing_like_it"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    done = CommandLine(full_home)("reports", "build", *PERIOD, "--out", tmp_path / "r.docx", env={"VSTBPN_DATA": str(data)})
    assert done.returncode == 2
    assert "nothing_like_it" in done.stderr
