"""How a view changes: over terms or periods, at every level, district by district."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from catalogue import definitions
from catalogue.models import Indicator
from presentation import breaks, chart, cubes, notes, tables
from presentation.charts.frame import Break, Line, Row, Rows
from presentation.charts.heat import heat_map
from presentation.charts.panels import panels
from presentation.charts.steps import steps
from presentation.kept import kept
from presentation.language import name, number, t, title
from presentation.links import select
from presentation.view_marks import district_label, lines_note, marks_note, target_paths
from presentation.views import View, districts_ended, short_time

ONE, ALL_LEVELS = "mot_cap", "moi_cap"  # whose change is shown


def change(view: View) -> None:
    """Change over terms or periods: of the level looked at, or of every level on one scale."""
    shown = ONE
    if _several(view.indicator, view.time, view.on_map) and not view.districts and not view.kinds:
        choices = {ONE: t("change_one", level=name("level", view.level).lower()), ALL_LEVELS: t("change_all")}
        shown = select(t("change_label"), "doi", choices, ONE, segmented=True)
    if shown == ALL_LEVELS:
        chart.draw(_every_level(view))
    elif made := _one_level(view):
        chart.draw(made)
    else:
        st.caption(t("change_none"))


@kept
def _several(indicator: Indicator, time: str, on_map: int | None) -> bool:
    """Whether there are values at more than one level."""
    return len(_levels(View(indicator, indicator.levels[0], time, on_map=on_map))) > 1


def _levels(view: View) -> dict[str, list[Row]]:
    """Level → its known values over the times of the view, by the order of levels."""
    found = {level: cubes.history(replace(view, level=level, districts=(), kinds=())) for level in view.indicator.levels}
    return {level: rows for level, rows in found.items() if rows}


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
    view: View, series: Mapping[str, Rows], crossed: dict[str, list[Break]], heading: str, file: str
) -> chart.Chart:
    """Series over time, a panel each.

    Args:
        view: whose unit of value and decimals all have.
        series: name → rows with time (short) and on_date.
        crossed: name → the changes of units that its series crosses.
        heading: what is shown.
        file: name of a picture of it.
    """
    every = labelled(series)
    times = list(dict.fromkeys(row["time"] for row in sorted(every, key=lambda row: row["on_date"])))
    ended = {label: {change.first for change in changes if change.bodies} for label, changes in crossed.items()}
    gaps = t("panels_gap") if any(ended.values()) else ""
    about = notes.about(view, heading, t("steps_note"), t("panels_note"), gaps)
    return chart.made(panels(series, about, times, ended), about, chart.named(every, "label", "time"), key="panels", file=file,
               table=lambda: _numbers(every, view))  # fmt: skip


def labelled(series: Mapping[str, Rows]) -> list[Row]:
    """The rows of several series, each with the name of its own."""
    return [{**row, "label": label} for label, rows in series.items() for row in rows]


def _numbers(rows: Rows, view: View) -> chart.Numbers:
    """The numbers of a chart as a table."""
    return tables.of_values(rows, "label", view.indicator.decimals)


@kept
def _one_level(view: View) -> chart.Chart | None:
    """Steps, with targets, breaks and the country beside it; nothing where there is but one value and nothing beside it."""
    dimension = view.dimension
    rows = _timed([row for row in cubes.total(view, over_time=True) if row["state"] != "not_yet_due"], dimension)
    known = [row for row in rows if row["value"] is not None]
    if not known:
        return None
    series = {notes.place_of(view): rows}
    times = [row[dimension] for row in rows]
    country = [row for row in cubes.elsewhere(view, "VN") if row[dimension] in times]
    if country and not view.districts:
        series[definitions.load().office.country_vi] = _timed(country, dimension)
    paths = target_paths(view, times)
    if len(known) < 2 and len(series) == 1 and not paths:
        return None
    heading = t("change_title", what=title(view.indicator), level=name("level", view.level).lower())
    latest = t("coverage_last", coverage=notes.coverage([row for row in rows if row["state"] == "value"][-1:]))
    lines = [Line(path.value, f"{number(path.value)}%", path.documents) for path in paths]
    way = t("path_note") if any(path.due for path in paths) else ""
    about = notes.about(view, heading, t("steps_note"), lines_note(lines), way, latest)
    figure = steps(series, about, paths, breaks.crossed(view, rows), (t("break_before"), t("break_after")))
    shown = labelled(series)
    return chart.made(figure, about, chart.named(shown, "label", "time"), key="change", file=f"{view.indicator.id}-change",
                      table=lambda: _numbers(shown, view))  # fmt: skip


def _timed(rows: Rows, dimension: str) -> list[Row]:
    return [{**row, "time": short_time(row[dimension])} for row in rows]


def district_years(view: View) -> None:
    """District × time; after 7/2025 districts go on as a grouping of the communes."""
    if view.level in ("district", "commune", "grassroots"):
        chart.draw(_districts(view))


@kept
def _districts(view: View) -> chart.Chart | None:
    rows = _district_rows(view)
    if len({row["time"] for row in rows if row["value"] is not None}) < 2:
        return None  # one column would say what the bars say
    about = notes.about(view, t("heat_title", what=title(view.indicator), level=name("level", view.level).lower()),
                        t("heat_note"), marks_note(rows), t("heat_signs"))  # fmt: skip
    figure = heat_map(rows, about, breaks.crossed(view, rows))
    return chart.made(figure, about, chart.named(rows, "label", "time"), key="heat", file=f"{view.indicator.id}-districts",
                      table=lambda: _numbers(_district_rows(view), view))  # fmt: skip


def _district_rows(view: View) -> list[Row]:
    """A row per district and time."""
    rows = cubes.districts(view, over_time=True)
    if view.level == "district" and not view.of_term:
        later, ended = cubes.districts(replace(view, level="commune"), over_time=True), districts_ended(definitions.load())
        rows = rows + [row for row in later if row["on_date"] > ended]
    rows = _timed([row for row in rows if row["district_id"] is not None], view.dimension)
    return [{**row, "label": district_label(view, row["district_id"])} for row in rows]
