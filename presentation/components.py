"""Own elements for the browser: HTML with the style and script of the same name in static/."""

from typing import Any

import streamlit as st

from catalogue.paths import ROOT

STATIC = ROOT / "presentation" / "static"


def component(name: str, html: str | None = None, *, isolated: bool = True) -> Any:
    """Declare an element; call what is returned to show it. One that is not `isolated` styles the whole page."""
    style, script = ((STATIC / f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    return st.components.v2.component(f"vstbpn_{name}", html=html, css=style, js=script, isolate_styles=isolated)
