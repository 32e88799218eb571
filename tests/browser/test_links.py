"""Links within texts: they switch pages without loading everything anew, and stay real links."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_journey import WIDTHS, settled


@pytest.fixture
def page(browser: Browser, address: str) -> Page:
    width, height = WIDTHS["desk"]
    opened = browser.new_context(viewport={"width": width, "height": height}).new_page()
    opened.set_default_timeout(20_000)
    opened.goto(f"{address}/tim?q=luc+nam&lang=en")
    settled(opened)
    opened.evaluate("window.opened = 'once'")
    return opened


def test_a_result_opens_its_page_without_a_new_load_and_back_returns(page: Page) -> None:
    first = page.locator(".st-key-found li a").first
    name = first.inner_text()
    first.click()
    expect(page.locator("h1")).to_have_text("Unit profile")
    expect(page.locator("h2").first).to_have_text(name)
    assert page.evaluate("window.opened") == "once"
    assert "lang=en" in page.url
    page.go_back()
    expect(page.locator("h1")).to_have_text("Search")
    expect(page.locator(".st-key-found li a").first).to_have_text(name)
    assert page.url.endswith("/tim?q=luc+nam&lang=en")


def test_a_link_on_the_same_page_opens_what_it_names_from_the_top(page: Page) -> None:
    page.locator(".st-key-found li a", has_text="Huyện Lục Nam").first.click()
    expect(page.locator("h2").first).to_contain_text("Huyện Lục Nam")
    settled(page)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 120)")
    below = page.locator("[data-testid=stMarkdownContainer] a[href^='don-vi']:visible").last
    name = below.inner_text()
    below.click()
    expect(page.locator("h2").first).to_contain_text(name)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0
    assert page.evaluate("window.opened") == "once"


def test_a_link_opens_in_a_new_tab_when_asked_to(page: Page) -> None:
    with page.context.expect_page() as waiting:
        page.locator(".st-key-found li a").first.click(modifiers=["Control"])
    settled(waiting.value)
    expect(waiting.value.locator("h1")).to_have_text("Unit profile")
    expect(page.locator("h1")).to_have_text("Search")


def test_letters_on_the_cells_of_a_heat_map_keep_their_colours(page: Page, address: str) -> None:
    page.goto(f"{address}/cap-uy")
    settled(page)
    page.locator(".st-key-heat").scroll_into_view_if_needed()
    page.wait_for_selector(".heatmaplayer .hm", state="attached")
    pairs = page.evaluate("""() => {
        const svg = document.querySelector('.heatmaplayer .hm').closest('svg');
        return [...svg.querySelectorAll('.scatterlayer text')].map((one) => [one.style.fill, getComputedStyle(one).fill]);
    }""")
    assert len(pairs) > 10
    assert {asked for asked, _ in pairs} >= {"rgb(255, 255, 255)", "rgb(0, 0, 0)"}
    assert all(asked == shown for asked, shown in pairs if asked != "rgb(0, 0, 55)"), (
        "what has no colour of its own, INK, alone follows"
    )


def test_a_phone_reads_the_targets_as_cards_and_no_page_scrolls_sideways(browser: Browser, address: str) -> None:
    width, height = WIDTHS["phone"]
    phone = browser.new_context(viewport={"width": width, "height": height}).new_page()
    phone.goto(f"{address}/muc-tieu")
    settled(phone)
    cards = phone.locator("table.cards tbody tr")
    box = cards.first.bounding_box()
    assert box
    assert box["x"] + box["width"] <= width
    for cell in cards.first.locator("td").all():
        place = cell.bounding_box()
        assert place
        assert place["x"] + place["width"] <= width
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_page_that_does_not_exist_is_said_in_the_readers_language(browser: Browser, address: str) -> None:
    opened = browser.new_context(locale="vi-VN").new_page()
    opened.goto(f"{address}/trang-nam-ngoai")
    settled(opened)
    expect(opened.get_by_role("dialog")).to_contain_text("Liên kết mở một trang không có trong hệ thống.")
    expect(opened.locator("h1")).to_have_text("Tổng quan")


def test_the_first_page_has_a_link_of_its_own(browser: Browser, address: str) -> None:
    opened = browser.new_context(locale="vi-VN").new_page()
    opened.goto(f"{address}/tong-quan?ban=20200101T000000000000")
    settled(opened)
    expect(opened.get_by_text("nhưng không có bản nào như vậy")).to_be_visible()
    assert opened.get_by_role("dialog").count() == 0
