"""One sending: where it stands, what the check found, what it would change, and what its sender may do."""

import datetime as dt

import streamlit as st

from catalogue import definitions
from catalogue.access import Principal
from catalogue.clock import office_now
from desk import drafts, jobs, sendings
from desk.sending import Sending
from presentation.find import escaped
from presentation.language import date, lang, number, t
from presentation.sending import changes, fetch, problems, receipt, upload
from presentation.sending.acting import carry_out

WAITING = ("received", "accepting", "withdrawing")  # the worker has something to do
STEPS = ("received", "checked", "submitted", "accepted", "published")  # the way of a report
STANDS_AT = {"accepting": "submitted", "withdrawing": "accepted"}
SOON = dt.timedelta(seconds=30)  # after a check, in which what moves in indicators is awaited
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
LIVE = ("received", "checked", "submitted")  # its sender may still take it back


def show(who: Principal, sending: Sending) -> None:
    """All of one sending."""
    with st.container(key="sending_one"):
        _head(sending)
        upload.said(sending)
        _returned(sending)
        if sending.state in WAITING:
            pause = fetch.pace(jobs.standing(sending.sending_id))
            st.fragment(_working, run_every=pause)(who, sending.sending_id, sending.revision, pause)
        _verdict(who, sending)
        problems.show(sending)
        _marked(who, sending)
        problems.confirm(who, sending)
        problems.confirmed(sending)
        _act(who, sending)
        changes.show(sending)
        if sending.result and _awaits_values(sending):
            _awaiting(who, sending.sending_id)
        receipt.show(who, sending)


def _head(sending: Sending) -> None:
    st.header(t("sending_title", number=number(sending.sending_id)), anchor=False)
    typed = f" · {t('sending_typed')}" if sending.origin == "typed" else ""
    st.caption(
        escaped(f"{sending.file_name} · {moment(sending.received_at)} · {sending.sent_by_name or sending.sent_by}{typed}")
    )
    at = STANDS_AT.get(sending.state, sending.state)
    if at not in STEPS:
        st.markdown(f":gray-badge[:material/cancel: {t(f'sending_state_{sending.state}')}]" if at != "returned" else
                    f":orange-badge[:material/undo: {t('sending_state_returned')}]")  # fmt: skip
        return
    place = STEPS.index(at)
    told = []
    for step, name in enumerate(STEPS):
        words = t(f"sending_state_{sending.state}") if step == place else t(f"sending_step_{name}")
        badge = "green" if step < place else "blue" if step == place else "gray"
        icon = "check" if step < place else "adjust" if step == place else "circle"
        told.append(f":{badge}-badge[:material/{icon}: {words}]")
    st.markdown(" ".join(told))


def moment(at: dt.datetime) -> str:
    """A moment as the office writes it."""
    return f"{at:%H:%M} {date(at.date())}"


def _returned(sending: Sending) -> None:
    """What the officer says, before anything else."""
    if sending.state == "returned":
        st.error(escaped(sending.comment or "–"), title=t("sending_returned"), icon=":material/undo:")
        st.markdown(f":material/arrow_upward: {t('sending_returned_do')}")
    elif sending.comment and sending.state in ("accepted", "published", "withdrawn"):
        st.info(f"{t('sending_officer_says')} {escaped(sending.comment)}", icon=":material/chat:")


def _working(who: Principal, sending_id: int, revision: int, pause: float) -> None:
    """Where the work stands; the page is drawn anew when it is done."""
    found = sendings.one(who, sending_id)
    standing = jobs.standing(sending_id)
    if found.revision != revision or fetch.pace(standing) < pause / 2:
        st.rerun()
    if standing.ahead is None:
        st.error(t("sending_check_failed"), icon=":material/error:")
        if st.button(t("sending_check_again"), icon=":material/refresh:", key=f"sending_again_{sending_id}"):
            carry_out(lambda: sendings.check_again(who, sending_id, revision))
        return
    icon = ":material/hourglass_empty:" if standing.served else ":material/pause_circle:"
    (st.info if standing.served else st.warning)(fetch.told(standing), icon=icon)


def _verdict(who: Principal, sending: Sending) -> None:
    """What the check came to, in one line."""
    said = sending.result
    if said is None:
        return
    if said.get("notice"):
        key, values = said["notice"]
        st.warning(definitions.load().words(key, lang(), **values), icon=":material/schedule:")
    if sending.state not in ("checked", "submitted"):
        return
    if sending.errors:
        st.error(t("sending_has_errors", errors=number(len(sending.errors))), icon=":material/error:")
    elif said.get("status") == "unchanged":
        st.info(t("sending_unchanged", version=number(said["version"])), icon=":material/content_copy:")
    elif sending.state == "submitted":
        st.success(t("sending_is_submitted"), icon=":material/outgoing_mail:")
    elif sending.unconfirmed:
        st.warning(t("sending_has_warnings", warnings=number(len(sending.unconfirmed))), icon=":material/warning:")
    else:
        st.success(t("sending_is_good"), icon=":material/task_alt:")
    if sending.shape == "narrative":
        sections, figures = said.get("sections", []), said.get("proposals", 0)
        st.caption(t("sending_narrative", sections=number(len(sections)), figures=number(figures)))


def _marked(who: Principal, sending: Sending) -> None:
    """The workbook with its problems marked, to take home."""
    found = [one for one in sending.problems if one["sheet"] and one["code"] != "partial" and not one.get("confirmed")]
    if not found or sending.suffix.lower() not in WORKBOOKS or sending.state not in ("checked", "submitted", "returned"):
        return
    key = f"sending_marked_{sending.sending_id}_{sending.checked_at}_{lang()}"
    fetch.offer(who, key, t("sending_marked"), lambda: sendings.annotate(who, sending.sending_id, lang()))


def _act(who: Principal, sending: Sending) -> None:
    """Submit, and take back what nobody decided."""
    if sending.state == "checked" and not sending.errors:
        note = st.text_input(t("sending_note"), key=f"sending_note_{sending.sending_id}", max_chars=500,
                             help=t("sending_note_help"))  # fmt: skip
        ready = not sending.unconfirmed
        pressed = st.button(t("sending_submit"), type="primary", icon=":material/send:", disabled=not ready,
                            key=f"sending_submit_{sending.sending_id}",
                            help=None if ready else t("sending_submit_confirm"))  # fmt: skip
        if pressed:
            carry_out(lambda: _submit(who, sending, note))
    if sending.state in LIVE:
        with st.popover(t("sending_take_back"), icon=":material/delete:"):
            st.write(t("sending_take_back_help"))
            if st.button(t("sending_take_back_yes"), key=f"sending_discard_{sending.sending_id}"):
                carry_out(lambda: sendings.discard(who, sending.sending_id, sending.revision))


def _submit(who: Principal, sending: Sending, note: str) -> None:
    """Hand it to the officer; what was typed for it is no draft any more."""
    sendings.submit(who, sending.sending_id, sending.revision, note)
    if sending.origin == "typed":
        drafts.drop(who, sending.unit_id, sending.period)


def _awaits_values(sending: Sending) -> bool:
    said = sending.result or {}
    checked = sending.checked_at or dt.datetime.min
    accepted = said.get("status") in ("loaded", "replaced")
    return accepted and "indicator_changes" not in said and office_now() - checked < SOON


@st.fragment(run_every=2.0)
def _awaiting(who: Principal, sending_id: int) -> None:
    """Draw the page anew once the values that move are known."""
    found = sendings.one(who, sending_id)
    if not _awaits_values(found):
        st.rerun()
