"""The search box on every page and the page of results: links grouped by kind, the best kind first."""

from collections import Counter
from html import escape

import streamlit as st

from catalogue import definitions
from catalogue.find import Entry, Index, Rank
from catalogue.units import Unit
from presentation import links, notes, units
from presentation.components import component
from presentation.find_entries import index
from presentation.language import lang, name, number, t
from presentation.navigation import FIND, page_of
from presentation.targets_page import due_text, requirement

TEXT, KIND = "q", "loai"
HEADINGS = {
    "page": "find_pages", "unit": "find_units", "indicator": "find_indicators", "document": "find_documents",
    "target": "find_targets", "term": "find_terms", "source": "find_sources",
}  # fmt: skip
FEW = 8  # results of a kind before one asks for more
EXAMPLES = {
    "page": "quy hoach", "unit": "luc nam", "indicator": "ty le nu cap uy", "document": "ct45", "target": "quoc hoi 35",
    "term": "mau so", "source": "hoa binh",
}  # fmt: skip
_SHORTCUT = component("find", "<span></span>")


def box(path: str) -> None:
    """Show the search box on the page at `path`; what is asked for opens the page of results."""
    asked = st.session_state.pop("find_asked", "")
    if asked:
        st.session_state["find_opened"] = asked
        st.switch_page(page_of(FIND), query_params={TEXT: asked} | links.kept())
    shown = st.query_params.get(TEXT, "") if path == FIND else ""
    if st.session_state.get("find_text", "") != shown:
        st.session_state["find_text"] = shown
    with st.form("find", border=False, width=285), st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(t("find_label"), key="find_text", type="search", placeholder=t("find_placeholder"), max_chars=200)
        st.form_submit_button(t("find_go"), key="find_go", on_click=_ask)
    _SHORTCUT(key="find_shortcut", data={"opened": st.session_state.pop("find_opened", "")}, height=1)


def _ask() -> None:
    st.session_state["find_asked"] = st.session_state["find_text"].strip()


def known_entries() -> Index:
    """The index for the definitions and the snapshot in use."""
    return index(definitions.load().version, units.today())


def text() -> str:
    """What the link asks for."""
    return str(st.query_params.get(TEXT, "")).strip()


def results() -> None:
    """All that answers, grouped by kind; few of each unless one kind is asked for."""
    asked = text()
    hits = known_entries().search(asked)
    if not hits:
        _nothing(asked)
        return
    st.markdown(f"**{t('find_results', count=number(len(hits)), text=escaped(asked))}**")
    if hits[0].rank in (Rank.NEAR, Rank.SPELLING):
        st.info(t("find_spelling", text=escaped(asked)), icon=":material/spellcheck:")
    groups = {kind: [hit.entry for hit in hits if hit.entry.kind == kind] for kind in dict.fromkeys(h.entry.kind for h in hits)}
    only = links.chosen(KIND, ["", *groups], "")
    with st.container(key="found"):
        for kind, found in groups.items():
            if only in ("", kind):
                _group(asked, kind, found, whole=only == kind)
    if only:
        st.page_link(
            page_of(FIND), label=t("find_fewer"), icon=":material/arrow_back:", query_params={TEXT: asked} | links.kept()
        )


def _group(asked: str, kind: str, found: list[Entry], *, whole: bool) -> None:
    st.header(f"{t(HEADINGS[kind])} ({number(len(found))})", anchor=False)
    listed(found if whole else found[:FEW])
    if not whole and len(found) > FEW:
        query = {TEXT: asked, KIND: kind} | links.kept()
        label = t("find_all", count=number(len(found)))
        st.page_link(page_of(FIND), label=label, icon=":material/unfold_more:", query_params=query)


def listed(entries: list[Entry]) -> None:
    """A list of links: the name of each, and what tells it from others. HTML, since a page link is cut on a phone."""
    lines = []
    for entry in entries:
        about = _about(entry)
        link = (
            f'<a href="{escape(units.address(entry.path, dict(entry.parameters)))}" target="_self">{escape(title(entry))}</a>'
        )
        lines.append(f"<li>{link}{' – ' + escape(about) if about else ''}</li>")
    st.markdown(f"<ul>{''.join(lines)}</ul>", unsafe_allow_html=True)


def title(entry: Entry) -> str:
    """The name of an entry in the reader's language; of a unit with the time it existed if it ended."""
    if entry.kind == "unit":
        return units.labelled(definitions.load().geography.units[entry.id])
    return entry.titles[-1] if lang() == "en" else entry.titles[0]


def _about(entry: Entry) -> str:
    known = definitions.load()
    if entry.kind == "unit":
        return _place(known.geography.units[entry.id])
    if entry.kind == "indicator":
        return t(f"page_{known.indicators[entry.id].theme}")
    if entry.kind == "target":
        return target_facts(entry.id)
    if entry.kind == "term":
        return entry.titles[0 if lang() == "en" else -1]
    return ", ".join(entry.around[:3]) if entry.kind == "source" else ""


def _place(unit: Unit) -> str:
    """The tier of a unit, what it belongs to, and of a commune of today the districts its territory was in."""
    geography = definitions.load().geography
    tier = name("agency_kind", unit.kind) if unit.level == "agency" else name("level", unit.level)
    parent = [geography.units[unit.parent_id].name] if unit.parent_id else []
    former = [geography.units[one].name for one in geography.former_districts.get(unit.unit_id, ())]
    return ", ".join([tier, *parent, *([t("find_formerly", districts=", ".join(former))] if former else [])])


def target_facts(target_id: str) -> str:
    """What tells a target from others: what it requires, its level, its document, when it is due."""
    target = definitions.load().targets[target_id]
    level = t("level_all") if target.level == "all" else name("level", target.level)
    return ", ".join(filter(None, [requirement(target), level, notes.document(target), due_text(target.due)]))


def _nothing(asked: str) -> None:
    if asked:
        st.info(t("find_nothing"), title=t("find_nothing_title", text=escaped(asked)), icon=":material/search_off:")
        near = known_entries().nearest(asked)
        if near:
            st.header(t("find_nearest"), anchor=False)
            with st.container(key="found"):
                listed(list(near))
    st.header(t("find_what_title"), anchor=False)
    st.write(t("find_what"))
    counts = Counter(entry.kind for entry in known_entries().entries)
    lines = []
    for kind, heading in HEADINGS.items():
        example = f'<a href="{escape(units.address(FIND, {TEXT: EXAMPLES[kind]}))}" target="_self">{escape(EXAMPLES[kind])}</a>'
        lines.append(f"<li>{escape(t(heading))} ({number(counts[kind])}), {t('find_example')} {example}</li>")
    st.markdown(f"<ul>{''.join(lines)}</ul>", unsafe_allow_html=True)


def escaped(words: str) -> str:
    """A text as Markdown shows it unchanged."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()<>#+-.!|~:$&" else letter for letter in words)
