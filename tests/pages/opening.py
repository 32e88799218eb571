"""Open a page by Streamlit's own test harness, as a link does."""

from html.parser import HTMLParser
from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest

from catalogue import definitions
from presentation.navigation import PAGES
from tests.conftest import ROOT
from tests.pages import shown

UI = ROOT / "presentation" / "ui.py"


def open_page(file: str, **query: str) -> AppTest:
    """Return the page of `pages/<file>` with these parameters in its link; it must run and show its title."""
    page = AppTest.from_file(str(UI), default_timeout=60).run()
    page.switch_page(f"../pages/{file}")
    for key, value in query.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception, [e.value for e in page.exception]
    assert not page.error
    wanted = next(p.title for p in PAGES if p.file == file)
    assert page.title[0].value == definitions.load().words(wanted, query.get("lang", "vi"))
    return page


class _Cells(HTMLParser):
    """The cells of an HTML table, row by row."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def tables(page: AppTest) -> list[pd.DataFrame]:
    """The tables of a page that are HTML, as they are shown."""
    found = [_Cells(html).rows for html in shown.markup(page) if '<table class="read' in html]
    return [pd.DataFrame(rows[1:], columns=rows[0]) for rows in found]


def texts(page: AppTest) -> str:
    """All sentences on the page."""
    shown: list[Any] = [
        *page.markdown,
        *page.caption,
        *page.info,
        *page.warning,
        *page.error,
        *page.title,
        *page.header,
        *page.subheader,
    ]
    return "\n".join(str(element.value) for element in shown)
