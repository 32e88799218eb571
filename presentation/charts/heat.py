"""Units down, times across."""

from collections.abc import Sequence

from presentation.charts.frame import FIXED, Break, Frame, Row, Rows, Spec, add_break, value_of
from presentation.theme import HEIGHT_OF_BAR, INK, SHARE_SCALE, mix, readable_on

SIGNS = {"missing": "…", "not_applicable": "x", "not_yet_due": "◦", "suppressed": "■"}
AXIS, TILTED = 30, 48  # pixels the times take above the cells; many are tilted on a phone


def heat_map(rows: Rows, about: Frame, breaks: Sequence[Break] = ()) -> Spec:
    """A cell per unit and time; one without a value shows the sign of its state.

    Args:
        rows: label, time, value, numerator, denominator, state, on_date (reason, lower, upper). Times run by date, units
            from the highest to the lowest of their last values.
        about: texts.
        breaks: changes of units between times.
    """
    rows = sorted(rows, key=lambda row: row["on_date"])
    cells = {(row["label"], row["time"]): row for row in rows}  # of two the last
    rows = sorted(cells.values(), key=lambda row: row["on_date"])
    times = list(dict.fromkeys(row["time"] for row in rows))
    last = {row["label"]: value for row in rows if (value := value_of(row)) is not None}
    labels = sorted(dict.fromkeys(row["label"] for row in rows), key=lambda label: last.get(label, -1.0))
    grid = [[cells.get((label, time)) for time in times] for label in labels]
    top = max((value for cell in cells.values() if (value := value_of(cell)) is not None), default=0.0) or 1.0
    heat = {
        "type": "heatmap",
        "x": times,
        "y": labels,
        "z": [[value_of(cell) for cell in line] for line in grid],
        "customdata": [[about.said(cell) if cell else "" for cell in line] for line in grid],
        "hovertemplate": "%{y}<br>%{x}: %{customdata}<extra></extra>",
        "colorscale": SHARE_SCALE,
        "zmin": 0,
        "zmax": top,
        "xgap": 2,
        "ygap": 2,
        "showscale": False,
        "hoverongaps": False,
    }
    letters = {
        "type": "scatter",
        "mode": "text",
        "x": [time for _, time in cells],
        "y": [label for label, _ in cells],
        "text": [_letters(cell, about) for cell in cells.values()],
        "customdata": [about.said(cell) for cell in cells.values()],
        "textfont": {"color": [_ink(value_of(cell), top) for cell in cells.values()]},
        "hovertemplate": "%{y}<br>%{x}: %{customdata}<extra></extra>",
    }
    spec = about.layout(HEIGHT_OF_BAR * max(3, len(labels)), above=AXIS if len(times) <= 4 else TILTED)
    axis = {**FIXED, "type": "category", "categoryorder": "array", "showgrid": False, "tickfont": {"size": 11, "color": INK}}
    spec["xaxis"] = {**axis, "categoryarray": times, "side": "top"}
    spec["yaxis"] = {**axis, "categoryarray": labels}
    for change in breaks:
        if change.first in times[1:]:
            add_break(spec, times.index(change.first) - 0.5, change)
    return {"data": [heat, letters], "layout": spec}


def _letters(cell: Row, about: Frame) -> str:
    value = value_of(cell)
    return SIGNS.get(cell["state"], "…") if value is None else about.value(value, unit=False)


def _ink(value: float | None, top: float) -> str:
    """Letters on a cell of the scale; on the page itself where there is no value."""
    return INK if value is None else readable_on(mix(value / top))
