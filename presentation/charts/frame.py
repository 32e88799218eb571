"""What all charts share: the texts around the marks, values in words, targets and breaks."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.words import number_text
from presentation.theme import INK, QUIET, TARGET, layout

Spec = dict[str, Any]  # of a chart for Plotly: data and layout; or a part of it
Row = dict[str, Any]
Rows = Sequence[Row]
LABEL = 14  # pixels a target's label takes
ROOM = 1.6  # an axis goes beyond the longest bar, so that its counts fit on a phone
FIXED = {"fixedrange": True, "automargin": True, "tickfont": {"color": INK}}


@dataclass(frozen=True)
class Line:
    """A target: where it lies, and the documents that ask for it (for the notes; too long for the chart on a phone)."""

    value: float
    label: str
    documents: str


@dataclass(frozen=True)
class Path:
    """What documents ask for over time: (time, value) steps, and when the next one is due after the last time shown."""

    steps: tuple[tuple[str, float], ...]
    documents: str
    due: str | None = None

    @property
    def value(self) -> float:
        """What is asked for last."""
        return self.steps[-1][1]


@dataclass(frozen=True)
class Break:
    """A change of units between two times."""

    first: str  # the first time after it
    event: str  # what happened, short
    more: str  # on hover: legal basis, what it means for the series
    bodies: bool  # whether the bodies before and after are others


@dataclass(frozen=True)
class Frame:
    """What every chart says around its marks."""

    title: str
    notes: list[str]
    lang: str
    mark: str
    unit: str  # of the values, e.g. "%"
    decimals: int
    absence: Callable[[Row], str]  # why a row has no value, and what is known all the same

    def layout(self, height: int, above: int = 0) -> Spec:
        """The layout of a chart whose plot is `height` pixels high, with `above` for labels over it."""
        return layout(self.title, notes=self.notes, height=height, lang=self.lang, mark=self.mark, above=above)

    def value(self, value: float | None, *, unit: bool = True) -> str:
        """A value as a label: "21,3%"."""
        return "" if value is None else number_text(value, self.decimals, self.lang) + (self.unit if unit else "")

    def said(self, row: Row) -> str:
        """A value in words: share and counts, "21,3% (9/41)", or the state it is in."""
        value = value_of(row)
        if value is None:
            return self.absence(row)
        over, under = row.get("numerator"), row.get("denominator")
        if not known(over) or not known(under):
            return self.value(value)
        return f"{self.value(value)} ({number_text(over, 0, self.lang)}/{number_text(under, 0, self.lang)})"


def known(value: Any) -> bool:
    """Whether something is known: it is neither None nor not a number."""
    return value is not None and bool(value == value)  # noqa: PLR0124 - what is not a number differs from itself


def value_of(row: Row | None) -> float | None:
    """The value of a row; None where there is none."""
    value = row["value"] if row else None
    return None if value is None or not known(value) else float(value)


def apart(rows: Rows, ended: Collection[str]) -> list[Row]:
    """Rows by time, with a gap before each time in `ended`: a line ends with the bodies before."""
    records: list[Row] = []
    for row in rows:
        if row["time"] in ended:
            records.append({**row, "value": None})
        records.append(row)
    return records


def highest(values: Iterable[float | None], lines: Sequence[Line] = ()) -> float:
    """The highest of values and targets, never 0."""
    return float(
        max([*(value for value in values if value is not None and known(value)), *(line.value for line in lines), 1.0])
    )


def add_targets(spec: Spec, lines: Sequence[Line]) -> None:
    """Draw the targets of bars, lowest first, as dashed lines with their values; the notes name the documents."""
    sides = ["right", *["center"] * (len(lines) - 2), "left"] if len(lines) > 1 else ["center"]  # two lie close on a phone
    for line, side in zip(lines, sides if lines else [], strict=True):
        ends = {"x0": line.value, "x1": line.value, "y0": 0, "y1": 1, "yref": "paper"}
        spec["shapes"].append({"type": "line", **ends, "line": {"color": TARGET, "width": 2, "dash": "dash"}})
        at = {"x": line.value, "y": 1, "yref": "paper", "yshift": -2, "xanchor": side, "yanchor": "bottom"}
        spec["annotations"].append({**at, "text": line.label, "showarrow": False, "font": {"size": 11, "color": INK}})


def add_break(spec: Spec, x: float, change: Break, sides: tuple[str, str] | None = None) -> None:
    """Draw a break in the series as a dotted line with its event along it; its legal basis on hover.

    Args:
        spec: layout it is added to.
        x: place between two times.
        change: what happened.
        sides: what the bodies before and after are called, where they are others.
    """
    line = {"color": QUIET, "width": 1.5, "dash": "dot"}
    spec["shapes"].append({"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": line})
    shared = {"x": x, "yref": "paper", "showarrow": False, "font": {"size": 11, "color": INK}, "hovertext": change.more}
    if sides is None:
        spec["annotations"].append({**shared, "y": 1, "yanchor": "bottom", "text": "◆"})
        return
    spec["annotations"].append(
        {**shared, "y": 0, "yanchor": "bottom", "xanchor": "left", "textangle": -90, "text": change.event}
    )
    if change.bodies:
        for side, anchor in zip(sides, ("right", "left"), strict=True):
            spec["annotations"].append(
                {**shared, "y": 1, "yanchor": "top", "xanchor": anchor, "text": side, "xshift": 4 if anchor == "left" else -4}
            )
