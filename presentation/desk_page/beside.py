"""A report's cells beside those of the version and the period before, sheet by sheet: first those that differ."""

import json
from typing import Any

import pandas as pd
import streamlit as st

from catalogue import definitions
from catalogue.access import Principal
from desk import jobs, sendings
from desk.sending import Sending
from presentation import tables
from presentation.desk_page import frame
from presentation.desk_page.changed import unit, what, written
from presentation.language import lang, name, number, t, when
from presentation.links import select

DIFFERING, ALL_CELLS = "khac", "tat-ca"
MOST = 1500  # rows of a sheet that are drawn
Row = dict[str, Any]


def show(who: Principal, one: Sending) -> None:
    """On demand: the worker reads the file and the store."""
    awaited = f"beside_{one.sending_id}"
    job = frame.outcome(awaited, who)
    if job is None:
        if not frame.is_awaited(awaited, who):
            st.button(t("officer_beside"), key="officer_beside", icon=":material/compare:", on_click=_ask,
                      args=(who, one.sending_id, awaited))  # fmt: skip
        return
    if frame.failed(job):
        return
    content = jobs.made(job)
    if content is None:
        frame.forget_job(awaited)
        st.info(t("officer_made_gone"), icon=":material/delete_sweep:")
        return
    _shown(json.loads(content))


def _ask(who: Principal, number_: int, awaited: str) -> None:
    frame.await_job(awaited, sendings.compare(who, number_))


def _shown(told: Row) -> None:
    st.subheader(t("officer_beside"), anchor=False)
    if not told["rows"]:
        st.info(t("officer_beside_nothing"), icon=":material/description:")
        return
    rows = pd.DataFrame(told["rows"])
    versions = ", ".join(map(str, told["version"]))
    st.caption(t("officer_beside_version", version=versions) if versions else t("officer_beside_first"))
    if told["period"]:
        st.caption(t("officer_beside_period", period=when(told["period"]).lower()))
    sides = ["before"] * bool(versions) + ["earlier"] * bool(told["period"])
    differ = rows[sides[:1]].apply(lambda column: ~_same(rows["now"], column)).any(axis=1)
    counts = differ.groupby(rows["sheet"], sort=False).sum() if sides else rows.groupby("sheet", sort=False).size() * 0
    sheets = {sheet: t("officer_sheet", sheet=sheet, count=number(int(counts[sheet]))) for sheet in rows["sheet"].unique()}
    first = next((sheet for sheet in sheets if counts[sheet]), next(iter(sheets)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=420):
            sheet = select(t("officer_sheet_choose"), "trang", sheets, first)
        with st.container(width=320):
            options = {DIFFERING: t("officer_differing"), ALL_CELLS: t("officer_all_cells")}
            scope = select(t("officer_cells_shown"), "o", options, DIFFERING, segmented=True)
    here = rows[rows["sheet"] == sheet]
    shown = here[differ[here.index]] if scope == DIFFERING and sides else here
    if shown.empty:
        st.success(t("officer_beside_same"), icon=":material/check:")
        return
    table = pd.DataFrame([_row(row, sides) for row in shown.head(MOST).to_dict("records")])
    tables.read(table, {}, key="officer_beside_table")
    if len(shown) > MOST:
        st.caption(t("table_rows_shown", shown=number(MOST), all=number(len(shown))))


def _same(now: pd.Series, other: pd.Series) -> pd.Series:
    return (now == other) | (now.isna() & other.isna())


def _row(row: Row, sides: list[str]) -> Row:
    column = definitions.load().columns.get(row["column"])
    told = {
        t("column_what"): what(row["element"], row["term"] if isinstance(row["term"], str) else None),
        t("column_unit"): unit(row["unit_id"]), t("filter_level"): name("level", row["level"]),
        t("officer_column"): getattr(column, f"label_{lang()}") if column else row["column"], t("officer_cell"): row["cell"],
    }  # fmt: skip
    for side in sides:
        told[t(f"officer_side_{side}")] = _written(row[side])
    return told | {t("officer_side_now"): _written(row["now"])}


def _written(value: Any) -> str:
    return written(None if value is None or (isinstance(value, float) and pd.isna(value)) else value)
