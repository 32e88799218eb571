"""The script that Streamlit runs for every visit: frame, language, demonstration mark, then the page."""

import streamlit as st

from catalogue import definitions
from catalogue.errors import DefinitionError, UserError
from presentation import access, boundaries, data, door, find, freshness, links, notes, page_frame, tools
from presentation.access import Visit
from presentation.components import STATIC
from presentation.language import PARAMETER, date, lang, settle, t
from presentation.navigation import follows_maps, needs, pages
from presentation.turns import turn


def main() -> None:
    """Draw the page that the link names."""
    settle()
    visit = access.visit()
    icon = str(STATIC / "icon.png") if visit.stands else ":material/lock:"  # who must sign in is sent no files
    st.set_page_config(page_icon=icon, layout="wide")
    door.keep(visit)
    page = st.navigation(pages(visit.principal), expanded=True, position="sidebar" if visit.stands else "hidden")
    st.set_page_config(page_title=f"{page.title} – {t('app_title')}")
    if links.carry(page.url_path, (PARAMETER, boundaries.PARAMETER, data.PIN)):
        st.rerun()  # the titles of the navigation are in the reader's language too
    if not visit.stands:
        st.title(page.title if visit.claims else t("app_title"), anchor=False)
        door.gate(visit)
        _language()
        return
    try:
        freshness.begin()
        _sidebar(page.url_path, visit)
        with st.container(horizontal=True, vertical_alignment="bottom", key="head"):
            st.title(page.title, anchor=False)
            tools.show()
            boundaries.choose()
            find.box(page.url_path)
        door.failed(visit)
        freshness.banner()
        if notes.is_demonstration():
            st.warning(t("demonstration_banner"), icon=":material/science:")
        boundaries.said(applies=follows_maps(page.url_path))
        if visit.principal.may(needs(page.url_path)):
            page.run()
        else:
            door.refused(visit, needs(page.url_path))
    except UserError as error:
        door.note(visit, error)
        st.error(definitions.load().words.say(error.message, lang()), title=t("error_title"), icon=":material/error:")
    except DefinitionError as error:
        st.error(str(error), title=t("error_title"), icon=":material/error:")


def _sidebar(path: str, visit: Visit) -> None:
    office = definitions.load().office
    with st.sidebar:
        page_frame.speak(path)
        door.box(visit)
        st.caption(office.committee_vi if lang() == "vi" else office.committee_en)
        at = notes.published_on()
        st.caption(t("sidebar_snapshot", date=f"{date(at.date())} {at:%H:%M}"))
        st.caption(notes.reports_in())
        freshness.pin()
        freshness.watch(data.latest())
        _language()


def _language() -> None:
    other = "en" if lang() == "vi" else "vi"
    st.button(t("language_other"), key="language", icon=":material/translate:", on_click=_speak, args=(other,))


def _speak(language: str) -> None:
    if language == "vi":
        st.query_params.pop(PARAMETER, None)
    else:
        st.query_params[PARAMETER] = language


with turn():
    main()
