"""The tile map of a view: by value, by what is missing to a target, or by who has reported. A cell opens its unit."""

import functools

import streamlit as st

from catalogue import definitions
from catalogue.tile_maps import Cell
from presentation import data, links, notes
from presentation.charts.frame import Frame, Row, Rows
from presentation.charts.heat import SIGNS
from presentation.charts.tiles import Key, Tile, scaled, tile_figure, tile_picture, warned
from presentation.components import component
from presentation.language import name, number, t, when
from presentation.links import select
from presentation.navigation import page_of
from presentation.theme import SCALE
from presentation.units import PARAMETER, PATH, address
from presentation.views import View, day_of, is_term

BY_VALUE, BY_GAP, BY_REPORT = "gia_tri", "con_thieu", "bao_cao"
LEVELS = ("district", "commune", "grassroots")  # whose bodies have a place on the map
MET = "#E3E6E8"
# Reports: sign and colour; the sign alone tells it.
REPORTS = {
    "complete": ("✓", "#5E2468"), "late": ("✓*", "#B978C4"), "partial": ("½", "#E3B873"), "rejected": ("✗", "#B86E00"),
    "missing": ("…", None), "not_yet_due": ("◦", MET),
}  # fmt: skip
_MAP = component("tile_map", '<div class="map"></div>')


def show(view: View, rows: Rows, heading: str) -> None:
    """Show the map of `rows` (one per unit, see `indicators.compute`; women_missing where a target binds)."""
    cells = _cells(view)
    rows = [row for row in rows if row["unit_id"] in cells]
    if not rows:
        st.info(t("map_nowhere"), icon=":material/grid_off:")
        return
    colours = {BY_VALUE: t("map_by_value"), BY_REPORT: t("map_by_report")}
    if "women_missing" in rows[0]:
        colours = {BY_VALUE: t("map_by_value"), BY_GAP: t("map_by_gap"), BY_REPORT: t("map_by_report")}
    by = select(t("map_by"), "to_mau", colours, BY_VALUE, segmented=True)
    told, legend, heading = {BY_VALUE: _values, BY_GAP: _gaps, BY_REPORT: _reports}[by](view, rows, heading)
    tiles = [_tile(row, cells[row["unit_id"]], *told[row["unit_id"]]) for row in rows]
    crossing = t("map_crossing") if any("⇄" in tile.signs for tile in tiles) else ""
    about = notes.about(view, heading, t("map_note"), crossing)
    _draw(tiles, about, legend, f"{view.indicator.id}-{view.time}")


def _draw(tiles: list[Tile], about: Frame, legend: list[Key], file_name: str) -> None:
    clicked = _MAP(data={"html": tile_figure(tiles, about, legend)}, key="tile_map", on_unit_change=lambda: None).unit
    if clicked:
        st.switch_page(page_of(PATH), query_params={PARAMETER: clicked} | links.kept())
    with st.container(horizontal=True, vertical_alignment="center", key="downloads_map"):
        st.caption(t("map_keys"), width="stretch")
        st.download_button(
            t("map_picture"), functools.partial(tile_picture, tiles, about, legend), file_name=f"{file_name}.svg",
            mime="image/svg+xml", icon=":material/image:", on_click="ignore", key="map_picture",
        )  # fmt: skip


def _cells(view: View) -> dict[str, Cell]:
    known = definitions.load()
    number = view.on_map
    if number is None:
        number = known.geography.succession.map_of(day_of(known, view.time))
    return known.tile_maps.cells(number, "commune" if view.level == "grassroots" else view.level)


