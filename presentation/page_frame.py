"""What every page says of itself to a browser and a screen reader: its language, the names of Streamlit's own buttons.

Links within texts are followed here too: a browser alone would load everything anew.

Streamlit serves `lang="en"` and English names whatever the page speaks; its focus rings are paler than WCAG 2.2 asks.
"""

from urllib.parse import parse_qsl

import streamlit as st

from presentation.components import component
from presentation.language import lang, t
from presentation.navigation import page_of, paths

# Streamlit's and Plotly's own names, whole or as the beginning of a name → ours.
NAMES = {
    "Skip to main content": "frame_skip", "App pages": "frame_pages", "Sidebar": "frame_sidebar",
    "Collapse sidebar": "frame_collapse", "Expand sidebar": "frame_expand", "Help for": "frame_help",
    "Link to heading": "frame_anchor", "Fullscreen": "frame_fullscreen",
    "Close fullscreen": "frame_fullscreen_close", "Search": "frame_search", "Show/hide columns": "frame_columns",
    "Copy to clipboard": "frame_copy", "Open": "frame_open", "Close": "frame_close", "Dismiss": "frame_close",
    "Choose an option": "frame_choose", "Page not found": "frame_not_found",
    "Upload": "frame_upload", "Add files": "frame_upload", "file upload": "frame_upload",
    "20MB per file": "frame_upload_most", "File must be 20MB or smaller.": "frame_upload_large",
    "… files are not allowed.": "frame_upload_kind",
    "The page that you have requested": "frame_not_found_more",
}  # fmt: skip
_FRAME = component("frame", isolated=False)


def speak(path: str) -> None:
    """Tell the browser the language of the page at `path`; name Streamlit's buttons in it; make focus visible and follow."""
    words = {} if lang() == "en" else {english: t(key) for english, key in NAMES.items()}
    told = {"lang": lang(), "words": words, "page": path}
    followed = _FRAME(key="frame", data=told, on_followed_change=lambda: None).followed
    if followed:
        follow(followed)


def follow(link: str) -> None:
    """Open the page that a link within a text leads to, "don-vi?don_vi=07444"; one that is no page of ours is left alone."""
    path, _, query = link.partition("?")
    if path in paths():
        st.switch_page(page_of(path), query_params=dict(parse_qsl(query)))
