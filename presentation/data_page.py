"""Data and downloads: any indicator in long form, printed figures, rounds, the dictionary."""

import pandas as pd
import streamlit as st

from catalogue import definitions
from indicators.query import Query, rebased
from presentation import boundaries, data, notes, tables
from presentation.download_buttons import buttons
from presentation.language import date, lang, name, number, t, title, when
from presentation.links import ALL, select
from presentation.views import day_of, ordered

SECTIONS = ("chi-so", "cong-bo", "dot", "tu-dien")


def section() -> str:
    """Choose what is shown."""
    return select(
        t("data_section"), "muc", {key: t(f"data_{key.replace('-', '_')}") for key in SECTIONS}, SECTIONS[0], segmented=True
    )


def values() -> None:
    """Any indicator by unit and time, filtered, to be taken away."""
    known = definitions.load()
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        with st.container(width=460):
            indicators = {i.id: title(i) for i in known.indicators.values()}
            indicator = select(t("filter_indicator"), "chi_so", indicators, next(iter(indicators)))
        dimensions = {key: t(f"dimension_{key}") for key in ("period", "term")}
        with st.container(width=200):
            dimension = select(t("data_over"), "theo_ky", dimensions, "period")
        asked = rebased(known, Query(indicator, by=("unit", "level", dimension)), boundaries.chosen())
        rows = data.values(data.current(), asked)
        levels = {ALL: t("filter_all")} | {level: name("level", level) for level in rows["level"].dropna().unique()}
        with st.container(width=170):
            level = select(t("filter_level"), "cap", levels, ALL)
        times = {ALL: t("filter_all")} | {time: when(time) for time in ordered(known, set(rows[dimension].dropna()))}
        with st.container(width=230):
            time = select(t("filter_time"), "ky", times, ALL)
        with st.container(width=230):
            district = select(t("filter_district"), "huyen", {ALL: t("filter_all")} | known.geography.district_names, ALL)
    day = day_of(known, time) if time else max(p.reference_date for p in known.periods.values())
    versions = list(boundaries.versions(district, day))
    for column, wanted in (("level", [level] if level else []), (dimension, [time] if time else []), ("district_id", versions)):
        if wanted:
            rows = rows[rows[column].isin(wanted)]
    if rows.empty:
        notes.empty()
        return
    shown, decimals = tables.of_values(rows.to_dict("records"), "unit", known.indicators[indicator].decimals)
    shown = tables.beside(shown, t("column_coverage"), t("filter_level"), [name("level", level) for level in rows["level"]])
    tables.show(shown, decimals, key="values")
    if told := notes.rule(known.indicators[indicator]):
        st.caption(f"{told} {_protected()}")
    about = {
        "title": title(known.indicators[indicator]),
        "indicator": indicator,
        "method": notes.method_of(known.indicators[indicator]),
    }
    buttons(rows.drop(columns=["on_date"]), f"{indicator}-{level or 'all'}-{time or 'all'}", about, key="values")
    notes.method(known.indicators[indicator])


def _protected() -> str:
    """What the publication's audit of protected figures found."""
    facts = data.facts(data.current())
    if not facts.get("protected_cells"):
        return ""
    figures = {name: facts[f"protected_{name}"] for name in ("cells", "primary", "secondary", "narrowest")}
    return t("protected_cells", **{name: number(float(value)) if value else "–" for name, value in figures.items()})


def publications() -> None:
    """Printed figures, each with its source and how its percentage agrees with its counts."""
    known = definitions.load()
    rows = data.printed(data.current())
    rows = rows.assign(note=[_note(known, *pair) for pair in zip(rows["figure_id"], rows["note"], strict=True)])
    titles = {i.id: title(i) for i in known.indicators.values()}
    areas = {ALL: t("filter_all")} | {area: area for area in sorted(rows["area"].unique())}
    with st.container(width=300):
        area = select(t("column_area"), "noi", areas, ALL)
    rows = rows[rows["area"] == area] if area else rows
    shown = pd.DataFrame({
        t("column_area"): rows["area"],
        t("filter_indicator"): [titles.get(i, t("not_linked")) for i in rows["indicator"]],
        t("filter_level"): [name("level", level) for level in rows["level"]],
        t("column_time"): [when(p) for p in rows["period"]],
        t("column_women"): rows["numerator"], t("column_total"): rows["denominator"],
        t("column_printed"): rows["share_text"],
        t("column_check"): [t(f"check_{c}") if isinstance(c, str) else "" for c in rows["share_check"]],
        t("column_note"): rows["note"], t("column_source"): rows["source"],
    })  # fmt: skip
    st.caption(t("publications_note"))
    tables.show(shown, {t("column_women"): 0, t("column_total"): 0}, key="publications")
    buttons(
        rows.drop(columns=["recorded_from", "recorded_to", "sha256"]),
        "so-lieu-cong-bo",
        {"title": t("data_cong_bo")},
        key="publications",
    )


def _note(known: definitions.Definitions, figure_id: str, note: str) -> str:
    """What is said of a printed figure, in the reader's language; a figure no longer defined keeps what the snapshot says."""
    said = {figure.figure_id: figure.note_vi for figure in known.figures} if lang() == "vi" else {}
    return said.get(figure_id, note)


def rounds() -> None:
    """Who reported for a period, and when."""
    known = definitions.load()
    periods = [p.period for p in known.periods.values() if p.collected]
    with st.container(width=300):
        period = select(t("column_period"), "ky_bao_cao", {code: when(code) for code in reversed(periods)}, "2026-S1")
    rows = data.round_of(data.current(), period)
    counts = rows["status"].value_counts()
    with st.container(horizontal=True, key="summary"):
        for status in counts.index:
            st.metric(t(f"report_{status}"), number(int(counts[status])), border=True)
    st.caption(t("round_due", due=date(known.periods[period].due_date)))
    shown = pd.DataFrame({
        t("column_unit"): rows["unit"],
        t("column_status"): [t(f"report_{status}") for status in rows["status"]],
        t("column_received"): [date(at.date()) if pd.notna(at) else "" for at in rows["received_at"]],
        t("column_days_late"): rows["days_late"], t("column_version"): rows["version"], t("column_gaps"): rows["missing_cells"],
    })  # fmt: skip
    tables.show(shown, {t("column_days_late"): 0, t("column_version"): 0, t("column_gaps"): 0}, key="rounds")
    buttons(rows, f"dot-bao-cao-{period}", {"title": t("data_dot"), "period": period}, key="rounds")


def dictionary() -> None:
    """Every indicator with its method, and every data element."""
    known = definitions.load()
    tables.plain(
        pd.DataFrame({
            t("filter_indicator"): [title(i) for i in known.indicators.values()], "id": list(known.indicators),
            t("column_method"): [notes.method_of(i) for i in known.indicators.values()],
            t("column_direction"): [t(f"direction_{i.direction}") for i in known.indicators.values()],
        }),
        key="indicators", height=420,
    )  # fmt: skip
    st.header(t("elements_title"))
    elements = [e for e in known.elements.values() if not e.sensitive]
    tables.plain(
        pd.DataFrame({
            t("column_what"): [getattr(e, f"name_{lang()}") for e in elements], "id": [e.id for e in elements],
            t("column_kind"): [t(f"kind_{e.kind}") for e in elements], t("column_outline"): [e.outline for e in elements],
        }),
        key="elements", height=420,
    )  # fmt: skip
