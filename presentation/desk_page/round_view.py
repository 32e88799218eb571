"""The round at a glance: its figures in one line, filters, and the units, what waits for a decision first."""

import pandas as pd
import streamlit as st

from catalogue import definitions
from catalogue.access import Principal
from catalogue.clock import office_now
from catalogue.models import Period
from desk import sendings
from presentation import access, data, tables
from presentation.desk_page import frame, round_rows
from presentation.desk_page.round_rows import MINE, ORDER, UnitRow
from presentation.download_buttons import buttons
from presentation.language import date, name, number, t, when
from presentation.links import ALL, select
from store import past

MOVING = ("received", "accepting", "withdrawing")  # states that the worker is about to change
ONLY_MINE = "cua-toi"


def of_period(who: Principal, period: Period) -> list[UnitRow]:
    """Where every unit's report of the period stands now."""
    sent = sendings.listed(who, period=period.period)
    last = sendings.last_done(who, sent)
    published = data.round_of(data.latest(), period.period)
    return round_rows.rows(definitions.load(), period, office_now().date(), published, sent, last)


def show(who: Principal, period: Period) -> None:
    """The round of a period."""
    found = of_period(who, period)
    _undone()
    _figures(found, period)
    shown = _filtered(found)
    if not shown:
        st.info(t("officer_nobody"), icon=":material/search_off:")
        return
    rows = pd.DataFrame([_row(row) for row in shown])
    text = tables.html(rows, {}, pick=t("officer_pick"))
    tables.choose(text, key="round", parameter=frame.OPENED, values=[row.unit.unit_id for row in shown])
    st.caption(t("officer_round_note"))
    flat = pd.DataFrame([_flat(row) for row in shown])
    buttons(flat, f"dot-bao-cao-{period.period}", {"title": f"{t('officer_round')}: {when(period.period)}"}, key="round")
    watch(period, moving_now(who, period))


def _undone() -> None:
    """Readers see an older publication than the last: that is easily forgotten."""
    later = past.undone()
    if later:
        at = past.named_at(later[-1])
        st.warning(t("officer_undone", at=f"{date(at.date())} {at:%H:%M}" if at else later[-1]), icon=":material/undo:")


def _figures(found: list[UnitRow], period: Period) -> None:
    counts = round_rows.figures(found)
    told = " · ".join(t(f"officer_count_{key}", count=number(count)) for key, count in counts.items())
    st.markdown(f"{told}  \n{t('round_due', due=date(period.due_date))}")


def _filtered(found: list[UnitRow]) -> list[UnitRow]:
    """The rows of the form, status, district and scope that the officer chooses."""
    known = definitions.load()
    there = {row.status for row in found}
    forms = {row.form: name("level", row.form) for row in found if row.form}
    districts = {d: known.geography.units[d].name for row in found if (d := known.geography.district_of(row.unit.unit_id))}
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        with st.container(width=200):
            form = select(t("officer_form"), "bieu", {ALL: t("filter_all")} | forms, ALL)
        with st.container(width=240):
            states = {status: t(f"officer_status_{status}") for status in ORDER if status in there}
            status = select(t("column_status"), "trang_thai", {ALL: t("filter_all")} | states, ALL)
        with st.container(width=230):
            named = dict(sorted(districts.items(), key=lambda item: item[1]))
            district = select(t("filter_district"), "huyen", {ALL: t("filter_all")} | named, ALL)
        with st.container(width=230):
            scope = {ALL: t("filter_all"), ONLY_MINE: t("officer_only_mine")}
            mine = select(t("officer_scope"), "viec", scope, ALL, segmented=True)
    return [
        row
        for row in found
        if (not form or row.form == form)
        and (not status or row.status == status)
        and (not district or known.geography.district_of(row.unit.unit_id) == district)
        and (not mine or row.status in MINE)
    ]


def _row(row: UnitRow) -> dict[str, str]:
    waiting = row.sending if row.status in MINE else None
    faults = t("officer_faults", errors=len(waiting.errors), warnings=_warnings(row)) if waiting else ""
    return {
        t("column_unit"): row.unit.name,
        t("column_status"): t(f"officer_status_{row.status}"),
        t("officer_days"): days(row),
        t("column_due"): date(row.due),
        t("column_version"): "" if row.version is None else str(row.version),
        t("officer_faults_title"): faults,
        t("officer_last"): last_done(row),
    }


def days(row: UnitRow) -> str:
    """“còn 12 ngày”, “trễ 3 ngày”; nothing for a report that came in time."""
    if row.days is None:
        return ""
    return t("officer_days_late" if row.days < 0 else "officer_days_left", days=number(abs(row.days)))


def _warnings(row: UnitRow) -> int:
    problems = row.sending.problems if row.sending else []
    return sum(one["severity"] == "warning" for one in problems)


def last_done(row: UnitRow) -> str:
    """What was done last, when and by whom; of a report that came by another way when it came."""
    if row.last:
        at = row.last["at"]
        return t("officer_did", action=t(f"officer_did_{row.last['action']}"), at=f"{at:%H:%M} {date(at.date())}",
                 name=row.last["name"] or "–")  # fmt: skip
    came = row.published.get("received_at")
    return t("officer_came", at=date(came.date())) if isinstance(came, pd.Timestamp) and pd.notna(came) else ""


def _flat(row: UnitRow) -> dict[str, object]:
    return {
        "unit_id": row.unit.unit_id, "unit": row.unit.name, "form": row.form, "status": row.status,
        "due_date": row.due.isoformat() if row.due else None, "days": row.days, "version": row.version,
        "sending": row.sending.sending_id if row.sending else None,
        "errors": len(row.sending.errors) if row.sending else None, "warnings": _warnings(row) if row.sending else None,
        "last_action": row.last["action"] if row.last else None, "last_at": str(row.last["at"]) if row.last else None,
        "last_by": row.last["name"] if row.last else None,
    }  # fmt: skip


def moving_now(who: Principal, period: Period) -> tuple[tuple[int, int], ...]:
    """The sendings of a period that the worker is about to change, with their revisions."""
    sent = sendings.listed(who, period=period.period, states=MOVING)
    return tuple((one.sending_id, one.revision) for one in sent)


def watch(period: Period, moving: tuple[tuple[int, int], ...]) -> None:
    """While the worker is about to change something of the period, draw the page anew once it has."""
    if moving:
        _watched(period, moving)


@st.fragment(run_every=1.0)
def _watched(period: Period, moving: tuple[tuple[int, int], ...]) -> None:
    if moving_now(access.who(), period) != moving:
        st.rerun(scope="app")
    st.caption(t("officer_moving", count=number(len(moving))))
