"""The figure of a topic page and its table; how units are set out and how values change stand in modules of their own."""

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from catalogue import definitions
from indicators.progress.register import applicable
from presentation import cubes, evidence, flags, freshness, notes, tables
from presentation.download_buttons import buttons
from presentation.kept import kept
from presentation.language import name, number, t, title, when
from presentation.views import View

LATEST = "2025"  # any period: a view over all periods


@dataclass(frozen=True)
class Card:
    """A figure with what stands over and under it, and what the question mark says."""

    label: str
    value: str
    under: str
    more: str | None = None


def summary(view: View) -> None:
    """The value of the view with counts, coverage, bounds and the targets it is set against."""
    cards = _cards(view)
    if not cards:
        notes.empty()
        return
    with st.container(horizontal=True, key="summary"):
        for place, card in enumerate(cards):
            st.metric(card.label, card.value, border=True, delta=card.under or None, delta_color="off", delta_arrow="off",
                      help=card.more)  # fmt: skip
            if place == 0:
                freshness.now_beside(view, cubes.total(view).to_dict("records")[0])


@kept
def _cards(view: View) -> list[Card]:
    rows = cubes.total(view)
    if rows.empty:
        return []
    row = rows.to_dict("records")[0]
    counts = "" if pd.isna(row["denominator"]) else f"{number(row['numerator'])}/{number(row['denominator'])}"
    protected = name("state", "suppressed") if row["state"] == "suppressed" else ""
    covered = f"{number(row['units_reported'])}/{number(row['units_expected'])}"
    bound = applicable(definitions.load(), view.indicator.id, view.level, view.time)[:2]
    return [
        Card(when(view.time), notes.said_of(row, view.indicator), counts or protected, title(view.indicator)),
        Card(t("coverage_title"), covered, notes.bounds(row, view.indicator)),
        *_latest_stock(view),
        *(Card(t("target_title"), notes.requirement(one), notes.document(one), title(one)) for one in bound),
    ]


def _latest_stock(view: View) -> list[Card]:
    """Beside a term, what has become of the body since: the latest count of those in office."""
    if not view.of_term or "stock" not in view.indicator.numerator:
        return []
    rows = cubes.total(replace(view, time=LATEST), over_time=True)
    rows = rows[rows["state"] == "value"]
    if rows.empty:
        return []
    row = rows.to_dict("records")[-1]
    when_counted = t("in_office", when=when(row["counted_in"]).lower())
    counts = f"{number(row['numerator'])}/{number(row['denominator'])}"
    return [Card(when_counted, notes.value(row["value"], view.indicator), counts)]


@kept
def _table(view: View, rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, int], list[str]]:
    """The rows as they are downloaded, as they are read, the decimals of what is read, and the code of each row in the link."""
    rows = rows.sort_values("value", ascending=False, na_position="last")
    shown, decimals = tables.of_values(rows, rows["label"], view.indicator.decimals)
    known = flags.codes(view, rows)
    if any(told := [flags.short(codes) for codes in known]):
        shown.insert(shown.columns.get_loc(t("column_coverage")), t("column_flags"), told)
    whole = rows.drop(columns=["label", "group", "on_date"], errors="ignore").assign(flags=[";".join(codes) for codes in known])
    return whole, shown, decimals, rows[evidence.column_of(rows)].tolist()


def table(view: View, rows: pd.DataFrame) -> None:
    """The table under the chart and its downloads."""
    if rows.empty:
        return
    whole, shown, decimals, codes = _table(view, rows)
    tables.choose(shown, decimals, key="table", parameter=evidence.PARAMETER, values=codes)
    if told := notes.rule(view.indicator):
        st.caption(told)
    if "target" in rows:
        target = definitions.load().targets[rows["target"].iloc[0]]
        st.caption(t("needed_note", requirement=notes.requirement(target), document=notes.document(target)))
    about = {"title": notes.headline(view), "indicator": view.indicator.id, "method": notes.method_of(view.indicator)}
    buttons(whole, f"{view.indicator.id}-{view.level}-{view.time}", about, key="table")
