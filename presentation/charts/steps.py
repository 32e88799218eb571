"""Values over terms or periods, as steps."""

from collections.abc import Collection, Mapping, Sequence

from presentation.charts.frame import FIXED, Break, Frame, Path, Rows, Spec, add_break, apart, highest, value_of
from presentation.theme import INK, QUIET, TARGET, WOMEN

HEIGHT, LEGEND = 280, 24  # pixels


def steps(
    series: Mapping[str, Rows],
    about: Frame,
    paths: Sequence[Path] = (),
    breaks: Sequence[Break] = (),
    sides: tuple[str, str] = ("", ""),
) -> Spec:
    """Steps, not trends: a body changes at congresses, elections and appointments, not in between.

    Args:
        series: name → rows (time, value, numerator, denominator, state); the first is the one looked at.
        about: texts.
        paths: targets, stepped; where one is due later, a dotted line shows the way that is left to it.
        breaks: changes of units between times; where the bodies are others since, no line leads across.
        sides: what the bodies before and after such a break are called.
    """
    told = list(dict.fromkeys(row["time"] for rows in series.values() for row in rows))
    times = [*told, *sorted({path.due for path in paths if path.due} - set(told))]
    ended = {change.first for change in breaks if change.bodies}
    traces = [
        _trace(name, rows, about, ended if place == 0 else set(), main=place == 0)
        for place, (name, rows) in enumerate(series.items())
    ]
    several = len(series) > 1
    spec = about.layout(HEIGHT, above=LEGEND if several else 0)
    spec["xaxis"] = {
        **FIXED,
        "type": "category",
        "categoryorder": "array",
        "categoryarray": times,
        "range": [-0.5, len(times) - 0.5],
    }
    top = highest([*(row["value"] for rows in series.values() for row in rows), *(path.value for path in paths)])
    spec["yaxis"] = {**FIXED, "range": [0, top * 1.25], "ticksuffix": about.unit, "nticks": 5}
    spec["showlegend"] = several
    spec["legend"] = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 11, "color": INK}}
    looked_at = next(iter(series.values()))
    traces += [way for path in paths for way in _add_target(spec, path, times, looked_at, about)]
    for change in breaks:
        if change.first in times[1:]:
            add_break(spec, times.index(change.first) - 0.5, change, sides)
    return {"data": traces, "layout": spec}


def _trace(name: str, rows: Rows, about: Frame, ended: Collection[str], *, main: bool) -> Spec:
    records = apart(rows, ended)
    colour = WOMEN if main else QUIET
    return {
        "type": "scatter",
        "mode": "lines+markers+text",
        "name": name,
        "x": [row["time"] for row in records],
        "y": [value_of(row) for row in records],
        "text": [about.value(value_of(row)) for row in records] if main else None,
        "textposition": "top center",
        "customdata": [about.said(row) for row in records],
        "line": {"shape": "hv", "color": colour, "width": 2.5 if main else 1.5, "dash": "solid" if main else "dot"},
        "marker": {"size": 9 if main else 6, "color": colour},
        "hovertemplate": f"{name}<br>%{{x}}: %{{customdata}}<extra></extra>",
        "connectgaps": False,
    }


def _add_target(spec: Spec, path: Path, times: list[str], rows: Rows, about: Frame) -> list[Spec]:
    """Draw the stepped line of a target; return the way from the latest value to it, where one is left."""
    steps = [*path.steps, *([(path.due, path.value)] if path.due else [])]
    for time, value in steps:
        place = times.index(time)
        ends = {"x0": place - 0.5, "x1": place + 0.5, "y0": value, "y1": value}
        spec["shapes"].append({"type": "line", **ends, "line": {"color": TARGET, "width": 2, "dash": "dash"}})
    at = {"x": times.index(steps[-1][0]) + 0.5, "y": path.value, "xanchor": "right", "yanchor": "bottom"}
    font = {"size": 11, "color": INK}
    spec["annotations"].append({**at, "text": about.value(path.value), "showarrow": False, "font": font})
    there = [row for row in rows if value_of(row) is not None]
    if path.due is None or not there or there[-1]["value"] >= path.value:
        return []
    way = {"x": [there[-1]["time"], path.due], "y": [float(there[-1]["value"]), path.value]}
    line = {"color": TARGET, "width": 1.5, "dash": "dot"}
    return [{"type": "scatter", "mode": "lines", "showlegend": False, "hoverinfo": "skip", **way, "line": line}]
