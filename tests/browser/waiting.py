"""Waiting for a state of the page, never for a time: the script has run, what it says is drawn, and nothing changes any more."""

import itertools

from playwright.sync_api import Page

QUIET = 300  # milliseconds, from now on, in which nothing of the page changes
STATE = """([quiet, gone, call]) => {
  const now = performance.now(), app = document.querySelector("[data-testid=stApp]");
  if (!window.changes) {
    window.changes = {};
    new MutationObserver(() => { window.changes.last = performance.now(); })
      .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  }
  if (window.changes.call !== call) Object.assign(window.changes, { call, last: now });
  return document.querySelector("h1") && app.dataset.testScriptState === "notRunning" && !document.querySelector(gone)
    && now - window.changes.last >= quiet;
}"""
WORKING = "[data-testid=stStatusWidget], [data-testid=stSkeleton]"
calls = itertools.count()


def settled(page: Page) -> None:
    """Wait until the script has run and the charts are drawn."""
    page.wait_for_function(STATE, arg=[QUIET, WORKING, next(calls)])


def still(page: Page) -> None:
    """Wait until, besides, nothing on the page is pale because it is about to be replaced."""
    page.wait_for_function(STATE, arg=[QUIET, f"{WORKING}, [data-stale=true]", next(calls)])


def follow(page: Page, scheme: str) -> None:
    """Let the reader's device change to light or dark colours, and wait until the page has followed."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.wait_for_function("(scheme) => getComputedStyle(document.querySelector('.stApp')).colorScheme === scheme", arg=scheme)
