"""A unit sends its report: on a desk and on a phone, by keyboard, on a slow line, through an interruption and a crash."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import free_port, serve
from tests.browser.waiting import settled
from tests.workbooks import filled

UNIT, PERIOD, BODIES = "218@2020", "2024-S1", "II.3.2 Cấp huyện"
WOMEN, TOTAL = (f"{column} – Ủy viên ban chấp hành (cấp ủy viên)" for column in ("Trong đó: nữ", "Tổng số"))
SLOW = 100_000  # bytes a second up
TYPED = "&cach=nhap&trang=5"
UPLOADER = "input[type=file]"


class Desk:
    """A server with its worker on a working folder of its own, which can be killed and started again."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        self.server = serve(home, self.port, desk=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/gui-bao-cao?don_vi=218&ky={PERIOD}"

    def kill(self) -> None:
        os.kill(self.server.pid, signal.SIGKILL)
        self.server.wait(20)

    def start(self) -> None:
        self.server = serve(self.home, self.port, desk=True)

    def ask(self, statement: str) -> list[Any]:
        path = self.home / "desk.sqlite"
        if not path.exists():
            return []
        with sqlite3.connect(path) as connection:
            return connection.execute(statement).fetchall()

    def sendings(self) -> int:
        return len(self.ask("select 1 from sending"))

    def draft(self) -> dict[str, str]:
        return dict(json.loads(self.ask("select content from draft")[0][0]))

    def close(self) -> None:
        self.server.terminate()
        try:
            self.server.wait(20)
        except subprocess.TimeoutExpired:
            self.server.kill()


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """What the page shows is waited for, however busy the machine is."""
    expect.set_options(timeout=90_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def desk(full_home: Path, tmp_path: Path) -> Iterator[Desk]:
    started = Desk(Path(shutil.copytree(full_home, tmp_path / "home")))
    yield started
    started.close()


def opened(browser: Browser, address: str, width: int = 1440) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_default_timeout(60_000)
    page.goto(address)
    settled(page)
    return page


def line(page: Page, upload: int, *, offline: bool = False) -> None:
    """Let the browser's line be so fast, or gone."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    speed = {"latency": 300, "downloadThroughput": 500_000, "uploadThroughput": upload}
    session.send("Network.emulateNetworkConditions", {"offline": offline, **speed})


def big(folder: Path) -> Path:
    """A file that takes many seconds on a slow line."""
    path = folder / "lớn.csv"
    path.write_bytes(b"a,b\n" + os.urandom(700_000).hex().encode())
    return path


def kept_within(desk: Desk, name: str, text: str) -> None:
    """Wait until the draft holds it: what was typed while a session began is brought by the next beat."""
    for _ in range(300):
        if desk.draft().get(name) == text:
            return
        time.sleep(0.1)
    raise AssertionError(desk.draft().get(name))


def field(page: Page, label: str) -> Any:
    return page.get_by_label(label).first


@pytest.mark.parametrize("width", [1440, 390])
def test_from_a_file_with_errors_to_a_receipt(browser: Browser, desk: Desk, tmp_path: Path, width: int) -> None:
    wrong = filled(tmp_path / "sai.xlsx", change=lambda book: book[BODIES].__setitem__("E5", 50))
    right = filled(tmp_path / "đúng.xlsx")
    page = opened(browser, desk.address, width)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Tải biểu mẫu (Excel)").and_(page.locator(":enabled")).click()
    assert taken.value.suggested_filename == "bieu-218-2024-S1.xlsx"
    page.set_input_files(UPLOADER, wrong)
    expect(page.get_by_text(re.compile(r"^\d+ lỗi phải sửa"))).to_be_visible()
    expect(page.get_by_text("nhiều nhất 41").first).to_be_visible()
    with page.expect_download() as marked:
        page.get_by_role("button", name="Tải tệp đã đánh dấu chỗ sai").and_(page.locator(":enabled")).click()
    assert marked.value.suggested_filename == "sai-da-danh-dau.xlsx"
    page.set_input_files(UPLOADER, right)
    page.get_by_role("button", name="Nộp báo cáo").click()
    expect(page.get_by_text("Đã nộp. Cán bộ phụ trách sẽ")).to_be_visible()
    with page.expect_download() as receipt:
        page.get_by_role("button", name="Biên nhận (.txt)").click()
    told = Path(receipt.value.path()).read_text(encoding="utf-8-sig")
    sha256 = desk.ask("select sha256 from sending where state = 'submitted'")[0][0]
    assert f"SHA-256: {sha256}" in told
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.set_input_files(UPLOADER, right)
    expect(page.get_by_text("chính tệp này đã có ở đây")).to_be_visible()
    assert desk.sendings() == 2
    page.close()


def test_a_form_is_typed_by_keyboard_and_survives_a_reload_and_a_crash(browser: Browser, desk: Desk) -> None:
    page = opened(browser, desk.address + TYPED)
    expect(page.get_by_text("Chưa sửa gì")).to_be_visible()
    field(page, TOTAL).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("41")
    page.keyboard.press("Tab")
    expect(field(page, WOMEN)).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    expect(page.get_by_text("29,3%")).to_be_visible()
    expect(page.get_by_text("Đã lưu nháp lúc")).to_be_visible()
    assert desk.draft()[f"{BODIES}!E5"] == "12"
    page.reload()
    expect(field(page, WOMEN)).to_have_value("12")
    desk.kill()
    expect(field(page, WOMEN)).to_be_disabled()  # who cannot be heard cannot type
    desk.start()
    expect(field(page, WOMEN)).to_be_enabled()
    expect(field(page, WOMEN)).to_have_value("12")
    field(page, WOMEN).fill("13")
    page.keyboard.press("Tab")
    kept_within(desk, f"{BODIES}!E5", "13")
    page.get_by_role("button", name="Kiểm tra biểu đã nhập").click()
    expect(page.get_by_role("heading", name="Báo cáo số 1")).to_be_visible()
    expect(page.get_by_text("Đã kiểm tra, chưa nộp").first).to_be_visible()
    page.close()


def test_two_windows_do_not_write_over_each_other(browser: Browser, desk: Desk) -> None:
    one, two = (opened(browser, desk.address + TYPED) for _ in range(2))
    for page in (one, two):
        expect(page.get_by_text("Chưa sửa gì")).to_be_visible()
    field(one, WOMEN).fill("10")
    one.keyboard.press("Tab")
    expect(one.get_by_text("Đã lưu nháp lúc")).to_be_visible()
    field(two, TOTAL).fill("40")
    two.keyboard.press("Tab")
    expect(two.get_by_text("Chưa ghi:")).to_be_visible()
    assert desk.draft()[f"{BODIES}!D5"] != "40"
    two.get_by_role("button", name="Lấy bản mới nhất").click()
    expect(field(two, WOMEN)).to_have_value("10")
    expect(field(two, TOTAL)).to_have_value("40")
    assert (desk.draft()[f"{BODIES}!E5"], desk.draft()[f"{BODIES}!D5"]) == ("10", "40")
    for page in (one, two):
        page.close()


def test_a_slow_line_and_one_that_breaks_lose_nothing(browser: Browser, desk: Desk, tmp_path: Path) -> None:
    page, file = opened(browser, desk.address), big(tmp_path)
    line(page, SLOW)
    page.set_input_files(UPLOADER, file)
    expect(page.locator("[data-testid=stFileUploader]").get_by_text("lớn.csv")).to_be_visible()
    assert desk.sendings() == 0  # the file has not arrived whole
    page.reload()  # the upload is broken off
    settled(page)
    assert desk.sendings() == 0
    line(page, 50_000_000)
    page.set_input_files(UPLOADER, file)
    expect(page.get_by_role("heading", name="Báo cáo số 1")).to_be_visible()
    assert desk.sendings() == 1
    line(page, 0, offline=True)
    page.wait_for_timeout(1500)
    line(page, 50_000_000)
    page.reload()
    expect(page.get_by_role("heading", name="Báo cáo số 1")).to_be_visible()
    page.close()


def test_a_server_that_is_killed_in_an_upload_keeps_what_it_had(browser: Browser, desk: Desk, tmp_path: Path) -> None:
    page, file = opened(browser, desk.address), big(tmp_path)
    page.set_input_files(UPLOADER, filled(tmp_path / "đúng.xlsx"))
    expect(page.get_by_text("Không có lỗi. Có thể nộp.")).to_be_visible()
    line(page, SLOW)
    page.set_input_files(UPLOADER, file)
    expect(page.locator("[data-testid=stFileUploader]").get_by_text("lớn.csv")).to_be_visible()
    desk.kill()
    line(page, 50_000_000)
    desk.start()
    page.goto(desk.address)
    expect(page.get_by_role("heading", name="Báo cáo số 1")).to_be_visible()
    page.set_input_files(UPLOADER, file)
    expect(page.get_by_role("heading", name="Báo cáo số 2")).to_be_visible()
    kept = sorted(path.stat().st_size for path in (desk.home / "received").rglob("*.csv"))
    assert kept == [file.stat().st_size]
    page.close()


def test_without_a_worker_a_file_is_received_and_the_page_says_so(browser: Browser, full_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(full_home, tmp_path / "home"))
    port = free_port()
    server = serve(home, port, desk=False)
    try:
        page = opened(browser, f"http://127.0.0.1:{port}/gui-bao-cao?don_vi=218&ky={PERIOD}")
        page.set_input_files(UPLOADER, filled(tmp_path / "đúng.xlsx"))
        expect(page.get_by_role("heading", name="Báo cáo số 1")).to_be_visible()
        expect(page.get_by_text("Bộ phận kiểm tra chưa chạy").last).to_be_visible()
        page.close()
    finally:
        server.terminate()
        server.wait(20)
