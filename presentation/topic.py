"""The parts of a topic page, each a section that a page calls by name."""

import pandas as pd
import streamlit as st

from catalogue import definitions
from indicators.query import Query
from indicators.targets import applicable
from presentation import charts, data, notes, tables
from presentation.charts import Line
from presentation.download_buttons import buttons
from presentation.language import name, number, t, title, when
from presentation.links import ALL, select
from presentation.theme import config
from presentation.views import BREAKS, BY_DISTRICT, BY_UNIT, REORGANISED, View, changed_districts, district_names, short_time


def summary(view: View) -> None:
    """The value of the view with counts, coverage, bounds and the targets it is set against."""
    rows = data.values(data.current(), view.query("level"))
    if rows.empty:
        notes.empty()
        return
    row = rows.to_dict("records")[0]
    decimals = view.indicator.decimals
    with st.container(horizontal=True, key="summary"):
        counts = "" if pd.isna(row["denominator"]) else f"{number(row['numerator'])}/{number(row['denominator'])}"
        st.metric(when(view.time), number(row["value"], decimals) + notes.unit_of(view.indicator), border=True,
                  help=title(view.indicator), delta=counts or None, delta_color="off", delta_arrow="off")  # fmt: skip
        st.metric(t("coverage_title"), f"{number(row['units_reported'])}/{number(row['units_expected'])}", border=True,
                  delta=notes.bounds(row, view.indicator) or None, delta_color="off", delta_arrow="off")  # fmt: skip
        for target in applicable(definitions.load(), view.indicator.id, view.level, view.time)[:2]:
            st.metric(t("target_title"), f"{target.comparator} {number(target.value)}%", border=True,
                      delta=_document(target.source_doc) + ("" if target.verified == "yes" else f" ({t('unverified')})"),
                      delta_color="off", delta_arrow="off", help=title(target))  # fmt: skip


def by_unit(view: View) -> pd.DataFrame:
    """Sorted bars by unit with the target lines; communes also grouped by (former) district."""
    layout = BY_UNIT
    if view.level in ("commune", "grassroots") and not view.districts:
        options = {BY_DISTRICT: t("by_district"), BY_UNIT: t("by_commune")}
        layout = select(t("by_label"), "theo", options, BY_DISTRICT, segmented=True)
    dimension = "district" if layout == BY_DISTRICT else "unit"
    rows = data.values(data.current(), view.query(dimension))
    if rows.empty:
        notes.empty()
        return rows
    districts = rows["district_id"].map(_district_name)
    rows = rows.assign(label=districts if layout == BY_DISTRICT else rows["unit"], group=districts)
    grouped = layout == BY_UNIT and view.level == "commune" and not view.districts
    about = notes.about(view, t("bars_title", what=notes.headline(view)), notes.coverage(rows), _marks_note(rows))
    figure = charts.bars(rows, about, target_lines(view), groups=grouped)
    st.plotly_chart(figure, key="bars", config=config(f"{view.indicator.id}-{view.time}"), alt=about.title)
    return rows


def table(view: View, rows: pd.DataFrame) -> None:
    """The table under the chart and its downloads."""
    if rows.empty:
        return
    rows = rows.sort_values("value", ascending=False, na_position="last")
    shown, decimals = tables.of_values(rows, rows["label"], view.indicator.decimals)
    tables.show(shown, decimals, key="table")
    kept = rows.drop(columns=["label", "group", "on_date"], errors="ignore")
    about = {"title": notes.headline(view), "indicator": view.indicator.id, "method": view.indicator.method_vi}
    buttons(kept, f"{view.indicator.id}-{view.level}-{view.time}", about, key="table")


