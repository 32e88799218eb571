"""A topic page as a whole: the view chosen, its sections in order, where its numbers come from."""

import streamlit as st

from presentation import evidence, filters, freshness, notes, pins, topic, topic_time, topic_units, turns
from presentation.views import View


@st.fragment  # a filter changes nothing around the page: navigation, search and head are not drawn anew
@turns.turn()
def show(theme: str) -> None:
    """Show the indicators of a theme: summary, bars, table, change, districts by year, evidence, method."""
    freshness.together()
    view = filters.topic(theme)
    if view is None:
        notes.empty()
        return
    topic.summary(view)
    pins.offer(view)
    _numbers(view, topic_units.by_unit(view))
    topic_time.change(view)
    topic_time.district_years(view)
    evidence.sources(view)
    notes.method(view.indicator)


@st.fragment  # what a number is made of changes nothing but the table and its explanation
@turns.turn()
def _numbers(view: View, layout: str) -> None:
    freshness.together()
    topic.table(view, layout)
    evidence.explain(view, layout)
