"""Five tasks as people do them, by pointer, each with at most so many clicks; clicks and seconds are printed (pytest -s)."""

import io
import re
import time
from collections.abc import Iterator

import pandas as pd
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.test_journey import WIDTHS, download
from tests.browser.waiting import settled


class Walk:
    """A reader on a page, whose clicks are counted."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.clicks, self.begun = page, 0, time.perf_counter()
        page.goto(address)
        settled(page)

    def click(self, what: str, *, x: int | None = None, y: int | None = None) -> None:
        """Click what a selector names, at a place within it if given."""
        place = self.page.locator(what).first
        place.scroll_into_view_if_needed()
        place.click(position={"x": x, "y": y} if x is not None and y is not None else None)
        self.clicks += 1
        settled(self.page)

    def told(self, task: str, most: int) -> None:
        print(f"{task}: {self.clicks} clicks, {time.perf_counter() - self.begun:.1f} s")
        assert self.clicks <= most


@pytest.fixture(scope="module", params=list(WIDTHS))
def reader(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has been here before: what the server lets it keep, it keeps."""
    width, height = WIDTHS[request.param]
    opened = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN", accept_downloads=True)
    opened.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.set_default_timeout(20_000)
    yield opened
    opened.close()


@pytest.fixture
def context(reader: BrowserContext) -> Iterator[BrowserContext]:
    """The same without what tests before have opened."""
    yield reader
    for page in reader.pages:
        page.close()


def districts(page: Page) -> list[str]:
    """The districts of the first chart, from the lowest up; brings it on the screen, where it is drawn, and waits for that."""
    page.locator(".own-chart").first.scroll_into_view_if_needed()
    names = page.locator(".js-plotly-plot").first.locator(".ytick text")
    expect(names.filter(has_text="Huyện").first).to_be_visible()
    return names.all_inner_texts()


def test_the_women_missing_are_said_on_the_first_page(context: BrowserContext, address: str) -> None:
    walk = Walk(context.new_page(), address)
    said = walk.page.get_by_text(re.compile(r"Tỷ lệ nữ tham gia cấp ủy: cần thêm \d+ nữ ở \d+ xã, phường")).first
    expect(said).to_be_visible()
    walk.told("see how many women are missing", 0)


def test_the_weakest_district_is_found_and_shared(context: BrowserContext, address: str) -> None:
    walk = Walk(context.new_page(), address)
    walk.click("text=Xem chi tiết")
    names = districts(walk.page)
    weakest = names[0]  # the axis runs from the lowest up
    walk.told("find the weakest district", 1)
    walk.click("text=Sao chép liên kết")
    expect(walk.page.get_by_text("Đã sao chép liên kết")).to_be_visible()
    link = walk.page.evaluate("navigator.clipboard.readText()")
    assert "chi_so=party_committee_women_share" in link
    other = context.new_page()
    other.goto(link)
    settled(other)
    assert districts(other)[0] == weakest
    walk.told("share it", 2)


def test_a_number_is_traced_to_its_cell_and_what_is_shown_is_taken_away(context: BrowserContext, address: str) -> None:
    walk = Walk(context.new_page(), f"{address}/cap-uy?cap=district&ky=2024-S1")
    walk.click(".st-key-table tbody button >> nth=0")
    expect(walk.page.get_by_text("Các ô dưới đây cộng lại")).to_be_visible()
    assert "nguon=" in walk.page.url
    cells = pd.read_csv(io.BytesIO(download(walk.page, "st-key-download_cells_csv")[1]))
    assert set(cells["cell"]) == {"D5", "E5"}
    assert cells["file"].str.endswith(".xlsx").all()
    assert cells["sha256"].str.len().eq(64).all()
    walk.told("trace one number to its cell", 1)
    _, content = download(walk.page, "st-key-download_table_csv")
    walk.clicks += 1
    rows = pd.read_csv(io.BytesIO(content))
    assert len(rows) == 10
    assert {"flags", "demonstration", "snapshot"} <= set(rows.columns)
    walk.told("download what is shown", 2)
