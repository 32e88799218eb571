"""Names and labels that could not be matched in files that wait: an officer says once what is meant."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import streamlit as st

from catalogue import definitions
from catalogue.access import Principal
from catalogue.decision_models import LabelDecision, NameDecision
from catalogue.decisions import LABELS, NAMES
from catalogue.models import Period
from catalogue.units import Unit
from desk import sendings
from desk.sending import Sending
from presentation.desk_page import conflicting, frame, remembering
from presentation.language import lang, name, t
from presentation.links import select

OF_UNITS = ("unknown_row", "unit_unknown", "unit_ambiguous")  # problems that a name of a unit may mend
OF_LABELS = ("label_unknown", "label_unplaced", "label_ambiguous")
LOOKED_THROUGH = ("checked", "submitted")
PLAIN = ("skip", "sum", "filler")
LISTS = ("sex", "ethnicity", "age", "level")
UNIT, LABEL = "unit", "label"
STRANGER = "chu"  # parameter of the link


@dataclass(frozen=True)
class Stranger:
    """A text that was not understood, and the files that hold it."""

    text: str
    kind: str
    files: tuple[str, ...]
    places: tuple[str, ...]


def show(who: Principal, period: Period) -> None:
    """What was not matched, one to decide on, what was decided; then the conflicts between sources."""
    if not who.may("run_round"):
        st.info(t("officer_not_allowed"), icon=":material/lock:")
        return
    busy = remembering.came(who)
    st.subheader(t("officer_names_title"), anchor=False)
    st.caption(t("officer_names_note"))
    found = strangers(sendings.listed(who, period=period.period, states=LOOKED_THROUGH))
    if found:
        options = {one.text: t("officer_stranger", text=one.text, files=", ".join(one.files[:3])) for one in found}
        with st.container(width=620):
            chosen = select(t("officer_stranger_choose"), STRANGER, options, found[0].text)
        _decide(who, period, next(one for one in found if one.text == chosen), busy=busy)
    else:
        st.success(t("officer_names_none"), icon=":material/check:")
    remembering.listed(remembering.held(NAMES).values(), _told_name, key="officer_name_lines")
    remembering.listed(remembering.held(LABELS).values(), _told_label, key="officer_label_lines")
    conflicting.show(who, period, busy=busy)


def strangers(found: list[Sending]) -> list[Stranger]:
    """The texts that the checks of these files did not understand, those of most files first."""
    files: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    places: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for one in found:
        for problem in one.problems:
            kind = UNIT if problem["code"] in OF_UNITS else LABEL if problem["code"] in OF_LABELS else ""
            if kind and problem.get("found"):
                key = (problem["found"].strip(), kind)
                files[key][one.file_name] = None
                places[key][f"{problem['sheet']}!{problem['cell']}" if problem["sheet"] else one.file_name] = None
    told = [Stranger(text, kind, tuple(files[text, kind]), tuple(places[text, kind])) for text, kind in files]
    return sorted(told, key=lambda one: -len(one.files))


def _decide(who: Principal, period: Period, one: Stranger, *, busy: bool) -> None:
    with st.container(border=True, key="officer_stranger"):
        st.caption(t("officer_stranger_places", places=", ".join(one.places[:8])))
        kinds = [UNIT, LABEL]
        kind = st.radio(t("officer_stranger_is"), kinds, kinds.index(one.kind), key=f"officer_kind_{one.text}", horizontal=True,
                        format_func=lambda code: t(f"officer_stranger_{code}"))  # fmt: skip
        choices = _units(one.text, period) if kind == UNIT else _labels()
        st.selectbox(t("officer_meant"), list(choices), None, key=f"officer_meant_{kind}_{one.text}",
                     format_func=lambda code: choices.get(code, code))  # fmt: skip
        remembering.reason(f"officer_reason_{one.text}")
        st.button(t("officer_remember"), key="officer_remember", icon=":material/bookmark_add:", disabled=busy,
                  on_click=_remember, args=(who, one.text))  # fmt: skip


def _units(text: str, period: Period) -> dict[str, str]:
    """Units that exist then by code, the most similar names first; each told apart by where it lies."""
    known = definitions.load()
    near = known.geography.nearest(text, period.reference_date)
    there = [unit for unit in known.geography.units.values() if unit.exists(period.reference_date)]
    return {unit.code: _named(unit) for unit in dict.fromkeys([*near, *there])}


def _named(unit: Unit) -> str:
    above = definitions.load().geography.units.get(unit.parent_id or "")
    return f"{unit.name} ({above.name})" if above else unit.name


def _labels() -> dict[str, str]:
    """What a label can be said to mean: data elements, then who is counted, then what is not loaded."""
    known = definitions.load()
    found = {f"element {one.id}": str(getattr(one, f"name_{lang()}")) for one in known.elements.values()}
    for codelist in LISTS:
        found |= {f"{codelist} {c.code}": f"{t(f'officer_list_{codelist}')}: {name(codelist, c.code)}"
                  for c in known.codes if c.codelist == codelist}  # fmt: skip
    return found | {dimension: t(f"officer_label_{dimension}") for dimension in PLAIN}


def _remember(who: Principal, text: str) -> None:
    """Take what stands in the fields now: the page may not have been drawn since they were filled in."""
    state = st.session_state
    kind = state.get(f"officer_kind_{text}")
    meant, reason = state.get(f"officer_meant_{kind}_{text}"), state.get(f"officer_reason_{text}", "")
    if not meant:
        frame.missing("officer_meant_missing")
        return
    st.query_params.pop(STRANGER, None)
    said: dict[str, Any] = {"text": text, "reason": reason}
    if kind == UNIT:
        remembering.ask(who, NAMES, (text.casefold(),), said | {"code": meant})
        return
    dimension, _, code = meant.partition(" ")
    default = code if dimension == "element" else ""
    remembering.ask(who, LABELS, (text.casefold(),), said | {"dimension": dimension, "codes": code, "default": default})


def _told_name(line: NameDecision) -> dict[str, str]:
    known = definitions.load()
    versions = known.geography.versions.get(line.code or "", [])
    return {t("officer_text"): line.text, t("officer_meant"): versions[-1].name if versions else t("officer_taken_back")}


def _told_label(line: LabelDecision) -> dict[str, str]:
    code = " ".join(filter(None, (line.dimension, *line.codes)))
    return {t("officer_text"): line.text, t("officer_meant"): _labels().get(code, code or t("officer_taken_back"))}
