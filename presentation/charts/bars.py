"""Horizontal bars: units from the highest down, alone, in groups, or body by body."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from presentation.charts.frame import FIXED, LABEL, ROOM, Frame, Line, Rows, Spec, add_targets, highest, known, value_of
from presentation.theme import HEIGHT_OF_BAR, PALE, QUIET, WOMEN
from presentation.views import short_time

SAID = 0.35  # of the highest value: what share and counts take beside a bar, a little more on a phone
HEIGHT_OF_LINE = 22  # of bars under headings
_BAR = {"type": "bar", "orientation": "h", "textposition": "outside", "cliponaxis": False, "marker": {"color": WOMEN}}


def bars(rows: Rows, about: Frame, lines: Sequence[Line] = (), *, groups: bool = False) -> Spec:
    """Bars by unit, largest on top, with target lines; a row without a value says why.

    Args:
        rows: label, value, numerator, denominator, state; lower, upper, reason and small (a body of few people) if known;
            group, if bars are grouped.
        about: texts.
        lines: targets, in the unit of the values.
        groups: whether bars stand under the name of their group.
    """
    rows = sorted(rows, key=lambda row: -1.0 if (value := value_of(row)) is None else value)
    if groups:
        rows.sort(key=lambda row: str(row["group"]), reverse=True)
    values, labels = [value_of(row) for row in rows], [row["label"] for row in rows]
    bar = {
        **_BAR,
        "x": values,
        "y": [[row["group"] for row in rows], labels] if groups else labels,
        "text": [about.said(row) for row in rows],
        "hovertemplate": "%{y}<br>%{text}<extra></extra>",
    }
    if any("small" in row for row in rows):
        bar["marker"] = {"color": [PALE if row["small"] else WOMEN for row in rows], "line": {"color": WOMEN, "width": 1}}
    spec = about.layout(HEIGHT_OF_BAR * max(3, len(rows)), above=LABEL if lines else 0)
    spec["xaxis"] = _values(about, highest(values, lines))
    spec["yaxis"] = {**FIXED, "ticks": "", "dividercolor": QUIET}
    spec["barmode"] = "overlay"
    add_targets(spec, lines)
    data = [bar, *_unknown(rows, bar)]
    if lines:
        data.append(_past_targets(values, bar, lines))
    return {"data": data, "layout": spec}


def _past_targets(values: Sequence[float | None], bar: Spec, lines: Sequence[Line]) -> Spec:
    """The values beside their bars, moved on where a target line would cross them; `bar` gives its own up."""
    top = highest(values, lines)
    places = []
    for value in values:
        place = None if value is None else value + top / 100
        for line in sorted(line.value for line in lines):
            if place is not None and place <= line <= place + SAID * top:
                place = line + top / 100
        places.append(place)
    bar["textposition"] = "none"
    return {"type": "scatter", "mode": "text", "x": places, "y": bar["y"], "text": bar["text"], "textposition": "middle right",
            "cliponaxis": False, "hoverinfo": "skip"}  # fmt: skip


def _unknown(rows: Rows, bar: Spec) -> list[Spec]:
    """Where there is no value: a hatched bar from the least to the most it can be, and the reason in words."""
    absent = [place for place, row in enumerate(rows) if value_of(row) is None]
    if not absent:
        return []
    gone = [rows[place] for place in absent]
    grouped = bool(bar["y"]) and isinstance(bar["y"][0], list)
    places = [[level[place] for place in absent] for level in bar["y"]] if grouped else [bar["y"][place] for place in absent]
    spans = [(row["lower"], row["upper"]) if known(row.get("upper")) else None for row in gone]
    pattern = {"shape": "/", "size": 10, "solidity": 0.08, "fgcolor": QUIET}
    return [
        {
            **_BAR,
            "y": places,
            "base": [span[0] if span else None for span in spans],
            "x": [span[1] - span[0] if span else None for span in spans],
            "marker": {"color": "rgba(0,0,0,0)", "line": {"width": 0}, "pattern": pattern},
            "hoverinfo": "skip",
        },
        {
            **_BAR,
            "y": places,
            "x": [0] * len(absent),
            "text": [bar["text"][place] for place in absent],
            "hovertemplate": bar["hovertemplate"],
        },
    ]


def bars_under_headings(rows: Rows, about: Frame) -> Spec:
    """Bars in the order given, each group under its heading.

    Args:
        rows: group (those of one stand together), label, value, numerator, denominator, state; before, the row of the time
            before or None, if known.
        about: texts.
    """
    places: list[str] = []
    headings: dict[str, str] = {}
    bar: dict[str, list[Any]] = {"x": [], "y": [], "text": [], "name": []}
    earlier: dict[str, list[Any]] = {"x": [], "y": [], "text": []}
    for group, found in groupby(rows, key=lambda row: str(row["group"])):
        headings[f"{group}|"] = group
        places.append(f"{group}|")
        for row in found:
            places.append(f"{group}|{row['label']}")
            bar["x"].append(row["value"])
            bar["y"].append(places[-1])
            bar["text"].append(about.said(row))
            bar["name"].append(row["label"])
            if row.get("before"):
                earlier["x"].append(row["before"]["value"])
                earlier["y"].append(places[-1])
                earlier["text"].append(f"{short_time(row['before']['counted_in'])}: {about.said(row['before'])}")
    trace = {**_BAR, "x": bar["x"], "y": bar["y"], "customdata": bar["text"], "hovertemplate": "%{customdata}<extra></extra>"}
    beyond = dict(zip(earlier["y"], earlier["x"], strict=True))
    ends = [max(value or 0, beyond.get(place, 0)) for place, value in zip(bar["y"], bar["x"], strict=True)]
    texts = {"type": "scatter", "mode": "text", "x": ends, "y": bar["y"], "text": [f" {text}" for text in bar["text"]],
             "textposition": "middle right", "cliponaxis": False, "hoverinfo": "skip"}  # fmt: skip
    marks = {"symbol": "line-ns", "size": 13, "line": {"width": 3, "color": QUIET}}
    since = {"type": "scatter", "mode": "markers", **earlier, "marker": marks, "hovertemplate": "%{text}<extra></extra>"}
    spec = about.layout(HEIGHT_OF_LINE * len(places))
    spec["xaxis"] = _values(about, highest([*bar["x"], *earlier["x"]]))
    spec["yaxis"] = {
        **FIXED,
        "type": "category",
        "categoryorder": "array",
        "categoryarray": places[::-1],
        "tickvals": bar["y"],
        "ticktext": bar["name"],
        "range": [-0.6, len(places) - 0.4],
    }
    for place, text in headings.items():
        at = {"x": 0, "y": place, "xanchor": "left", "showarrow": False, "font": {"size": 12}}
        spec["annotations"].append({**at, "text": f"<b>{text}</b>"})
    return {"data": [trace, since, texts], "layout": spec}


def _values(about: Frame, top: float) -> Spec:
    return {**FIXED, "range": [0, top * ROOM], "ticksuffix": about.unit, "zeroline": True, "nticks": 5}
