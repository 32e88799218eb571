"""A legal document: how it is cited here, the targets that rest on it, the units that it changed."""

import streamlit as st

from catalogue import definitions
from catalogue.documents import Document
from presentation import find
from presentation.language import date, lang, number, t
from presentation.units import anchor

PARAMETER = "van_ban"
FEW = 30  # changed units named before the rest is folded away


def chosen() -> Document | None:
    """The document that the link asks for; one that is not known is said."""
    asked = st.query_params.get(PARAMETER)
    if not asked:
        return None
    found = definitions.load().documents.get(asked)
    if found is None:
        st.warning(t("document_unknown", value=find.escaped(asked)), icon=":material/link_off:")
    return found


def show(document: Document) -> None:
    """Show a document and everything that names it."""
    st.header(f"{document.name} ({document.date})" if document.date else document.name, anchor=False)
    st.caption(f"{t('document_cited')}: " + "; ".join(find.escaped(text) for text in document.cited))
    _targets(document)
    _changes(document)
    st.caption(t("document_back"))


def _targets(document: Document) -> None:
    if not document.targets:
        return
    targets = definitions.load().targets
    st.subheader(f"{t('document_targets')} ({number(len(document.targets))})", anchor=False)
    entries = {entry.id: entry for entry in find.known_entries().entries if entry.kind == "target"}
    apart = [one for one in document.targets if not (targets[one].indicator and targets[one].assessed)]
    find.listed([entries[one] for one in document.targets if one not in apart])
    told = [
        f"- {find.escaped(getattr(targets[one], f'title_{lang()}'))} – {find.escaped(find.target_facts(one))}" for one in apart
    ]
    if told:
        st.markdown("\n".join([f"{t('document_not_counted').capitalize()}:", "", *told]))


def _changes(document: Document) -> None:
    if not document.changes:
        return
    known = definitions.load()
    st.subheader(f"{t('document_changes')} ({number(len(document.changes))})", anchor=False)
    lines = []
    for change in document.changes:
        into = anchor(change.to_unit_id) if change.to_unit_id else "…"
        kind = known.name("unit_change", change.change, lang())
        lines.append(f"<li>{date(change.date)}: {anchor(change.from_unit_id)} → {into} ({kind})</li>")
    st.markdown(f"<ul>{''.join(lines[:FEW])}</ul>", unsafe_allow_html=True)
    if len(lines) > FEW:
        with st.expander(t("find_all", count=number(len(lines)))):
            st.markdown(f"<ul>{''.join(lines[FEW:])}</ul>", unsafe_allow_html=True)
