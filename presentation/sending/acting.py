"""Doing what a press of a button asks; why it could not be done is said on the page as it stands since."""

from collections.abc import Callable

import streamlit as st

from catalogue import definitions
from catalogue.errors import UserError
from presentation.language import lang

REFUSED = "sending_refused"


def carry_out(action: Callable[[], object]) -> None:
    """Do it and draw the page anew, with what was refused if it was."""
    try:
        action()
    except UserError as refused:
        st.session_state[REFUSED] = refused.message
    st.rerun()


def refused() -> None:
    """Why the last press changed nothing."""
    message = st.session_state.pop(REFUSED, None)
    if message is not None:
        st.error(definitions.load().words.say(message, lang()), icon=":material/block:")
