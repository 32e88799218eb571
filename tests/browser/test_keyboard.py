"""The main journey without a mouse: overview → finding → another level → the cells behind a figure → download."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.waiting import settled

MOST = 80  # steps to anything on a page
# What has the focus, how it is seen, and whether it is on the screen; into a component's own tree too.
FOCUSED = """() => {
  let at = document.activeElement;
  while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const style = getComputedStyle(at), box = at.getBoundingClientRect(), cell = at.querySelector(".cell");
  const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return {
    tag: at.tagName, text: (at.getAttribute("aria-label") ?? at.innerText ?? "").trim(), href: at.getAttribute("href") ?? "",
    seen: at.matches(":focus-visible") && (ringed || parseFloat(cell ? getComputedStyle(cell).strokeWidth : 0) >= 3),
    there: box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight,
    key: at.closest("[class*=st-key-]")?.className.match(/st-key-([\\w-]+)/)?.[1] ?? "",
  };
}"""
Stop = dict[str, object]


def tab_to(page: Page, wanted: Callable[[Stop], bool]) -> Stop:
    """Go on by Tab to what is wanted; at each stop the focus is seen."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        stop: Stop = page.evaluate(FOCUSED)
        if stop["tag"] == "BODY":
            continue  # the end of the page
        assert stop["seen"], stop
        page.wait_for_function(f"({FOCUSED})().there", timeout=10_000)  # charts above may still grow
        if wanted(stop):
            return stop
    raise AssertionError("not reached by keyboard")


def skip_navigation(page: Page) -> None:
    """The first stop of a page leads past the navigation."""
    tab_to(page, lambda stop: stop["href"] == "#stMain")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.testid") == "stMain"


def pick(page: Page, key: str, option: str) -> None:
    """Choose an option of a select box by typing."""
    tab_to(page, lambda stop: stop["tag"] == "INPUT" and stop["key"] == key)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+A")
    page.keyboard.type(option)
    expect(page.get_by_role("option", name=option, exact=True)).to_be_visible()
    page.keyboard.press("Enter")


@pytest.fixture
def page(browser: Browser) -> Page:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN", reduced_motion="reduce")
    context.set_default_timeout(20_000)
    return context.new_page()


def test_the_main_journey_by_keyboard_alone(page: Page, address: str) -> None:
    page.goto(address)
    settled(page)
    skip_navigation(page)
    tab_to(page, lambda stop: "cap-uy?" in str(stop["href"]))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Cấp ủy")
    settled(page)
    assert page.evaluate("document.activeElement.dataset.testid") == "stMain", "the keyboard goes on at the new page's content"

    pick(page, "link_cap", "Cấp huyện")
    page.wait_for_url("**cap=district**")
    settled(page)
    pick(page, "link_nguon", "Huyện Lục Nam")
    page.wait_for_url("**nguon=218**")
    settled(page)
    expect(page.get_by_text("Các ô dưới đây cộng lại")).to_be_visible()

    tab_to(page, lambda stop: stop["key"] == "download_cells_csv")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename.endswith(".csv")


def test_a_folded_navigation_is_not_walked_through(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/cap-uy")
    settled(page)
    stops = []
    for _ in range(4):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.dataset.testid ?? ''"))
    assert "stSidebarNavLink" not in stops
    assert "stExpandSidebarButton" in stops


def test_nothing_moves_for_those_who_asked_for_less_motion(page: Page, address: str) -> None:
    page.goto(f"{address}/cap-uy?cap=commune&theo=ban_do")
    settled(page)
    moving = """() => [...document.querySelectorAll("*")].filter((e) => {
      const style = getComputedStyle(e);
      return [style.transitionDuration, style.animationDuration].some((all) => all.split(", ").some((one) => parseFloat(one) > 0.001));
    }).map((e) => e.outerHTML.slice(0, 120))"""
    assert page.evaluate(moving) == []