def _tile(row: Row, cell: Cell, value: str, colour: str | None, said: str) -> Tile:
    geography = definitions.load().geography
    unit = row["unit_id"]
    district = geography.district_of(unit)
    place = f" ({geography.units[district].name})" if district and district != unit else ""
    return Tile(
        unit_id=unit,
        name=row["unit"].removeprefix("Thị trấn ").removeprefix("Phường ").removeprefix("Xã ").removeprefix("Huyện "),
        cell=cell,
        value=value,
        colour=colour,
        said=f"{row['unit']}{place}: {said}",
        link=address(PATH, {PARAMETER: unit}),
        group=None if district == unit else district,
        signs="⇄" if len(geography.former_districts.get(unit, ())) > 1 else "",
    )


Told = dict[str, tuple[str, str | None, str]]


def _values(view: View, rows: Rows, heading: str) -> tuple[Told, list[Key], str]:
    about = notes.about(view, heading)
    values = [float(row["value"]) for row in rows if row["value"] is not None]
    low, high = (min(values), max(values)) if values else (0.0, 0.0)
    told: Told = {}
    for row in rows:
        if row["value"] is None:
            told[row["unit_id"]] = (SIGNS.get(row["state"], "…"), None, about.absence(row))
        else:
            colour = scaled(float(row["value"]), low, high)
            told[row["unit_id"]] = (number(row["value"], view.indicator.decimals), colour, about.said(row))
    ends = ((SCALE[0], low), (SCALE[1], (low + high) / 2), (SCALE[2], high))
    legend = [Key(colour, about.value(value)) for colour, value in ends] if values else []
    return told, _with_missing(legend, told), heading


def _gaps(view: View, rows: Rows, heading: str) -> tuple[Told, list[Key], str]:
    about = notes.about(view, heading)
    target = definitions.load().targets[str(rows[0]["target"])]
    most = max((float(row["women_missing"]) for row in rows if row["women_missing"] is not None), default=0.0)
    told: Told = {}
    for row in rows:
        missing = row["women_missing"]
        if missing is None:
            told[row["unit_id"]] = (SIGNS.get(row["state"], "…"), None, about.absence(row))
        elif missing == 0:
            told[row["unit_id"]] = ("✓", MET, f"{about.said(row)}, {t('target_met')}")
        else:
            text = t("map_missing", women=number(missing), said=about.said(row))
            told[row["unit_id"]] = (f"−{number(missing)}", warned(float(missing), most), text)
    legend = [Key(MET, t("target_met"))]
    if most:
        legend += [Key(warned(1, most), "−1"), Key(warned(most, most), f"−{number(most)}")]
    asked = f"{notes.requirement(target)} {notes.document(target)}"
    return told, _with_missing(legend, told), t("map_gap_title", what=heading, target=asked)


def _reports(view: View, rows: Rows, heading: str) -> tuple[Told, list[Key], str]:
    period = _round(view)
    status = data.round_of(data.current(), period).set_index("unit_id")["status"].to_dict()
    told: Told = {}
    for row in rows:
        found = status.get(row["unit_id"])
        sign, colour = REPORTS[found] if found else ("x", None)
        told[row["unit_id"]] = (sign, colour, t(f"report_{found}") if found else name("state", "not_applicable"))
    there = [one for one in REPORTS if one in {status.get(row["unit_id"]) for row in rows}]
    legend = [Key(REPORTS[one][1], f"{REPORTS[one][0]} {t(f'report_{one}')}") for one in there]
    return told, legend, t("map_report_title", when=when(period).lower())


def _round(view: View) -> str:
    """The reporting period that a view speaks of; of a term the last one due."""
    known = definitions.load()
    if not is_term(view.time) and known.periods[view.time].collected:
        return view.time
    due = notes.last_due()
    return due.period if due else view.time


def _with_missing(legend: list[Key], told: Told) -> list[Key]:
    signs = {sign for sign, colour, _ in told.values() if colour is None}
    states = [state for state, sign in SIGNS.items() if state in ("missing", "suppressed") and sign in signs]
    keys = [Key(None, f"{SIGNS[state]} {name('state', state)}") for state in states]
    return [*legend, *(keys or ([Key(None, name("state", "missing"))] if signs else []))]
