"""What is typed into a form: kept as a draft with every change, never written over what someone typed elsewhere unseen."""

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from catalogue.access import Principal
from catalogue.errors import Message, UserError
from desk import drafts, jobs
from desk.drafts import Draft
from desk.sending import Sending
from presentation import access
from presentation.language import t
from presentation.sending import fetch
from presentation.sending.owed import Owed

GENERATED = "!"  # names no cell: the form began with demonstration figures, and is marked as such
SEEN = "sending_seen_"  # begins the key of the field that tells what the browser shows
ENDED = ("accepted", "published", "withdrawn")  # sendings that the store speaks of better


@dataclass
class Typed:
    """A form as this visit has it. `generation` names its widgets anew when it was taken from elsewhere."""

    cells: dict[str, str]
    revision: int = 0
    saved_at: Any = None
    saved_by: str = ""
    generation: int = 0
    seen: str | None = None  # the revision that the browser showed when this visit began, if it showed one
    refused: Message | None = None  # why the last change was not kept
    unsaved: dict[str, str] = field(default_factory=dict)  # what was typed and not kept

    @property
    def generated(self) -> bool:
        return GENERATED in self.cells


def opened(who: Principal, owed: Owed, live: list[Sending]) -> Typed | None:
    """The form as it was left, else as the last sending or version has it; None while that is looked up."""
    state, key = st.session_state, f"sending_typed_{owed.key}"
    draft = drafts.kept(who, owed.unit.unit_id, owed.period.period)
    if key in state:
        return state[key]  # type: ignore[no-any-return]
    if draft is not None:
        state[key] = _of(draft)
        state[key].seen = state.get(f"{SEEN}{owed.key}")
        return state[key]  # type: ignore[no-any-return]
    base = next((one.sending_id for one in live if one.state not in ENDED and one.shape == "form"), None)
    told: dict[str, Any] = {"unit_id": owed.unit.unit_id, "period": owed.period.period} | ({"sending": base} if base else {})
    job = fetch.done(who, f"sending_prefill_{owed.key}_{base or 0}", lambda: jobs.ask(who, "prefill", **told))
    if job is None:
        return None
    said = job.result or {"cells": {}}
    state[key] = Typed(said["cells"] | ({GENERATED: "yes"} if said.get("demonstration") else {}))
    return state[key]  # type: ignore[no-any-return]


def newer(who: Principal, owed: Owed, typed: Typed) -> Draft | None:
    """The draft that someone saved since, elsewhere."""
    draft = drafts.kept(who, owed.unit.unit_id, owed.period.period)
    return draft if draft is not None and draft.revision != typed.revision else None


def write(owed: Owed, typed: Typed, name: str, text: str) -> None:
    """Take what was typed into a cell and keep the draft; what could not be kept is remembered and said."""
    cells = {one: said for one, said in (typed.cells | {name: text}).items() if said.strip()}
    try:
        keep(access.who(), owed, typed, cells)
    except UserError as refused:
        typed.refused = refused.message
        typed.unsaved[name] = text
    typed.cells = cells


def heard(owed: Owed, typed: Typed, name: str, text: str) -> None:
    """Take what was typed while the line was broken, if it was typed into the draft as it is now; else it is only said."""
    if typed.seen in (None, str(typed.revision)):
        write(owed, typed, name, text)
        typed.seen = str(typed.revision)
    else:
        typed.refused, typed.unsaved[name] = Message.of("desk_draft_stale", name=typed.saved_by or "–"), text


def show_seen(owed: Owed, typed: Typed) -> None:
    """Let the browser hold the revision that it shows, out of sight: it tells it to the next session if this one ends."""
    key = f"{SEEN}{owed.key}"
    st.session_state[key] = str(typed.revision)
    with st.container(key="sending_seen"):
        st.text_input(t("sending_part"), key=key)


def keep(who: Principal, owed: Owed, typed: Typed, cells: dict[str, str]) -> None:
    """Keep these cells as the draft.

    Raises:
        StaleError: someone typed into it elsewhere.
    """
    saved = drafts.save(who, owed.unit.unit_id, owed.period.period, typed.revision, cells)
    typed.revision, typed.saved_at, typed.saved_by = saved.revision, saved.saved_at, saved.saved_by
    typed.refused, typed.unsaved = None, {}


def take(owed: Owed, draft: Draft, *, mine: dict[str, str] | None = None) -> None:
    """Go on from a draft that was saved elsewhere; with `mine`, what was typed here laid over it and kept."""
    before = st.session_state.get(f"sending_typed_{owed.key}")
    typed = _of(draft)
    typed.generation = before.generation + 1 if before else 0
    if mine:
        cells = {name: text for name, text in (typed.cells | mine).items() if text.strip()}
        keep(access.who(), owed, typed, cells)
        typed.cells = cells
    st.session_state[f"sending_typed_{owed.key}"] = typed


def begin_anew(owed: Owed, typed: Typed, *, empty: bool) -> None:
    """Leave what was typed: begin with an empty form, or with what was said before."""
    who = access.who()
    if empty:
        keep(who, owed, typed, {})
        typed.cells, typed.generation = {}, typed.generation + 1
        return
    drafts.drop(who, owed.unit.unit_id, owed.period.period)
    for key in [
        key for key in st.session_state if str(key).startswith((f"sending_typed_{owed.key}", f"sending_prefill_{owed.key}"))
    ]:
        del st.session_state[key]


def _of(draft: Draft) -> Typed:
    return Typed(dict(draft.content), draft.revision, draft.saved_at, draft.saved_by)
