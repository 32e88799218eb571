"""The filters of the topic pages. Each writes its choice into the link."""

import streamlit as st

from catalogue import definitions
from catalogue.models import Indicator
from indicators.query import Query
from presentation import boundaries, data
from presentation.kept import kept
from presentation.language import name, t, title, when
from presentation.links import ALL, select
from presentation.views import View, day_of, kinds_of_agency, ordered

OF_AGENCIES = ("agency", "province")  # levels whose bodies have no place on the map


def topic(theme: str) -> View | None:
    """Choose indicator, level, time and district within a theme; None where nothing is known yet."""
    known = definitions.load()
    options = {i.id: i for i in known.indicators.values() if i.theme == theme}
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        titles = {key: title(i) for key, i in options.items()}
        chosen = select(t("filter_indicator"), "chi_so", titles, next(iter(options)), width=360)
        indicator = options[chosen]
        levels = levels_of(indicator)
        if not levels:
            return None
        names = {code: name("level", code) for code in levels}
        level = select(t("filter_level"), "cap", names, _default_level(levels), width=130)
        times = times_of(indicator, level)
        time = select(t("filter_time"), "ky", {code: when(code) for code in times}, times[0], width=200)
        place = _place(level)
    districts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    if level in OF_AGENCIES:
        kinds = (place,) if place else ()
    else:
        districts = boundaries.versions(place, day_of(known, time))
    return View(indicator, level, time, districts, kinds, on_map=boundaries.chosen())


@kept
def _known_times(indicator: str) -> dict[str, set[str]]:
    """Level → periods and terms for which the indicator has a value."""
    found: dict[str, set[str]] = {}
    for dimension in ("period", "term"):
        for row in data.table(data.current(), Query(indicator, by=("level", dimension))).to_pylist():
            if row["state"] in ("value", "suppressed") and row["level"] and row[dimension]:
                found.setdefault(row["level"], set()).add(row[dimension])
    return found


def levels_of(indicator: Indicator) -> list[str]:
    """The levels at which the indicator has any value."""
    known = _known_times(indicator.id)
    return [level for level in indicator.levels if level in known]


def _default_level(levels: list[str]) -> str:
    """Communes carry the figures of today; else the first level there is."""
    return "commune" if "commune" in levels else levels[0]


@kept
def times_of(indicator: Indicator, level: str) -> list[str]:
    """The terms and periods for which it has a value at a level, as they are offered."""
    return ordered(definitions.load(), _known_times(indicator.id)[level])


def _place(level: str) -> str:
    """The district (or, for agencies, their kind) that is looked at."""
    known = definitions.load()
    if level in OF_AGENCIES:
        options = {ALL: t("filter_all")} | {kind: name("agency_kind", kind) for kind in kinds_of_agency(known)}
        return select(t("filter_kind"), "loai", options, ALL, width=230)
    return select(t("filter_district"), "huyen", {ALL: t("filter_all")} | known.geography.district_names, ALL, width=230)
