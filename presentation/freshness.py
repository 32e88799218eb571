"""Which publication is on screen: then or now. A link may pin one; a newer one is announced, never put in its place.

See docs/adr/0012: a pinned publication is read from its own file, or not at all.
"""

import datetime as dt
from typing import Any

import streamlit as st

from catalogue import definitions
from catalogue.words import signed_text
from presentation import access, cubes, data, notes
from presentation.language import date, lang, number, settle, t
from presentation.navigation import page_of
from presentation.views import View
from store import past

PATH, SINCE = "thay-doi", "tu"
TOLD = "fresh_told"  # in a visit: the newest publication that a passing note told of
COMPARED = ("value", "numerator", "denominator", "state", "units_reported", "units_expected")
LOOKED_AT = 20  # seconds between looks at the pointer of an open page


def moment(at: dt.datetime) -> str:
    """A moment of publication as the reader writes it; seconds tell two of one minute apart."""
    return f"{date(at.date())} {at:%H:%M:%S}"


def banner() -> None:
    """Say on every page that the link pins a publication, or why it cannot be shown; with the ways out."""
    asked = st.query_params.get(data.PIN)
    if not asked:
        return
    pinned, latest = data.pinned(), data.latest()
    if pinned is None:
        found = past.look_up(asked)
        _said(_gone(asked, found), asked if found else None, icon=":material/link_off:")
    elif pinned == latest:
        st.info(t("then_latest", at=_published(pinned)), icon=":material/keep:")
    else:
        text = t("then_seen", at=_published(pinned), now=_published(latest))
        if data.facts(pinned)["definitions"] != data.facts(latest)["definitions"]:
            text += " " + t("then_definitions")
        _said(text, pinned, icon=":material/history:")


def _gone(asked: str, found: past.Moment | None) -> str:
    if found is None:
        return t("then_gone_unknown", found=asked)
    return t(f"then_gone_{found.reason}", at=moment(found.at), kept=number(definitions.load().office.snapshots_kept))


def _said(text: str, since: str | None, *, icon: str) -> None:
    with st.container(key="then"):
        st.warning(text, icon=icon)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(t("then_back"), key="then_back", icon=":material/update:", on_click=_let_go)
            if since:
                _to_changes(since)


def _to_changes(since: str) -> None:
    st.page_link(page_of(PATH), label=t("then_changes"), icon=":material/difference:", query_params={SINCE: data.bare(since)})


def begin() -> None:
    """Remember which publication the page is drawn from, and for whom."""
    st.session_state["drawn_from"] = data.current()
    st.session_state["drawn_for"] = access.who()


def together() -> None:
    """In a part that is drawn alone: draw the whole page if another publication is in use by now, so that a page shows one.

    Likewise if the reader's role has changed or the sign-in has ended since.
    """
    settle()
    if st.session_state.get("drawn_for") != access.who() or st.session_state.get("drawn_from") != data.current():
        st.rerun(scope="app")


def pin() -> None:
    """Beside the name of the snapshot: let the link pin it."""
    if data.pinned() is None:
        kept = number(definitions.load().office.snapshots_kept)
        st.button(t("then_pin"), key="then_pin", icon=":material/keep:", type="tertiary", help=t("then_help", kept=kept),
                  on_click=_hold, args=(data.bare(data.latest()),))  # fmt: skip
    else:
        st.button(t("then_back"), key="then_let_go", icon=":material/keep_off:", type="tertiary", on_click=_let_go)


def _hold(identifier: str) -> None:
    st.query_params[data.PIN] = identifier


def _let_go() -> None:
    st.query_params.pop(data.PIN, None)


@st.fragment(run_every=LOOKED_AT)
def watch(drawn: str) -> None:
    """Announce a publication newer than the one of when the page was `drawn`; nothing on the page moves by itself."""
    newest = data.latest()
    if newest == drawn:
        return
    st.info(t("fresh_new", at=_published(newest)), icon=":material/fiber_new:")
    if st.session_state.get(TOLD) != newest:  # a phone folds the sidebar away, and it is longer than most screens
        st.toast(t("fresh_toast", at=_published(newest)), icon=":material/fiber_new:", duration="long")
        st.session_state[TOLD] = newest
    if st.button(t("fresh_reload"), key="fresh_reload", icon=":material/refresh:"):
        st.rerun(scope="app")
    _to_changes(drawn)


def now_beside(view: View) -> None:
    """Beside the summary value of a pinned publication, what it is now: with its counts and the difference."""
    pinned, latest = data.pinned(), data.latest()
    if pinned is None or pinned == latest:
        return
    then, now = (next(iter(cubes.total(view, snapshot=one)), {}) for one in (pinned, latest))
    counts = ""
    if now.get("denominator") is not None:
        counts = f"{number(now['numerator'])}/{number(now['denominator'])}"
    label = t("then_now", at=_published(latest))
    st.metric(label, notes.said_of(now, view.indicator) if now else "…", border=True, delta=_against(view, then, now, counts),
              delta_color="off", delta_arrow="off")  # fmt: skip


def _against(view: View, then: dict[str, Any], now: dict[str, Any], counts: str) -> str:
    """“+2,4 điểm so với khi đó: 10/41”; that it is the same."""
    pairs = [(then.get(name), now.get(name)) for name in COMPARED]
    if all(before == after for before, after in pairs):
        return t("then_now_same", counts=counts)
    before, after = pairs[0]
    if before is None or after is None:
        return t("then_now_changed", points="…", counts=counts)
    points = float(after) - float(before)
    written = signed_text(points, view.indicator.decimals, lang())
    return t("then_now_changed", points=written, counts=counts)


def _published(identifier: str) -> str:
    return moment(dt.datetime.fromisoformat(data.facts(identifier)["published_at"]))
