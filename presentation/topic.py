"""The figure of a topic page and its table; how units are set out and how values change stand in modules of their own."""

from dataclasses import dataclass, replace

import pyarrow as pa
import streamlit as st

from catalogue import definitions
from indicators.progress.register import applicable
from presentation import cubes, evidence, flags, freshness, notes, tables, topic_units
from presentation.charts.frame import Row
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
                freshness.now_beside(view)


@kept
def _cards(view: View) -> list[Card]:
    rows = cubes.total(view)
    if not rows:
        return []
    row = rows[0]
    protected = name("state", "suppressed") if row["state"] == "suppressed" else ""
    covered = f"{number(row['units_reported'])}/{number(row['units_expected'])}"
    bound = applicable(definitions.load(), view.indicator.id, view.level, view.time)[:2]
    return [
        Card(when(view.time), notes.said_of(row, view.indicator), _counts(row) or protected, title(view.indicator)),
        Card(t("coverage_title"), covered, notes.bounds(row, view.indicator)),
        *_latest_stock(view),
        *(Card(t("target_title"), notes.requirement(one), notes.document(one), title(one)) for one in bound),
    ]


def _counts(row: Row) -> str:
    return "" if row["denominator"] is None else f"{number(row['numerator'])}/{number(row['denominator'])}"


def _latest_stock(view: View) -> list[Card]:
    """Beside a term, what has become of the body since: the latest count of those in office."""
    if not view.of_term or "stock" not in view.indicator.numerator:
        return []
    rows = cubes.total(replace(view, time=LATEST), over_time=True)
    known = [row for row in rows if row["state"] == "value"]
    if not known:
        return []
    when_counted = t("in_office", when=when(known[-1]["counted_in"]).lower())
    return [Card(when_counted, notes.value(known[-1]["value"], view.indicator), _counts(known[-1]))]


@dataclass(frozen=True)
class Shown:
    """The table under a chart: as HTML, as it is taken away, what each row is in the link, and what it is about."""

    html: str
    whole: pa.Table
    codes: list[str]
    target: str | None
    about: dict[str, str]


@kept
def _table(view: View, layout: str) -> Shown | None:
    rows = topic_units.rows_of(view, layout)
    if not rows:
        return None
    rows = sorted(rows, key=lambda row: (row["value"] is None, -(row["value"] or 0.0)))
    shown, decimals = tables.of_values(rows, "label", view.indicator.decimals)
    known = flags.codes(view, rows)
    if any(told := [flags.short(codes) for codes in known]):
        shown = tables.beside(shown, t("column_coverage"), t("column_flags"), told)
    whole = cubes.table([{**row, "flags": ";".join(codes)} for row, codes in zip(rows, known, strict=True)])
    return Shown(
        tables.html(shown, decimals, pick=t("table_pick")),
        whole.drop_columns(["label", "group", "on_date"]),
        [row[evidence.column_of(rows)] for row in rows],
        rows[0].get("target"),
        {"title": notes.headline(view), "indicator": view.indicator.id, "method": notes.method_of(view.indicator)},
    )


def table(view: View, layout: str) -> None:
    """The table under the chart and its downloads."""
    shown = _table(view, layout)
    if shown is None:
        return
    tables.choose(shown.html, key="table", parameter=evidence.PARAMETER, values=shown.codes)
    if told := notes.rule(view.indicator):
        st.caption(told)
    if shown.target:
        target = definitions.load().targets[shown.target]
        st.caption(t("needed_note", requirement=notes.requirement(target), document=notes.document(target)))
    buttons(shown.whole, f"{view.indicator.id}-{view.level}-{view.time}", shown.about, key="table")
