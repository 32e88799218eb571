"""A round from the first file to the readers, by people who have signed in: a unit on a phone, an officer, a reader.

Pictures of the main moments lie in the test's temporary folder.
"""

import hashlib
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.access.office import PEOPLE, Office, started
from tests.browser.signing import sign_in
from tests.browser.waiting import settled
from tests.conftest import CommandLine
from tests.integration.test_hostile import bomb, encrypted, no_workbook
from tests.workbooks import filled

OTHER = "don-vi-khac@example.org"
SEND, DESK, PUBLISH = "gui-bao-cao?don_vi=218&ky=2024-S1", "ban-lam-viec?ky=2024-S1", "ban-lam-viec?muc=cong-bo"
SHARE = "cap-uy?chi_so=party_committee_women_share&cap=district&ky=2024-S1"
BODIES, ACTIVITIES = "II.3.2 Cấp huyện", "II.2.2 Hoạt động"
PROBED = ("/_stcore/health", "/_stcore/host-config")  # Streamlit's own search for where it is served below a path
UPLOADER = "input[type=file]"
TOLD = """() => new MutationObserver(() => {
  const note = document.querySelector("[data-testid=stToast]");
  if (note && note.textContent.includes("Có bản công bố mới")) window.told = true;
}).observe(document.body, { subtree: true, childList: true })"""  # on a phone the sidebar, which keeps the notice, is folded
COMMENT, REASON = "Số nữ cấp ủy chưa khớp danh sách, đề nghị kiểm tra lại", "có 1 cuộc kiểm tra đột xuất"
PATIENCE = 60_000  # milliseconds: the worker shares two processors with three browsers


class Seat:
    """One person at a browser of their own; what the browser complains of is kept."""

    def __init__(self, browser: Browser, office: Office, pictures: Path, width: int, height: int = 900) -> None:
        self.office, self.pictures = office, pictures
        self.context: BrowserContext = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
        self.context.set_default_timeout(PATIENCE)
        self.faults: list[str] = []
        self.width, self.page = width, self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _heard(self, message: Any) -> None:
        where = message.location.get("url", "")
        ours = where.startswith(self.office.address) and not where.endswith(PROBED)
        if message.type == "error" and ours:
            self.faults.append(f"{message.text} {where}")

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.office.address}/{path}")
        settled(self.page)
        return self.page

    def sign_in(self, person: str, path: str) -> Page:
        self.open(path)
        sign_in(self.page, person)
        return self.page

    def picture(self, name: str) -> None:
        """Keep a picture of the whole page; nothing of it may be wider than the screen."""
        settled(self.page)
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        self.page.set_viewport_size({"width": self.width, "height": 4000})
        settled(self.page)
        self.page.screenshot(path=self.pictures / f"{name}-{self.width}.png")
        self.page.set_viewport_size({"width": self.width, "height": 900})
        settled(self.page)


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def office(empty_home: Path, tmp_path: Path) -> Iterator[Office]:
    found = started(empty_home, tmp_path, desk=True, more=[f"{OTHER},Vai đơn vị khác,unit,216,,"])
    yield found
    found.stop()


@pytest.fixture
def seat(browser: Browser, office: Office, tmp_path: Path) -> Iterator[Callable[..., Seat]]:
    """Makes seats at browsers of their own."""
    taken: list[Seat] = []

    def take(width: int) -> Seat:
        taken.append(Seat(browser, office, tmp_path, width))
        return taken[-1]

    yield take
    for one in taken:
        one.context.close()


def workbook(folder: Path, name: str, women: int, done: int = 4) -> Path:
    """The form of the unit: women of 41 members of the party committee; inspections done, of 4 planned."""

    def change(book: Any) -> None:
        book[BODIES]["E5"], book[ACTIVITIES]["C14"] = women, done

    return filled(folder / name, change=change)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def sent(page: Page, path: Path, number: int) -> None:
    """Send a file; it is received under that number and checked."""
    page.set_input_files(UPLOADER, path)
    expect(page.get_by_role("heading", name=f"Báo cáo số {number}", exact=True)).to_be_visible()
    expect(page.get_by_text("Đã kiểm tra, chưa nộp").first).to_be_visible()
    settled(page)


