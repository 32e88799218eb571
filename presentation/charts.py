"""The charts: a frame in, a figure out. No Streamlit, no reading; hover tells counts, not only shares."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from catalogue.words import number_text
from presentation.theme import HEIGHT_OF_BAR, QUIET, SHARE_SCALE, TARGET, WOMEN, layout


ROOM = 1.6  # the axis goes beyond the longest bar, so that its counts fit on a phone
LABEL, LEGEND, AXIS = 14, 24, 30  # pixels a target's label, a legend, an axis on top take
SIGNS = {"missing": "…", "not_applicable": "x", "not_yet_due": "◦", "suppressed": "■"}


@dataclass(frozen=True)
class Line:
    """A target: where it lies and what it is called."""

    value: float
    label: str


@dataclass(frozen=True)
class Frame:
    """What every chart says around its marks."""

    title: str
    notes: list[str]
    lang: str
    mark: str
    unit: str  # of the values, e.g. "%"
    decimals: int
    state: Callable[[str], str]  # name of a state


def bars(rows: pd.DataFrame, about: Frame, lines: Sequence[Line] = (), groups: bool = False) -> go.Figure:
    """Horizontal bars, largest on top, with target lines; a row without a value says why.

    Args:
        rows: label, value, numerator, denominator, state; and group, if bars are grouped.
        about: texts.
        lines: targets, in the unit of the values.
        groups: whether bars stand under their group.
    """
    order = ["group", "value"] if groups else ["value"]
    rows = rows.sort_values(order, ascending=[False, True] if groups else True, na_position="first")
    y: Any = [rows["group"].tolist(), rows["label"].tolist()] if groups else rows["label"].tolist()
    said = [_said(row, about) for row in rows.to_dict("records")]
    bar = {
        "type": "bar", "orientation": "h", "x": rows["value"].tolist(), "y": y, "marker": {"color": WOMEN},
        "text": said, "textposition": "outside", "cliponaxis": False, "customdata": said,
        "hovertemplate": "%{y}<br>%{customdata}<extra></extra>",
    }  # fmt: skip
    height = HEIGHT_OF_BAR * max(3, len(rows))
    spec = layout(about.title, notes=about.notes, height=height, lang=about.lang, mark=about.mark, above=LABEL * len(lines))
    top = max([*rows["value"].dropna().tolist(), *(line.value for line in lines), 1.0])
    spec["xaxis"] = {"range": [0, top * ROOM], "ticksuffix": about.unit, "fixedrange": True, "zeroline": True, "nticks": 5}
    spec["yaxis"] = {"automargin": True, "fixedrange": True, "ticks": "", "dividercolor": QUIET}
    _add_targets(spec, lines, vertical=True)
    return go.Figure({"data": [bar], "layout": spec})


def steps(series: dict[str, pd.DataFrame], about: Frame, lines: Sequence[Line] = (), breaks: Sequence[tuple[str, str]] = ()
          ) -> go.Figure:  # fmt: skip
    """Values over terms or periods as steps: a body changes at events, not in between.

    Args:
        series: name → rows (time, value, numerator, denominator, state); the first is drawn as women.
        about: texts.
        lines: targets.
        breaks: (first time after the break, what happened).
    """
    data, times = [], list(dict.fromkeys(t for rows in series.values() for t in rows["time"]))
    for place, (name, rows) in enumerate(series.items()):
        said = [_said(row, about) for row in rows.to_dict("records")]
        colour = WOMEN if place == 0 else QUIET
        data.append({
            "type": "scatter", "mode": "lines+markers+text", "name": name, "x": rows["time"].tolist(), "y": rows["value"].tolist(),
            "line": {"shape": "hv", "color": colour, "width": 2.5 if place == 0 else 1.5, "dash": "solid" if place == 0 else "dot"},
            "marker": {"size": 9 if place == 0 else 6, "color": colour}, "customdata": said,
            "text": [_share(v, about) for v in rows["value"]] if place == 0 else None, "textposition": "top center",
            "hovertemplate": f"{name}<br>%{{x}}: %{{customdata}}<extra></extra>", "connectgaps": False,
        })  # fmt: skip
    above = LEGEND if len(series) > 1 else 0
    spec = layout(about.title, notes=about.notes, height=280, lang=about.lang, mark=about.mark, above=above)
    tops = [rows["value"].max() for rows in series.values() if rows["value"].notna().any()]
    top = max([*tops, *(line.value for line in lines), 1.0])
    spec["xaxis"] = {"type": "category", "categoryorder": "array", "categoryarray": times, "fixedrange": True, "automargin": True}
    spec["yaxis"] = {"range": [0, top * 1.25], "ticksuffix": about.unit, "fixedrange": True, "nticks": 5, "automargin": True}
    spec["showlegend"] = len(series) > 1
    spec["legend"] = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 11}}
    _add_targets(spec, lines, vertical=False)
    for first, event in breaks:
        if first in times and times.index(first) > 0:
            _add_break(spec, times.index(first) - 0.5, event)
    return go.Figure({"data": data, "layout": spec})


def heat_map(rows: pd.DataFrame, about: Frame, breaks: Sequence[tuple[str, str]] = ()) -> go.Figure:
    """Units down, times across; a cell without a value shows the sign of its state.

    Args:
        rows: label, time, value, numerator, denominator, state; in the order of the axes.
        about: texts.
        breaks: (first time after the break, what happened).
    """
    times, labels = list(dict.fromkeys(rows["time"])), list(dict.fromkeys(rows["label"]))[::-1]
    cells = {(row["label"], row["time"]): row for row in rows.to_dict("records")}
    grid = [[cells.get((label, time)) for time in times] for label in labels]
    heat = {
        "type": "heatmap", "x": times, "y": labels, "z": [[_value(cell) for cell in line] for line in grid],
        "text": [[_share(_value(cell), about, unit=False) if cell else "" for cell in line] for line in grid],
        "customdata": [[_said(cell, about) if cell else "" for cell in line] for line in grid],
        "texttemplate": "%{text}", "colorscale": SHARE_SCALE, "zmin": 0, "xgap": 2, "ygap": 2, "showscale": False,
        "hovertemplate": "%{y}<br>%{x}: %{customdata}<extra></extra>", "hoverongaps": False,
    }  # fmt: skip
    blank = [(time, label, cells[label, time]["state"]) for label in labels for time in times
             if (label, time) in cells and _value(cells[label, time]) is None]  # fmt: skip
    signs = {
        "type": "scatter", "mode": "text", "x": [b[0] for b in blank], "y": [b[1] for b in blank],
        "text": [SIGNS.get(b[2], "…") for b in blank], "customdata": [about.state(b[2]) for b in blank],
        "textfont": {"color": QUIET}, "hovertemplate": "%{y}<br>%{x}: %{customdata}<extra></extra>",
    }  # fmt: skip
    height = HEIGHT_OF_BAR * max(3, len(labels))
    spec = layout(about.title, notes=about.notes, height=height, lang=about.lang, mark=about.mark, above=AXIS)
    spec["xaxis"] = {"type": "category", "categoryorder": "array", "categoryarray": times, "side": "top", "fixedrange": True,
                     "showgrid": False, "automargin": True, "tickfont": {"size": 11}}  # fmt: skip
    spec["yaxis"] = {"type": "category", "categoryorder": "array", "categoryarray": labels, "automargin": True,
                     "fixedrange": True, "showgrid": False, "tickfont": {"size": 11}}  # fmt: skip
    for first, event in breaks:
        if first in times and times.index(first) > 0:
            _add_break(spec, times.index(first) - 0.5, event, named=False)
    return go.Figure({"data": [heat, signs], "layout": spec})


def _value(cell: dict[str, Any] | None) -> float | None:
    value = cell["value"] if cell else None
    return None if value is None or pd.isna(value) else float(value)


def _share(value: Any, about: Frame, *, unit: bool = True) -> str:
    if value is None or pd.isna(value):
        return ""
    return number_text(float(value), about.decimals, about.lang) + (about.unit if unit else "")


def _said(row: dict[str, Any], about: Frame) -> str:
    """A value in words: share and counts, or the state it is in."""
    value = _value(row)
    if value is None:
        return about.state(row["state"])
    share = _share(value, about)
    over, under = row.get("numerator"), row.get("denominator")
    if over is None or under is None or pd.isna(over) or pd.isna(under):
        return share
    return f"{share} ({number_text(over, 0, about.lang)}/{number_text(under, 0, about.lang)})"


def _add_targets(spec: dict[str, Any], lines: Sequence[Line], *, vertical: bool) -> None:
    for place, line in enumerate(sorted(lines, key=lambda one: one.value)):
        span = {"x0": line.value, "x1": line.value, "y0": 0, "y1": 1, "yref": "paper"} if vertical else {
            "y0": line.value, "y1": line.value, "x0": 0, "x1": 1, "xref": "paper"}  # fmt: skip
        spec["shapes"].append({"type": "line", **span, "line": {"color": TARGET, "width": 2, "dash": "dash"}})
        at = {"x": line.value, "y": 1, "yref": "paper", "yanchor": "bottom", "xanchor": "left", "yshift": LABEL * place - 2} if vertical else {
            "y": line.value, "x": 1, "xref": "paper", "xanchor": "right", "yanchor": "bottom"}  # fmt: skip
        spec["annotations"].append({**at, "text": line.label, "showarrow": False, "font": {"size": 11, "color": TARGET}})


def _add_break(spec: dict[str, Any], x: float, event: str, *, named: bool = True) -> None:
    """A break in the series: a dotted line, its reason beside it or on hover."""
    spec["shapes"].append(
        {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": {"color": QUIET, "width": 1.5, "dash": "dot"}}
    )
    if named:
        spec["annotations"].append(
            {"x": x, "y": 0, "yref": "paper", "yanchor": "bottom", "xanchor": "left", "text": event, "showarrow": False,
             "textangle": -90, "font": {"size": 10, "color": QUIET}}
        )  # fmt: skip
