"""What every page offers for the view on screen: copy its link, print it."""

from presentation.components import component
from presentation.language import t

_TOOLS = component(
    "tools", '<div><button type="button"></button><button type="button"></button><span role="status"></span></div>'
)


def show() -> None:
    """Show both; the reader is told when the link is copied, and given it where it could not be."""
    _TOOLS(data={"copy": t("tools_copy"), "print": t("tools_print"), "copied": t("tools_copied")}, key="tools")
