"""Receiving a file: it is kept before anything is said of it, and never put in the place of another."""

from collections.abc import Sequence

import streamlit as st

from catalogue import definitions
from catalogue.access import Principal
from catalogue.errors import UserError
from desk import jobs, sendings
from desk.sending import Sending
from presentation.find import escaped
from presentation.language import lang, number, t
from presentation.sending import fetch
from presentation.sending.owed import Owed

NUMBER, SAID, COUNT = "so", "sending_said", "sending_uploads"
TYPES = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv", "txt", "docx", "docm", "doc", "rtf", "odt", "pdf", "zip"]
MEGABYTE = 2**20


def form(who: Principal, owed: Owed) -> None:
    """The form of the unit and period as a workbook, ready-made."""
    told = {"unit_id": owed.unit.unit_id, "period": owed.period.period}
    fetch.offer(who, f"sending_form_{owed.key}", t("sending_form"), lambda: jobs.ask(who, "template", **told))


def drop(who: Principal, owed: Owed, before: Sequence[Sending]) -> None:
    """Take a file; what it became is said once the page is drawn anew."""
    count = st.session_state.setdefault(COUNT, 0)
    returned = bool(before) and before[0].state == "returned"
    label = t("sending_drop_mended" if returned else "sending_drop")
    largest = sendings.LARGEST // MEGABYTE
    file = st.file_uploader(label, TYPES, key=f"sending_file_{owed.key}_{count}", max_upload_size=largest,
                            help=t("sending_drop_help", most=largest))  # fmt: skip
    if file is None:
        return
    try:
        sent = sendings.receive(who, owed.unit.unit_id, owed.period.period, file.name, file.getvalue())
    except UserError as refused:  # the file stays in the uploader
        st.error(definitions.load().words.say(refused.message, lang()), icon=":material/block:")
        return
    again = [one for one in before if one.sha256 == sent.sha256 and one.state != "discarded"]
    st.session_state[SAID] = (again[0].sending_id if again else 0, sent.sending_id)
    st.session_state[COUNT] = count + 1  # an empty uploader: the file is at the desk
    st.query_params[NUMBER] = str(sent.sending_id)
    st.rerun()


def said(sending: Sending) -> None:
    """What became of the file that was just received."""
    again, number_now = st.session_state.get(SAID, (0, 0))
    if number_now != sending.sending_id:
        return
    st.session_state.pop(SAID)
    about = {"file": escaped(sending.file_name), "number": number(sending.sending_id)}
    if again == sending.sending_id:
        st.info(t("sending_same_open", **about), icon=":material/content_copy:")
    elif again:
        st.info(t("sending_same_before", before=number(again), **about), icon=":material/content_copy:")
    else:
        st.success(t("sending_received", **about), icon=":material/task_alt:")
