"""Finding a unit by keyboard alone, from any page; typing elsewhere is left alone."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.test_journey import WIDTHS
from tests.browser.waiting import settled


def opened(browser: Browser, address: str, width: str) -> Page:
    wide, high = WIDTHS[width]
    page = browser.new_context(viewport={"width": wide, "height": high}).new_page()
    page.set_default_timeout(20_000)
    page.goto(f"{address}/thuat-ngu")
    settled(page)
    return page


def test_shortcut_words_enter_enter(browser: Browser, address: str) -> None:
    page = opened(browser, address, "desk")
    page.keyboard.press("Control+k")
    expect(page.locator(".st-key-find_text input")).to_be_focused()
    page.keyboard.type("luc nam")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Tìm kiếm")
    expect(page.locator(".st-key-found li a").first).to_be_focused()
    assert page.url.endswith("/tim?q=luc+nam")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Hồ sơ đơn vị")
    settled(page)
    expect(page.locator("h2").first).to_have_text("Xã Lục Nam")
    assert "don_vi=07444" in page.url


def test_keys_are_not_taken_from_who_types(browser: Browser, address: str) -> None:
    page = opened(browser, address, "desk")
    field = page.locator(".st-key-glossary_filter input")
    field.click()
    page.keyboard.type("kỳ/k")
    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    expect(field).to_have_value("kỳ/k")


def test_on_a_phone_the_box_is_on_the_page_itself(browser: Browser, address: str) -> None:
    page = opened(browser, address, "phone")
    box = page.locator(".st-key-find_text input")
    expect(box).to_be_visible()
    box.fill("ct45")
    page.get_by_role("button", name="Tìm", exact=True).click()
    expect(page.locator(".st-key-found li a").first).to_contain_text("Chỉ thị 45-CT/TW")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
