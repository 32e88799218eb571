"""Views that a reader has pinned to set them side by side. Each is written readably: indicator.level.time.place."""

from dataclasses import dataclass

import streamlit as st

from catalogue import definitions
from presentation import boundaries, links
from presentation.language import t
from presentation.navigation import page_of
from presentation.views import View, day_of, is_term, kinds_of_agency

PATH, PARAMETER = "so-sanh", "xem"
MOST = 8  # views side by side; more cannot be read
BETWEEN_PINS, BETWEEN_PARTS = ",", "."


@dataclass(frozen=True)
class Pin:
    """A view as a link names it: place is the code of a unit or a kind of agency; nothing means the whole province."""

    indicator: str
    level: str
    time: str
    place: str = ""

    def __str__(self) -> str:
        return BETWEEN_PARTS.join(filter(None, (self.indicator, self.level, self.time, self.place)))

    def view(self) -> View:
        """The view; a unit that the map does not know is resolved through the succession, and said."""
        known = definitions.load()
        indicator = known.indicators[self.indicator]
        if self.place in kinds_of_agency(known):
            return View(indicator, self.level, self.time, kinds=(self.place,), on_map=boundaries.chosen())
        there = boundaries.versions(self.place, day_of(known, self.time))
        of_district = bool(there) and known.geography.units[there[0]].level == "district"
        where = {"districts" if of_district else "units": there} if there else {}
        return View(indicator, self.level, self.time, on_map=boundaries.chosen(), **where)


def pin_of(view: View) -> Pin:
    """A view as a pin."""
    units = definitions.load().geography.units
    place = view.kinds[0] if view.kinds else ""
    if view.districts or view.units:
        place = units[(view.districts or view.units)[0]].code
    return Pin(view.indicator.id, view.level, view.time, place)


def read(text: str) -> tuple[list[Pin], list[str]]:
    """The pins of a link, in order and each once, and the parts of it that name nothing."""
    pins: list[Pin] = []
    wrong: list[str] = []
    for part in filter(None, text.split(BETWEEN_PINS)):
        pin = _pin(part)
        if pin is None or len(pins) == MOST:
            wrong.append(part)
        elif pin not in pins:
            pins.append(pin)
    return pins, wrong


def _pin(text: str) -> Pin | None:
    known = definitions.load()
    parts = text.split(BETWEEN_PARTS, 3)
    if len(parts) < 3 or parts[0] not in known.indicators or parts[1] not in known.indicators[parts[0]].levels:
        return None
    times = {mandate.term for mandate in known.mandates} if is_term(parts[2]) else set(known.periods)
    place = parts[3] if len(parts) > 3 else ""
    if parts[2] not in times or (place and place not in kinds_of_agency(known) and not known.geography.find(place)):
        return None
    return Pin(parts[0], parts[1], parts[2], place)


def written(pins: list[Pin]) -> str:
    """The pins as a link has them."""
    return BETWEEN_PINS.join(map(str, pins))


def kept() -> list[Pin]:
    """The pins of this visit."""
    return list(st.session_state.get("pins", ()))


def keep(pins: list[Pin]) -> None:
    """Let the visit have these pins."""
    st.session_state["pins"] = pins[:MOST]


def offer(view: View) -> None:
    """Beside a view: pin it, and go to what is pinned."""
    pin, pins = pin_of(view), kept()
    with st.container(horizontal=True, vertical_alignment="center", key="pinning"):
        full = len(pins) >= MOST
        hint = t("pin_full", most=MOST) if full else t("pin_help")
        st.button(t("pin_add"), key="pin", icon=":material/push_pin:", help=hint, disabled=full or pin in pins,
                  on_click=keep, args=([*pins, pin],))  # fmt: skip
        if pins:
            st.page_link(page_of(PATH), label=t("pin_compare", count=len(pins)), icon=":material/compare:",
                         query_params={PARAMETER: written(pins)} | links.kept())  # fmt: skip
