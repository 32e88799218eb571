"""How values spread: one dot per unit, stacked where values lie close."""

from collections import Counter
from collections.abc import Sequence

from presentation.charts.frame import FIXED, LABEL, Frame, Line, Rows, Spec, add_targets, highest, value_of
from presentation.theme import QUIET, WOMEN

BINS = 32  # places across the axis, so that dots do not touch on a phone
DOT, LOWEST_HEIGHT = 13, 130  # pixels a dot takes; of the plot


def spread(rows: Rows, about: Frame, lines: Sequence[Line] = (), common: float | None = None) -> Spec:
    """Dots by value: filled where the highest target is met, hollow where it is not; the ends are named.

    Args:
        rows: label, value, numerator, denominator, state; those without a value are left to the notes.
        about: texts.
        lines: targets, in the unit of the values.
        common: the value of all units together, if known.
    """
    there = sorted((row for row in rows if value_of(row) is not None), key=lambda row: (row["value"], row["label"]))
    top = highest((row["value"] for row in there), lines)
    width = top * 1.05 / BINS
    places = [round(row["value"] / width) for row in there]
    tall: Counter[int] = Counter()  # dots at each place so far
    stacked = []
    for place in places:
        stacked.append(tall[place])
        tall[place] += 1
    asked = max((line.value for line in lines), default=0.0)
    most = max(tall.values(), default=1)
    spec = about.layout(max(LOWEST_HEIGHT, DOT * (most + 3)), above=LABEL if lines else 0)
    spec["xaxis"] = {**FIXED, "range": [-width, top * 1.05 + width], "ticksuffix": about.unit, "nticks": 6, "zeroline": False}
    spec["yaxis"] = {**FIXED, "range": [-2, most + 0.5], "visible": False}
    add_targets(spec, lines)
    if common is not None:
        ends = {"x0": common, "x1": common, "y0": 0, "y1": 1, "yref": "paper"}
        spec["shapes"].append({"type": "line", **ends, "line": {"color": QUIET, "width": 1.5}})
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": [place * width for place in places],
        "y": stacked,
        "customdata": [f"{row['label']}<br>{about.said(row)}" for row in there],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {
            "size": 10,
            "color": WOMEN,
            "line": {"width": 1.5, "color": WOMEN},
            "symbol": ["circle" if row["value"] >= asked else "circle-open" for row in there],
        },
    }
    for place, anchor in ((0, "left"), (-1, "right")) if len(there) > 1 else ():
        at = {"x": places[place] * width, "y": -0.6, "xanchor": anchor}
        text = f"{there[place]['label']} {about.value(there[place]['value'])}"
        spec["annotations"].append({**at, "yanchor": "top", "text": text, "showarrow": False, "font": {"size": 11}})
    return {"data": [dots], "layout": spec}
