"""A tile map: one cell per unit in its rough place, as SVG: a picture, a set of links, readable aloud."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from catalogue.tile_maps import Cell
from presentation.charts.frame import Frame
from presentation.theme import TARGET, mix, readable_on

SPACE = "http://www.w3.org/2000/svg"
WIDTH, HEIGHT, GAP = 64, 46, 2  # of a cell, in units of the drawing
LINE, LEGEND, LETTER = 17, 44, 6.4  # of a line of text; above the cells; of a letter
MANY = 9  # columns beyond which a phone shows no names
LETTERS, FEWEST = 12, 7  # of a name in a cell; columns that a map of few units takes
NARROWEST = 24  # pixels a cell keeps on a phone: wide enough for a finger, the map is moved sideways beyond
STYLE = """
text { font-family: var(--st-font, 'Source Sans', sans-serif); fill: var(--st-text-color, #31333f); }
.title { font-size: 17px; font-weight: 600; } .note { font-size: 12px; opacity: 0.75; }
.mark { pointer-events: none; opacity: 0.25; }
.name { font-size: 9.5px; } .value { font-size: 15px; font-weight: 600; } .sign { font-size: 11px; }
a:focus { outline: none; } a:focus .cell, a:hover .cell { stroke: var(--st-text-color, #31333f); stroke-width: 3; }
.border { stroke: var(--st-text-color, #31333f); stroke-width: 2; stroke-linecap: round; opacity: 0.7; }
@media (max-width: 640px) { .many .name { display: none; } .many .value { font-size: 24px; } .many .sign { font-size: 20px; } }
"""


@dataclass(frozen=True)
class Tile:
    """A cell: what it stands for, how it looks, what is said of it, where it leads."""

    unit_id: str
    name: str
    cell: Cell
    value: str  # what stands in it: a number or the sign of a state
    colour: str | None  # None: hatched, no value
    said: str  # in words, for a pointer and a screen reader
    link: str
    group: str | None  # cells of another group are parted by a line
    signs: str = ""  # small marks in its corner


@dataclass(frozen=True)
class Key:
    """An entry of the legend."""

    colour: str | None
    text: str


def tile_picture(tiles: Sequence[Tile], about: Frame, legend: Sequence[Key]) -> str:
    """Return the map as an SVG that stands alone: title, legend, cells, notes, mark of demonstration data."""
    notes = [note for note in about.notes if note]
    svg, wide, high = _drawn(tiles, about, LINE * 1.6 + LEGEND, LINE * (len(notes) + 1.6))
    _text(svg, "title", 0, LINE, about.title)
    x = 0.0
    for key in legend:
        size = {"width": "18", "height": "14", "rx": "2", "fill": key.colour or "url(#hatch)"}
        SubElement(svg, "rect", {"x": f"{x:g}", "y": f"{LINE * 2.1:g}", **size})
        _text(svg, "note", x + 23, LINE * 2.1 + 12, key.text)
        x += 34 + LETTER * len(key.text)
    for place, note in enumerate(notes):
        _text(svg, "note", 0, high - LINE * (len(notes) - place - 0.3), note)
    svg.set("width", str(wide))
    return tostring(svg, encoding="unicode")


def tile_figure(tiles: Sequence[Tile], about: Frame, legend: Sequence[Key]) -> str:
    """Return the map as HTML for a page: texts keep their size on a phone, the cells are links."""
    figure = Element("figure")
    SubElement(figure, "figcaption").text = about.title
    keys = SubElement(figure, "ul")
    for key in legend:
        entry = SubElement(keys, "li")
        box = SubElement(entry, "svg", {"width": "18", "height": "14", "aria-hidden": "true"})
        SubElement(box, "rect", {"width": "18", "height": "14", "rx": "2", "fill": key.colour or "url(#hatch)"})
        SubElement(entry, "span").text = key.text
    svg, wide, _ = _drawn(tiles, about, 0, 0)
    columns = wide // WIDTH
    svg.set("style", f"width:100%;min-width:{columns * NARROWEST}px;max-width:{wide * 1.25:g}px")
    SubElement(figure, "div", {"class": "cells"}).append(svg)
    for note in filter(None, about.notes):
        SubElement(figure, "p").text = note
    return tostring(figure, encoding="unicode", method="html")


def _drawn(tiles: Sequence[Tile], about: Frame, above: float, below: float) -> tuple[Element, int, float]:
    """The cells with room above and below them; width and height of the whole."""
    top, left = min(tile.cell[0] for tile in tiles), min(tile.cell[1] for tile in tiles)
    wide = max(max(tile.cell[1] for tile in tiles) - left + 1, FEWEST) * WIDTH
    high = (max(tile.cell[0] for tile in tiles) - top + 1) * HEIGHT
    svg = Element("svg", xmlns=SPACE, viewBox=f"-2 -2 {wide + 4} {above + high + below + 4:g}", role="group")
    svg.set("aria-label", about.title)
    svg.set("class", "many" if wide > MANY * WIDTH else "few")
    SubElement(svg, "style").text = STYLE
    _hatch(svg)
    cells = SubElement(svg, "g", transform=f"translate({-left * WIDTH} {above - top * HEIGHT:g})")
    for place, tile in enumerate(sorted(tiles, key=lambda tile: tile.cell)):
        _cell(cells, tile, first=place == 0)
    _borders(cells, {tile.cell: tile for tile in tiles})
    if about.mark:
        x, y = wide / 2, above + high / 2
        mark = _text(svg, "mark", x, y, about.mark, anchor="middle")
        mark.set("transform", f"rotate(-14 {x:g} {y:g})")
        mark.set("style", f"font-size:{min(26, 1.5 * wide / len(about.mark)):g}px")
    return svg, wide, above + high + below


def _text(
    parent: Element, kind: str, x: float, y: float, said: str, *, anchor: str = "start", ink: str | None = None
) -> Element:
    text = SubElement(parent, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}", "text-anchor": anchor})
    if ink:
        text.set("style", f"fill:{ink}")
    text.text = said
    return text


def _hatch(svg: Element) -> None:
    """The look of cells without a value."""
    size = {"width": "7", "height": "7"}
    turned = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    pattern = SubElement(SubElement(svg, "defs"), "pattern", {"id": "hatch", **size, **turned})
    SubElement(pattern, "rect", {**size, "fill": "rgba(128,136,144,0.12)"})
    SubElement(pattern, "line", {"x1": "0", "y1": "0", "x2": "0", "y2": "7", "stroke": "rgba(128,136,144,0.6)"})


def _cell(cells: Element, tile: Tile, *, first: bool) -> None:
    row, column = tile.cell
    x, y = column * WIDTH, row * HEIGHT
    ink = readable_on(tile.colour) if tile.colour else None
    names = {"href": tile.link, "data-unit": tile.unit_id, "data-row": str(row), "data-column": str(column)}
    link = SubElement(cells, "a", {**names, "tabindex": "0" if first else "-1", "aria-label": tile.said})
    SubElement(link, "title").text = tile.said
    size = {"width": str(WIDTH - GAP), "height": str(HEIGHT - GAP), "rx": "3"}
    SubElement(link, "rect", {"class": "cell", "x": str(x), "y": str(y), **size, "fill": tile.colour or "url(#hatch)"})
    middle = x + (WIDTH - GAP) / 2
    name = tile.name if len(tile.name) <= LETTERS else f"{tile.name[: LETTERS - 1]}…"
    _text(link, "name", middle, y + 13, name, anchor="middle", ink=ink)
    _text(link, "value", middle, y + 33, tile.value, anchor="middle", ink=ink)
    _text(link, "sign", x + WIDTH - GAP - 3, y + HEIGHT - GAP - 3, tile.signs, anchor="end", ink=ink)


def _borders(cells: Element, there: Mapping[Cell, Tile]) -> None:
    """Draw lines between neighbouring cells of different groups."""
    for (row, column), tile in there.items():
        right, below = (column + 1) * WIDTH - GAP / 2, (row + 1) * HEIGHT - GAP / 2
        for other, start in (((row, column + 1), (right, below - HEIGHT)), ((row + 1, column), (right - WIDTH, below))):
            if other in there and there[other].group != tile.group:
                ends = {"x1": f"{start[0]:g}", "y1": f"{start[1]:g}", "x2": f"{right:g}", "y2": f"{below:g}"}
                SubElement(cells, "line", {"class": "border", **ends})


def scaled(value: float, lowest: float, highest: float) -> str:
    """The colour of a value on the scale of shares."""
    return mix((value - lowest) / (highest - lowest) if highest > lowest else 0.5)


def warned(missing: float, most: float) -> str:
    """The colour of so many women missing: the more, the stronger the colour of targets."""
    return mix(missing / most if most else 0.0, ("#FBF1E4", TARGET, "#6E4200"))
