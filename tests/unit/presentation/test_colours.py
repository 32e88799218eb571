"""Colours that everybody can tell apart: contrast by WCAG 2.2, colour blindness by the model of Machado and others.

G. M. Machado, M. M. Oliveira, L. A. F. Fernandes: A Physiologically-based Model for Simulation of Color Vision Deficiency,
IEEE Transactions on Visualization and Computer Graphics 15 (6), 2009, table 1, severity 1.0; applied to linear RGB.
"""

import itertools

import pytest

from presentation.charts.tiles import warned
from presentation.components import STATIC
from presentation.map_view import REPORTS
from presentation.theme import INK, MEN, QUIET, SCALE, TARGET, WOMEN, mix, readable_on

Colour = tuple[float, float, float]
PAGES = {"light": "#ffffff", "dark": "#171614"}  # Streamlit's two
SIGHT: dict[str, tuple[Colour, Colour, Colour]] = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
TOLD_APART = 20.0  # ΔE of CIE 1976; about 2.3 is the least that can be noticed
# What stands side by side in one chart.
PAIRS = [(WOMEN, MEN), (WOMEN, TARGET), (WOMEN, QUIET), (TARGET, QUIET), (MEN, TARGET), *itertools.pairwise(SCALE)]


def linear(colour: str) -> Colour:
    r, g, b = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (r, g, b))  # type: ignore[return-value]


def contrast(one: str, other: str) -> float:
    low, high = sorted(sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True)) for x in (one, other))
    return (high + 0.05) / (low + 0.05)


def seen(colour: str, sight: str) -> Colour:
    """The colour in CIE L*a*b* (D65) as it is seen."""
    rgb = [min(max(sum(a * b for a, b in zip(row, linear(colour), strict=True)), 0.0), 1.0) for row in SIGHT[sight]]
    to_xyz = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
    xyz = [sum(a * b for a, b in zip(row, rgb, strict=True)) for row in to_xyz]
    x, y, z = (
        t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116
        for t in (value / white for value, white in zip(xyz, (0.95047, 1.0, 1.08883), strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: str, other: str, sight: str) -> float:
    return sum((a - b) ** 2 for a, b in zip(seen(one, sight), seen(other, sight), strict=True)) ** 0.5


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("mark", [WOMEN, MEN, TARGET, QUIET])
def test_marks_stand_out_from_the_page(mark: str, page: str) -> None:
    assert contrast(mark, PAGES[page]) >= 3


def test_letters_on_coloured_cells_can_be_read() -> None:
    scales = [mix(place / 100) for place in range(101)] + [warned(place, 100) for place in range(101)]
    reports = [colour for _, colour in REPORTS.values() if colour]
    for colour in [*scales, *reports]:
        assert contrast(readable_on(colour), colour) >= 4.5, colour


def test_texts_of_charts_take_the_colour_of_the_theme() -> None:
    red, green, blue = (int(INK[place : place + 2], 16) for place in (1, 3, 5))
    style = (STATIC / "chart.css").read_text(encoding="utf-8")
    assert f'text[style*="fill: rgb({red}, {green}, {blue})"] {{ fill: var(--st-text-color) !important; }}' in style


@pytest.mark.parametrize("sight", SIGHT)
def test_colours_side_by_side_stay_apart(sight: str) -> None:
    near = {pair: round(found, 1) for pair in PAIRS if (found := distance(*pair, sight)) < TOLD_APART}
    assert near == {}


@pytest.mark.parametrize("sight", SIGHT)
def test_the_scale_of_shares_gets_darker_for_everybody(sight: str) -> None:
    lightness = [seen(mix(place / 20), sight)[0] for place in range(21)]
    assert lightness == sorted(lightness, reverse=True)


def test_reports_are_told_by_their_signs_alone() -> None:
    signs = [sign for sign, _ in REPORTS.values()]
    assert len(set(signs)) == len(signs)
