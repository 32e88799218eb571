"""The pages, in order. A new page is a file in pages/ and a line here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """A page: its file in pages/, its place in the link, the key of its title, its icon."""

    file: str
    path: str
    title: str
    icon: str


PAGES = (
    Page("overview.py", "tong-quan", "page_overview", ":material/dashboard:"),
    Page("party_committees.py", "cap-uy", "page_party", ":material/groups:"),
    Page("elected_bodies.py", "dan-cu", "page_elected", ":material/how_to_vote:"),
    Page("leadership.py", "lanh-dao", "page_leadership", ":material/account_balance:"),
    Page("planning.py", "quy-hoach", "page_planning", ":material/event_upcoming:"),
    Page("targets.py", "muc-tieu", "page_targets", ":material/flag:"),
    Page("activities.py", "hoat-dong", "page_activities", ":material/campaign:"),
    Page("data_downloads.py", "so-lieu", "page_data", ":material/table_view:"),
)
