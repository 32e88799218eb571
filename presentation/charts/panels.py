"""Small multiples: the same series once for each level, one panel under the other on one scale."""

from collections.abc import Collection, Mapping

from presentation.charts.frame import FIXED, Frame, Rows, Spec, apart, highest, value_of
from presentation.theme import WOMEN

HEIGHT_OF_PANEL, BETWEEN, ROOM_FOR_NAME = 96, 0.08, 18  # pixels; part of the whole; pixels


def panels(series: Mapping[str, Rows], about: Frame, times: list[str], ended: Mapping[str, Collection[str]]) -> Spec:
    """Steps over time in a panel for each name.

    Args:
        series: name → rows (time, value, numerator, denominator, state), from top to bottom.
        about: texts.
        times: all times, in order; every panel shows all of them.
        ended: name → the first times of other bodies; no line leads to them.
    """
    spec = about.layout(HEIGHT_OF_PANEL * len(series), above=ROOM_FOR_NAME)
    top = highest(row["value"] for rows in series.values() for row in rows)
    share = (1 - BETWEEN * (len(series) - 1)) / len(series)
    spec["xaxis"] = {**FIXED, "type": "category", "categoryorder": "array", "categoryarray": times,
                     "range": [-0.5, len(times) - 0.5], "anchor": f"y{len(series)}"}  # fmt: skip
    traces: list[Spec] = []
    for place, (name, rows) in enumerate(series.items()):
        above = 1 - place * (share + BETWEEN)
        number = str(place + 1) if place else ""
        spec[f"yaxis{number}"] = {**FIXED, "domain": [max(0.0, above - share), above], "range": [0, top * 1.4], "nticks": 3,
                                  "ticksuffix": about.unit}  # fmt: skip
        at = {"xref": "paper", "yref": "paper", "x": 0, "y": above, "xanchor": "left", "yanchor": "bottom"}
        spec["annotations"].append({**at, "text": f"<b>{name}</b>", "showarrow": False, "font": {"size": 12}})
        records = apart(rows, ended.get(name, ()))
        traces.append({
            "type": "scatter", "mode": "lines+markers+text", "name": name, "yaxis": f"y{number}",
            "x": [row["time"] for row in records], "y": [value_of(row) for row in records],
            "text": [about.value(value_of(row)) for row in records], "textposition": "top center", "textfont": {"size": 11},
            "customdata": [about.said(row) for row in records],
            "hovertemplate": f"{name}<br>%{{x}}: %{{customdata}}<extra></extra>",
            "line": {"shape": "hv", "color": WOMEN, "width": 2}, "marker": {"size": 7, "color": WOMEN}, "connectgaps": False,
        })  # fmt: skip
    return {"data": traces, "layout": spec}
