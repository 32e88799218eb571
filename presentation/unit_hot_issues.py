"""What a unit tells of hot issues, on its profile: for officers and leaders only."""

import streamlit as st

from catalogue.units import Unit
from presentation import data, find, report_data
from presentation.language import t, when
from store.full import FULL

MOST = 4  # texts on the page


def show(unit: Unit) -> None:
    """The texts on hot issues in the latest reports of a unit; the page of a public reader says nothing of them."""
    if data.cleared(data.texts()) != FULL:
        return
    rows = report_data.hot_issues_of(data.texts(), unit.unit_id)
    st.subheader(t("page_violence"), anchor="bao-luc")
    st.caption(t("protected_unsuppressed"))
    if rows.empty:
        st.info(t("empty_title"), icon=":material/search_off:")
    for row in rows.head(MOST).to_dict("records"):
        st.markdown(f"**{find.escaped(when(row['period']))}**")
        st.markdown("\n\n".join(f"“{find.escaped(line)}”" for line in row["text"].splitlines()))
        st.caption(find.escaped(t("reports_file", file=row["file"], version=row["version"])))
