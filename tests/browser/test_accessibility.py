"""WCAG 2.2 AA as far as a program can tell: axe-core and contrast on every page, light and dark, wide and narrow; see docs/accessibility.md."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError, expect

from presentation.navigation import PAGES
from tests.browser.conftest import free_port, serve
from tests.browser.waiting import follow, still

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ORDER = {"heading-order": {"enabled": True}, "landmark-unique": {"enabled": True}, "page-has-heading-one": {"enabled": True}}
CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
DESK, PHONE = (1440, 900), (390, 844)
NARROW = (640, 360)  # 1280 pixels enlarged twice; the narrowest phone
FITS = (
    """[document.documentElement, document.querySelector('[data-testid=stMain]')].every((e) => e.scrollWidth <= innerWidth)"""
)
SCHEMES = ("light", "dark")
# What Streamlit alone can mend: rule → what its elements look like in axe's answer, and why. An entry that nothing needs fails.
STREAMLITS_OWN: dict[str, tuple[str, str]] = {
    "list": ("stSidebarNavItems", "a navigation with sections puts a div between its list and the entries"),
    "listitem": (r'^<li class="st-emotion', "the same div; the links are reached, named and in order all the same"),
}
needed: set[str] = set()


def violations(page: Page) -> list[str]:
    """What axe and the contrast of texts find on the page as it is now, without Streamlit's own."""
    options: dict[str, Any] = {"runOnly": {"type": "tag", "values": LEVELS}, "rules": ORDER, "resultTypes": ["violations"]}
    if page.locator(".own-chart").count():
        page.evaluate("dispatchEvent(new Event('beforeprint'))")  # all charts, also those that are not near the screen
        still(page)
    if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"):  # other colours, the same elements
        options = {
            "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
            "resultTypes": ["violations"],
        }
    found = []
    for rule in Axe().run(page, options=options).response["violations"]:
        for node in rule["nodes"]:
            pattern = STREAMLITS_OWN.get(rule["id"], ("$^", ""))[0]
            if re.search(pattern, node["html"]):
                needed.add(rule["id"])
            else:
                found.append(f"{rule['id']} ({rule['impact']}): {node['html'][:160]} {node['failureSummary'][:200]}")
    return found + [f"contrast {one}" for one in page.evaluate(CONTRAST)]


def wrong(page: Page, begun: str) -> dict[str, list[str]]:
    """What is wrong at each width, light and dark, on a page that was opened in the colours `begun`; sideways scrolling of the page too.

    Colours and widths change under the open page, as on a device whose evening begins or that is turned.
    """
    found = {}
    other = next(scheme for scheme in SCHEMES if scheme != begun)
    for scheme, size in ((begun, DESK), (begun, PHONE), (other, PHONE), (other, DESK)):
        follow(page, scheme)
        page.set_viewport_size({"width": size[0], "height": size[1]})
        still(page)
        found[f"{scheme} {size[0]}"] = violations(page)
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 900})
        try:  # charts take a moment to follow
            page.wait_for_function(FITS, timeout=15_000)
        except TimeoutError:
            found[f"{width}"] = ["the page scrolls sideways"]
    return {where: told for where, told in found.items() if told}


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(locale="vi-VN", reduced_motion="reduce")
    opened.set_default_timeout(20_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    opened = context.new_page()
    opened.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    yield opened
    opened.close()


# Half of the pages are opened light and half dark, so that both ways of a change are seen, and both ways to open a page.
BEGUN = [(page.path, SCHEMES[number % 2]) for number, page in enumerate(PAGES)]


@pytest.mark.parametrize(("path", "begun"), BEGUN)
def test_a_page_can_be_used_by_everybody(page: Page, address: str, path: str, begun: str) -> None:
    page.emulate_media(color_scheme=begun)
    page.goto(address if path == PAGES[0].path else f"{address}/{path}")
    still(page)
    assert wrong(page, begun) == {}
    assert page.evaluate("document.documentElement.lang") == "vi"
    assert page.title().startswith(page.locator("h1").inner_text())


def open_expanders(page: Page) -> None:
    for summary in page.locator("summary").all():
        summary.click()
        still(page)


STATES: dict[str, tuple[str, Callable[[Page], Any]]] = {
    "a figure explained": ("cap-uy?cap=district&ky=2024-S1&nguon=218%402020", lambda page: None),
    "the tile map": ("cap-uy?cap=commune&theo=ban_do&ky=2026-S1", lambda page: None),
    "women missing on the map": ("cap-uy?cap=commune&theo=ban_do&ky=2026-S1&to_mau=con_thieu", lambda page: None),
    "by size": ("cap-uy?cap=commune&theo=quy_mo", lambda page: None),
    "on another map": ("cap-uy?cap=district&ranh_gioi=2025-03-01", lambda page: None),
    "expanders opened": ("cap-uy", open_expanders),
    "a list opened": ("cap-uy", lambda page: page.get_by_label("Cấp").first.click()),
    "a link not understood": ("cap-uy?cap=nowhere", lambda page: None),
    "a filter that leaves nothing": ("muc-tieu?tinh_trang=on_pace", lambda page: None),
    "English": ("?lang=en", lambda page: None),
}


@pytest.mark.parametrize("state", list(STATES))
def test_what_a_reader_opens_can_be_used_too(page: Page, address: str, state: str) -> None:
    path, act = STATES[state]
    begun = SCHEMES[list(STATES).index(state) % 2]
    page.emulate_media(color_scheme=begun)
    page.goto(f"{address}/{path}")
    still(page)
    act(page)
    still(page)
    assert wrong(page, begun) == {}


@pytest.mark.parametrize("begun", SCHEMES)
def test_charts_follow_the_theme_while_the_page_is_open(page: Page, address: str, begun: str) -> None:
    page.emulate_media(color_scheme=begun)
    page.goto(f"{address}/cap-uy?cap=district")
    still(page)
    for scheme in ("dark", "light"):
        follow(page, scheme)
        still(page)
        assert violations(page) == []


def test_an_error_can_be_used_too(page: Page, tmp_path: Path) -> None:
    port = free_port()
    server = serve(tmp_path, port, "/_stcore/health")
    try:
        page.goto(f"http://127.0.0.1:{port}")
        expect(page.get_by_test_id("stAlert").first).to_be_visible()
        for scheme in SCHEMES:
            follow(page, scheme)
            assert violations(page) == []
    finally:
        server.terminate()
        server.wait(20)


def test_the_language_switch_tells_the_browser_too(page: Page, address: str) -> None:
    page.goto(f"{address}/cap-uy")
    still(page)
    expect(page.get_by_role("link", name="Chuyển đến nội dung chính")).to_have_count(1)
    expect(page.locator(".own-chart button").first).to_have_attribute("aria-label", "Tải hình PNG của biểu đồ")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name="Skip to main content")).to_have_count(1)
    expect(page.locator(".own-chart button").first).to_have_attribute("aria-label", "Download plot as a PNG")


def test_nothing_is_allowed_that_is_no_longer_needed() -> None:
    assert needed == set(STREAMLITS_OWN), "run the whole module; take what is not needed out of STREAMLITS_OWN"
