"""The units of a view, as the reader chooses: sorted bars, by district, tile map, spread, by size."""

import pandas as pd
import streamlit as st

from presentation import chart, cubes, gaps, map_view, notes
from presentation.charts.bars import bars
from presentation.charts.control import control_chart
from presentation.charts.spread import spread
from presentation.kept import kept
from presentation.language import number, t
from presentation.links import select
from presentation.view_marks import district_labels, lines_note, marks_note, target_lines
from presentation.views import BY_DISTRICT, BY_SIZE, BY_SPREAD, BY_UNIT, ON_MAP, SMALL, View

GROUPED = ("commune", "grassroots")  # levels whose bodies are also looked at by district
FEWEST = 5  # bodies that a funnel plot needs


def by_unit(view: View) -> pd.DataFrame:
    """The units of the view, as the reader chooses: sorted bars, a tile map, by size; communes also by (former) district."""
    layout = _layout(view)
    rows = _rows(view, layout)
    if rows.empty:
        notes.empty()
        return rows
    heading = t("bars_title", what=notes.headline(view))
    if layout == ON_MAP:
        map_view.show(view, rows, heading)
    elif layout == BY_SPREAD:
        chart.draw(_spread(view, rows, heading))
    elif layout == BY_SIZE:
        _by_size(view, rows, heading)
    else:
        groups = layout == BY_UNIT and view.level == "commune" and not view.districts
        chart.draw(_sorted(view, rows, heading, groups=groups))
    return rows


@kept
def _rows(view: View, layout: str) -> pd.DataFrame:
    """A row per unit or district, with its label, its group and how it stands to the target."""
    rows = cubes.districts(view) if layout == BY_DISTRICT else cubes.units(view)
    if rows.empty:
        return rows
    districts = district_labels(view, rows["district_id"])
    rows = rows.assign(label=districts if layout == BY_DISTRICT else rows["unit"], group=districts)
    return gaps.with_target(view, rows)


def _layout(view: View) -> str:
    options = {BY_UNIT: t("by_commune" if view.level in GROUPED else "by_unit")}
    if view.level in GROUPED and not view.districts:
        options = {BY_DISTRICT: t("by_district")} | options
    if view.level in map_view.LEVELS:
        options[ON_MAP] = t("by_map")
    options[BY_SPREAD] = t("by_spread")
    if view.indicator.kind == "share_of_persons":
        options[BY_SIZE] = t("by_size")
    return select(t("by_label"), "theo", options, next(iter(options)), segmented=True)


@kept
def _sorted(view: View, rows: pd.DataFrame, heading: str, *, groups: bool) -> chart.Chart:
    lines = target_lines(view)
    whole = rows if view.on_map is None else cubes.total(view)  # a unit that was split lies in several rows
    persons = view.indicator.kind == "share_of_persons"
    small = rows["denominator"].lt(SMALL) if persons else pd.Series(data=False, index=rows.index)
    note = t("small_note", size=number(SMALL)) if small.any() else ""
    about = notes.about(view, heading, lines_note(lines), notes.coverage(whole), marks_note(rows), note)
    figure = bars(rows.assign(small=small), about, lines, groups=groups)
    return chart.made(figure, about, chart.named(rows, "label"), key="bars", file=f"{view.indicator.id}-{view.time}")


@kept
def _spread(view: View, rows: pd.DataFrame, heading: str) -> chart.Chart:
    """One dot per unit by its value: how far units lie apart, and how many on which side of the target."""
    lines = target_lines(view)
    total = cubes.total(view)
    common = None if total.empty or pd.isna(total["value"].iloc[0]) else float(total["value"].iloc[0])
    met = t("spread_target", target=lines[-1].label) if lines else ""
    of_all = t("spread_common", value=notes.value(common, view.indicator)) if common is not None else ""
    about = notes.about(view, heading, t("spread_note"), met, of_all, lines_note(lines), notes.coverage(rows))
    figure = spread(rows, about, lines, common)
    return chart.made(figure, about, chart.named(rows, "label"), key="spread", file=f"{view.indicator.id}-{view.time}-phan-bo")


def _by_size(view: View, rows: pd.DataFrame, heading: str) -> None:
    """A funnel plot: which shares are further off than the size of their bodies explains."""
    counted = rows[rows["denominator"].fillna(0) > 0].reset_index(drop=True)
    if counted["value"].notna().sum() < FEWEST:
        st.info(t("size_too_few", fewest=number(FEWEST)), icon=":material/scatter_plot:")
        return
    common = 100 * float(counted["numerator"].sum() / counted["denominator"].sum())
    said = t("size_note", common=number(common, 1))
    about = notes.about(view, heading, said, t("size_limits"), notes.coverage(rows))
    figure = control_chart(counted, about, common, (t("size_inner"), t("size_outer")))
    chart.draw(
        chart.made(figure, about, chart.named(counted, "label"), key="size", file=f"{view.indicator.id}-{view.time}-quy-mo")
    )
