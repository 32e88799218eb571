"""Units down, times across."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from presentation.charts.frame import FIXED, Break, Frame, add_break, value_of
from presentation.theme import HEIGHT_OF_BAR, QUIET, SHARE_SCALE

SIGNS = {"missing": "…", "not_applicable": "x", "not_yet_due": "◦", "suppressed": "■"}
AXIS = 30  # pixels the times take above the cells


def heat_map(rows: pd.DataFrame, about: Frame, breaks: Sequence[Break] = ()) -> go.Figure:
    """A cell per unit and time; one without a value shows the sign of its state.

    Args:
        rows: label, time, value, numerator, denominator, state, on_date (reason, lower, upper). Times run by date, units
            from the highest to the lowest of their last values.
        about: texts.
        breaks: changes of units between times.
    """
    rows = rows.sort_values("on_date", kind="stable").drop_duplicates(["label", "time"], keep="last")
    times = list(dict.fromkeys(rows["time"]))
    last = rows.dropna(subset=["value"]).groupby("label")["value"].last()
    labels = sorted(dict.fromkeys(rows["label"]), key=lambda label: last.get(label, -1.0))
    cells = {(row["label"], row["time"]): row for row in rows.to_dict("records")}
    grid = [[cells.get((label, time)) for time in times] for label in labels]
    heat = {
        "type": "heatmap",
        "x": times,
        "y": labels,
        "z": [[value_of(cell) for cell in line] for line in grid],
        "text": [[about.value(value_of(cell), unit=False) for cell in line] for line in grid],
        "customdata": [[about.said(cell) if cell else "" for cell in line] for line in grid],
        "texttemplate": "%{text}",
        "hovertemplate": "%{y}<br>%{x}: %{customdata}<extra></extra>",
        "colorscale": SHARE_SCALE,
        "zmin": 0,
        "xgap": 2,
        "ygap": 2,
        "showscale": False,
        "hoverongaps": False,
    }
    blank = [key for key, cell in cells.items() if value_of(cell) is None]
    signs = {
        "type": "scatter",
        "mode": "text",
        "x": [time for _, time in blank],
        "y": [label for label, _ in blank],
        "text": [SIGNS.get(cells[key]["state"], "…") for key in blank],
        "customdata": [about.absence(cells[key]) for key in blank],
        "textfont": {"color": QUIET},
        "hovertemplate": "%{y}<br>%{x}: %{customdata}<extra></extra>",
    }
    spec = about.layout(HEIGHT_OF_BAR * max(3, len(labels)), above=AXIS)
    axis = {**FIXED, "type": "category", "categoryorder": "array", "showgrid": False, "tickfont": {"size": 11}}
    spec["xaxis"] = {**axis, "categoryarray": times, "side": "top"}
    spec["yaxis"] = {**axis, "categoryarray": labels}
    for change in breaks:
        if change.first in times[1:]:
            add_break(spec, times.index(change.first) - 0.5, change)
    return go.Figure({"data": [heat, signs], "layout": spec})
