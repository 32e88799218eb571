"""Values over terms or periods, as steps."""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from presentation.charts.frame import FIXED, Frame, Line, Spec, add_break, add_targets, highest, value_of
from presentation.theme import QUIET, WOMEN

HEIGHT, LEGEND = 280, 24  # pixels


def steps(
    series: Mapping[str, pd.DataFrame], about: Frame, lines: Sequence[Line] = (), breaks: Sequence[tuple[str, str]] = ()
) -> go.Figure:
    """Steps, not trends: a body changes at congresses, elections and appointments, not in between.

    Args:
        series: name → rows (time, value, numerator, denominator, state); the first is the one looked at.
        about: texts.
        lines: targets.
        breaks: (first time after the break, what happened).
    """
    times = list(dict.fromkeys(time for rows in series.values() for time in rows["time"]))
    traces = [_trace(name, rows, about, main=place == 0) for place, (name, rows) in enumerate(series.items())]
    several = len(series) > 1
    spec = about.layout(HEIGHT, above=LEGEND if several else 0)
    spec["xaxis"] = {
        **FIXED,
        "type": "category",
        "categoryorder": "array",
        "categoryarray": times,
        "range": [-0.5, len(times) - 0.5],
    }
    top = highest(pd.concat([rows["value"] for rows in series.values()]), lines)
    spec["yaxis"] = {**FIXED, "range": [0, top * 1.25], "ticksuffix": about.unit, "nticks": 5}
    spec["showlegend"] = several
    spec["legend"] = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 11}}
    add_targets(spec, lines, vertical=False)
    for first, event in breaks:
        if first in times[1:]:
            add_break(spec, times.index(first) - 0.5, event)
    return go.Figure({"data": traces, "layout": spec})


def _trace(name: str, rows: pd.DataFrame, about: Frame, *, main: bool) -> Spec:
    records = rows.to_dict("records")
    colour = WOMEN if main else QUIET
    return {
        "type": "scatter",
        "mode": "lines+markers+text",
        "name": name,
        "x": rows["time"].tolist(),
        "y": [value_of(row) for row in records],
        "text": [about.value(value_of(row)) for row in records] if main else None,
        "textposition": "top center",
        "customdata": [about.said(row) for row in records],
        "line": {"shape": "hv", "color": colour, "width": 2.5 if main else 1.5, "dash": "solid" if main else "dot"},
        "marker": {"size": 9 if main else 6, "color": colour},
        "hovertemplate": f"{name}<br>%{{x}}: %{{customdata}}<extra></extra>",
        "connectgaps": False,
    }
