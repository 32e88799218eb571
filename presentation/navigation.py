"""The pages, in order. A new page is a file in pages/ and a line here."""

from dataclasses import dataclass, replace
from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from catalogue.access import Permission, Principal
from catalogue.paths import ROOT
from presentation.language import t


@dataclass(frozen=True)
class Page:
    """A page: its file in pages/, its place in the link, the key of its title, its icon; whether it can show another map;
    the key of its section in the navigation; what a role must be allowed to open it."""

    file: str
    path: str
    title: str
    icon: str
    on_maps: bool = False
    section: str = "nav_find"
    hidden: bool = False  # not in the navigation
    needs: Permission = "read"


FIND, GLOSSARY, REPORTS, PROPOSALS, DESK = "tim", "thuat-ngu", "tim-trong-bao-cao", "so-trong-cau", "ban-lam-viec"
PAGES = (
    Page("overview.py", "tong-quan", "page_overview", ":material/dashboard:", section=""),
    Page("party_committees.py", "cap-uy", "page_party", ":material/groups:", on_maps=True, section="nav_figures"),
    Page("elected_bodies.py", "dan-cu", "page_elected", ":material/how_to_vote:", on_maps=True, section="nav_figures"),
    Page("leadership.py", "lanh-dao", "page_leadership", ":material/account_balance:", on_maps=True, section="nav_figures"),
    Page("planning.py", "quy-hoach", "page_planning", ":material/event_upcoming:", on_maps=True, section="nav_figures"),
    Page("elections.py", "bau-cu", "page_elections", ":material/ballot:", section="nav_goals"),
    Page("targets.py", "muc-tieu", "page_targets", ":material/flag:", section="nav_goals"),
    Page("scenario.py", "kich-ban", "page_scenario", ":material/tune:", section="nav_goals"),
    Page("inspection.py", "kiem-tra", "page_inspection", ":material/rule:", section="nav_goals"),
    Page("desk.py", DESK, "page_desk", ":material/inbox:", section="nav_reports", needs="decide"),
    Page("send.py", "gui-bao-cao", "page_send", ":material/upload_file:", section="nav_reports", needs="report"),
    Page("report.py", "bao-cao", "page_report", ":material/description:", section="nav_reports", needs="read_submissions"),
    Page("proposals.py", PROPOSALS, "page_proposals", ":material/fact_check:", section="nav_reports", needs="confirm_figures"),
    Page("report_search.py", REPORTS, "page_reports", ":material/article:", section="nav_reports"),
    Page("unit.py", "don-vi", "page_unit", ":material/location_city:", on_maps=True),
    Page("compare.py", "so-sanh", "page_compare", ":material/compare:", on_maps=True),
    Page("activities.py", "hoat-dong", "page_activities", ":material/campaign:", on_maps=True, section="nav_figures"),
    Page("hot_issues.py", "bao-luc", "page_violence", ":material/shield_person:", on_maps=True, section="nav_figures"),
    Page("changes.py", "thay-doi", "page_changes", ":material/difference:"),
    Page("data_downloads.py", "so-lieu", "page_data", ":material/table_view:", on_maps=True),
    Page("glossary.py", GLOSSARY, "page_glossary", ":material/menu_book:"),
    Page("people.py", "nguoi-dung", "page_people", ":material/manage_accounts:", section="nav_office", needs="administer"),
    Page("audit.py", "nhat-ky", "page_audit", ":material/history_edu:", section="nav_office", needs="read_audit"),
    Page("find.py", FIND, "page_find", ":material/search:", hidden=True),
)

ROOT_PATH = "trang-dau"  # Streamlit serves the first page without a path and lets no other page have the one it was given
THEMES = {"party": "cap-uy", "elected": "dan-cu", "leadership": "lanh-dao", "planning": "quy-hoach", "activities": "hoat-dong",
          "violence": "bao-luc"}  # fmt: skip


def pages(who: Principal) -> dict[str, list[StreamlitPage]]:
    """The pages by section as Streamlit knows them, titled in the reader's language.

    A page that `who` may not open is not in the navigation; its link still leads to it, so that the screen can say why.
    """
    found: dict[str, list[StreamlitPage]] = {}
    for place, page in enumerate(PAGES):
        shown = page if who.may(page.needs) else replace(page, hidden=True)
        found.setdefault(t(page.section) if page.section else "", []).append(_page(shown, first=place == 0))
    found[""].append(_page(replace(PAGES[0], hidden=True), first=False))  # also by its own path, see ROOT_PATH
    return found


def needs(path: str) -> Permission:
    """What a role must be allowed to open the page at `path`."""
    return next((page.needs for page in PAGES if page.path == path), "read")


def follows_maps(path: str) -> bool:
    """Whether the page at `path` can show figures under the units of another day."""
    return any(page.on_maps for page in PAGES if page.path == path)


def paths() -> set[str]:
    """What a link to a page begins with."""
    return {page.path for page in PAGES}


def page_of(path: str) -> StreamlitPage:
    """The page at `path`, to link to."""
    return next(_page(page, first=place == 0) for place, page in enumerate(PAGES) if page.path == path)


def _page(page: Page, *, first: bool) -> StreamlitPage:
    visibility: Literal["hidden", "visible"] = "hidden" if page.hidden else "visible"
    file = ROOT / "pages" / page.file
    path = ROOT_PATH if first else page.path
    return st.Page(file, title=t(page.title), icon=page.icon, url_path=path, default=first, visibility=visibility)
