"""Under which units figures are shown: as reported, or as on the map of a day. The day is part of every link."""

import datetime as dt
from collections.abc import Collection

import streamlit as st

from catalogue import definitions
from indicators.boundaries import on_map
from presentation.language import date, lang, t
from presentation.links import ALL, here_is, select
from presentation.navigation import follows_maps

PARAMETER = "ranh_gioi"


def choose() -> None:
    """Show the choice “đơn vị hành chính theo” on pages that can follow it; a day of the link that the office does not offer
    stays a choice."""
    if not follows_maps(here_is()):
        return
    days = {day.isoformat(): t("boundaries_day", date=date(day)) for day in definitions.load().tile_maps.days}
    asked = chosen_day()
    if asked:
        days.setdefault(asked.isoformat(), t("boundaries_day", date=date(asked)))
    with st.container(width=210):
        select(t("boundaries_label"), PARAMETER, {ALL: t("boundaries_reported")} | days, ALL)


def chosen_day() -> dt.date | None:
    """The day whose units the link asks for; None: as reported."""
    asked = st.query_params.get(PARAMETER, ALL)
    try:
        return dt.date.fromisoformat(asked) if asked else None
    except ValueError:
        return None  # the choice says that the link was not understood


def chosen() -> int | None:
    """Number of the map that the link asks for; None: as reported."""
    day = chosen_day()
    return None if day is None else definitions.load().geography.succession.map_of(day)


def said(*, applies: bool) -> None:
    """Tell on the page itself that figures are not under the units that reported them; quietly that here they are."""
    day = chosen_day()
    if day is None:
        return
    if applies:
        st.info(t("boundaries_shown", date=date(day)), icon=":material/map:")
    else:
        st.caption(t("boundaries_elsewhere", date=date(day)))


def versions(code: str, day: dt.date) -> tuple[str, ...]:
    """Unit versions meant by a district's code; one that the map does not know is resolved through the succession, and said.

    Args:
        code: as the link has it; nothing means all.
        day: day that the figures speak of; as reported it decides which units there are.
    """
    if not code:
        return ()
    known = definitions.load()
    units, told = on_map(known, code, _map_at(day))
    codes = {known.geography.units[unit].code for unit in units}
    moved = chosen() is not None
    if told and (moved or codes != {code}):
        st.info(known.words.say(told, lang()), icon=":material/history:")
    if moved:
        return units
    return tuple(version.unit_id for one in sorted(codes) for version in known.geography.versions[one])


def follow(parameter: str, there: Collection[str], day: dt.date) -> None:
    """Let a link that names a unit which is not `there` mean what the unit became or was made from, and say so."""
    known = definitions.load()
    asked = st.query_params.get(parameter, ALL)
    if not asked or asked in there or not known.geography.find(asked):
        return  # what is no unit, the choice says
    units, told = on_map(known, asked, _map_at(day))
    if told and len(units) == 1 and units[0] in there:
        st.info(known.words.say(told, lang()), icon=":material/history:")
        st.query_params[parameter] = units[0]


def _map_at(day: dt.date) -> int:
    """The map that the link asks for; as reported that of the day."""
    number = chosen()
    return definitions.load().geography.succession.map_of(day) if number is None else number
