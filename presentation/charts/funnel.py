"""Women and men, stage by stage."""

from catalogue.words import number_text
from presentation.charts.frame import FIXED, ROOM, Frame, Rows, Spec, known
from presentation.theme import INK, MEN, WOMEN, wrap

HEIGHT_OF_STAGE, LEGEND = 74, 24  # pixels
LABEL = 16  # characters of a stage's name on a line, for a phone


def funnel_chart(rows: Rows, about: Frame, names: tuple[str, str]) -> Spec:
    """Two bars per stage, the first stage on top; a stage that nobody reported says so.

    Args:
        rows: label, under (a line below it), women, men, value (women's share), state.
        about: texts.
        names: what women and men are called.
    """
    labels = [f"{wrap(row['label'], LABEL)}<br><i>{row['under']}</i>" for row in rows]
    women = [row["women"] if known(row["women"]) else None for row in rows]
    men = [row["men"] if known(row["men"]) else None for row in rows]
    traces = [
        _trace(names[0], WOMEN, labels, women, men, about),
        _trace(names[1], MEN, labels, men, women, about),
    ]
    spec = about.layout(HEIGHT_OF_STAGE * max(2, len(rows)), above=LEGEND)
    top = max([count for count in (*women, *men) if count is not None], default=1) or 1
    spec["xaxis"] = {**FIXED, "range": [0, top * ROOM], "nticks": 4, "tickformat": ",d", "zeroline": True}
    spec["yaxis"] = {**FIXED, "type": "category", "categoryorder": "array", "categoryarray": labels, "autorange": "reversed"}
    spec |= {"barmode": "group", "bargap": 0.3, "bargroupgap": 0.06, "showlegend": True}
    spec["legend"] = {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "font": {"size": 12, "color": INK}}
    for label, row, count in zip(labels, rows, women, strict=True):
        if count is None:
            at = {"x": 0, "y": label, "xanchor": "left", "showarrow": False, "font": {"size": 12, "color": INK}}
            text = about.value(row["value"]) if known(row["value"]) else about.absence(row)
            spec["annotations"].append({**at, "text": text})
    return {"data": traces, "layout": spec}


def _trace(
    name: str, colour: str, labels: list[str], counts: list[float | None], others: list[float | None], about: Frame
) -> Spec:
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "x": counts,
        "y": labels,
        "text": [_said(count, other, about) for count, other in zip(counts, others, strict=True)],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": colour},
        "hovertemplate": f"%{{y}}<br>{name}: %{{text}}<extra></extra>",
    }


def _said(count: float | None, other: float | None, about: Frame) -> str:
    """ "1.734 (42,6%)"."""
    if count is None or other is None:
        return ""
    share = f" ({about.value(100 * count / (count + other))})" if count + other else ""
    return number_text(count, 0, about.lang) + share
