"""The official terms, each with its meaning, filtered by the reader; every term has a link of its own."""

from html import escape

import streamlit as st

from catalogue import definitions
from catalogue.find import Entry, Index
from catalogue.glossary import Term
from catalogue.text import unmarked
from presentation import find, links
from presentation.language import lang, number, t
from presentation.links import chosen
from presentation.navigation import GLOSSARY, page_of
from presentation.units import address

TERM, FILTER = "tu", "loc"


def one() -> Term | None:
    """The term that the link asks for; None means all."""
    known = definitions.load().glossary
    asked = chosen(TERM, ["", *known], "")
    return known.get(asked)


def show(term: Term) -> None:
    """Show one term and the way back to all."""
    _listed([term])
    st.page_link(page_of(GLOSSARY), label=t("glossary_all"), icon=":material/menu_book:", query_params=links.kept())


def all_terms() -> None:
    """Show the terms that have what the reader types, in a name or in the explanation, tone marks optional."""
    terms = list(definitions.load().glossary.values())
    st.caption(t("glossary_intro", count=number(len(terms))))
    asked = st.query_params.get(FILTER, "")
    if st.session_state.get("glossary_filter", "") != asked:
        st.session_state["glossary_filter"] = asked
    with st.container(width=420):
        st.text_input(t("glossary_filter"), key="glossary_filter", placeholder=t("glossary_placeholder"), type="search",
                      live=True, on_change=_write)  # fmt: skip
    shown = _having(terms, asked) if asked.strip() else terms
    if shown:
        _listed(sorted(shown, key=_first))
    else:
        st.info(t("glossary_none", text=find.escaped(asked)), icon=":material/search_off:")


def _write() -> None:
    typed = st.session_state["glossary_filter"].strip()
    if typed:
        st.query_params[FILTER] = typed
    else:
        st.query_params.pop(FILTER, None)


def _having(terms: list[Term], asked: str) -> list[Term]:
    said = {term.id: (*term.other_names, term.definition_vi, term.definition_en) for term in terms}
    entries = [Entry("term", term.id, (term.term_vi, term.term_en), GLOSSARY, names=said[term.id]) for term in terms]
    found = {hit.entry.id for hit in Index(entries, definitions.load().abbreviations).search(asked)}
    return [term for term in terms if term.id in found]


def _first(term: Term) -> str:
    """By which a reader looks it up."""
    return unmarked(term.term_vi if lang() == "vi" else term.term_en)


def _listed(terms: list[Term]) -> None:
    st.markdown(f"<dl>{''.join(_told(term) for term in terms)}</dl>", unsafe_allow_html=True)


def _told(term: Term) -> str:
    names = (term.term_vi, term.term_en) if lang() == "vi" else (term.term_en, term.term_vi)
    meaning = term.definition_vi if lang() == "vi" else term.definition_en
    small = [t("glossary_also", names=", ".join(term.other_names)) if term.other_names else "",
             t("glossary_source", source=term.source) if term.source else ""]  # fmt: skip
    under = " · ".join(escape(text) for text in small if text)
    link = f'<a href="{escape(address(GLOSSARY, {TERM: term.id}))}" target="_self">{escape(names[0])}</a>'
    return (
        f"<dt><strong>{link}</strong> – {escape(names[1])}</dt>"
        f"<dd>{escape(meaning)}{f'<br><small>{under}</small>' if under else ''}</dd>"
    )
