"""A filter change in a real browser, and the way from a command to the first page, beside a page with one empty chart."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.measure import ROOT, Result, process

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
        try:
            floor_start, floor_server, floor_repaint = _visit(browser, FLOOR, home)
            start, server, repaint = _visit(browser, DASHBOARD, home)
        finally:
            browser.close()
    return [
        Result("filter change, server time", server, floor_server, "50 ms (goal)"),
        Result("filter change, click to last repaint", repaint, floor_repaint, "200 ms (goal)"),
        Result("command to first page", start, floor_start, "6 s (goal)"),
    ]


def _visit(browser: Browser, visited: Visited, home: Path) -> tuple[float, float, float]:
    """Return start, median server time and median repaint, milliseconds."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    begun = time.perf_counter()
    command = [sys.executable, "-m", "streamlit", "run", visited.script, "--server.address", "127.0.0.1",
               "--server.port", str(port), "--server.enableAgentApi", "true"]  # fmt: skip
    settings = os.environ | {"VSTBPN_HOME": str(home)}
    server = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(WATCH)
        _open(page, f"http://127.0.0.1:{port}/{visited.path}")
        page.wait_for_selector(".js-plotly-plot", timeout=30_000)
        started = (time.perf_counter() - begun) * 1000
        page.wait_for_timeout(2000)
        repaints = [_choose(page, visited.label, choice) for choice in visited.choices * 3]
        page.close()
        return started, median(_answers(port, visited)), median(repaints[len(visited.choices) :])
    finally:
        server.terminate()
        server.wait(20)


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


def _open(page: Page, address: str) -> None:
    for _ in range(200):
        try:
            page.goto(address)
            return
        except Exception:
            time.sleep(0.05)
            continue


def _choose(page: Page, label: str, choice: str) -> float:
    box = page.get_by_label(label).first
    box.click()
    box.fill(choice)
    option = page.get_by_role("option", name=choice, exact=True).first
    option.wait_for()
    option.click()
    page.wait_for_timeout(1200)
    return float(page.evaluate("window.changed - window.clicked"))
