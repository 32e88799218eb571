"""Documents for tests: written by python-docx, converted by LibreOffice."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx

TITLE = "Kết quả hoạt động vì sự tiến bộ của phụ nữ 6 tháng đầu năm 2024, phương hướng nhiệm vụ 6 tháng cuối năm 2024"
REPORT = (
    "BÁO CÁO",
    TITLE,
    "Thực hiện Công văn của Ban vì sự tiến bộ của phụ nữ tỉnh, huyện báo cáo như sau:",
    "I. TÌNH HÌNH CHUNG",
    "Huyện có 25 xã, thị trấn; tình hình ổn định.",
    "II. KẾT QUẢ TRIỂN KHAI CÁC NHIỆM VỤ",
    "1. Triển khai chiến lược, chương trình, kế hoạch",
    "Đã ban hành kế hoạch công tác năm.",
    "2. Tổ chức và hoạt động thường xuyên của Ban VSTBPN",
    "2.1. Công tác tổ chức",
    "Ban được kiện toàn.",
    "2.2. Hoạt động thường xuyên",
    "Truyền thông về phòng, chống bạo lực gia đình được duy trì.",
    "3. Kết quả thực hiện công tác cán bộ nữ",
    "3.2. Số liệu",
    "Cấp ủy huyện có 9/41 đồng chí nữ, chiếm 21,95%. Ban Thường vụ cấp ủy huyện có 02/11 đồng chí nữ.",
    "4. Những vấn đề nổi cộm tác động đến phụ nữ và trẻ em gái",
    "Xảy ra 03 vụ bạo lực gia đình tại thôn Mật.",
    "5. Công tác phối hợp liên ngành",
    "Các ngành phối hợp chặt chẽ.",
    "III. KHÓ KHĂN, VƯỚNG MẮC",
    "Kinh phí còn hạn hẹp.",
    "IV. KIẾN NGHỊ, ĐỀ XUẤT",
    "1. Với lãnh đạo tỉnh: bố trí kinh phí hằng năm.",
    "V. PHƯƠNG HƯỚNG, NHIỆM VỤ 6 THÁNG CUỐI NĂM 2024",
    "Tiếp tục truyền thông.",
    "Nơi nhận:",
    "- Ban VSTBPN tỉnh.",
)


def letterhead(document: Any, unit: str = "HUYỆN LỤC NAM") -> None:
    """The table at the top of an official document."""
    table = document.add_table(1, 2)
    table.cell(0, 0).text = f"ỦY BAN NHÂN DÂN\n{unit}\nBAN VSTBPN"
    table.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"


def report(path: Path, lines: tuple[str, ...] = REPORT, *, unit: str = "HUYỆN LỤC NAM",
           change: Callable[[Any], None] | None = None) -> Path:  # fmt: skip
    """Write a report: letterhead, then each line as a paragraph."""
    document = docx.Document()
    letterhead(document, unit)
    for line in lines:
        document.add_paragraph(line)
    if change:
        change(document)
    document.save(str(path))
    return path


def converted(path: Path, kind: str) -> Path:
    """The document as LibreOffice writes it: .doc, .pdf."""
    profile = (path.parent / "profile").as_uri()
    command = [
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(path.parent),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return path.with_suffix(f".{kind}")
