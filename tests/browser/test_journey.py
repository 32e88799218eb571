"""What people do, in a real browser at a desk's and a phone's width: open, filter, share, explain, download."""

import io
import re
from collections.abc import Iterator
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from presentation.navigation import PAGES
from tests.browser.waiting import settled

WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}
# Streamlit itself asks for these below a page's own path before it finds its base path.
STREAMLITS_OWN = re.compile(r"/[a-z-]+/_stcore/(health|host-config)$")


@pytest.fixture(scope="module", params=list(WIDTHS))
def reader(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has been here before: what the server lets it keep, it keeps."""
    width, height = WIDTHS[request.param]
    opened = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN", accept_downloads=True)
    opened.set_default_timeout(20_000)
    yield opened
    opened.close()


@pytest.fixture
def context(reader: BrowserContext) -> Iterator[BrowserContext]:
    """The same without what tests before have opened."""
    yield reader
    for page in reader.pages:
        page.close()


@pytest.fixture
def errors(context: BrowserContext) -> Iterator[list[str]]:
    """Errors on the console of any window, apart from Streamlit's own look for its base path."""
    found: list[str] = []

    def listen(page: Page) -> None:
        page.on("pageerror", lambda error: found.append(str(error)))
        page.on("console", lambda message: heard(message) if message.type == "error" else None)

    def heard(message: Any) -> None:
        if not STREAMLITS_OWN.search(message.location.get("url", "")):
            found.append(message.text)

    context.on("page", listen)
    yield found
    context.remove_listener("page", listen)


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option of the select box with this label."""
    box = page.get_by_label(label).first
    box.click()
    box.fill(option)  # a long list shows only what matches
    page.get_by_role("option", name=option, exact=True).first.click()
    settled(page)


@pytest.mark.parametrize("path", [page.path for page in PAGES])
def test_every_page_opens_without_errors_and_fits_the_screen(
    context: BrowserContext, errors: list[str], address: str, path: str
) -> None:
    page = context.new_page()
    page.goto(f"{address}/{path}" if path != PAGES[0].path else address)
    settled(page)
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_text("Có số liệu minh họa.").first).to_be_visible()
    assert page.get_by_text("Trang này gặp lỗi").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert errors == []


def test_the_journey(context: BrowserContext, errors: list[str], address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}/cap-uy")
    settled(page)

    # filter
    choose(page, "Cấp", "Cấp huyện")
    choose(page, "Nhiệm kỳ hoặc kỳ báo cáo", "6 tháng đầu năm 2024")
    expect(page.locator(".own-chart .title").first).to_contain_text("cấp huyện")
    assert "cap=district" in page.url
    assert "ky=2024-S1" in page.url
    page.locator(".st-key-bars").scroll_into_view_if_needed()  # on a phone it waits below the screen
    expect(page.locator("g.bars").first.locator("path")).to_have_count(10)
    assert page.get_by_text("SỐ LIỆU MINH HỌA").count() > 0

    # copy the link into a new window
    shared = context.new_page()
    shared.goto(page.url)
    settled(shared)
    expect(shared.locator(".own-chart .title").first).to_contain_text("cấp huyện")
    expect(shared.get_by_test_id("stMetricValue").first).to_have_text(page.get_by_test_id("stMetricValue").first.inner_text())

    # explain a number
    choose(shared, "Số cần giải thích", "Huyện Lục Nam")
    assert "nguon=218%40" in shared.url
    explained = shared.get_by_text("Các ô dưới đây cộng lại")
    expect(explained).to_contain_text("Huyện Lục Nam")
    share, women, total = re.search(r"([\d,]+)% = (\d+) / (\d+)", explained.inner_text()).groups()  # type: ignore[union-attr]
    assert abs(100 * int(women) / int(total) - float(share.replace(",", "."))) < 0.06

    # download and read again
    read = {kind: download(shared, f"st-key-download_table_{kind}") for kind in ("csv", "xlsx", "parquet")}
    assert all("minh-hoa" in name for name, _ in read.values())
    csv = pd.read_csv(io.BytesIO(read["csv"][1]))
    row = csv[csv["unit_id"] == "218@2020"].iloc[0]
    assert (row["numerator"], row["denominator"]) == (int(women), int(total))
    assert "MINH HỌA" in row["demonstration"]
    book = openpyxl.load_workbook(io.BytesIO(read["xlsx"][1]))
    assert book["data"].max_row == len(csv) + 1 == 11
    about = {r[0].value: r[1].value for r in book["metadata"].iter_rows()}
    assert "MINH HỌA" in about["demonstration"]
    assert "ky=2024-S1" in about["link"]
    assert pq.read_table(io.BytesIO(read["parquet"][1])).num_rows == 10
    cells = pd.read_csv(io.BytesIO(download(shared, "st-key-download_cells_csv")[1]))
    assert set(cells["cell"]) == {"D5", "E5"}
    assert errors == []


def download(page: Page, key: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.locator(f".{key} button").click()
    done = waiting.value
    return done.suggested_filename, done.path().read_bytes()


def test_the_back_button_returns_to_the_view_before(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}/cap-uy")
    settled(page)
    choose(page, "Cấp", "Cấp huyện")
    assert "cap=district" in page.url
    page.go_back()
    settled(page)
    assert "cap=district" not in page.url
    expect(page.locator(".own-chart .title").first).to_contain_text("cấp xã")


def test_english_is_a_switch(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}/cap-uy?lang=en")
    settled(page)
    expect(page.locator("h1")).to_have_text("Party committees")
