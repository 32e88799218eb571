"""The profile of a unit: which one, what it is, under whom, since when, and where its territory lies."""

from collections import Counter
from html import escape

import streamlit as st

from catalogue import definitions
from catalogue.geography import Geography
from catalogue.units import Unit
from presentation import boundaries, units
from presentation.language import date, name, t
from presentation.links import select
from presentation.units import PARAMETER

ORDER = ("province", "commune", "agency", "district")  # of those that exist; then of those that ended
ENDED_ORDER = ("province", "district", "agency", "commune")


def choose() -> Unit:
    """Choose a unit: a code means its version of today, else its last; a unit_id that version."""
    known = definitions.load()
    keys = _keys(known.geography, st.query_params.get(PARAMETER, ""))
    options = {key: units.placed(unit) for key, unit in keys.items()}
    with st.container(width=560):
        chosen = select(t("unit_choose"), PARAMETER, options, known.office.province_code)
    return keys[chosen]


def _keys(geography: Geography, asked: str) -> dict[str, Unit]:
    """The units in the order of the choice, each under the name that a link has for it."""
    day = units.today()
    found: dict[str, Unit] = {}
    for unit in sorted(geography.units.values(), key=lambda unit: _place(unit, ended=not unit.exists(day))):
        versions = geography.versions[unit.code]
        latest = geography.version_at(unit.code, day) or max(versions, key=lambda v: str(v.valid_to or v.valid_from or ""))
        found[unit.code if unit is latest and asked != unit.unit_id else unit.unit_id] = unit
    return found


def _place(unit: Unit, *, ended: bool) -> tuple[bool, int, str, str]:
    order = ENDED_ORDER if ended else ORDER
    return ended, order.index(unit.level), unit.code, str(unit.valid_from or "")


def identity(unit: Unit) -> None:
    """What the unit is: code, tier, what it belongs to, since when, whether it exists, where its territory came from."""
    known = definitions.load()
    day = units.today()
    st.header(units.labelled(unit), anchor=False)
    tier = name("agency_kind", unit.kind) if unit.level == "agency" else name("level", unit.level)
    facts = [
        (t("unit_code"), f"{escape(unit.code)} ({t('unit_version')} {escape(unit.unit_id)})"),
        (t("column_kind"), escape(tier)),
        (t("unit_parent"), units.anchor(unit.parent_id) if unit.parent_id else ""),
        (t("unit_life"), units.life(unit) or t("unit_life_open")),
        (t("unit_on_day", date=date(day)), t("unit_exists") if unit.exists(day) else t("unit_ended")),
        (t("unit_made_of"), _made_of(known.geography, unit)),
        (t("unit_verified"), "" if units.verified(unit) else t("unverified")),
    ]
    st.markdown(
        "<ul>" + "".join(f"<li>{escape(what)}: {told}</li>" for what, told in facts if told) + "</ul>", unsafe_allow_html=True
    )
    _crossing(known.geography, unit)
    _communes_of(known.geography, unit)
    _not_on_map(unit)


def _made_of(geography: Geography, unit: Unit) -> str:
    """The former districts of a commune's territory with how many of its former communes each gave, dominant first."""
    former = geography.former_districts.get(unit.unit_id, ())
    parts = [geography.units[c.from_unit_id] for c in geography.changes if c.to_unit_id == unit.unit_id]
    gave = Counter(part.parent_id for part in parts)
    told = [f"{units.anchor(one)} ({t('unit_gave', parts=gave[one], of=len(parts))})" for one in former]
    if len(told) > 1:
        told[0] = f"<strong>{told[0]}</strong> – {t('unit_dominant')}"
    return "; ".join(told)


def _crossing(geography: Geography, unit: Unit) -> None:
    former = geography.former_districts.get(unit.unit_id, ())
    if len(former) > 1:
        text = t("unit_crossing", districts=", ".join(geography.units[one].name for one in former),
                 dominant=geography.units[former[0]].name)  # fmt: skip
        st.info(f"⇄ {text}")


def _communes_of(geography: Geography, unit: Unit) -> None:
    """The communes of today on the territory of a former district."""
    within = {one: former for one, former in geography.former_districts.items() if unit.unit_id in former}
    if not within:
        return
    with st.expander(t("unit_communes_now", count=len(within)), icon=":material/location_city:"):
        lines = [
            f"<li>{units.anchor(one)}{'' if len(former) == 1 else ' ⇄ ' + t('unit_partly')}</li>"
            for one, former in sorted(within.items(), key=lambda pair: geography.units[pair[0]].code)
        ]
        st.markdown(f"<ul>{''.join(lines)}</ul>", unsafe_allow_html=True)


def _not_on_map(unit: Unit) -> None:
    """Say where a map was chosen that does not know the unit."""
    asked = boundaries.chosen_day()
    if asked and not units.there(unit, asked):
        st.warning(
            t("unit_not_on_map", unit=unit.name, date=date(asked), shown=date(units.map_day(unit))), icon=":material/map:"
        )