def change(view: View) -> None:
    """Change over terms or periods: steps, with targets, breaks and the country beside it."""
    dimension = view.dimension
    rows = data.values(data.current(), view.query(dimension, at_time=False))
    rows = rows[rows[dimension].notna() & (rows["state"] != "not_yet_due")].assign(time=lambda found: found[dimension].map(short_time))
    if rows["value"].notna().sum() < 1:
        return
    series = {notes.place_of(view): rows}
    country = data.values(data.current(), Query(view.indicator.id, by=(dimension,), units=("VN",), levels=(view.level,)))
    country = country[country[dimension].isin(rows[dimension])]
    if not country.empty and not view.districts:
        series[definitions.load().office.country_vi] = country.assign(time=country[dimension].map(short_time))
    about = notes.about(view, t("change_title", what=title(view.indicator), level=name("level", view.level).lower()),
                        t("steps_note"), t("coverage_last", coverage=notes.coverage(rows[rows["state"] == "value"].tail(1))))  # fmt: skip
    figure = charts.steps(series, about, target_lines(view), _breaks() if dimension == "period" else ())
    st.plotly_chart(figure, key="change", config=config(f"{view.indicator.id}-change"), alt=about.title)


def district_years(view: View) -> None:
    """District × time; after 7/2025 districts go on as a grouping of the communes."""
    if view.level not in ("district", "commune", "grassroots"):
        return
    dimension = view.dimension
    rows = data.values(data.current(), view.query("district", dimension, at_time=False))
    if view.level == "district" and dimension == "period":
        communes = View(view.indicator, "commune", view.time, view.districts).query("district", dimension, at_time=False)
        later = data.values(data.current(), communes)
        rows = pd.concat([rows, later[later["on_date"] >= _starts(REORGANISED)]])
    rows = rows[rows["district_id"].notna() & rows[dimension].notna()]
    if rows.empty:
        return
    rows = rows.sort_values(["on_date"]).assign(time=lambda found: found[dimension].map(short_time))
    rows = rows.assign(label=rows["district_id"].map(_district_name)).drop_duplicates(["label", "time"], keep="last")
    order = rows.groupby("label")["value"].last().sort_values(ascending=False, na_position="last").index
    times = list(dict.fromkeys(rows["time"]))
    rows = rows.set_index("label").loc[order].reset_index()
    rows = rows.assign(_t=rows["time"].map(times.index)).sort_values("_t", kind="stable")
    rows = rows.assign(label=pd.Categorical(rows["label"], categories=order, ordered=True)).sort_values(["label", "_t"])
    rows = rows.assign(label=rows["label"].astype(str))
    about = notes.about(view, t("heat_title", what=title(view.indicator), level=name("level", view.level).lower()),
                        t("heat_note"), t("heat_changed"), t("heat_signs"))  # fmt: skip
    st.plotly_chart(charts.heat_map(rows, about, _breaks()), key="heat", config=config(f"{view.indicator.id}-districts"), alt=about.title)


def explain(view: View, rows: pd.DataFrame) -> None:
    """From a figure to the cells behind it."""
    st.subheader(t("explain_title"), anchor="giai-thich")
    by_district = not rows.empty and rows["unit_id"].nunique() <= 1 < rows["district_id"].nunique()
    column = "district_id" if by_district else "unit_id"
    options = {ALL: t("explain_choose")} | dict(zip(rows[column], rows["label"], strict=True)) if not rows.empty else {ALL: t("explain_choose")}
    unit = select(t("explain_label"), "nguon", options, ALL)
    if not unit:
        st.caption(t("explain_hint"))
        return
    query = view.query("unit")
    query = _only(query, districts=(unit,)) if by_district else _only(query, units=(unit,))
    found = data.cells(data.current(), query)
    row = rows[rows[column] == unit].to_dict("records")[0]
    share = number(row["value"], view.indicator.decimals) + notes.unit_of(view.indicator)
    st.markdown(t("explain_formula", unit=row["label"], value=share, over=number(row["numerator"]), under=number(row["denominator"])))
    if found.empty:
        notes.empty()
        return
    shown = _cells_table(found)
    tables.show(shown, {t("column_value"): 0}, key="cells")
    buttons(found, f"{view.indicator.id}-cells", {"title": notes.headline(view)}, key="cells")


