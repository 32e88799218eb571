"""The tile map by pointer, keyboard and finger: a cell opens the unit."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_journey import WIDTHS
from tests.browser.waiting import settled


@pytest.fixture(params=list(WIDTHS))
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Page:
    width, height = WIDTHS[request.param]
    opened = browser.new_context(viewport={"width": width, "height": height}, has_touch=request.param == "phone").new_page()
    opened.set_default_timeout(20_000)
    opened.goto(f"{address}/cap-uy?cap=commune&theo=ban_do&ky=2026-S1&ranh_gioi=2025-07-01")
    settled(opened)
    return opened


def test_a_cell_opens_its_unit_and_the_map_goes_along(page: Page) -> None:
    cells = page.locator(".map a")
    expect(cells).to_have_count(99)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    box = cells.nth(40).bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 16
    assert box["width"] >= 24
    name = str(cells.nth(40).get_attribute("aria-label")).partition(" (")[0].partition(":")[0]
    cells.nth(40).click()
    expect(page.locator("h1")).to_have_text("Hồ sơ đơn vị")
    settled(page)
    assert "ranh_gioi=2025-07-01" in page.url
    expect(page.get_by_text(name).first).to_be_visible()


def test_arrow_keys_go_from_cell_to_cell_and_enter_opens(page: Page) -> None:
    cells = page.locator(".map a")
    expect(cells).to_have_count(99)
    assert page.locator(".map a[tabindex='0']").count() == 1
    cells.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.locator(".map a[tabindex='0']").count() == 1
    assert page.locator(".map a[tabindex='0']").get_attribute("data-unit") != cells.first.get_attribute("data-unit")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Hồ sơ đơn vị")
