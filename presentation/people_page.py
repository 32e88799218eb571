"""The administrator's page: who has which role, faults of the list with what to do, a new list taken whole or not at all."""

import functools
from collections.abc import Iterable

import pandas as pd
import streamlit as st

from catalogue import definitions
from catalogue.access import Principal
from catalogue.clock import office_now
from catalogue.errors import Message, UserError
from desk import people_file
from desk.people import People, Person, parsed
from presentation import access, door, private_files, sign_in, tables
from presentation.find import escaped
from presentation.freshness import moment
from presentation.language import date, lang, number, t

FILE = "people.csv"
SHOWN = 20  # faults and changes shown


def listed() -> None:
    """The people of the list in use, and its faults."""
    known, current = definitions.load(), people_file.current(access.who())
    found = parsed(current.content, FILE, known) if current.content else People()
    if not sign_in.section():
        st.info(t("people_no_sign_in"), icon=":material/info:")
    if not current.recorded:
        st.warning(t("people_by_hand"), icon=":material/edit_note:")
    if not current.content:
        st.info(t("people_empty"), icon=":material/group_off:")
    _told(found.faults)
    if found.found:
        st.caption(t("people_count", count=number(len(found.found)), readers=t(f"people_readers_{known.office.readers}")))
        tables.read(pd.DataFrame([_row(one) for one in found.found]), {}, key="people")
    if current.content:
        private_files.button(
            t("people_take"), lambda who: people_file.current(who).content, FILE, "text/csv", key="people_take"
        )


def _row(one: Person) -> dict[str, str]:
    known = definitions.load()
    role, units = known.roles[one.role], known.geography.units
    return {
        t("people_address"): one.person, t("people_name"): one.name, t("people_role_of"): str(getattr(role, f"name_{lang()}")),
        t("people_units"): ", ".join(sorted({units[unit].name for unit in one.units})) or "–",
        t("people_from"): date(one.valid_from) if one.valid_from else "–",
        t("people_to"): date(one.valid_to) if one.valid_to else "–",
        t("people_today"): t("yes" if one.holds(office_now().date()) else "no"),
    }  # fmt: skip


def replacing() -> None:
    """Let a new list be chosen; say everything that is wrong with it, or who gains and loses a role; take it."""
    st.header(t("people_new"), anchor=False)
    st.caption(t("people_new_note"))
    _said()
    sent = st.file_uploader(t("people_choose"), type=["csv"], key="people_file", max_upload_size=1)
    if sent is None:
        return
    content, known = sent.getvalue(), definitions.load()
    current = people_file.current(access.who())
    found, faults = people_file.checked(access.who(), content, known)
    if faults:
        st.error(t("people_refused", count=number(len(faults))), icon=":material/error:")
        _told(faults)
        return
    before = parsed(current.content, FILE, known) if current.content else People()
    gone, come = set(before.found) - set(found.found), set(found.found) - set(before.found)
    st.write(t("people_changes", come=number(len(come)), gone=number(len(gone)), count=number(len(found.found))))
    for label, side in (("people_come", come), ("people_gone", gone)):
        if side:
            st.caption(t(label))
            tables.read(pd.DataFrame([_row(one) for one in sorted(side, key=lambda one: one.person)]), {}, key=label)
    st.button(t("people_replace"), key="people_replace", type="primary", icon=":material/check:", on_click=_replace,
              args=(content, current.sha256))  # fmt: skip


def _replace(content: bytes, seen: str) -> None:
    try:
        people_file.replace(access.who(), content, seen, definitions.load())
        st.session_state["people_said"] = Message.of("people_replaced")
    except UserError as error:
        door.note(access.visit(), error)
        st.session_state["people_said"] = error.message


def _said() -> None:
    said: Message | None = st.session_state.pop("people_said", None)
    if said is not None:
        show = st.success if said.key == "people_replaced" else st.error
        show(definitions.load().words.say(said, lang()))


def history() -> None:
    """Who replaced the list when, each earlier list to be taken away."""
    entries = people_file.history(access.who())
    if not entries:
        return
    st.header(t("people_history"), anchor=False)
    for entry in entries[:SHOWN]:
        with st.container(horizontal=True, vertical_alignment="center", key=f"people_{entry['number']}"):
            st.caption(t("people_entry", at=moment(entry["at"]), name=escaped(str(entry["name"] or entry["person"]))))  # type: ignore[arg-type]
            if entry["before"] != people_file.NONE:
                sha256 = str(entry["before"])
                private_files.button(t("people_before"), functools.partial(_kept, sha256), f"people-{sha256[:12]}.csv",
                                     "text/csv", key=f"people_before_{entry['number']}", type="tertiary")  # fmt: skip


def _kept(sha256: str, who: Principal) -> bytes:
    return people_file.kept(who, sha256)


def _told(faults: Iterable[Message]) -> None:
    words, all_of_them = definitions.load().words, list(faults)
    if all_of_them:
        lines = [f"- {escaped(words.say(fault, lang()))}" for fault in all_of_them[:SHOWN]]
        more = [f"- … +{len(all_of_them) - SHOWN}"] if len(all_of_them) > SHOWN else []
        st.warning("\n".join([*lines, *more]), icon=":material/warning:")
