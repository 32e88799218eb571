"""Who is at the page: the person that signed in; without sign-in set up, whoever sits at the server's own machine; else anyone.

A visit that is in no good standing (signed out elsewhere, too old, not verified …) has no permission at all: whatever its page
or callback asks of the desk is refused there, and the screen says why (`presentation/door.py`).
"""

import ipaddress
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from urllib.parse import urlsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from catalogue import definitions
from catalogue.access import Permission, Principal
from catalogue.clock import office_now
from catalogue.definitions import Definitions
from desk import people, sign_ins
from presentation import sign_in

OFFICER = "VSTBPN_OFFICER"  # without sign-in – yes: every reader of this server is the officer; no: none; unset: who sits at it
_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via")

KEPT = 0.2  # seconds for which a run remembers its answer: pages ask some hundred times

_run = threading.local()  # a run of a page has a thread of its own

State = Literal[
    "local", "anyone",  # no sign-in is set up: at the server's own machine, elsewhere
    "guest", "in",  # not signed in, where anyone may read; signed in
    "closed", "unlisted",  # not signed in, or nobody of people.csv, where that is needed to read
    "unverified", "no_address",  # the provider does not vouch for the address, or tells none
    "signed_out", "old", "idle", "clock",  # the sign-in ended
]  # fmt: skip
STANDING = ("local", "anyone", "guest", "in")  # in these pages are shown


@dataclass(frozen=True)
class Visit:
    """Who is at the page and how they stand; `holder` is the person of the sign-in, also where it no longer counts."""

    principal: Principal
    state: State
    holder: Principal
    claims: Mapping[str, Any] = field(default_factory=dict)

    @property
    def stands(self) -> bool:
        return self.state in STANDING


def who() -> Principal:
    """The principal of this visit, as of now."""
    return visit().principal


def require(permission: Permission) -> Principal:
    """The principal of this visit, if they may.

    Raises:
        DeniedError: they may not.
    """
    found = who()
    found.require(permission)
    return found


def visit() -> Visit:
    """This visit as of now: a role that was given or taken away and a sign-in that ended hold from the next run on."""
    kept = getattr(_run, "visit", None)
    if get_script_run_ctx(suppress_warning=True) is None:  # no run of a page: whoever asks here must know for whom
        nobody = people.nobody(definitions.load())
        return Visit(nobody, "closed", nobody)
    if kept is None or time.monotonic() - kept[0] > KEPT:
        claims = st.user.to_dict()
        set_up = "is_logged_in" in claims or bool(sign_in.section())
        kept = _run.visit = (time.monotonic(), of(claims) if set_up else _without_sign_in(definitions.load()))
    return kept[1]


def forget() -> None:
    """Look anew at the next question: the person of this run has just signed out."""
    _run.visit = None


def of(claims: Mapping[str, Any], *, active: bool = False) -> Visit:
    """The visit that what the provider said makes, where sign-in is set up; `active`: its person has just done something."""
    known = definitions.load()
    closed, nobody = known.office.readers != "open", people.nobody(known)
    if not claims.get("is_logged_in"):
        return Visit(nobody, "closed", nobody) if closed else Visit(people.anyone(known), "guest", people.anyone(known))
    address, today = str(claims.get("email") or "").strip().lower(), office_now().date()
    listed = people.people(known)
    holder = listed.principal(address, str(claims.get("name") or address), known, today)
    state: State = sign_ins.look(claims, known.office, active=active) or "in"
    if state == "in":
        if not address:
            state = "no_address"
        elif str(claims.get("email_verified", True)).lower() != "true":
            state = "unverified"
        elif known.office.readers == "listed" and not listed.lists(address, today):
            state = "unlisted"
    if state in ("no_address", "unverified", "unlisted"):  # the provider's word alone makes nobody an officer
        holder = replace(holder, role=nobody.role, units=frozenset())
    return Visit(holder if state == "in" else nobody, state, holder, claims)


def _without_sign_in(known: Definitions) -> Visit:
    here = at_the_server(st.context.headers.get, st.context.ip_address)
    found = people.local_officer(known) if here else people.anyone(known)
    return Visit(found, "local" if here else "anyone", found)


def at_the_server(header: Callable[[str], str | None], address: str | None) -> bool:
    """Whether this reader reads on the server's own machine, not through a proxy, unless the environment says otherwise."""
    told = os.environ.get(OFFICER, "").lower()
    if told in ("yes", "no"):
        return told == "yes"
    if any(header(name) is not None for name in _FORWARDED) or not _named_here(header("Host")):
        return False
    try:
        return not isinstance(address, str) or ipaddress.ip_address(address).is_loopback  # None: this machine
    except ValueError:
        return False


def _named_here(host: str | None) -> bool:
    """Whether a request calls this machine by a name of its own: a page of elsewhere whose name was bent to it does not."""
    return host is None or urlsplit(f"//{host}").hostname in sign_in.HERE
