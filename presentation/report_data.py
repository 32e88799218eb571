"""What pages read of the reports in sentences: sections, figures proposed from them, the index of their words."""

import sqlite3

import pandas as pd
import streamlit as st
from sqlalchemy import select

from catalogue import definitions
from presentation import data
from store import connection as db
from store import full, section_index
from store import proposals as stored
from store.beside import Row
from store.hot_issues import hot_issues
from store.schema import section
from store.section_index import Found


@st.cache_resource(max_entries=6, show_spinner=False)
def _index(identifier: str, *, private: bool) -> sqlite3.Connection:
    """The index of a snapshot's published or other sections, made again in memory where its file is gone."""
    outline = definitions.load().outline
    path = section_index.index_of(data.bare(identifier))
    path = full.beside(path) if private else path
    if path.is_file():
        return section_index.opened(path)
    with data.engine(identifier).connect() as connection:
        wanted = outline.private if private else outline.published
        return section_index.in_memory(section_index.parts(connection, wanted))


@st.cache_data(max_entries=256, show_spinner=False)
def search(identifier: str, text: str, code: str, units: tuple[str, ...], period: str) -> list[Found]:
    """Sections that hold all words of a text, see `store.section_index.search`; all sections for those who may read them."""
    kinds = (False, True) if data.cleared(identifier) == full.FULL else (False,)
    found = [
        one
        for private in kinds
        for one in section_index.search(_index(identifier, private=private), text, code=code, units=units, period=period)
    ]
    return sorted(found, key=lambda one: not one.together)


@st.cache_data(max_entries=4, show_spinner=False)
def reports(identifier: str) -> pd.DataFrame:
    """The reports in force, see `store.proposals.narrative_reports`."""
    with data.engine(identifier).connect() as connection:
        return stored.narrative_reports(connection).to_pandas()


@st.cache_data(max_entries=64, show_spinner=False)
def sections(identifier: str, submission_id: int) -> pd.DataFrame:
    """The published sections of one report, in order: the columns of `section`."""
    statement = select(section).where(section.c.submission_id == submission_id).order_by(section.c.place)
    with data.engine(identifier).connect() as connection:
        return db.fetch(connection, statement).to_pandas()


@st.cache_data(max_entries=16, show_spinner=False)
def proposals(identifier: str, sha256: str, unit_id: str, period: str) -> list[Row]:
    """The figures proposed from one report, see `store.proposals.proposals`."""
    with data.engine(identifier).connect() as connection:
        rows: list[Row] = stored.proposals(connection, sha256=sha256, unit_id=unit_id, period=period).to_pylist()
    return rows


@st.cache_data(max_entries=64, show_spinner=False)
def hot_issues_of(identifier: str, unit_id: str) -> pd.DataFrame:
    """What a unit tells of hot issues, see `store.hot_issues`; nothing for those who read the public snapshot."""
    known = definitions.load()
    codes = [section.code for section in known.outline.sections if section.sensitive]
    with data.engine(identifier).connect() as connection:
        return hot_issues(connection, unit_id, codes, known.sensitive_elements).to_pandas()
