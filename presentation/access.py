"""Who reads: the person that signed in, whoever sits at the server's own machine where no sign-in is set up, else anyone."""

import ipaddress
import os

import streamlit as st

from catalogue import definitions
from catalogue.access import Principal
from desk import people

OFFICER = "VSTBPN_OFFICER"  # without sign-in – yes: every reader of this server is the officer; no: none; unset: who sits at it
_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via")


def who() -> Principal:
    """The principal of this visit."""
    known = definitions.load()
    return people.local_officer(known) if _at_the_server() else people.anyone(known)


def _at_the_server() -> bool:
    """Whether this reader reads on the server's own machine, not through a proxy, unless the environment says otherwise."""
    told = os.environ.get(OFFICER, "").lower()
    if told in ("yes", "no"):
        return told == "yes"
    if any(name in st.context.headers for name in _FORWARDED):
        return False
    address = st.context.ip_address  # None: this machine
    try:
        return not isinstance(address, str) or ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
