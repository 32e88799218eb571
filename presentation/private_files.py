"""Downloads of what not everyone may have: whoever presses the button is asked anew, and nobody can guess the file's address.

Streamlit makes a file outside of the run that drew its button, for whoever asks, and addresses it by a digest of its content:
who knows all of it but a small count could try the few that are possible. A random parameter of its type ends that.
"""

import secrets
from collections.abc import Callable
from typing import Any

import streamlit as st

from catalogue.access import Principal
from presentation import access


def button(label: str, make: Callable[[Principal], bytes], file_name: str, mime: str, *, key: str, **shown: Any) -> None:
    """A download button; `make` gets the principal as they stand when it is pressed, and asks what they may."""
    visit = access.visit()

    def made() -> bytes:
        return make(access.of(visit.claims).principal if visit.claims else visit.principal)

    st.download_button(label, made, file_name=file_name, mime=f"{mime}; k={secrets.token_hex(16)}", key=key,
                       icon=":material/download:", on_click="ignore", **shown)  # fmt: skip
