"""The desk as a page: which of its parts is on the screen."""

import streamlit as st

from presentation.desk_page import due, frame, names, opened, publishing, reminding, round_view


def show() -> None:
    """Draw the part of the desk that the link names, for those whose desk it is."""
    who = frame.principal()
    if who is None:
        return
    section = frame.section()
    frame.said()
    if section == frame.PUBLISH:
        publishing.show(who)
        return
    period = frame.period()
    if section == frame.DUE:
        due.show(who, period)
    elif section == frame.NAMES:
        names.show(who, period)
    elif section == frame.REMIND:
        reminding.show(who, period)
    elif st.query_params.get(frame.OPENED):
        opened.show(who, period, st.query_params[frame.OPENED])
    else:
        round_view.show(who, period)
