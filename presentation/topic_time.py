"""How a view changes: over terms or periods, at every level, district by district."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from catalogue import definitions
from presentation import breaks, chart, cubes, notes
from presentation.charts.frame import Break, Line
from presentation.charts.heat import heat_map
from presentation.charts.panels import panels
from presentation.charts.steps import steps
from presentation.kept import kept
from presentation.language import name, number, t, title
from presentation.links import select
from presentation.view_marks import district_labels, lines_note, marks_note, target_paths
from presentation.views import View, districts_ended, short_time

ONE, ALL_LEVELS = "mot_cap", "moi_cap"  # whose change is shown


def change(view: View) -> None:
    """Change over terms or periods: of the level looked at, or of every level on one scale."""
    others = _levels(view)
    shown = ONE
    if len(others) > 1 and not view.districts and not view.kinds:
        choices = {ONE: t("change_one", level=name("level", view.level).lower()), ALL_LEVELS: t("change_all")}
        shown = select(t("change_label"), "doi", choices, ONE, segmented=True)
    if shown == ALL_LEVELS:
        chart.draw(_every_level(view))
    elif made := _one_level(view):
        chart.draw(made)
    else:
        st.caption(t("change_none"))


@kept
def _levels(view: View) -> dict[str, pd.DataFrame]:
    """Level → its known values over the times of the view, by the order of levels."""
    found: dict[str, pd.DataFrame] = {}
    for level in view.indicator.levels:
        rows = cubes.history(replace(view, level=level, districts=(), kinds=()))
        if not rows.empty:
            found[level] = rows
    return found


@kept
def _every_level(view: View) -> chart.Chart:
    """Small multiples: one panel per level on one scale."""
    found = _levels(view)
    series = {name("level", level): rows for level, rows in found.items()}
    crossed = {name("level", level): breaks.crossed(replace(view, level=level), rows) for level, rows in found.items()}
    return side_by_side(
        view, series, crossed, t("panels_title", what=title(view.indicator)) + notes.on_day(), f"{view.indicator.id}-cac-cap"
    )


def side_by_side(
    view: View, series: dict[str, pd.DataFrame], crossed: dict[str, list[Break]], heading: str, file: str
) -> chart.Chart:
    """Series over time, a panel each.

    Args:
        view: whose unit of value and decimals all have.
        series: name → rows with time (short) and on_date.
        crossed: name → the changes of units that its series crosses.
        heading: what is shown.
        file: name of a picture of it.
    """
    every = pd.concat([rows.assign(label=label) for label, rows in series.items()], ignore_index=True)
    times = list(dict.fromkeys(every.sort_values("on_date", kind="stable")["time"]))
    ended = {label: {change.first for change in changes if change.bodies} for label, changes in crossed.items()}
    gaps = t("panels_gap") if any(ended.values()) else ""
    about = notes.about(view, heading, t("steps_note"), t("panels_note"), gaps)
    return chart.made(panels(series, about, times, ended), about, chart.named(every, "label", "time"), key="panels", file=file,
               table=chart.numbers(every, view.indicator.decimals))  # fmt: skip


@kept
def _one_level(view: View) -> chart.Chart | None:
    """Steps, with targets, breaks and the country beside it; nothing where there is but one value and nothing beside it."""
    dimension = view.dimension
    rows = cubes.total(view, over_time=True)
    rows = rows[rows["state"] != "not_yet_due"].assign(time=lambda found: found[dimension].map(short_time))
    if rows["value"].notna().sum() < 1:
        return None
    series = {notes.place_of(view): rows}
    country = cubes.elsewhere(view, "VN")
    country = country[country[dimension].isin(rows[dimension])]
    if not country.empty and not view.districts:
        series[definitions.load().office.country_vi] = country.assign(time=country[dimension].map(short_time))
    paths = target_paths(view, rows[dimension].tolist())
    if rows["value"].notna().sum() < 2 and len(series) == 1 and not paths:
        return None
    heading = t("change_title", what=title(view.indicator), level=name("level", view.level).lower())
    latest = t("coverage_last", coverage=notes.coverage(rows[rows["state"] == "value"].tail(1)))
    lines = [Line(path.value, f"{number(path.value)}%", path.documents) for path in paths]
    way = t("path_note") if any(path.due for path in paths) else ""
    about = notes.about(view, heading, t("steps_note"), lines_note(lines), way, latest)
    figure = steps(series, about, paths, breaks.crossed(view, rows), (t("break_before"), t("break_after")))
    shown = pd.concat([found.assign(label=name) for name, found in series.items()], ignore_index=True)
    return chart.made(figure, about, chart.named(shown, "label", "time"), key="change", file=f"{view.indicator.id}-change",
                      table=chart.numbers(shown, view.indicator.decimals))  # fmt: skip


def district_years(view: View) -> None:
    """District × time; after 7/2025 districts go on as a grouping of the communes."""
    if view.level in ("district", "commune", "grassroots"):
        chart.draw(_districts(view))


@kept
def _districts(view: View) -> chart.Chart | None:
    dimension = view.dimension
    rows = cubes.districts(view, over_time=True)
    if view.level == "district" and dimension == "period":
        later = cubes.districts(replace(view, level="commune"), over_time=True)
        rows = pd.concat([rows, later[later["on_date"] > districts_ended(definitions.load())]])
    rows = rows[rows["district_id"].notna()]
    if rows[rows["value"].notna()][dimension].nunique() < 2:
        return None  # one column would say what the bars say
    rows = rows.assign(time=rows[dimension].map(short_time), label=district_labels(view, rows["district_id"]))
    about = notes.about(view, t("heat_title", what=title(view.indicator), level=name("level", view.level).lower()),
                        t("heat_note"), marks_note(rows), t("heat_signs"))  # fmt: skip
    figure = heat_map(rows, about, breaks.crossed(view, rows))
    return chart.made(figure, about, chart.named(rows, "label", "time"), key="heat", file=f"{view.indicator.id}-districts",
                      table=chart.numbers(rows, view.indicator.decimals))  # fmt: skip
