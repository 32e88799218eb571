"""Charts of a report as pictures, drawn by Typst: it is installed for the brief, needs no browser and carries its font."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst

from catalogue.words import number_text
from reports.official.fields import Field
from reports.official.gather import ItemValues
from reports.official.layout import Chart
from reports.official.values import Value

TEMPLATE = Path(__file__).with_name("bars.typ")
DOTS_PER_INCH = 170
Group = tuple[str, list[tuple[str, Value]]]


@dataclass(frozen=True)
class Picture:
    """A chart: its bytes (PNG), what it shows in words, the fields drawn in it."""

    title: str
    png: bytes
    text: str
    fields: tuple[Field, ...]


def picture(chart: Chart, items: dict[str, ItemValues], words: dict[str, str]) -> Picture | None:
    """Return a chart, None where the period has nothing to draw. `words` are those of the layout."""
    found = _levels(chart, items) if chart.kind == "levels" else _units(chart, items, words)
    groups = [group for group in found if group[1]]
    shares = [value.ty_le for _, bars in groups for _, value in bars if value.ty_le]
    if not shares:
        return None
    largest = max([share.value for share in shares] + [chart.line or 0]) * 1.12 or 1
    content = {
        "groups": [{"title": title, "bars": [_bar(label, value) for label, value in bars]} for title, bars in groups],
        "line": chart.line, "largest": largest,
        "line_text": words["line"].format(line=number_text(chart.line, 0) + "%") if chart.line is not None else "",
    }  # fmt: skip
    png = typst.compile(str(TEMPLATE), format="png", ppi=DOTS_PER_INCH, sys_inputs={"chart": json.dumps(content)})
    told = "; ".join(f"{label} {value.ty_le.text}" for _, bars in groups for label, value in bars if value.ty_le)
    return Picture(chart.title, bytes(png), f"{chart.title}: {told}", tuple(shares))


def _bar(label: str, value: Value) -> dict[str, Any]:
    share = value.ty_le
    return {"label": label, "value": share.value if share else 0, "text": share.text if share else ""}


def _levels(chart: Chart, items: dict[str, ItemValues]) -> Iterator[Group]:
    """A group per item, a bar per level."""
    for name in chart.items:
        item = items[name]
        yield item.tua, [(value.cap[:1].upper() + value.cap[1:], value) for value in item.cac_cap if value.ty_le]


def _units(chart: Chart, items: dict[str, ItemValues], words: dict[str, str]) -> Iterator[Group]:
    """The units that report themselves, the highest share first; of many the two ends."""
    for name in chart.items:
        for form in chart.forms:
            units = [value for value in items[name].don_vi.get(form, {}).values() if value.ty_le]
            ordered = sorted(units, key=lambda value: (-(value.ty_le.value if value.ty_le else 0), value.don_vi))
            if len(ordered) > chart.most:
                half = chart.most // 2
                yield words["highest"].format(count=half), [(value.don_vi, value) for value in ordered[:half]]
                yield words["lowest"].format(count=half), [(value.don_vi, value) for value in ordered[-half:]]
                return
            if ordered and len(ordered) > 1:
                yield "", [(value.don_vi, value) for value in ordered]
                return
