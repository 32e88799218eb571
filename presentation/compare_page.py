"""Views side by side: units, bodies, levels, times; the link holds them all."""

from dataclasses import dataclass

import streamlit as st

from catalogue import definitions, lineage
from presentation import breaks, chart, cubes, filters, notes, pins, tables, topic_time
from presentation.charts.bars import bars
from presentation.charts.frame import Break, Row, Rows
from presentation.download_buttons import buttons
from presentation.language import name, number, t, title, when
from presentation.links import ALL
from presentation.navigation import THEMES, page_of
from presentation.pins import PARAMETER, Pin
from presentation.views import View, kinds_of_agency

WIDTH = 250  # pixels of a card


@dataclass(frozen=True)
class Side:
    """A pinned view, its value, and the words that tell it from the others."""

    pin: Pin
    view: View
    row: Row | None
    label: str


def chosen() -> list[Side]:
    """The views that the link names; without any, those pinned in this visit. What is not understood is said."""
    asked = st.query_params.get(PARAMETER, "")
    found, wrong = pins.read(asked)
    for part in wrong:
        st.warning(t("link_unknown", parameter=PARAMETER, value=part), icon=":material/link_off:")
    if not asked and pins.kept():
        found = pins.kept()
        st.query_params[PARAMETER] = pins.written(found)
    pins.keep(found)
    return _sides(found)


def _sides(found: list[Pin]) -> list[Side]:
    views = [pin.view() for pin in found]
    parts = [_parts(view) for view in views]
    told = [place for place in range(4) if len({part[place] for part in parts}) > 1] or [0]
    labels = [", ".join(part[place] for place in told) for part in parts]
    rows = [cubes.total(view) for view in views]
    return [
        Side(pin, view, found_rows[0] if found_rows else None, label)
        for pin, view, found_rows, label in zip(found, views, rows, labels, strict=True)
    ]


def _parts(view: View) -> tuple[str, str, str, str]:
    return title(view.indicator), name("level", view.level).lower(), when(view.time).lower(), notes.place_of(view)


def tools(sides: list[Side]) -> None:
    """Add a view, or begin anew."""
    found = [side.pin for side in sides]
    with st.container(horizontal=True, vertical_alignment="bottom", key="tools_compare"):
        with st.popover(t("compare_add"), icon=":material/add:", disabled=len(found) >= pins.MOST):
            _add(found)
        st.button(t("compare_reset"), key="reset", icon=":material/restart_alt:", disabled=not found,
                  on_click=_let, args=([],))  # fmt: skip
    if not found:
        st.info(t("compare_empty"), icon=":material/compare:")


def _add(found: list[Pin]) -> None:
    known = definitions.load()
    indicators = {i.id: title(i) for i in known.indicators.values()}
    indicator = known.indicators[_pick(t("filter_indicator"), "add_indicator", indicators)]
    levels = {level: name("level", level) for level in filters.levels_of(indicator)}
    if not levels:
        notes.empty()
        return
    level = _pick(t("filter_level"), "add_level", levels)
    time = _pick(t("filter_time"), "add_time", {time: when(time) for time in filters.times_of(indicator, level)})
    place = _pick(t("compare_place"), "add_place", {ALL: t("whole_province")} | _places(level))
    pin = Pin(indicator.id, level, time, place)
    st.button(t("compare_add_this"), key="add", disabled=pin in found, on_click=_let, args=([*found, pin],))


def _pick(label: str, key: str, options: dict[str, str]) -> str:
    if st.session_state.get(key) not in options:
        st.session_state.pop(key, None)
    return str(st.selectbox(label, list(options), format_func=lambda code: options.get(code, code), key=key))


def _places(level: str) -> dict[str, str]:
    """Places that bodies of a level can be narrowed to: kinds of agency and agencies; districts and communes."""
    known = definitions.load()
    if level in filters.OF_AGENCIES:
        agencies = {u.code: u.name for u in known.geography.units.values() if u.level == "agency"}
        kinds = {kind: name("agency_kind", kind) for kind in kinds_of_agency(known)}
        return kinds | agencies if level == "agency" else kinds
    communes = {u.code: u.name for u in known.geography.units.values() if u.level == "commune" and u.valid_to is None}
    return known.geography.district_names | (communes if level != "district" else {})


