"""How values spread: one dot per unit, stacked where values lie close."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from presentation.charts.frame import FIXED, LABEL, Frame, Line, add_targets, highest
from presentation.theme import QUIET, WOMEN

BINS = 32  # places across the axis, so that dots do not touch on a phone
DOT, LOWEST_HEIGHT = 13, 130  # pixels a dot takes; of the plot


def spread(rows: pd.DataFrame, about: Frame, lines: Sequence[Line] = (), common: float | None = None) -> go.Figure:
    """Dots by value: filled where the highest target is met, hollow where it is not; the ends are named.

    Args:
        rows: label, value, numerator, denominator, state; those without a value are left to the notes.
        about: texts.
        lines: targets, in the unit of the values.
        common: the value of all units together, if known.
    """
    known = rows.dropna(subset=["value"]).sort_values(["value", "label"], kind="stable").reset_index(drop=True)
    top = highest(known["value"], lines)
    width = top * 1.05 / BINS
    places = (known["value"] / width).round().astype(int)
    stacked = places.groupby(places).cumcount()
    asked = max((line.value for line in lines), default=0.0)
    tall = int(stacked.max()) + 1 if len(known) else 1
    spec = about.layout(max(LOWEST_HEIGHT, DOT * (tall + 3)), above=LABEL if lines else 0)
    spec["xaxis"] = {**FIXED, "range": [-width, top * 1.05 + width], "ticksuffix": about.unit, "nticks": 6, "zeroline": False}
    spec["yaxis"] = {**FIXED, "range": [-2, tall + 0.5], "visible": False}
    add_targets(spec, lines)
    if common is not None:
        ends = {"x0": common, "x1": common, "y0": 0, "y1": 1, "yref": "paper"}
        spec["shapes"].append({"type": "line", **ends, "line": {"color": QUIET, "width": 1.5}})
    records = known.to_dict("records")
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": (places * width).tolist(),
        "y": stacked.tolist(),
        "customdata": [f"{row['label']}<br>{about.said(row)}" for row in records],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {
            "size": 10,
            "color": WOMEN,
            "line": {"width": 1.5, "color": WOMEN},
            "symbol": ["circle" if row["value"] >= asked else "circle-open" for row in records],
        },
    }
    for place, anchor in ((0, "left"), (-1, "right")) if len(records) > 1 else ():
        at = {"x": float(places.iloc[place]) * width, "y": -0.6, "xanchor": anchor}
        text = f"{records[place]['label']} {about.value(records[place]['value'])}"
        spec["annotations"].append({**at, "yanchor": "top", "text": text, "showarrow": False, "font": {"size": 11}})
    return go.Figure({"data": [dots], "layout": spec})
