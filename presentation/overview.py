"""The first page: where women stand, what changed, what needs attention, how complete the data are."""

import pandas as pd
import streamlit as st

from catalogue import definitions
from indicators.query import Query
from presentation import chart, data, findings, notes, tables
from presentation.charts.bars import bars_under_headings
from presentation.findings import Finding
from presentation.kept import kept
from presentation.language import date, lang, name, number, t, when
from presentation.navigation import THEMES, page_of
from presentation.targets_page import binds
from presentation.views import BY_UNIT, View, short_time

MOST = 3  # falls that are told
STANDINGS = (*notes.ARRIVED, "rejected", "missing", "not_yet_due")
LOWEST = 8  # units that the table shows


def cards() -> None:
    """What the definitions have found out, each a sentence with numbers and a link to the view behind it."""
    pairs = [
        (said, told) for said in definitions.load().overview.findings if (told := findings.finding(said.indicator, said.level))
    ]
    if not pairs:
        st.info(t("empty_office"), title=t("empty_title"), icon=":material/search_off:")
        return
    with st.container(key="findings"):
        for column, (said, told) in zip(st.columns(len(pairs)), pairs, strict=True):
            with column, st.container(border=True, height="stretch"):
                st.markdown(f"## {findings.headline(said, told)}")
                st.markdown(f"{findings.details(told)} {findings.below(told)}")
                _link(told, t("card_more"), ":material/arrow_forward:")


def _link(told: Finding, label: str, icon: str, **more: str) -> None:
    view = told.view
    asked = {"chi_so": view.indicator.id, "cap": view.level, "ky": view.time} | more
    st.page_link(page_of(THEMES[view.indicator.theme]), label=label, icon=icon, query_params=asked)


def attention() -> None:
    """What needs attention: units behind, falls, targets missed, reports missing; each sentence leads to its view."""
    st.header(t("attention_title"), anchor=False)
    for said in definitions.load().overview.findings:
        told = findings.finding(said.indicator, said.level)
        if told and told.short:
            _link(told, findings.missing(told), ":material/priority_high:", theo=BY_UNIT)
    _falls()
    _targets()
    _latest_round()


def _falls() -> None:
    found = findings.falls()[:MOST]
    for body, told in found:
        level = name("level", told.view.level).lower()
        value = notes.about(told.view, "").said(told.row)
        text = t(
            "attention_fall",
            body=body,
            level=level,
            value=value,
            change=findings.change(told),
            when=when(told.view.time).lower(),
        )
        _link(told, text, ":material/trending_down:")


def _targets() -> None:
    today = notes.published_on().date()
    rows = [row for row in data.targets(data.current(), (), today) if binds(row["due"], row["reason"], today)]
    if not rows:
        return
    counts = pd.Series([row["status"] for row in rows]).value_counts()
    told = {key: number(int(counts.get(key, 0))) for key in ("met", "missed", "not_yet_met", "not_assessed")}
    text = t("attention_targets", all=number(len(rows)), **told)
    st.page_link(page_of("muc-tieu"), label=text, icon=":material/flag:")


def _latest_round() -> None:
    """The last round that is due: what came, what did not."""
    period = notes.last_due()
    if period is None:
        return
    counts = data.round_of(data.current(), period.period)["status"].value_counts()
    if counts.empty:
        return
    said = ", ".join(f"{number(int(counts[status]))} {t(f'report_{status}')}" for status in counts.index)
    text = t(
        "attention_round", when=when(period.period).lower(), due=date(period.due_date), all=number(int(counts.sum())), said=said
    )
    st.page_link(page_of("so-lieu"), label=text, icon=":material/inbox:",
                 query_params={"muc": "dot", "ky_bao_cao": period.period})  # fmt: skip


def bodies() -> None:
    """Where women stand, body by body and level by level, each beside the value before."""
    chart.draw(_bodies())


@kept
def _bodies() -> chart.Chart | None:
    known = definitions.load()
    rows = []
    for body in known.overview.bodies:
        indicator = known.indicators[body.indicator]
        found = data.values(data.current(), Query(indicator.id, by=("level",)))
        found = found[(found["state"] == "value") & found["level"].isin(known.overview.levels)]
        for row in found.to_dict("records"):
            label = f"{name('level', row['level'])} ({short_time(row['counted_in'])})"
            before = findings.before(indicator, row)
            rows.append(row | {"group": getattr(body, f"name_{lang()}"), "label": label, "before": before})
    if not rows:
        return None
    view = View(known.indicators[known.overview.bodies[0].indicator], "", "")
    about = notes.about(view, t("bodies_title"), t("bodies_note"))
    figure = bars_under_headings(rows, about)
    numbers = [{**row, "label": f"{row['group']}, {row['label']}"} for row in rows]
    return chart.made(
        figure, about, chart.named(rows, "group", "label"), key="bodies", file="tong-quan",
        table=lambda: tables.of_values(numbers, "label", 1),
    )  # fmt: skip


def lowest() -> None:
    """The units furthest below the requirement of the first finding, with how many women they lack."""
    said = definitions.load().overview.findings[0]
    told = findings.finding(said.indicator, said.level)
    if told is None or not told.short:
        return
    st.header(t("lowest_title"), anchor=False)
    st.caption(t("attention_note", required=number(told.required), when=when(told.view.time).lower()))
    tables.read(*_lowest(told), key="lowest")


@kept
def _lowest(told: Finding) -> chart.Numbers:
    shown, decimals = tables.of_values(told.short[:LOWEST], "unit", told.view.indicator.decimals)
    return dict(list(shown.items())[:6]), decimals


def completeness() -> None:
    """How many reports of each round came, on time, late, or not at all."""
    st.header(t("completeness_title"), anchor=False)
    st.caption(t("completeness_note"))
    st.table(_rounds(), hide_index=True)  # its cells wrap: a phone hides no column


@kept
def _rounds() -> pd.DataFrame:
    known = definitions.load()
    rows = []
    for period in known.periods.values():
        if period.collected:
            found = data.round_of(data.current(), period.period)["status"].value_counts()
            came = int(sum(found.get(status, 0) for status in notes.ARRIVED))
            said = ", ".join(f"{number(int(found[s]))} {t(f'report_{s}')}" for s in STANDINGS if s in found)
            rows.append((when(period.period), f"{number(came)}/{number(int(found.sum()))}", said))
    return pd.DataFrame(rows[::-1], columns=[t("column_time"), t("completeness_came"), t("column_state")])
