"""What an officer does with a report: accept it, return it, withdraw it. Each press carries the state that was seen."""

import streamlit as st

from catalogue.access import Principal
from desk import sendings
from desk.sending import Sending
from presentation import data
from presentation.desk_page import frame
from presentation.language import t

LONGEST = 2000  # letters of a comment


def show(who: Principal, one: Sending) -> None:
    """The actions that the report's state allows."""
    if one.state == "submitted":
        _submitted(who, one)
    elif one.state in ("accepted", "published"):
        _accepted(who, one)
    elif one.state in ("accepting", "withdrawing", "received"):
        st.info(t("officer_working"), icon=":material/hourglass_top:")
    elif one.state == "checked":
        st.info(t("officer_at_unit"), icon=":material/edit_note:")


def _submitted(who: Principal, one: Sending) -> None:
    """Accept or return; look at it again where the publication it was held against is no longer in use."""
    seen = (one.sending_id, one.revision)
    against = (one.result or {}).get("against")
    if against != data.latest():
        st.warning(t("officer_checked_before"), icon=":material/update:")
        st.button(t("officer_check_again"), key="officer_check", icon=":material/refresh:", on_click=_check_again,
                  args=(who, *seen))  # fmt: skip
    with st.container(border=True, key="officer_decide"):
        st.text_area(t("officer_comment_label"), key=_key("comment", one), max_chars=LONGEST, height=90,
                     help=t("officer_comment_help"))  # fmt: skip
        if one.shape == "part":
            st.checkbox(t("officer_correction"), key=_key("correction", one), help=t("officer_correction_help"))
        with st.container(horizontal=True):
            st.button(t("officer_accept"), key="officer_accept", type="primary", icon=":material/check:", on_click=_accept,
                      args=(who, one))  # fmt: skip
            st.button(t("officer_return"), key="officer_return", icon=":material/undo:", on_click=_return, args=(who, one))
        st.caption(t("officer_accept_note"))


def _accepted(who: Principal, one: Sending) -> None:
    st.caption(t("officer_published_note" if one.state == "published" else "officer_accepted_note"))
    with st.expander(t("officer_withdraw_title"), key="officer_withdraw_part", icon=":material/remove_circle:"):
        st.text_input(t("officer_reason"), key=_key("reason", one), max_chars=LONGEST)
        st.button(t("officer_withdraw"), key="officer_withdraw", icon=":material/remove_circle:", on_click=_withdraw,
                  args=(who, one))  # fmt: skip


def _key(name: str, one: Sending) -> str:
    return f"officer_{name}_{one.sending_id}"


def _text(name: str, one: Sending) -> str:
    return str(st.session_state.get(_key(name, one), ""))


def _accept(who: Principal, one: Sending) -> None:
    correction = bool(st.session_state.get(_key("correction", one)))
    frame.act("officer_done_accept", sendings.accept, who, one.sending_id, one.revision, _text("comment", one),
              correction=correction)  # fmt: skip


def _return(who: Principal, one: Sending) -> None:
    frame.act("officer_done_return", sendings.send_back, who, one.sending_id, one.revision, _text("comment", one))


def _withdraw(who: Principal, one: Sending) -> None:
    frame.act("officer_done_withdraw", sendings.withdraw, who, one.sending_id, one.revision, _text("reason", one))


def _check_again(who: Principal, number: int, revision: int) -> None:
    frame.act("officer_done_check", sendings.check_again, who, number, revision)