def _let(found: list[Pin]) -> None:
    """Let link and visit have these pins."""
    pins.keep(found)
    if found:
        st.query_params[PARAMETER] = pins.written(found)
    else:
        st.query_params.pop(PARAMETER, None)


def cards(sides: list[Side]) -> None:
    """A card for each view: value, counts, coverage; open it, or take it away."""
    with st.container(horizontal=True, key="sides"):
        for place, side in enumerate(sides):
            with st.container(border=True, width=WIDTH, key=f"side_{place}"):
                _card(side, [other.pin for other in sides if other is not side], place)


def _card(side: Side, others: list[Pin], place: int) -> None:
    view, row = side.view, side.row
    st.caption(" · ".join(_parts(view)))
    st.metric(side.label, notes.said_of(row, view.indicator) if row else "…", label_visibility="collapsed")
    if row:
        counted = "" if row["denominator"] is None else f"{number(row['numerator'])}/{number(row['denominator'])}; "
        st.markdown(counted + notes.coverage([row]))
    else:
        st.markdown(t("empty_title"))
    asked = {"chi_so": view.indicator.id, "cap": view.level, "ky": view.time}
    place_key = "loai" if view.kinds else "huyen"
    asked |= {place_key: side.pin.place} if side.pin.place and not view.units else {}
    st.page_link(
        page_of(THEMES[view.indicator.theme]), label=t("compare_open"), icon=":material/open_in_full:", query_params=asked
    )
    st.button(t("compare_remove"), key=f"remove_{place}", icon=":material/close:", on_click=_let, args=(others,))


def pictures(sides: list[Side]) -> None:
    """The values as bars, and how each came about, panel by panel; only where all are counted in one unit."""
    if len({side.view.indicator.unit for side in sides}) > 1:
        st.info(t("compare_units_differ"), icon=":material/straighten:")
        return
    rows = [side.row | {"label": side.label} for side in sides if side.row]
    if not rows:
        return
    about = notes.about(sides[0].view, t("compare_title", what=_common(sides)), t("compare_note"))
    figure = bars(rows, about)
    chart.draw(chart.made(figure, about, chart.named(rows, "label"), key="compared", file="so-sanh"))
    _history(sides)


def _common(sides: list[Side]) -> str:
    """What all views have in common, in words."""
    parts = [_parts(side.view) for side in sides]
    return ", ".join(part for place, part in enumerate(parts[0]) if len({other[place] for other in parts}) == 1)


def _history(sides: list[Side]) -> None:
    series: dict[str, Rows] = {}
    crossed: dict[str, list[Break]] = {}
    for side in sides:
        rows = cubes.history(side.view)
        if rows:
            label = _over_time(side, sides)
            series.setdefault(label, rows)
            crossed.setdefault(label, breaks.crossed(side.view, rows, _related(side.view)))
    if series:
        chart.draw(topic_time.side_by_side(sides[0].view, series, crossed, t("compare_history"), "so-sanh-qua-cac-ky"))


def _related(view: View) -> set[str]:
    """The unit looked at and what it was made from, whose changes are breaks of its series; none where there are many."""
    succession = definitions.load().geography.succession
    return set().union(*(lineage.related(succession, unit) for unit in view.units))


def _over_time(side: Side, sides: list[Side]) -> str:
    """The words that tell a series, which has no time of its own, from the others."""
    parts = [_parts(other.view) for other in sides]
    told = [place for place in (0, 1, 3) if len({part[place] for part in parts}) > 1] or [3]
    return ", ".join(_parts(side.view)[place] for place in told)


def table(sides: list[Side]) -> None:
    """The views as a table, to be taken away."""
    rows = [side.row | {"label": " · ".join(_parts(side.view)), "view": str(side.pin)} for side in sides if side.row]
    if not rows:
        return
    shown, decimals = tables.of_values(rows, "label", max(side.view.indicator.decimals for side in sides))
    tables.read(shown, decimals, key="compare_table")
    for told in dict.fromkeys(filter(None, (notes.rule(side.view.indicator) for side in sides))):
        st.caption(told)
    buttons(cubes.table(rows).drop_columns("on_date"), "so-sanh", {"title": t("page_compare")}, key="compare")
