"""Where sources contradict each other: both values, which is shown and by which rule; an officer may choose the other."""

from typing import Any

import pandas as pd
import streamlit as st

from catalogue import definitions
from catalogue.access import Principal
from catalogue.decision_models import SourceChosen
from catalogue.decisions import SOURCES
from catalogue.models import Period
from presentation import data, tables
from presentation.desk_page import frame, remembering
from presentation.desk_page.changed import unit, what
from presentation.language import name, number, t, title, when
from presentation.links import ALL, select
from store.conflicts import Row, key_of, origin_of
from store.steps import VALUE_KEY

SHOWN = 100


def show(who: Principal, period: Period, *, busy: bool) -> None:
    """The conflicts of the publication in use that touch the period, or all."""
    st.subheader(t("officer_conflicts"), anchor=False)
    st.caption(t("officer_conflicts_note"))
    found = data.conflicting(data.latest())
    options = {"ky": t("officer_conflicts_period"), ALL: t("filter_all")}
    scope = select(t("officer_conflicts_which"), "mau-thuan", options, "ky", segmented=True)
    rows = [row for row in found if not scope or period.period in (row["period"], row["shown"].get("sent_for"))]
    if rows:
        tables.read(pd.DataFrame([_told(row) for row in rows[:SHOWN]]), {}, key="officer_conflicts")
        if len(rows) > SHOWN:
            st.caption(t("table_rows_shown", shown=number(SHOWN), all=number(len(rows))))
        _choose(who, [row for row in rows if row["kind"] == "sources"], busy=busy)
    else:
        st.success(t("officer_conflicts_none"), icon=":material/check:")
    remembering.listed(remembering.held(SOURCES).values(), _told_choice, key="officer_source_lines")


def _told(row: Row) -> dict[str, str]:
    indicator = definitions.load().indicators.get(row.get("indicator", ""))
    about = title(indicator) if indicator else what(row["element"], row["term"])
    return {
        t("column_what"): about, t("column_unit"): unit(row["unit_id"]), t("filter_level"): name("level", row["level"]),
        t("column_time"): when(row["period"]), t("officer_conflict_shown"): _side(row["shown"]),
        t("officer_conflict_other"): _side(row["other"]), t("officer_conflict_kind"): t(f"conflict_{row['kind']}"),
    }  # fmt: skip


def _side(side: dict[str, Any]) -> str:
    """The value, and which source says it."""
    if "state" in side:
        value = "x" if side["state"] == "not_applicable" else side["text"] or number(side["value"])
        return f"{value} ({side['file']}, {side['sheet']}!{side['cell']})"
    counts = "/".join(number(side[key]) for key in ("numerator", "denominator"))
    share = "" if side["percentage"] is None else f" = {number(side['percentage'], 2)}%"
    source = side.get("publication") or t(f"source_{side['source']}") if side["source"] != "sum" else t("officer_sum")
    return f"{counts}{share} ({source})"


def _choose(who: Principal, rows: list[Row], *, busy: bool) -> None:
    """Show the other source of one value from the next publication on."""
    if not rows:
        return
    known = definitions.load()
    labels = {
        "|".join(key_of(row)): f"{title(known.indicators[row['indicator']])} – {unit(row['unit_id'])} – {when(row['period'])}"
        for row in rows
    }
    with st.container(border=True, key="officer_conflict"):
        key = st.selectbox(t("officer_conflict_choose"), list(labels), key="officer_conflict_value",
                           format_func=lambda one: labels.get(one, one))  # fmt: skip
        row = next(row for row in rows if "|".join(key_of(row)) == key)
        sides = {origin_of(row[side]): _side(row[side]) for side in ("shown", "other")}
        st.radio(t("officer_conflict_show"), list(sides), key=f"officer_conflict_source_{key}",
                          format_func=lambda one: sides[one])  # fmt: skip
        remembering.reason("officer_conflict_reason")
        st.button(t("officer_remember"), key="officer_conflict_do", icon=":material/bookmark_add:", disabled=busy,
                  on_click=_remember, args=(who,))  # fmt: skip


def _remember(who: Principal) -> None:
    """Take what stands in the fields now: the page may not have been drawn since they were filled in."""
    key = st.session_state["officer_conflict_value"]
    source = st.session_state.get(f"officer_conflict_source_{key}")
    if source is None:
        frame.missing("officer_meant_missing")
        return
    about = tuple(key.split("|"))
    row = dict(zip(VALUE_KEY, about, strict=True)) | {"source": source, "reason": st.session_state["officer_conflict_reason"]}
    remembering.ask(who, SOURCES, about, row)


def _told_choice(line: SourceChosen) -> dict[str, str]:
    known = definitions.load()
    return {
        t("column_what"): title(known.indicators[line.indicator]), t("column_unit"): unit(line.unit_id),
        t("column_time"): when(line.period),
        t("officer_conflict_shown"): t(f"source_{line.source}") if line.source else t("officer_taken_back"),
    }  # fmt: skip
