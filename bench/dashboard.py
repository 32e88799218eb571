"""A filter change in a real browser, and the way from a command to the first page, beside a page with one empty chart."""

import json
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.measure import Result, process
from bench.serving import Server, serving

ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# Notes when the reader clicked and when the page last changed.
WATCH = """
document.addEventListener('DOMContentLoaded', () => {
  document.addEventListener('click', () => { window.clicked = performance.now(); }, true);
  new MutationObserver((changes) => {
    if (changes.some((change) => document.querySelector('[data-testid=stMain]')?.contains(change.target))) window.changed = performance.now();
  }).observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
});
"""


@dataclass(frozen=True)
class Visited:
    """A page and the choice that is changed on it."""

    script: str
    path: str
    label: str
    key: str
    choices: tuple[str, ...]


TIMES = 18  # choices made
FLOOR = Visited("bench/floor_page.py", "", "Chọn", "choice", ("hai", "ba", "bốn", "một"))
DASHBOARD = Visited(
    "app.py", "cap-uy", "Huyện (nay là nhóm xã)", "link_huyen",
    ("Huyện Lục Nam", "Huyện Tân Yên", "Huyện Lạng Giang", "Huyện Sơn Động", "Huyện Yên Thế", "Tất cả"),
)  # fmt: skip


def run() -> list[Result]:
    """Return server time, repaint and start."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "home"
        process("-m", "etl", "init", home=home)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        with (
            serving(FLOOR.script, home) as floor,
            _opened(browser, floor, FLOOR) as (floor_page, floor_start),
            serving(DASHBOARD.script, home) as server,
            _opened(browser, server, DASHBOARD) as (page, start),
        ):
            repaints, floor_repaints = [], []
            for place in range(TIMES):
                repaints.append(_choose(page, DASHBOARD, place))
                floor_repaints.append(_choose(floor_page, FLOOR, place))
            told = [median(_answers(served.port, visited)) for served, visited in ((server, DASHBOARD), (floor, FLOOR))]
        browser.close()
    seen = len(DASHBOARD.choices)  # once every choice has been made, the server has it
    return [
        Result("filter change, server time", told[0], told[1], "50 ms (goal)"),
        Result("filter change, click to last repaint", median(repaints[seen:]), median(floor_repaints[seen:]), "150 ms (goal)"),
        Result("command to first page", start, floor_start, "6 s (goal)"),
    ]


@contextmanager
def _opened(browser: Browser, server: Server, visited: Visited) -> Iterator[tuple[Page, float]]:
    """The page once its chart is drawn, and milliseconds since the server was asked to start."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(WATCH)
    page.goto(f"{server.address}/{visited.path}")
    page.wait_for_selector(".js-plotly-plot", timeout=30_000)
    started = (time.perf_counter() - server.started) * 1000
    page.wait_for_timeout(2000)
    yield page, started
    page.close()


def _answers(port: int, visited: Visited) -> list[float]:
    """Time of the server's answers to a choice, the page as JSON included, without a browser."""
    session = _interact(port, {"page": visited.path})["session_id"]
    times = []
    for choice in visited.choices * 6:
        begun = time.perf_counter()
        answer = _interact(port, {"session_id": session, "widget_state": {visited.key: choice}})
        times.append((time.perf_counter() - begun) * 1000)
        assert answer["status"] == "ready", answer
    return times[len(visited.choices) :]


def _interact(port: int, message: dict[str, object]) -> dict[str, Any]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/_stcore/agent/interact",
        data=json.dumps(message).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own server
        return dict(json.load(answer))


def _choose(page: Page, visited: Visited, place: int) -> float:
    choice = visited.choices[place % len(visited.choices)]
    box = page.get_by_label(visited.label).first
    box.click()
    box.fill(choice)
    option = page.get_by_role("option", name=choice, exact=True).first
    option.wait_for()
    option.click()
    page.wait_for_timeout(1200)
    return float(page.evaluate("window.changed - window.clicked"))
