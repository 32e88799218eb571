"""The officer's desk in real browsers: two officers on one report, a double click on publish, undo as a reader sees it."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from desk import audit, sendings
from store import desk_file, snapshot
from tests.browser.conftest import free_port, serve
from tests.browser.waiting import settled
from tests.desks import UNIT, officer, waiting

OPEN = f"ban-lam-viec?ky=2024-S1&mo={UNIT}"
PUBLISH = "ban-lam-viec?muc=cong-bo"
SHARE = "cap-uy?chi_so=party_committee_women_share&cap=district&ky=2024-S1"
WAIT = 60_000  # milliseconds: the worker shares two processors with the browser


class Office(NamedTuple):
    """A server with its worker, on a working folder of its own."""

    address: str
    home: Path


@pytest.fixture
def office(home: Path, tmp_path: Path) -> Iterator[Office]:
    """One report waits for the officer."""
    waiting(tmp_path)
    port = free_port()
    server = serve(home, port, desk=True)
    yield Office(f"http://127.0.0.1:{port}", home)
    server.terminate()
    server.wait(30)


def officers(browser: Browser, count: int) -> list[BrowserContext]:
    found = [browser.new_context(viewport={"width": 1440, "height": 1000}, locale="vi-VN") for _ in range(count)]
    for context in found:
        context.set_default_timeout(WAIT)
    return found


def opened(context: BrowserContext, office: Office, path: str) -> Page:
    page = context.new_page()
    page.goto(f"{office.address}/{path}")
    settled(page)
    return page


def pressed(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).click()
    settled(page)


def in_state(state: str) -> None:
    """Wait until the worker has brought the report there."""
    until = time.monotonic() + WAIT / 1000
    while sendings.one(officer(), 1).state != state:
        assert time.monotonic() < until, sendings.one(officer(), 1).state
        time.sleep(0.2)


def test_two_officers_on_one_report(browser: Browser, office: Office) -> None:
    first, second = (opened(context, office, OPEN) for context in officers(browser, 2))
    second.get_by_role("textbox", name="Ý kiến gửi đơn vị").fill("Xem lại số nữ")
    pressed(first, re.compile("Chấp nhận$"))
    second.get_by_role("button", name="Trả lại").click()
    expect(second.get_by_text("vừa thay đổi báo cáo này")).to_be_visible(timeout=WAIT)
    in_state("accepted")
    assert sendings.one(officer(), 1).comment is None, "nothing was overwritten"
    expect(second.get_by_text("đã chấp nhận, chưa công bố").first).to_be_visible(timeout=WAIT)


def test_a_double_click_publishes_once_and_undo_shows_the_former_value(browser: Browser, office: Office) -> None:
    before = snapshot.current_id()
    context, reader = officers(browser, 2)
    page = opened(context, office, OPEN)
    pressed(page, re.compile("Chấp nhận$"))
    in_state("accepted")
    reading = opened(reader, office, SHARE)
    expect(reading.get_by_text("22,0%").first).to_be_hidden()
    page = opened(context, office, PUBLISH)
    page.get_by_role("button", name="Tạo bản xem trước").click()
    button = page.get_by_role("button", name=re.compile(r"Công bố \("))
    expect(button).to_be_enabled(timeout=WAIT)
    assert snapshot.current_id() == before
    count = re.search(r"\d+", button.inner_text())
    assert count is not None
    assert int(count.group()) > 0
    button.dblclick()
    expect(page.get_by_text("Đã công bố bản")).to_be_visible(timeout=WAIT)
    with desk_file.reading() as connection:
        assert len(audit.about(connection, "publication")) == 1, "one publication"
    expect(reading.get_by_text("Có bản công bố mới").first).to_be_visible(timeout=WAIT)
    reading = opened(reader, office, SHARE)
    expect(reading.get_by_text("22,0%").first).to_be_visible(timeout=WAIT)
    page.get_by_text("Rút lần công bố gần nhất").click()
    page.get_by_role("textbox", name="Lý do").fill("Công bố nhầm")
    page.get_by_role("textbox", name="Lý do").press("Tab")
    settled(page)
    page.get_by_role("button", name="Rút lần công bố này").click()
    expect(page.get_by_text("Đã rút. Người đọc đang thấy bản lúc")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("Người đọc đang thấy bản cũ hơn")).to_be_visible(timeout=WAIT)
    assert snapshot.current_id() == before
    reading = opened(reader, office, SHARE)
    expect(reading.get_by_text("22,0%").first).to_be_hidden()


@pytest.mark.parametrize("width", [1440, 390])
def test_no_part_of_the_desk_is_wider_than_the_screen(browser: Browser, office: Office, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="vi-VN")
    context.set_default_timeout(WAIT)
    for path in ("ban-lam-viec?ky=2024-S1", OPEN, PUBLISH, "ban-lam-viec?muc=nhac&ky=2024-S1", "ban-lam-viec?muc=han",
                 "ban-lam-viec?muc=ten"):  # fmt: skip
        page = opened(context, office, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.close()
