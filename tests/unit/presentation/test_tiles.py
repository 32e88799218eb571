"""The tile map as a picture, a set of links and something that is read aloud; the funnel plot."""

from xml.etree import ElementTree

from presentation.charts.control import control_chart
from presentation.charts.frame import Frame
from presentation.charts.tiles import Key, Tile, scaled, tile_figure, tile_picture, warned
from presentation.theme import DARK, LIGHT, SCALE, mix, readable_on

SVG = "{http://www.w3.org/2000/svg}"
ABOUT = Frame("Tỷ lệ <nữ>", ["Nguồn: thử", ""], "vi", "SỐ LIỆU MINH HỌA", "%", 1, lambda row: str(row["state"]))
TILES = [
    Tile("a", "Đa Mai", (0, 1), "24,1", SCALE[2], "Phường Đa Mai: 24,1% (9/41)", "?nguon=a", "213", "⇄"),
    Tile("b", 'Tên rất dài & "lạ"', (0, 2), "…", None, "chưa có số liệu", "?nguon=b", "214"),
    Tile("c", "Sa Lý", (1, 2), "9,1", SCALE[0], "Xã Sa Lý: 9,1%", "?nguon=c", "214"),
]
LEGEND = [Key(SCALE[0], "9,1%"), Key(None, "Chưa có số liệu")]


def drawn(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 - our own


def test_the_picture_stands_alone_with_title_legend_notes_and_mark() -> None:
    said = [text.text for text in drawn(tile_picture(TILES, ABOUT, LEGEND)).iter(f"{SVG}text")]
    assert {"Tỷ lệ <nữ>", "Nguồn: thử", "SỐ LIỆU MINH HỌA", "9,1%", "Chưa có số liệu"} <= set(said)


def test_cells_are_links_with_one_stop_for_the_tab_key_and_words_for_a_screen_reader() -> None:
    cells = list(drawn(tile_picture(TILES, ABOUT, LEGEND)).iter(f"{SVG}a"))
    assert [cell.get("href") for cell in cells] == ["?nguon=a", "?nguon=b", "?nguon=c"]
    assert [cell.get("tabindex") for cell in cells] == ["0", "-1", "-1"]
    assert cells[0].get("aria-label") == "Phường Đa Mai: 24,1% (9/41)"
    assert cells[1].find(f"{SVG}rect").get("fill") == "url(#hatch)"  # type: ignore[union-attr]


def test_a_line_parts_cells_of_different_districts_only() -> None:
    assert len(list(drawn(tile_picture(TILES, ABOUT, LEGEND)).iter(f"{SVG}line"))) == 1 + 1  # one is the hatch's own


def test_texts_of_the_page_are_html_and_nothing_is_read_as_markup() -> None:
    html = tile_figure(TILES, ABOUT, LEGEND)
    assert html.startswith("<figure><figcaption>Tỷ lệ &lt;nữ&gt;</figcaption>")
    assert "Tên rất dài…" in html
    assert "<p>Nguồn: thử</p>" in html


def test_letters_can_be_read_on_every_colour_of_the_scales() -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for place in range(101):
        for colour in (mix(place / 100), warned(place, 100)):
            low, high = sorted((luminance(colour), luminance(readable_on(colour))))
            assert (high + 0.05) / (low + 0.05) >= 4.5, colour


def test_ends_and_middle_of_a_scale() -> None:
    assert [scaled(value, 10, 30) for value in (10, 20, 30)] == [colour.lower() for colour in SCALE]
    assert scaled(5, 5, 5) == SCALE[1].lower()
    assert {readable_on(SCALE[0]), readable_on(SCALE[2])} == {DARK, LIGHT}


def test_only_bodies_outside_the_outer_limits_are_named() -> None:
    """1 of 7 is within what 7 people explain; 2 of 60 at a common share of 25% is not."""
    counts = [(1, 7), (15, 60), (2, 60), (20, 60)]
    rows = [
        {"label": label, "value": 100 * w / n, "numerator": float(w), "denominator": float(n), "state": "value"}
        for label, (w, n) in zip(("nhỏ", "giữa", "thấp", "cao"), counts, strict=True)
    ]
    points = control_chart(rows, ABOUT, 25.0, ("95%", "99,8%"))["data"][-1]
    assert points["text"] == ["", "", "thấp", ""]
    assert points["marker"]["symbol"] == ["circle-open", "circle-open", "diamond", "circle-open"]
