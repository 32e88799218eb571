"""The units of a view, as the reader chooses: sorted bars, by district, tile map, spread, by size."""

import streamlit as st

from presentation import chart, cubes, gaps, map_view, notes
from presentation.charts.bars import bars
from presentation.charts.control import control_chart
from presentation.charts.frame import Rows, known
from presentation.charts.spread import spread
from presentation.kept import at_hand, kept
from presentation.language import number, t
from presentation.links import select
from presentation.view_marks import district_label, lines_note, marks_note, target_lines
from presentation.views import BY_DISTRICT, BY_SIZE, BY_SPREAD, BY_UNIT, ON_MAP, SMALL, View

GROUPED = ("commune", "grassroots")  # levels whose bodies are also looked at by district
FEWEST = 5  # bodies that a funnel plot needs


def by_unit(view: View) -> str:
    """The units of the view, as the reader chooses: sorted bars, a tile map, by size; communes also by (former) district.

    Return how they are set out.
    """
    layout = _layout(view)
    if layout == ON_MAP:
        _mapped(view)
    elif layout == BY_SIZE:
        _by_size(view)
    elif made := _spread(view) if layout == BY_SPREAD else _sorted(view, layout):
        chart.draw(made)
    else:
        notes.empty()
    return layout


@at_hand
def rows_of(view: View, layout: str) -> Rows:
    """A row per unit or district, with its label, its group and how it stands to the target."""
    by_district = layout == BY_DISTRICT
    rows = []
    for row in cubes.districts(view) if by_district else cubes.units(view):
        district = district_label(view, row["district_id"])
        rows.append({**row, "label": district if by_district else row["unit"], "group": district})
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


def _heading(view: View) -> str:
    return t("bars_title", what=notes.headline(view))


def _mapped(view: View) -> None:
    rows = rows_of(view, ON_MAP)
    if rows:
        map_view.show(view, rows, _heading(view))
    else:
        notes.empty()


@kept
def _sorted(view: View, layout: str) -> chart.Chart | None:
    rows = rows_of(view, layout)
    if not rows:
        return None
    lines = target_lines(view)
    whole = rows if view.on_map is None else cubes.total(view)  # a unit that was split lies in several rows
    persons = view.indicator.kind == "share_of_persons"
    rows = [{**row, "small": persons and known(row["denominator"]) and row["denominator"] < SMALL} for row in rows]
    note = t("small_note", size=number(SMALL)) if any(row["small"] for row in rows) else ""
    about = notes.about(view, _heading(view), lines_note(lines), notes.coverage(whole), marks_note(rows), note)
    figure = bars(rows, about, lines, groups=layout == BY_UNIT and view.level == "commune" and not view.districts)
    return chart.made(figure, about, chart.named(rows, "label"), key="bars", file=f"{view.indicator.id}-{view.time}")


@kept
def _spread(view: View) -> chart.Chart | None:
    """One dot per unit by its value: how far units lie apart, and how many on which side of the target."""
    rows = rows_of(view, BY_SPREAD)
    if not rows:
        return None
    lines = target_lines(view)
    common = next((row["value"] for row in cubes.total(view)), None)
    met = t("spread_target", target=lines[-1].label) if lines else ""
    of_all = t("spread_common", value=notes.value(common, view.indicator)) if common is not None else ""
    about = notes.about(view, _heading(view), t("spread_note"), met, of_all, lines_note(lines), notes.coverage(rows))
    figure = spread(rows, about, lines, common)
    return chart.made(figure, about, chart.named(rows, "label"), key="spread", file=f"{view.indicator.id}-{view.time}-phan-bo")


def _by_size(view: View) -> None:
    """A funnel plot: which shares are further off than the size of their bodies explains."""
    rows = rows_of(view, BY_SIZE)
    counted = [row for row in rows if row["denominator"] and row["value"] is not None]
    if not rows:
        notes.empty()
        return
    if len(counted) < FEWEST:
        st.info(t("size_too_few", fewest=number(FEWEST)), icon=":material/scatter_plot:")
        return
    common = 100 * sum(row["numerator"] for row in counted) / sum(row["denominator"] for row in counted)
    said = t("size_note", common=number(common, 1))
    about = notes.about(view, _heading(view), said, t("size_limits"), notes.coverage(rows))
    figure = control_chart(counted, about, common, (t("size_inner"), t("size_outer")))
    chart.draw(
        chart.made(figure, about, chart.named(counted, "label"), key="size", file=f"{view.indicator.id}-{view.time}-quy-mo")
    )
