"""The inspection list: which communes to look at first, by components and weights anyone can see and change."""

import pandas as pd
import streamlit as st

from catalogue import definitions
from presentation import data, notes, tables
from presentation.download_buttons import buttons
from presentation.language import lang, number, t, title
from presentation.links import select
from presentation.targets_page import requirement
from store.full import FULL

LEVEL = "commune"  # the units that report to the province since 7/2025
WEIGHTS = {str(weight): str(weight) for weight in range(6)}
FIRST = 5


def weights() -> tuple[tuple[str, int], ...]:
    """Choose the weight of each component; 0 leaves it out."""
    st.write(t("inspection_intro"))
    st.info(_note(), icon=":material/shield:")
    with st.expander(t("inspection_weights"), icon=":material/balance:", expanded=True):
        return tuple(
            (one.id, int(select(_label(one.id), f"trong_so_{one.id}", WEIGHTS, str(one.weight), segmented=True)))
            for one in data.components(data.current())
        )


def _note() -> str:
    """What the list leaves out, or that it is not to be handed on."""
    if data.cleared(data.current()) == FULL:
        return t("protected_unsuppressed")
    return str(getattr(definitions.load().inspection, f"note_{lang()}"))


def _label(component: str) -> str:
    known = definitions.load()
    one = next(c for c in known.inspection.components if c.id == component)
    if one.target is None or one.measure == "unreported":
        return title(one)
    target = known.targets[one.target]
    return f"{title(one)} – {notes.document(target)}, {requirement(target)}"


def ranking(chosen: tuple[tuple[str, int], ...]) -> None:
    """The list, its components beside the score, and its download."""
    places = data.inspection(data.current(), LEVEL, chosen, notes.published_on().date())
    if not places:
        notes.empty()
        return
    st.markdown(t("inspection_first", units=", ".join(f"**{p.unit}** ({number(p.score)})" for p in places[:FIRST])))
    heads = {one.id: f"{title(one)} (%)" for one in data.components(data.current())}
    shown = pd.DataFrame(
        [{t("column_unit"): p.unit, t("inspection_score"): p.score}
         | {heads[one]: None if v is None else 100 * v for one, v in p.components.items()} for p in places]
    )  # fmt: skip
    tables.show(shown, {t("inspection_score"): 0} | dict.fromkeys(heads.values(), 0), key="inspection")
    flat = pd.DataFrame([{"unit_id": p.unit_id, "unit": p.unit, "score": p.score, **p.components} for p in places])
    about = {"title": t("page_inspection"), "weights": ", ".join(f"{one}={weight}" for one, weight in chosen)}
    buttons(flat, "uu-tien-kiem-tra", about | {"note": _note()}, key="inspection")
