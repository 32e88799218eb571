"""One look: a colour per sex, for the target and for what is missing; readable on light and dark.

Marks stand out by at least 3 : 1 from the light page and the dark one, texts by 4.5 : 1 (WCAG 2.2; tests/unit/presentation/
test_colours.py). One colour cannot do that for texts on both, so they take the theme's own. Women's purple, men's green and
the target's amber stay apart for colour-blind eyes.
"""

from typing import Any

WOMEN = "#A855B5"
MEN = "#2F8F83"
PALE = "rgba(168,85,181,0.4)"  # women of small bodies, within an outline of the full colour
TARGET = "#B86E00"
QUIET = "#808890"  # of marks; too pale for texts
INK = "#000037"  # of texts: on the page the theme's text colour takes the place of this one (static/chart.css)
GRID = "rgba(128,136,144,0.25)"
FONT = '"Source Sans", sans-serif'  # Streamlit's
_AXIS = {"gridcolor": GRID, "zerolinecolor": GRID, "linecolor": GRID, "ticks": "", "title": {"text": ""}}
TEMPLATE = {"layout": {
    "xaxis": _AXIS, "yaxis": _AXIS, "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
    "hoverlabel": {"bgcolor": "#ffffff", "font": {"color": INK, "family": FONT}}, "colorway": [WOMEN, MEN, QUIET],
}}  # fmt: skip
SEX = {"F": WOMEN, "M": MEN, "_T": QUIET}
HEIGHT_OF_BAR = 26  # pixels
SCALE = ("#F4EAF6", "#B978C4", "#5E2468")  # of shares: lowest, middle, highest
SHARE_SCALE = [[place / 2, colour] for place, colour in enumerate(SCALE)]
DARK, LIGHT = "#000000", "#ffffff"  # letters on a colour


def layout(title: str, *, notes: list[str], height: int, lang: str, mark: str, above: int = 0) -> dict[str, Any]:
    """Layout of every chart: title, source notes, number format, mark of demonstration data.

    A picture taken of the chart carries all of it, wrapped for the narrowest screen. The page itself writes title and notes
    beside the plot; `meta` says how many pixels they take within the picture.

    Args:
        title: what is shown, for when and where.
        notes: lines under the chart.
        height: of the plot itself, in pixels.
        lang: for the number format.
        mark: demonstration mark, or nothing.
        above: pixels that labels take between title and plot.
    """
    foot = "<br>".join(wrap(note, 62) for note in notes if note)
    head = wrap(title, 40)  # beside the picture button on the narrowest phone
    over, under = 20 * (head.count("<br>") + 1), 15 * (foot.count("<br>") + 1) + 10  # what title and notes take
    top, bottom = 18 + over + above, 34 + under
    annotations: list[dict[str, Any]] = [
        {"name": "notes", "text": foot, "xref": "paper", "yref": "paper", "x": 1, "y": 0, "yshift": -34, "yanchor": "top",
         "xanchor": "right", "align": "left", "showarrow": False, "font": {"size": 11, "color": INK}},
    ]  # fmt: skip
    if mark:
        annotations.append(
            {"text": wrap(mark, 24), "xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5, "showarrow": False, "opacity": 0.22,
             "font": {"size": 20, "color": INK}, "textangle": -18}
        )  # fmt: skip
    return {
        "title": {"text": f"<b>{head}</b>", "x": 0, "xanchor": "left", "xref": "container", "y": 1, "yanchor": "bottom",
                  "yref": "paper", "pad": {"b": 10 + above + 20 * head.count("<br>"), "l": 4}, "font": {"size": 15}},
        "height": height + top + bottom,
        "margin": {"l": 8, "r": 12, "t": top, "b": bottom},
        "separators": ",." if lang == "vi" else ".,",
        "showlegend": False,
        "annotations": annotations,
        "shapes": [],
        "hoverlabel": {"align": "left"},
        "dragmode": False,
        "template": TEMPLATE,
        "meta": {"head": over, "foot": under},
        "font": {"size": 13, "color": INK, "family": FONT},
    }  # fmt: skip


def mix(place: float, colours: tuple[str, str, str] = SCALE) -> str:
    """Return the colour at `place`, 0–1, between the lowest, middle and highest colour."""
    place = min(max(place, 0.0), 1.0) * 2
    low, high = (colours[0], colours[1]) if place <= 1 else (colours[1], colours[2])
    part = place if place <= 1 else place - 1
    mixed = (round(_channel(low, i) + (_channel(high, i) - _channel(low, i)) * part) for i in range(3))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def readable_on(colour: str) -> str:
    """Return the colour of letters that can be read best on `colour`: relative luminance of WCAG 2.2."""
    linear = [c / 12.92 if (c := _channel(colour, i) / 255) <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for i in range(3)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return LIGHT if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else DARK


def _channel(colour: str, place: int) -> int:
    return int(colour[1 + 2 * place : 3 + 2 * place], 16)


def wrap(text: str, width: int) -> str:
    """Break a text into lines of at most `width` characters, for a phone as for a desk."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return "<br>".join(lines)
