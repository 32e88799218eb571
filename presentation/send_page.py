"""The page of a reporting unit: what is due, a file or a typed form on its way, and what became of it."""

import pandas as pd
import streamlit as st

from desk import sendings
from desk.sending import Sending
from presentation import access, tables
from presentation.find import escaped
from presentation.language import number, t
from presentation.links import select
from presentation.sending import acting, form, one, owed, upload
from presentation.sending.owed import Owed

FILE, TYPED = "tep", "nhap"


def choose() -> Owed | None:
    """Choose unit and period among those that this visitor reports for."""
    who = access.who()
    if not who.may("report"):
        st.info(t("sending_not_yours"), icon=":material/lock:")
        return None
    st.caption(t("sending_intro"))
    unit = owed.choose_unit(who)
    if unit is None:
        st.info(t("sending_no_unit"), icon=":material/lock:")
        return None
    return owed.choose_period(who, unit)


def work(report: Owed) -> None:
    """What can be done for a period, then the sending that is under way."""
    who = access.who()
    sent = sendings.listed(who, units=[report.unit.unit_id], period=report.period.period)
    acting.refused()
    live = [sending for sending in sent if sending.state != "discarded"]
    shown = _shown(live)
    _comment(live)
    ways = {FILE: t("sending_way_file"), TYPED: t("sending_way_typed")}
    way = select(t("sending_way"), "cach", ways, FILE, segmented=True)
    if way == TYPED:
        form.show(who, report, live)
    else:
        upload.form(who, report)
        upload.drop(who, report, live)
    if shown is not None:
        one.show(who, shown)
    _others(sent, shown)


def _shown(live: list[Sending]) -> Sending | None:
    """The sending that the link names, else the latest."""
    asked = st.query_params.get(upload.NUMBER)
    named = [sending for sending in live if str(sending.sending_id) == asked]
    return named[0] if named else live[0] if live else None


def _comment(live: list[Sending]) -> None:
    """That a report came back stands above everything."""
    if live and live[0].state == "returned" and st.query_params.get(upload.NUMBER) not in (None, str(live[0].sending_id)):
        st.error(escaped(live[0].comment or "–"), title=t("sending_returned"), icon=":material/undo:")


def _others(sent: list[Sending], shown: Sending | None) -> None:
    """The other sendings of the period, each to be opened."""
    others = [sending for sending in sent if shown is None or sending.sending_id != shown.sending_id]
    if not others:
        return
    with st.expander(t("sending_others", count=number(len(others))), icon=":material/inventory_2:"):
        rows = [
            {
                t("sending_number"): number(sending.sending_id), t("column_file_name"): sending.file_name,
                t("column_received_at"): one.moment(sending.received_at),
                t("column_status"): t(f"sending_state_{sending.state}"), t("column_sha256"): sending.sha256,
            }
            for sending in others
        ]  # fmt: skip
        tables.read(pd.DataFrame(rows), {}, key="sending_others")
        options = {sending.sending_id: t("sending_open", number=number(sending.sending_id)) for sending in others
                   if sending.state != "discarded"}  # fmt: skip
        for number_, label in options.items():
            st.button(label, key=f"sending_open_{number_}", on_click=_open, args=(number_,), icon=":material/open_in_new:")


def _open(number_: int) -> None:
    st.query_params[upload.NUMBER] = str(number_)
