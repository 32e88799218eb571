"""Filters whose state is the link: every choice is a readable, language-free code in the URL.

Streamlit's own binding writes the label shown, which changes with the language and the wording,
and drops what it does not know without a word; see docs/adr/0004.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from urllib.parse import urlencode

import streamlit as st

from presentation.language import t

Width = int | Literal["stretch"]
ALL = ""  # the choice that filters nothing


def chosen(parameter: str, options: Sequence[str], default: str) -> str:
    """Return what the link asks for. An unknown value is said, and the default shown instead."""
    wanted = st.query_params.get(parameter, default)
    if wanted in options:
        return wanted
    if wanted:
        st.warning(t("link_unknown", parameter=parameter, value=wanted), icon=":material/link_off:")
    return default if default in options else options[0]


def carry(page: str, parameters: Sequence[str]) -> bool:
    """Take choices that hold for all pages along from page to page; return whether the link changed by it.

    Streamlit starts a page of the navigation with an empty link. A link that is opened says all itself.
    """
    before = st.session_state.get("page")
    added = {name: value for name, value in kept().items() if name not in st.query_params} if before not in (None, page) else {}
    st.query_params.update(added)
    st.session_state["page"] = page
    st.session_state["kept"] = {name: st.query_params[name] for name in parameters if name in st.query_params}
    return bool(added)


def here_is() -> str:
    """The path of the page on screen, as `carry` was told."""
    return str(st.session_state.get("page", ""))


def kept() -> dict[str, str]:
    """The choices of the link that hold for all pages."""
    return dict(st.session_state.get("kept", {}))


def here() -> str:
    """The address of what is on screen, to be kept in a download."""
    query = urlencode(st.query_params.to_dict())
    return f"{st.context.url or ''}{'?' if query else ''}{query}"


def select(
    label: str, parameter: str, options: Mapping[str, str], default: str, *, segmented: bool = False, width: Width = "stretch"
) -> str:
    """Show a choice (code → label) whose value is `parameter` of the link; return the code chosen.

    `width` is that of a box, in pixels.
    """
    codes = list(options)
    value = chosen(parameter, codes, default)
    key = f"link_{parameter}"
    st.session_state[key] = value
    shared: dict[str, Any] = {
        "key": key,
        "format_func": lambda code: options.get(code, code),
        "on_change": _write,
        "args": (parameter, default),
    }
    if segmented:
        st.segmented_control(label, codes, required=True, **shared)
    else:
        st.selectbox(label, codes, width=width, **shared)
    return value


def typed(label: str, parameter: str, placeholder: str) -> str:
    """Show a box for a text whose value is `parameter` of the link; return the text."""
    value, key = str(st.query_params.get(parameter, "")).strip(), f"link_{parameter}"
    if st.session_state.get(key, "") != value:
        st.session_state[key] = value
    with st.container(width=420):
        st.text_input(
            label, key=key, type="search", placeholder=placeholder, max_chars=200, on_change=_write, args=(parameter, "")
        )
    return value


def slide(label: str, parameter: str, low: int, high: int, default: int) -> int:
    """Show a choice of a whole number from `low` to `high` whose value is `parameter` of the link; return it.

    What the link asks for beyond them, or that is no whole number, is said, and the default shown instead.
    """
    value = int(chosen(parameter, [str(number) for number in range(low, high + 1)], str(default)))
    key = f"link_{parameter}"
    st.session_state[key] = value
    fixed = high <= low  # nothing to slide
    st.slider(label, low, low + 1 if fixed else high, key=key, disabled=fixed, on_change=_write, args=(parameter, default))
    return value


def _write(parameter: str, default: str | int) -> None:
    value = st.session_state[f"link_{parameter}"]
    if value == default:
        st.query_params.pop(parameter, None)
    elif value is not None:
        st.query_params[parameter] = value
