"""What a unit was made from and what it became, as nested lists: every step with its date, kind, legal basis and links."""

from collections.abc import Iterable
from html import escape

import streamlit as st

from catalogue import definitions, lineage
from catalogue.lineage import Step
from catalogue.models import UnitChange
from catalogue.units import Unit
from presentation import units
from presentation.language import date, name, t


def tree(unit: Unit) -> None:
    """Predecessors, the unit itself, successors."""
    succession = definitions.load().geography.succession
    st.subheader(t("unit_history"), anchor="lich-su")
    back, on = lineage.before(succession, unit.unit_id), lineage.after(succession, unit.unit_id)
    enlarged = _possibly_enlarged(unit.unit_id)
    if not (back or on or enlarged):
        st.write(t("unit_no_changes"))
        return
    blocks = [
        _block(t("unit_before"), _steps(back) + enlarged or _item(t("unit_before_none"))),
        _block(t("unit_itself"), _item(f"<strong>{escape(units.labelled(unit))}</strong>")),
        _block(t("unit_after"), _steps(on) or _item(t("unit_after_none"))),
    ]
    st.markdown(f"<ul>{''.join(blocks)}</ul>", unsafe_allow_html=True)


def _block(heading: str, items: str) -> str:
    return f"<li>{escape(heading)}<ul>{items}</ul></li>"


def _item(text: str) -> str:
    return f"<li>{text}</li>"


def _steps(steps: Iterable[Step]) -> str:
    """Steps that one decision made stand under one line."""
    groups: dict[str, list[Step]] = {}
    for step in steps:
        groups.setdefault(_decision(step.change), []).append(step)
    return "".join(_item(f"{decision}<ul>{''.join(_other_side(s) for s in under)}</ul>") for decision, under in groups.items())


def _decision(change: UnitChange, word: str = "") -> str:
    """Date, kind (or `word`), legal basis of a change, and whether it was verified."""
    kind = t(word) if word else name("unit_change", change.change)
    basis = t("break_basis", documents=change.legal_basis or t("unit_no_basis"))
    unsure = "" if change.verified == "yes" else f" ({t('unverified')})"
    return escape(f"{date(change.date)}: {kind}. {basis}{unsure}")


def _other_side(step: Step) -> str:
    if step.unit_id is None:
        return _item(_unknown(step.change) if lineage.unconfirmed(step.change) else _ended(step.change.from_unit_id))
    back = step.unit_id == step.change.from_unit_id
    further = _steps(step.beyond) + (_possibly_enlarged(step.unit_id) if back else "")
    return _item(units.anchor(step.unit_id) + (f"<ul>{further}</ul>" if further else ""))


def _ended(unit_id: str) -> str:
    former = definitions.load().geography.former_districts.values()
    return escape(t("unit_abolished_district" if any(unit_id in one for one in former) else "unit_abolished"))


def _unknown(change: UnitChange) -> str:
    """That a successor is not known, and which units it may be."""
    geography = definitions.load().geography
    near = lineage.possible_successors(geography.succession, change)
    unit = geography.units[change.from_unit_id]
    place = geography.units[unit.parent_id].name if unit.parent_id else ""
    told = escape(t("unit_successor_unknown", place=place, count=len(near)))
    return f"{told} {', '.join(units.anchor(one) for one in near)}"


def _possibly_enlarged(unit_id: str) -> str:
    """The units that a unit may have taken in, of which it is not known."""
    groups: dict[str, list[str]] = {}
    for change in lineage.possible_parts(definitions.load().geography.succession, unit_id):
        groups.setdefault(_decision(change, "unit_maybe_enlarged"), []).append(units.anchor(change.from_unit_id))
    return "".join(_item(f"{decision}: {', '.join(names)}") for decision, names in groups.items())
