"""When reports are due and who owes one: changed by an officer for a period, in force everywhere from then on."""

import datetime as dt

import streamlit as st

from catalogue import definitions
from catalogue.access import Principal
from catalogue.decision_models import DueDate, Owing
from catalogue.decisions import LATEST, PERIODS, REPORTING
from catalogue.forms import Forms
from catalogue.models import Period
from catalogue.units import Unit
from presentation.desk_page import frame, remembering
from presentation.language import date, t, when

WHOLE = ""  # the period itself, no unit
EXCUSE, OWE = "no", "yes"


def show(who: Principal, period: Period) -> None:
    """The due date of the period, extensions, excused and added units."""
    if not who.may("run_round"):
        st.info(t("officer_not_allowed"), icon=":material/lock:")
        return
    busy = remembering.came(who)
    st.markdown(t("officer_due_now", period=when(period.period), due=date(period.due_date)))
    units = {unit.unit_id: unit for unit, _ in Forms(definitions.load()).expected(period)}
    _dates(who, period, units, busy=busy)
    _owing(who, period, units, busy=busy)


def _dates(who: Principal, period: Period, units: dict[str, Unit], *, busy: bool) -> None:
    st.subheader(t("officer_due_title"), anchor=False)
    st.caption(t("officer_due_note"))
    with st.container(border=True, key="officer_due_form"):
        options = [WHOLE, *units]
        unit_id = st.selectbox(t("officer_due_of"), options, key="officer_due_unit",
                               format_func=lambda one: units[one].name if one else t("officer_due_whole"))  # fmt: skip
        now = definitions.load().due_date(period, unit_id) if unit_id else period.due_date
        st.date_input(t("officer_due_new"), now, min_value=period.starts, max_value=period.ends + LATEST, format="DD/MM/YYYY",
                      key=f"officer_due_date_{period.period}_{unit_id}")  # fmt: skip
        remembering.reason("officer_due_reason")
        st.button(t("officer_due_change"), key="officer_due_change", icon=":material/event:", disabled=busy,
                  on_click=_change, args=(who, period.period))  # fmt: skip
    mine = [line for line in remembering.held(PERIODS).values() if line.period == period.period]
    remembering.listed(mine, _told_date, key="officer_due_lines")


def _change(who: Principal, period: str) -> None:
    """Take what stands in the fields now: the page may not have been drawn since they were filled in."""
    unit_id = st.session_state["officer_due_unit"]
    day: dt.date | None = st.session_state.get(f"officer_due_date_{period}_{unit_id}")
    if day is None:
        frame.missing("officer_due_missing")
        return
    row = {"period": period, "unit_id": unit_id, "due_date": day.isoformat(), "reason": st.session_state["officer_due_reason"]}
    remembering.ask(who, PERIODS, (period, unit_id), row)


def _told_date(line: DueDate) -> dict[str, str]:
    units = definitions.load().geography.units
    name = units[line.unit_id].name if line.unit_id else t("officer_due_whole")
    return {t("column_unit"): name, t("officer_due_new"): date(line.due_date)}


def _owing(who: Principal, period: Period, units: dict[str, Unit], *, busy: bool) -> None:
    st.subheader(t("officer_owing_title"), anchor=False)
    st.caption(t("officer_owing_note"))
    with st.container(border=True, key="officer_owing_form"):
        kind = st.radio(t("officer_owing_what"), [EXCUSE, OWE], key="officer_owing_kind", horizontal=True,
                        format_func=lambda one: t(f"officer_owing_{one}"))  # fmt: skip
        choices = units if kind == EXCUSE else _others(period, units)
        st.selectbox(t("column_unit"), list(choices), key=f"officer_owing_unit_{kind}",
                     format_func=lambda one: choices[one].name)  # fmt: skip
        remembering.reason("officer_owing_reason")
        st.button(t("officer_owing_do"), key="officer_owing_do", icon=":material/rule:", disabled=busy,
                  on_click=_decide, args=(who, period.period))  # fmt: skip
    mine = [line for line in remembering.held(REPORTING).values() if line.period == period.period]
    remembering.listed(mine, _told_owing, key="officer_owing_lines")


def _others(period: Period, units: dict[str, Unit]) -> dict[str, Unit]:
    """Units that exist then, owe nothing and could be given a form."""
    known = definitions.load()
    levels = {line.unit_level for line in known.reporting}
    home = {unit.unit_id for unit in known.geography.versions[known.office.province_code]}
    return {
        unit.unit_id: unit
        for unit in known.geography.units.values()
        if unit.unit_id not in units and unit.level in levels and unit.exists(period.reference_date)
        and (unit.level == "agency" or known.geography.province_of(unit.unit_id) in home)
    }  # fmt: skip


def _decide(who: Principal, period: str) -> None:
    kind = st.session_state["officer_owing_kind"]
    unit_id = st.session_state.get(f"officer_owing_unit_{kind}")
    if not unit_id:
        frame.missing("officer_meant_missing")
        return
    row = {"period": period, "unit_id": unit_id, "owes": kind, "reason": st.session_state["officer_owing_reason"]}
    remembering.ask(who, REPORTING, (period, unit_id), row)


def _told_owing(line: Owing) -> dict[str, str]:
    units = definitions.load().geography.units
    return {
        t("column_unit"): units[line.unit_id].name,
        t("officer_owing_what"): t(f"officer_owing_{'yes' if line.owes else 'no'}"),
    }
