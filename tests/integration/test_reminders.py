"""Letters that remind units: what each says, one document or many, nothing taken for a field."""

import datetime as dt
import io
import zipfile

import pytest
from docx import Document

from catalogue.definitions import Definitions
from reports.official.reminders import NAMED, Reminder, letters, zipped

DAY = dt.date(2026, 6, 22)
LINK = "http://may-chu.example/nop-bao-cao?don_vi=07210&ky=2026-S1"


def read(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def reminder(known: Definitions, status: str, days: int, *, empty: int = 0, comment: str = "") -> Reminder:
    unit = known.geography.units["07210@2025-07"]
    cells = tuple(f"II.2.1: Ủy viên {n}" for n in range(empty))
    return Reminder(unit, status, known.periods["2026-S1"].due_date, days, LINK, cells, comment)


@pytest.mark.parametrize(
    ("status", "days", "said"),
    [
        ("missing", -12, "Đến nay đã quá hạn 12 ngày"),
        ("not_yet_due", 5, "đúng hạn (còn 5 ngày)"),
        ("returned", -3, "trả lại báo cáo của đơn vị để hoàn thiện, với ý kiến: “Xem lại {{ số }} & <nữ>”"),
        ("rejected", -3, "Tệp đơn vị gửi chưa nhận được vì còn lỗi"),
        ("partial", -3, "còn 10 ô bắt buộc chưa có số liệu"),
    ],
)
def test_a_letter_says_what_is_asked(known: Definitions, status: str, days: int, said: str) -> None:
    one = reminder(known, status, days, empty=10 if status == "partial" else 0, comment="Xem lại {{ số }} & <nữ>")
    text = read(letters(known, known.periods["2026-S1"], [one], DAY, "SỐ LIỆU MINH HỌA"))
    assert said in text
    assert "Kính gửi: Phường Bắc Giang." in text
    assert "có hạn gửi là ngày 10/06/2026" in text
    assert "BAN VÌ SỰ TIẾN BỘ\nCỦA PHỤ NỮ" in text
    assert "Bắc Ninh, ngày 22 tháng 6 năm 2026" in text
    assert LINK in text
    assert "SỐ LIỆU MINH HỌA" in text
    assert "{%" not in text
    assert (f"(và {10 - NAMED} ô khác" in text) == (status == "partial")


def test_one_document_with_all_or_one_for_each(known: Definitions) -> None:
    period = known.periods["2026-S1"]
    two = [reminder(known, "missing", -1), reminder(known, "returned", -1, comment="Thiếu số nữ")]
    whole = Document(io.BytesIO(letters(known, period, two, DAY)))
    assert sum(paragraph.text.startswith("Kính gửi") for paragraph in whole.paragraphs) == 2
    breaks = sum('w:type="page"' in paragraph._p.xml for paragraph in whole.paragraphs)
    assert breaks == 1, "each on a page of its own, none after the last"
    with zipfile.ZipFile(io.BytesIO(zipped(known, period, two[:1], DAY))) as archive:
        assert archive.namelist() == ["2026-S1-07210_2025-07.docx"]
        assert "quá hạn 1 ngày" in read(archive.read("2026-S1-07210_2025-07.docx"))
