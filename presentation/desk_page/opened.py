"""A unit's report of a period opened: what was sent, what is wrong with it, what it changes, what happened to it."""

from typing import Any

import pandas as pd
import streamlit as st

from catalogue import definitions
from catalogue.access import Principal
from catalogue.models import Period
from catalogue.units import Unit
from desk import sendings
from desk.sending import Sending
from presentation import find, private_files, tables
from presentation.desk_page import beside, changed, deciding, frame, round_view
from presentation.desk_page.round_rows import WAITING
from presentation.language import date, lang, number, t, when
from presentation.links import chosen, select
from presentation.navigation import PROPOSALS, page_of
from presentation.proposals_page import REPORT

UNIT_PAGE = "don-vi"


def show(who: Principal, period: Period, unit_id: str) -> None:
    """The reports that a unit has sent for the period, one of them in full."""
    st.button(t("officer_back"), key="officer_back", icon=":material/arrow_back:", on_click=_back)
    unit = definitions.load().geography.units.get(unit_id)
    if unit is None:
        st.warning(t("link_unknown", parameter=frame.OPENED, value=unit_id), icon=":material/link_off:")
        return
    st.header(f"{unit.name}, {when(period.period).lower()}", anchor=False)
    _next(who, period, unit_id)
    sent = sendings.listed(who, units=(unit_id,), period=period.period)
    if sent:
        _one(who, _choose(sent), period)
    else:
        st.info(t("officer_nothing_sent"), icon=":material/inbox:")
    _elsewhere(unit)
    moving = tuple((one.sending_id, one.revision) for one in sent if one.state in round_view.MOVING)
    if moving:
        round_view.watch(period, round_view.moving_now(who, period))


def _back() -> None:
    for parameter in (frame.OPENED, frame.SENDING):
        st.query_params.pop(parameter, None)


def _choose(sent: list[Sending]) -> Sending:
    """Several files of one report: the one that waits is opened first."""
    options = {str(one.sending_id): _named(one) for one in sent}
    default = str(next((one for one in sent if one.state == "submitted"), sent[0]).sending_id)
    if len(sent) == 1:
        number_ = chosen(frame.SENDING, list(options), default)
    else:
        with st.container(width=560):
            number_ = select(t("officer_which"), frame.SENDING, options, default)
    return next(one for one in sent if str(one.sending_id) == number_)


def _named(one: Sending) -> str:
    at = one.received_at
    return f"{one.file_name} – {at:%H:%M} {date(at.date())} – {t(f'officer_state_{one.state}')}"


def _one(who: Principal, one: Sending, period: Period) -> None:
    st.markdown(f"**{t(f'officer_state_{one.state}')}**" + (f" · {t('column_version')} {one.version}" if one.version else ""))
    deciding.show(who, one)
    _facts(who, one)
    _problems(one)
    if one.shape == "narrative":
        query = {REPORT: f"{one.unit_id}.{period.period}"}
        st.page_link(page_of(PROPOSALS), label=t("officer_proposals"), icon=":material/fact_check:", query_params=query)
    changed.show(one)
    beside.show(who, one)
    _history(who, one)


def _facts(who: Principal, one: Sending) -> None:
    """Who sent what and when; the file as it was sent."""
    at = one.received_at
    st.subheader(t("officer_file"), anchor=False)
    facts = {t("officer_sent_by"): one.sent_by_name or one.sent_by, t("column_received"): f"{at:%H:%M:%S} {date(at.date())}"}
    if one.submitted_at:
        facts[t("officer_submitted")] = f"{one.submitted_at:%H:%M:%S} {date(one.submitted_at.date())}"
    facts |= {t("officer_origin"): t(f"officer_origin_{one.origin}"), t("officer_size"): number(one.size),
              t("column_sha256"): one.sha256}  # fmt: skip
    for label, text in ((t("officer_note"), one.note), (t("officer_comment"), one.comment)):
        if text:
            facts[label] = text
    st.markdown("  \n".join(f"{what}: **{find.escaped(told)}**" for what, told in facts.items()))
    private_files.button(one.file_name, lambda me: sendings.content(me, one.sending_id), one.file_name,
                         "application/octet-stream", key="officer_file")  # fmt: skip


def _problems(one: Sending) -> None:
    """What the check found, errors first; what the sender confirmed, with the reasons."""
    if one.result is None:
        st.info(t("officer_not_checked"), icon=":material/hourglass_top:")
        return
    st.subheader(t("officer_problems", errors=number(len(one.errors)), warnings=number(_warnings(one))), anchor=False)
    if not one.problems:
        st.caption(t("officer_no_problems"))
        return
    reasons = {(done["code"], done["sheet"], done["cell"]): done["reason"] for done in one.confirmed}
    ordered = sorted(one.problems, key=lambda problem: problem["severity"] != "error")
    rows = pd.DataFrame([_problem(problem, reasons) for problem in ordered])
    tables.read(rows, {}, key="officer_problems")


def _warnings(one: Sending) -> int:
    return sum(problem["severity"] == "warning" for problem in one.problems)


def _problem(problem: dict[str, Any], reasons: dict[tuple[str, str, str], str]) -> dict[str, str]:
    about = (problem["code"], problem["sheet"] or "", problem["cell"] or "")
    message = problem["message"] if lang() == "vi" else problem["message_en"]
    return {
        t("officer_severity"): t(problem["severity"]), t("officer_problem"): message,
        t("officer_confirmed"): reasons.get(about) or problem.get("confirmed") or "",
    }  # fmt: skip


def _history(who: Principal, one: Sending) -> None:
    entries = sendings.history(who, one.sending_id)
    with st.expander(t("officer_history", count=number(len(entries))), icon=":material/history:"):
        rows = pd.DataFrame(
            {
                t("officer_when"): [f"{entry['at']:%H:%M:%S} {date(entry['at'].date())}" for entry in entries],
                t("officer_who"): [entry["name"] or "–" for entry in entries],
                t("officer_action"): [t(f"officer_did_{entry['action']}") for entry in entries],
                t("officer_detail"): [_detail(entry["detail"]) for entry in entries],
            }
        )
        tables.read(rows, {}, key="officer_history")


def _detail(detail: dict[str, Any]) -> str:
    return next((str(detail[key]) for key in ("comment", "reason", "note") if detail.get(key)), "")


def _elsewhere(unit: Unit) -> None:
    """The unit's profile has every version, also of what came by the command line."""
    st.page_link(page_of(UNIT_PAGE), label=t("officer_unit_page", unit=find.escaped(unit.name)),
                 icon=":material/location_city:", query_params={UNIT_PAGE.replace("-", "_"): unit.code})  # fmt: skip


def _next(who: Principal, period: Period, unit_id: str) -> None:
    """After a decision the next report that waits."""
    waiting = [row for row in round_view.of_period(who, period) if row.status == WAITING and row.unit.unit_id != unit_id]
    if waiting:
        st.button(t("officer_next", unit=waiting[0].unit.name, count=number(len(waiting))), key="officer_next",
                  icon=":material/arrow_forward:", on_click=_open, args=(waiting[0].unit.unit_id,))  # fmt: skip


def _open(unit_id: str) -> None:
    st.query_params.pop(frame.SENDING, None)
    st.query_params[frame.OPENED] = unit_id
