"""Pictures of every page, light and dark, at a desk's, a tablet's and a phone's width: `make screenshots`.

They go to build/screenshots (PAGE-WIDTH-SCHEME.png) and are there to be looked at; those of the user guide to docs/huong-dan.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench.dashboard import ARGUMENTS
from bench.measure import ROOT, process
from bench.serving import serving
from presentation.navigation import PAGES

WIDTHS = (1440, 768, 390)
SCHEMES = ("light", "dark")
HIGHEST = 9000  # pixels of a picture
CALM = 5  # quarters of a second without growth, after which a page is whole
# States that a page shows only when asked, and the pictures of the guide: name → link, width.
SHARE = "party_committee_women_share.commune.2025-2030"
STATES = {
    "cap-uy-ban-do": "cap-uy?theo=ban_do",
    "cap-uy-phan-bo": "cap-uy?theo=phan_bo&doi=moi_cap",
    "cap-uy-giai-thich": "cap-uy?cap=district&ky=2024-S1&nguon=218@2020",
    "tim-luc-nam": "tim?q=luc+nam",
    "so-sanh-hai": f"so-sanh?xem={SHARE},{SHARE}.218",
    "don-vi-luc-nam": "don-vi?don_vi=07444@2025",
    "ban-lam-viec-dot": "ban-lam-viec?ky=2026-S1",
    "bao-luc-tung-xa": "bao-luc?chi_so=violence_victims&cap=commune&ky=2025&theo=ban_do",
}
GUIDE = {
    "tong-quan": ("", 1280, 900),
    "cap-uy": ("cap-uy", 1280, 1000),
    "giai-thich": (STATES["cap-uy-giai-thich"], 1280, 1900),
    "so-sanh": (STATES["so-sanh-hai"], 1280, 1000),
    "tim": (STATES["tim-luc-nam"], 1280, 700),
    "ban-lam-viec": (STATES["ban-lam-viec-dot"], 1280, 1000),
    "dien-thoai": ("", 390, 844),
}


def main() -> None:
    """Take all pictures, or with `guide` those of the user guide alone."""
    guide = sys.argv[1:] == ["guide"]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "home"
        process("-m", "etl", "init", home=home)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        with serving("app.py", home) as server:
            address = f"http://127.0.0.1:{server.port}"
            _guide(browser, address) if guide else _all(browser, address)
        browser.close()


def _all(browser: Browser, address: str) -> None:
    target = ROOT / "build" / "screenshots"
    target.mkdir(parents=True, exist_ok=True)
    links = {page.path: page.path if place else "" for place, page in enumerate(PAGES)} | STATES
    for scheme in SCHEMES:
        for width in WIDTHS:
            page = _opened(browser, width, 900, scheme)
            for name, link in links.items():
                _settle(page, f"{address}/{link}")
                page.set_viewport_size({"width": width, "height": min(_still(page) + 60, HIGHEST)})
                _still(page)
                page.screenshot(path=target / f"{name}-{width}-{scheme}.png")
                page.set_viewport_size({"width": width, "height": 900})
            page.context.close()
            print(f"{width} px, {scheme}: {len(links)} pictures in {target.relative_to(ROOT)}", flush=True)


def _guide(browser: Browser, address: str) -> None:
    target = ROOT / "docs" / "huong-dan"
    target.mkdir(parents=True, exist_ok=True)
    for name, (link, width, height) in GUIDE.items():
        page = _opened(browser, width, height, "light")
        _settle(page, f"{address}/{link}")
        page.screenshot(path=target / f"{name}.png")
        page.context.close()


def _opened(browser: Browser, width: int, height: int, scheme: str) -> Page:
    size = {"width": width, "height": height}
    dark = scheme == "dark"
    return browser.new_context(viewport=size, color_scheme="dark" if dark else "light", locale="vi-VN").new_page()  # type: ignore[arg-type]


def _settle(page: Page, link: str) -> None:
    page.goto(link)
    page.wait_for_selector("h1", timeout=60_000)
    page.wait_for_function(
        "document.querySelector('[data-test-script-state=notRunning]') && !document.querySelector('[data-testid=stSkeleton]')",
        timeout=60_000,
    )
    _still(page)


def _still(page: Page) -> int:
    """Wait until the page has not grown for a while; return its height in pixels. Charts and tables come after the script."""
    high, since = -1, 0
    while since < CALM:
        now = int(page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight"))
        since = since + 1 if now == high else 0
        high = now
        page.wait_for_timeout(250)
    return high


main()
