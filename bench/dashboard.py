"""A filter change in a real browser, and the way from a command to the first page, beside a page with one empty chart."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from bench.measure import ROOT, Result, process

ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# Notes when the browser sent a choice, heard the last of the answer, and last changed the page.
WATCH = """
const Plain = window.WebSocket;
window.WebSocket = function (...args) {
  const socket = new Plain(...args), send = socket.send.bind(socket);
  socket.addEventListener('message', () => { window.heard = performance.now(); });
  socket.send = (data) => { window.sent = performance.now(); return send(data); };
  return socket;
};
Object.assign(window.WebSocket, Plain);
document.addEventListener('DOMContentLoaded', () => {
  document.addEventListener('click', () => { window.clicked = performance.now(); }, true);
  new MutationObserver((changes) => {
    if (changes.some((change) => document.querySelector('[data-testid=stMain]')?.contains(change.target))) window.changed = performance.now();
  }).observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
});
"""
CHOICES = ("Huyện Lục Nam", "Huyện Tân Yên", "Huyện Lạng Giang", "Huyện Sơn Động", "Huyện Yên Thế", "Tất cả") * 4


def run() -> list[Result]:
    """Return server time, repaint and start."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "home"
        process("-m", "etl", "init", home=home)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        try:
            floor_start, floor_times = _visit(browser, "bench/floor_page.py", "", home, "Chọn", ("hai", "ba", "bốn", "một") * 6)
            start, times = _visit(browser, "app.py", "cap-uy", home, "Huyện (nay là nhóm xã)", CHOICES)
        finally:
            browser.close()
    server, repaint = (median(values) for values in zip(*times, strict=True))
    floor_server, floor_repaint = (median(values) for values in zip(*floor_times, strict=True))
    return [
        Result("filter change, server time", server, floor_server, "50 ms (goal)"),
        Result("filter change, click to last repaint", repaint, floor_repaint, "200 ms (goal)"),
        Result("command to first page", start, floor_start, "6 s (goal)"),
    ]


def _visit(
    browser: Browser, script: str, path: str, home: Path, label: str, choices: tuple[str, ...]
) -> tuple[float, list[tuple[float, float]]]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    begun = time.perf_counter()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.address", "127.0.0.1", "--server.port", str(port)]
    settings = os.environ | {"VSTBPN_HOME": str(home)}
    server = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(WATCH)
        _open(page, f"http://127.0.0.1:{port}/{path}")
        page.wait_for_selector(".js-plotly-plot", timeout=30_000)
        started = (time.perf_counter() - begun) * 1000
        page.wait_for_timeout(2000)
        return started, [_choose(page, label, choice) for choice in choices][len(choices) // 4 :]
    finally:
        server.terminate()
        server.wait(20)


def _open(page: Page, address: str) -> None:
    for _ in range(200):
        try:
            page.goto(address)
            return
        except Exception:
            time.sleep(0.05)
            continue


def _choose(page: Page, label: str, choice: str) -> tuple[float, float]:
    box = page.get_by_label(label).first
    box.click()
    box.fill(choice)
    option = page.get_by_role("option", name=choice, exact=True).first
    option.wait_for()
    option.click()
    page.wait_for_timeout(1200)
    server, repaint = page.evaluate("[window.heard - window.sent, window.changed - window.clicked]")
    return float(server), float(repaint)
