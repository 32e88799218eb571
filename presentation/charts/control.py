"""A funnel plot: each body's share by its size, between the limits that its size alone explains."""

from indicators.control_limits import control_limits
from presentation.charts.frame import FIXED, Frame, Rows, Spec
from presentation.theme import QUIET, WOMEN

HEIGHT = 380  # pixels
LIMITS = ((0.95, "dot"), (0.998, "dash"))
LABELLED = 8  # bodies outside the limits that are named; more would hide each other


def control_chart(rows: Rows, about: Frame, common: float, names: tuple[str, str]) -> Spec:
    """Points outside the outer limits are named: their size does not explain how far they are off.

    Args:
        rows: label, value (percent), numerator, denominator; only bodies with counts.
        about: texts.
        common: the share of all bodies together, percent.
        names: what the inner and the outer limits are called.
    """
    values = [float(row["value"]) for row in rows]
    largest = int(max(row["denominator"] for row in rows))
    sizes = sorted({*range(1, min(largest, 40) + 1), *range(1, largest + 1, max(1, largest // 60)), largest})
    outer = [control_limits(common / 100, round(row["denominator"]), LIMITS[1][0]) for row in rows]
    outside = [not low <= value / 100 <= high for value, (low, high) in zip(values, outer, strict=True)]
    gone = [place for place, out in enumerate(outside) if out]
    far = set(sorted(gone, key=lambda place: -abs(values[place] - common))[:LABELLED])
    spec = about.layout(HEIGHT)
    spec["xaxis"] = {**FIXED, "range": [0, largest * 1.08], "nticks": 6, "tickformat": ",d"}
    spec["yaxis"] = {**FIXED, "range": [0, max(*values, common * 2, 1) * 1.15], "ticksuffix": about.unit}
    spec["shapes"].append(
        {"type": "line", "x0": 0, "x1": 1, "xref": "paper", "y0": common, "y1": common, "line": {"color": QUIET, "width": 1.5}}
    )
    points = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [row["denominator"] for row in rows],
        "y": values,
        "text": [row["label"] if place in far else "" for place, row in enumerate(rows)],
        "textposition": "top center",
        "textfont": {"size": 11},
        "customdata": [f"{row['label']}<br>{about.said(row)}" for row in rows],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {
            "size": 9,
            "color": WOMEN,
            "symbol": ["diamond" if out else "circle-open" for out in outside],
        },
    }
    lines = [line for (confidence, dash), name in zip(LIMITS, names, strict=True)
             for line in _limits(sizes, common, confidence, dash, name)]  # fmt: skip
    return {"data": [*lines, points], "layout": spec}


def _limits(sizes: list[int], common: float, confidence: float, dash: str, name: str) -> list[Spec]:
    found = [control_limits(common / 100, size, confidence) for size in sizes]
    shared = {"type": "scatter", "mode": "lines", "x": sizes, "hovertemplate": f"{name}<extra></extra>"}
    line = {"color": QUIET, "width": 1.2, "dash": dash}
    return [{**shared, "y": [100 * limit[side] for limit in found], "line": line} for side in (0, 1)]
