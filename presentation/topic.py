"""The figure of a topic page and its table; how units are set out and how values change stand in modules of their own."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from catalogue import definitions
from indicators.progress.register import applicable
from presentation import cubes, freshness, notes, tables
from presentation.download_buttons import buttons
from presentation.language import number, t, title, when
from presentation.views import View

LATEST = "2025"  # any period: a view over all periods


def summary(view: View) -> None:
    """The value of the view with counts, coverage, bounds and the targets it is set against."""
    rows = cubes.total(view)
    if rows.empty:
        notes.empty()
        return
    row = rows.to_dict("records")[0]
    counts = "" if pd.isna(row["denominator"]) else f"{number(row['numerator'])}/{number(row['denominator'])}"
    covered = f"{number(row['units_reported'])}/{number(row['units_expected'])}"
    with st.container(horizontal=True, key="summary"):
        value = notes.value(row["value"], view.indicator)
        _card(when(view.time), value, counts, title(view.indicator))
        freshness.now_beside(view, row)
        _card(t("coverage_title"), covered, notes.bounds(row, view.indicator))
        _latest_stock(view)
        for target in applicable(definitions.load(), view.indicator.id, view.level, view.time)[:2]:
            _card(t("target_title"), notes.requirement(target), notes.document(target), title(target))


def _latest_stock(view: View) -> None:
    """Beside a term, what has become of the body since: the latest count of those in office."""
    if not view.of_term or "stock" not in view.indicator.numerator:
        return
    rows = cubes.total(replace(view, time=LATEST), over_time=True)
    rows = rows[rows["state"] == "value"]
    if not rows.empty:
        row = rows.to_dict("records")[-1]
        value = notes.value(row["value"], view.indicator)
        when_counted = t("in_office", when=when(row["counted_in"]).lower())
        _card(when_counted, value, f"{number(row['numerator'])}/{number(row['denominator'])}")


def _card(label: str, value: str, under: str, more: str | None = None) -> None:
    st.metric(label, value, border=True, delta=under or None, delta_color="off", delta_arrow="off", help=more)


def table(view: View, rows: pd.DataFrame) -> None:
    """The table under the chart and its downloads."""
    if rows.empty:
        return
    rows = rows.sort_values("value", ascending=False, na_position="last")
    shown, decimals = tables.of_values(rows, rows["label"], view.indicator.decimals)
    tables.show(shown, decimals, key="table")
    if "target" in rows:
        target = definitions.load().targets[rows["target"].iloc[0]]
        st.caption(t("needed_note", requirement=notes.requirement(target), document=notes.document(target)))
    kept = rows.drop(columns=["label", "group", "on_date"], errors="ignore")
    about = {"title": notes.headline(view), "indicator": view.indicator.id, "method": view.indicator.method_vi}
    buttons(kept, f"{view.indicator.id}-{view.level}-{view.time}", about, key="table")
