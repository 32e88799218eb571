"""What every page says of itself to a browser and a screen reader: its language, the names of Streamlit's own buttons.

Streamlit serves `lang="en"` and English names whatever the page speaks; its focus rings are paler than WCAG 2.2 asks.
"""

from presentation.components import component
from presentation.language import lang, t

# Streamlit's and Plotly's own names, whole or as the beginning of a name → ours.
NAMES = {
    "Skip to main content": "frame_skip", "App pages": "frame_pages", "Sidebar": "frame_sidebar",
    "Collapse sidebar": "frame_collapse", "Expand sidebar": "frame_expand", "Help for": "frame_help",
    "Link to heading": "frame_anchor", "Fullscreen": "frame_fullscreen",
    "Close fullscreen": "frame_fullscreen_close", "Search": "frame_search", "Show/hide columns": "frame_columns",
    "Copy to clipboard": "frame_copy", "Open": "frame_open", "Close": "frame_close", "Dismiss": "frame_close",
    "Choose an option": "frame_choose",
}  # fmt: skip
_FRAME = component("frame", isolated=False)


def speak(path: str) -> None:
    """Tell the browser the language of the page at `path`; name Streamlit's buttons in it; make focus visible and follow."""
    words = {} if lang() == "en" else {english: t(key) for english, key in NAMES.items()}
    _FRAME(key="frame", data={"lang": lang(), "words": words, "page": path})
