"""One indicator of a unit through time and through its predecessors: their sum on one map, and what it reported itself."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from catalogue import definitions, lineage
from catalogue.models import Indicator
from catalogue.units import Unit
from presentation import breaks, chart, data, notes, tables, topic_time, units
from presentation.charts.frame import Break, Rows
from presentation.charts.steps import steps
from presentation.download_buttons import buttons
from presentation.language import date, name, t, title, when
from presentation.links import select
from presentation.unit_figures import due, query
from presentation.views import View, short_time

DEFAULT = "party_committee_women_share"
PERIOD, TERM = "ky", "nhiem_ky"


def series(unit: Unit, reported: pd.DataFrame) -> None:
    """Choose an indicator; show its series, why what is missing is missing, and the table.

    Args:
        unit: the unit looked at.
        reported: its values of all indicators, see `unit_figures.rows_of`.
    """
    known = definitions.load()
    st.subheader(t("unit_series"), anchor="chuoi")
    with st.container(horizontal=True, vertical_alignment="bottom", key="series_filters"):
        indicator = _indicator(reported)
        day = units.map_day(unit)
        asked = query(unit, indicator.id, on_map=known.geography.succession.map_of(day))
        rows = due(data.values(data.current(), asked))
        something = bool((rows["value"].notna() | rows["lower"].notna()).any())
        rows = _narrowed(unit, rows) if something else rows
    if not something:
        st.info(t("unit_no_series"), icon=":material/search_off:")
        return
    level = str(rows["level"].iloc[0])
    lines = {t("unit_series_map", date=date(day)): rows} | _own(unit, indicator, rows)
    _chart(unit, View(indicator, level, str(rows["period"].iloc[0])), lines, day)
    _unknown(rows, indicator)
    _table(unit, indicator, lines)


def _indicator(reported: pd.DataFrame) -> Indicator:
    """Choose among the indicators that have a value; all of them, where none has."""
    indicators = definitions.load().indicators
    there = set(reported.loc[reported["value"].notna(), "indicator"]) or set(indicators)
    options = {one.id: title(one) for one in indicators.values() if one.id in there | {DEFAULT}}
    with st.container(width=420):
        return indicators[select(t("filter_indicator"), "chi_so", options, DEFAULT)]


def _narrowed(unit: Unit, rows: pd.DataFrame) -> pd.DataFrame:
    """Choose the tier and, where both are known, whether terms or reporting periods."""
    present = rows[rows["value"].notna() | rows["lower"].notna()]
    tiers = {one: name("level", one) for one in sorted(set(present["level"]), key=_tier_order)}
    own = unit.level if unit.level in tiers else next(iter(tiers))
    level = own
    if len(tiers) > 1:
        with st.container(width=200):
            level = select(t("filter_level"), "cap", tiers, own)
    rows, present = rows[rows["level"] == level], present[present["level"] == level]
    over = {PERIOD: t("unit_over_period"), TERM: t("unit_over_term")}
    terms = present["series"] == "term"
    kind = TERM if terms.all() else PERIOD
    if terms.any() and not terms.all():
        with st.container(width=220):
            kind = select(t("unit_over"), "theo_ky", over, PERIOD, segmented=True)
    return rows[(rows["series"] == "term") == (kind == TERM)].assign(time=rows["period"].map(short_time))


def _tier_order(level: str) -> int:
    return next(code.order for code in definitions.load().codes if code.codelist == "level" and code.code == level)


def _own(unit: Unit, indicator: Indicator, shown: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """What the versions of the unit reported where it differs from what is shown, each body a line of its own."""
    geography = definitions.load().geography
    bodies: dict[str, list[Unit]] = {}
    for version in geography.versions[unit.code]:
        bodies.setdefault(geography.same_bodies(version.unit_id), []).append(version)
    of_term, level = bool((shown["series"] == "term").all()), shown["level"].iloc[0]
    same = set(zip(shown["period"], shown["numerator"], shown["value"], strict=True))
    lines: dict[str, pd.DataFrame] = {}
    for versions in bodies.values():
        asked = [due(data.values(data.current(), query(version, indicator.id))) for version in versions]
        rows = pd.concat([part for part in asked if not part.empty] or asked[:1])
        rows = rows[(rows["level"] == level) & ((rows["series"] == "term") == of_term)].sort_values("on_date")
        known = rows[rows["value"].notna()]
        if set(zip(known["period"], known["numerator"], known["value"], strict=True)) - same:
            whole = replace(versions[-1], valid_from=versions[0].valid_from)
            lines[t("unit_series_own", unit=units.labelled(whole))] = rows.assign(time=rows["period"].map(short_time))
    return lines


def _unknown(rows: pd.DataFrame, indicator: Indicator) -> None:
    """What is missing or not known exactly at which times, why, and between which bounds it lies."""
    told: dict[str, list[str]] = {}
    for row in rows.to_dict("records"):
        if pd.isna(row["value"]) or isinstance(row["reason"], str):
            told.setdefault(notes.absence(row, indicator), []).append(when(row["period"]))
    if told:
        lines = [f"- {', '.join(times)}: {text}" for text, times in told.items()]
        st.markdown("\n".join([t("unit_series_unknown"), "", *lines]))


def _chart(unit: Unit, view: View, lines: dict[str, pd.DataFrame], day: Any) -> None:
    series = {label: found.to_dict("records") for label, found in lines.items()}
    rows = next(iter(series.values()))
    place = units.labelled(unit)
    heading = t("unit_series_title", what=title(view.indicator), unit=place, level=name("level", view.level).lower())
    known = [row for row in rows if row["state"] == "value"]
    latest = t("coverage_last", coverage=notes.coverage(known[-1:])) if known else ""
    about = notes.about(view, heading, t("steps_note"), t("unit_series_note", date=date(day)), latest)
    figure = steps(series, about, (), _breaks(unit, view, rows), (t("break_before"), t("break_after")))
    told = chart.named(topic_time.labelled(series), "label", "time")
    chart.draw(chart.made(figure, about, told, key="series", file=f"{view.indicator.id}-{unit.unit_id}"))


def _breaks(unit: Unit, view: View, rows: Rows) -> list[Break]:
    """Changes of the unit itself; of the bodies within a district or province those of all of them."""
    succession = definitions.load().geography.succession
    if unit.level == "agency":
        return breaks.crossed(View(view.indicator, "agency", view.time), rows, lineage.related(succession, unit.unit_id))
    if unit.level in ("commune", view.level):
        return breaks.crossed(view, rows, lineage.related(succession, unit.unit_id))
    within = tuple({unit.unit_id, *lineage.ancestors(succession, unit.unit_id)}) if unit.level == "district" else ()
    return breaks.crossed(View(view.indicator, view.level, view.time, within), rows)


def _table(unit: Unit, indicator: Indicator, lines: dict[str, pd.DataFrame]) -> None:
    rows = pd.concat([found.assign(label=label) for label, found in lines.items()], ignore_index=True)
    shown, decimals = tables.of_values(rows.to_dict("records"), "label", indicator.decimals)
    first = [t("column_time"), t("column_value")]
    order = {column: shown[column] for column in (*first, *shown)}
    named = {t("unit_line") if column == t("column_unit") else column: values for column, values in order.items()}
    tables.show(named, decimals, key="series_table")
    about = {
        "title": f"{title(indicator)}: {units.labelled(unit)}",
        "indicator": indicator.id,
        "method": notes.method_of(indicator),
    }
    buttons(rows.drop(columns=["on_date", "time"]), f"{indicator.id}-{unit.unit_id}", about, key="series")