def sources(view: View) -> None:
    """Where sources disagree, both are kept and shown."""
    found = data.other_sources(data.current(), view.indicator.id)
    found = found[(found["level"] == view.level) & (found["period"] == view.time)]
    if found.empty:
        return
    with st.expander(t("sources_title", count=len(found)), icon=":material/compare_arrows:"):
        st.write(t("sources_note"))
        st.dataframe(_sources_table(found), hide_index=True, key="sources", alt=t("table_alt"))


def target_lines(view: View) -> list[Line]:
    """The targets that bind this view, one line for each value."""
    lines: dict[float, list[str]] = {}
    for target in applicable(definitions.load(), view.indicator.id, view.level, view.time):
        unsure = "" if target.verified == "yes" else f" ({t('unverified')})"
        lines.setdefault(float(target.value or 0), []).append(_document(target.source_doc) + unsure)
    return [Line(value, f"{number(value)}%: {'; '.join(dict.fromkeys(names))}") for value, names in lines.items()]


def _document(source: str) -> str:
    """Short name of a document: "Nghị quyết 26-NQ/TW, 19/5/2018" → "Nghị quyết 26-NQ/TW"."""
    return source.partition(",")[0].partition(" (")[0]


def _district_name(unit_id: str | None) -> str:
    known = definitions.load()
    if unit_id is None or pd.isna(unit_id):
        return t("no_district")
    code = known.geography.units[unit_id].code
    return district_names(known)[code] + (" *" if code in changed_districts(known) else "")


def _marks_note(rows: pd.DataFrame) -> str:
    return t("heat_changed") if rows["label"].astype(str).str.endswith("*").any() else ""


def _breaks() -> list[tuple[str, str]]:
    return [(short_time(period), t(event)) for period, event in BREAKS.items()]


def _starts(period: str) -> pd.Timestamp:
    return pd.Timestamp(definitions.load().periods[period].starts)


def _only(query: Query, **limits: tuple[str, ...]) -> Query:
    from dataclasses import replace

    return replace(query, **limits)


def _cells_table(found: pd.DataFrame) -> pd.DataFrame:
    known = definitions.load()
    elements = {key: getattr(e, "name_vi") for key, e in known.elements.items()}
    units = known.geography.units
    return pd.DataFrame({
        t("column_value"): found["value"],
        t("column_what"): [elements.get(e, e) for e in found["element"]],
        t("column_sex"): [name("sex", sex) for sex in found["sex"]],
        t("column_unit"): [units[u].name if u in units else u for u in found["unit_id"]],
        t("column_file"): found["file"], t("column_version"): found["version"], t("column_sheet"): found["sheet"],
        t("column_cell"): found["cell"], "SHA-256": found["sha256"],
    })  # fmt: skip


def _sources_table(found: pd.DataFrame) -> pd.DataFrame:
    units = definitions.load().geography.units
    return pd.DataFrame({
        t("column_unit"): [units[u].name if u in units else u for u in found["unit_id"]],
        t("sources_shown"): [_stated(row, "shown") for row in found.to_dict("records")],
        t("sources_other"): [_stated(row, "other") for row in found.to_dict("records")],
        t("column_source"): found["other_cited"],
    })  # fmt: skip


def _stated(row: dict[str, object], side: str) -> str:
    over, under, share = (row[f"{side}_{key}"] for key in ("numerator", "denominator", "share"))
    kind = t("source_demonstration") if row[f"{side}_demonstration"] else t(f"source_{row[f'{side}_source']}")
    if not pd.isna(over) and not pd.isna(under):
        return f"{number(100 * over / under, 2)}% ({number(over)}/{number(under)}), {kind}"
    return f"{number(share, 2)}%, {kind}"