def confirmed(page: Page) -> None:
    """Confirm the one warning of the file."""
    expect(page.get_by_text("Còn 1 cảnh báo cần xác nhận")).to_be_visible()
    expect(page.get_by_role("button", name="Nộp báo cáo")).to_be_disabled()
    page.get_by_role("textbox", name="Lý do").fill(REASON)
    page.get_by_role("button", name="Xác nhận", exact=True).click()
    expect(page.get_by_text("Không có lỗi. Có thể nộp.")).to_be_visible()


def submitted(page: Page) -> None:
    page.get_by_role("button", name="Nộp báo cáo").and_(page.locator(":enabled")).click()
    expect(page.get_by_text("Đã nộp. Cán bộ phụ trách sẽ")).to_be_visible()


def taken(page: Page, button: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    return Path(download.value.path()).read_bytes()


def unit_sends(unit: Seat, folder: Path) -> None:
    """A file with a wrong cell, then a right one with a warning, confirmed; submitted with a receipt."""
    page = unit.sign_in(PEOPLE["unit"], SEND)
    unit.picture("1-unit-begins")
    sent(page, workbook(folder, "sai.xlsx", women=50), 1)
    expect(page.get_by_text(re.compile(r"^\d+ lỗi phải sửa"))).to_be_visible()
    table = page.locator(".st-key-read_sending_error")
    for told in (BODIES, "E5", "50", "nhiều nhất 41"):
        expect(table).to_contain_text(told)
    assert page.get_by_role("button", name="Nộp báo cáo").count() == 0
    unit.picture("2-unit-errors")
    right = workbook(folder, "đúng.xlsx", women=8, done=5)
    sent(page, right, 2)
    expect(page.get_by_text("--confirm")).to_have_count(0)
    unit.picture("3-unit-warning")
    confirmed(page)
    submitted(page)
    assert f"SHA-256: {digest(right)}" in taken(page, "Biên nhận (.txt)").decode("utf-8-sig")
    assert taken(page, "Tệp đã gửi") == right.read_bytes()
    unit.picture("4-unit-receipt")


def officer_returns(officer: Seat) -> None:
    page = officer.sign_in(PEOPLE["officer"], DESK)
    expect(page.get_by_text("chờ quyết định").first).to_be_visible()
    officer.picture("5-officer-round")
    page.get_by_role("button", name="Huyện Lục Nam").or_(page.get_by_role("link", name="Huyện Lục Nam")).first.click()
    expect(page.get_by_text(REASON).first).to_be_visible()
    officer.picture("6-officer-report")
    page.get_by_role("textbox", name="Ý kiến gửi đơn vị").fill(COMMENT)
    page.get_by_role("button", name="Trả lại").click()
    expect(page.get_by_text("Đã trả lại đơn vị kèm ý kiến.")).to_be_visible()
    officer.picture("7-officer-returned")


def unit_mends(unit: Seat, folder: Path) -> Path:
    page = unit.open(SEND)
    expect(page.get_by_text("Cán bộ phụ trách trả lại báo cáo này")).to_be_visible()
    expect(page.get_by_text(COMMENT).first).to_be_visible()
    expect(page.get_by_text("Bị trả lại").first).to_be_visible()
    unit.picture("8-unit-returned")
    mended = workbook(folder, "sửa.xlsx", women=9)
    sent(page, mended, 3)
    submitted(page)
    unit.picture("9-unit-again")
    return mended


def officer_publishes(officer: Seat) -> None:
    page = officer.open(DESK)
    page.get_by_role("button", name="Huyện Lục Nam").or_(page.get_by_role("link", name="Huyện Lục Nam")).first.click()
    page.get_by_role("button", name=re.compile("Chấp nhận$")).click()
    expect(page.get_by_text("đã chấp nhận, chưa công bố").first).to_be_visible()
    officer.picture("10-officer-accepted")
    page = officer.open(PUBLISH)
    page.get_by_role("button", name="Tạo bản xem trước").click()
    button = page.get_by_role("button", name=re.compile(r"Công bố \([1-9]"))
    expect(button).to_be_enabled()
    assert page.get_by_text("Đang trên đường").count() == 0, "the files before it are left over"
    officer.picture("11-officer-preview")
    button.click()
    expect(page.get_by_text("Đã công bố bản")).to_be_visible()
    officer.picture("12-officer-published")


def stranger_sees_nothing(other: Seat) -> None:
    """Someone of another unit, also by the links of the sending and of the desk."""
    page = other.sign_in(OTHER, SEND)
    for path in (SEND, f"{SEND}&so=2", f"{SEND}&so=3"):
        other.open(path)
        expect(page.get_by_text("Tân Yên").first).to_be_visible()
        shown = page.locator("body").inner_text()
        for secret in ("Báo cáo số", "đúng.xlsx", "sửa.xlsx", COMMENT, "Tệp đã gửi"):
            assert secret not in shown, secret
    other.open(f"{DESK}&mo=218@2020&so=3")
    shown = page.locator("body").inner_text()
    assert "sửa.xlsx" not in shown and "Chấp nhận" not in shown
    other.picture("13-stranger")


def test_from_a_wrong_cell_to_the_readers(office: Office, seat: Callable[[int], Seat], tmp_path: Path) -> None:
    reader, small, unit, officer = seat(1440), seat(390), seat(390), seat(1440)
    reading = reader.sign_in(PEOPLE["reader"], SHARE)
    small.open(SHARE).evaluate(TOLD)
    expect(reading.get_by_text("22,0%").first).to_be_hidden()
    unit_sends(unit, tmp_path)
    officer_returns(officer)
    mended = unit_mends(unit, tmp_path)
    stranger_sees_nothing(seat(1440))
    officer_publishes(officer)
    expect(reading.get_by_text("Có bản công bố mới").first).to_be_visible()
    expect(reading.get_by_text("22,0%").first).to_be_hidden()  # nothing moves by itself
    reader.picture("14-reader-notice")
    small.page.wait_for_function("window.told")
    reading.get_by_role("button", name="Tải lại").first.click()
    expect(reading.get_by_text("22,0%").first).to_be_visible()
    reader.picture("15-reader-value")
    page = unit.open(SEND)
    expect(page.get_by_text("Đã công bố").first).to_be_visible()
    assert f"SHA-256: {digest(mended)}" in taken(page, "Biên nhận (.txt)").decode("utf-8-sig")
    unit.picture("16-unit-published")
    for one in (reader, unit, officer):
        assert not one.faults, one.faults
    the_record_holds_until_it_is_changed(office)


def the_record_holds_until_it_is_changed(office: Office) -> None:
    run = CommandLine(office.home)
    done = run("etl", "audit", "verify")
    assert (done.returncode, "Nhật ký nguyên vẹn" in done.stdout) == (0, True), done.stdout + done.stderr
    with sqlite3.connect(office.home / "desk.sqlite") as connection:
        (number,) = connection.execute("select min(number) from audit where action = 'returned'").fetchone()
        connection.execute("update audit set name = 'Người khác' where number = ?", (number,))
    done = run("etl", "audit", "verify")
    assert done.returncode == 1
    assert f"Mục {number} đã bị sửa" in done.stdout, done.stdout


def macros(folder: Path, form: Path) -> Path:
    """A report in Word that carries a macro."""
    document = docx.Document()
    for line in ("I. Tình hình chung", "Huyện có 22 xã."):
        document.add_paragraph(line)
    document.save(str(folder / "macro.docm"))
    with zipfile.ZipFile(folder / "macro.docm", "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    return folder / "macro.docm"


def test_hostile_files_get_a_clear_answer_and_the_page_goes_on(seat: Callable[[int], Seat], tmp_path: Path) -> None:
    form = filled(tmp_path / "form.xlsx")
    unit = seat(390)
    page = unit.sign_in(PEOPLE["unit"], SEND)
    told = {bomb: "quá giới hạn 100 MB", encrypted: "bảo vệ bằng mật khẩu", no_workbook: "không phải là bảng tính đọc được",
            macros: "Chưa macro nào được chạy"}  # fmt: skip
    for number, (make, text) in enumerate(told.items(), 1):
        sent(page, make(tmp_path, form), number)
        unit.picture(f"hostile-{number}")
        expect(page.get_by_text(text).first).to_be_visible()
        expect(page.get_by_text(re.compile("etl load|Cannot|--"))).to_have_count(0)
    sent(page, form, len(told) + 1)
    submitted(page)
    assert not unit.faults
