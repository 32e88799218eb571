"""What a check found: errors first, each with its cell; alike ones together; warnings to be confirmed with a reason."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

import pandas as pd
import streamlit as st

from catalogue.access import Principal
from desk import sendings
from desk.sending import Sending
from presentation import tables
from presentation.language import lang, number, t
from presentation.sending.acting import carry_out

Problem = dict[str, Any]
ALIKE = 3  # problems of one kind on one sheet shown one by one; of more the others' cells are named
NAMED = 40  # cells named
FIRST = 25  # rows shown at once
SEVERITIES = ("error", "warning")


def show(sending: Sending) -> None:
    """All problems, as a table that is cards on a phone."""
    for severity in SEVERITIES:
        found = [one for one in sending.problems if one["severity"] == severity]
        if not found:
            continue
        st.markdown(f"**{t(f'sending_{severity}s', count=number(len(found)))}**")
        rows = [_row(*group) for group in _alike(found)]
        tables.read(pd.DataFrame(rows[:FIRST]), {}, key=f"sending_{severity}")
        if len(rows) > FIRST:
            with st.expander(t("sending_more_problems", count=number(len(rows) - FIRST))):
                tables.read(pd.DataFrame(rows[FIRST:]), {}, key=f"sending_{severity}_more")


def _alike(found: list[Problem]) -> list[tuple[Problem, list[Problem]]]:
    """Problems in the file's order, each with those of the same kind that are told together with it."""
    kind: Callable[[Problem], tuple[str, str]] = lambda one: (one["code"], one["sheet"] or "")  # noqa: E731
    groups: list[tuple[Problem, list[Problem]]] = []
    for _, same in groupby(sorted(found, key=kind), kind):
        alike = list(same)
        groups += [(alike[0], alike[1:])] if len(alike) > ALIKE else [(one, []) for one in alike]
    order = {id(one): place for place, one in enumerate(found)}
    return sorted(groups, key=lambda group: order[id(group[0])])


def _row(one: Problem, others: list[Problem]) -> dict[str, str]:
    """What it says; of a cell, where, what stands there and what should. Of a whole file the sentence says it all."""
    said = sentence(one)
    if others:
        cells = ", ".join(str(other["cell"] or "–") for other in others[:NAMED]) + ("…" if len(others) > NAMED else "")
        said += " " + t("sending_alike", count=number(len(others)), cells=cells)
    if one.get("confirmed"):
        said += " " + t("sending_confirmed_before", reason=one["confirmed"])
    return {
        t("sending_what_to_do"): said, t("column_sheet"): one["sheet"] or "", t("column_cell"): one["cell"] or "",
        t("sending_found"): (one["found"] or "") if one["sheet"] else "",
        t("sending_expected"): _expected(one) if one["sheet"] else "",
    }  # fmt: skip


def sentence(one: Problem) -> str:
    """The sentence of a problem in the reader's language, without its place, which stands beside it."""
    told = str(one["message"] if lang() == "vi" else one.get("message_en") or one["message"])
    place = t("problem_place", sheet=one["sheet"], cell=one["cell"] or "–") if one["sheet"] else ""
    return told.removeprefix(place).strip()


def _expected(one: Problem) -> str:
    return str((one["expected"] if lang() == "vi" else one.get("expected_en", one["expected"])) or "")


def confirm(who: Principal, sending: Sending) -> None:
    """Let warnings be confirmed, each or all, with a reason."""
    waiting = sending.unconfirmed
    if not waiting or sending.state != "checked":
        return
    st.markdown(f"**{t('sending_confirm', count=number(len(waiting)))}**")
    st.caption(t("sending_confirm_help"))
    names = {place: _named(one) for place, one in enumerate(waiting)}
    with st.form(f"sending_confirm_{sending.sending_id}_{sending.revision}", border=True):
        chosen = st.multiselect(t("sending_confirm_which"), list(names), format_func=lambda place: names[place],
                                placeholder=t("sending_confirm_choose"), disabled=len(waiting) == 1,
                                default=[0] if len(waiting) == 1 else None)  # fmt: skip
        every = len(waiting) > 1 and st.checkbox(t("sending_confirm_all", count=number(len(waiting))))
        reason = st.text_input(t("sending_reason"), max_chars=300)
        pressed = st.form_submit_button(t("sending_confirm_button"), icon=":material/done_all:")
    if not pressed:
        return
    meant = waiting if every or len(waiting) == 1 else [waiting[place] for place in chosen]
    if not meant:
        st.error(t("sending_confirm_none"), icon=":material/error:")
        return
    keys = {(one["code"], one["sheet"] or "", one["cell"] or "") for one in meant}
    carry_out(lambda: sendings.confirm(who, sending.sending_id, sending.revision, keys, reason))


def _named(one: Problem) -> str:
    place = f"{one['sheet']}!{one['cell'] or '–'}: " if one["sheet"] else ""
    return place + sentence(one)


def confirmed(sending: Sending) -> None:
    """Warnings that were confirmed, with the reason."""
    if not sending.confirmed:
        return
    with st.expander(t("sending_confirmed", count=number(len(sending.confirmed))), icon=":material/done_all:"):
        rows = [{t("sending_reason"): one["reason"], t("column_sheet"): one["sheet"], t("column_cell"): one["cell"]}
                for one in sending.confirmed]  # fmt: skip
        tables.read(pd.DataFrame(rows), {}, key="sending_confirmed")
