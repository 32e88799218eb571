"""From an address to the first numbers on screen, what that weighs, and how often a filter runs the script.

Each visit begins with a new browser context: nothing is cached. The server is warm. Floor: a page with one empty chart, drawn.
"""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.dashboard import ARGUMENTS, DASHBOARD
from bench.measure import Result, process
from bench.serving import FLOOR, PRODUCT, Server, serving

TIMES = 7
# The first element that says something: on the overview a finding with its number, on the floor the chart.
FIRST = {FLOOR: ".js-plotly-plot .main-svg", PRODUCT: ".st-key-findings [data-testid=stMarkdown], [data-testid=stMetricValue]"}
WATCH = """
new MutationObserver((_, observer) => {
  if (!document.querySelector('%s')) return;
  observer.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.painted = performance.now(); }, 0));
}).observe(document, {subtree: true, childList: true});
"""


@dataclass
class Traffic:
    """What a page received."""

    web: float = 0  # bytes over HTTP, as transferred
    socket: int = 0  # bytes over the websocket
    runs: int = field(default=0)  # of the script

    def watch(self, page: Page) -> None:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._loaded)
        page.on("websocket", lambda socket: socket.on("framereceived", self._frame))

    def _loaded(self, event: dict[str, Any]) -> None:
        self.web += float(event["encodedDataLength"])

    def _frame(self, content: bytes | str) -> None:
        if isinstance(content, bytes):
            self.socket += len(content)
            self.runs += ForwardMsg.FromString(content).WhichOneof("type") == "new_session"

    @property
    def kilobytes(self) -> float:
        return (self.web + self.socket) / 1024


def run() -> list[Result]:
    """Return first paint, bytes with a cold and a warm cache, runs of the script per choice."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "home"
        process("-m", "etl", "init", home=home)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        with serving(FLOOR, home) as floor, serving(PRODUCT, home) as product:
            times: dict[str, list[float]] = {FLOOR: [], PRODUCT: []}
            for _ in range(TIMES + 1):
                for script, server in ((FLOOR, floor), (PRODUCT, product)):
                    times[script].append(_painted(browser, server, script))
            cold, warm = _weights(browser, product, "")
            floor_cold, floor_warm = _weights(browser, floor, "")
            topic_cold, _ = _weights(browser, product, DASHBOARD.path)
            runs = _runs(browser, product)
        browser.close()
    painted = [median(times[script][1:]) for script in (PRODUCT, FLOOR)]  # the first visit warms the server
    return [
        Result("first numbers of the overview", *painted, "at most 1.5"),
        Result("overview, bytes with an empty cache", cold, floor_cold, "", "kB"),
        Result("overview, bytes with a warm cache", warm, floor_warm, "", "kB"),
        Result("topic page, bytes with an empty cache", topic_cold, floor_cold, "", "kB"),
        Result("runs of the script per choice", runs, 1, "1", ""),
    ]


def _painted(browser: Browser, server: Server, script: str) -> float:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH % FIRST[script])
    page.goto(server.address)
    page.wait_for_function("window.painted", timeout=60_000)
    took = float(page.evaluate("window.painted"))
    context.close()
    return took


def _weights(browser: Browser, server: Server, path: str) -> tuple[float, float]:
    """Kilobytes of a first and of a second visit of the same reader."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    found = [_visit(context, f"{server.address}/{path}")[1].kilobytes for _ in range(2)]
    context.close()
    return found[0], found[1]


def _visit(context: BrowserContext, address: str) -> tuple[Page, Traffic]:
    page, traffic = context.new_page(), Traffic()
    traffic.watch(page)
    page.goto(address)
    page.wait_for_selector(".js-plotly-plot .main-svg", timeout=60_000)
    page.wait_for_timeout(2500)
    return page, traffic


def _runs(browser: Browser, server: Server) -> float:
    """Runs of the script that one choice on a topic page causes, on average."""
    page, traffic = _visit(browser.new_context(), f"{server.address}/{DASHBOARD.path}")
    before = traffic.runs
    for choice in DASHBOARD.choices:
        box = page.get_by_label(DASHBOARD.label).first
        box.click()
        box.fill(choice)
        page.get_by_role("option", name=choice, exact=True).first.click()
        page.wait_for_timeout(1500)
    return (traffic.runs - before) / len(DASHBOARD.choices)
