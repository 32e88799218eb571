"""What the screen says of who is at the page: the box in the sidebar, the ways in and out, and why a page does not open."""

import logging

import streamlit as st

from catalogue import definitions
from catalogue.access import DeniedError, Permission
from catalogue.errors import Message, UserError
from desk import people, refusals, sign_ins
from presentation import access, sign_in
from presentation.access import Visit
from presentation.find import escaped
from presentation.language import lang, number, t

FAILED = "dang-nhap"  # parameter of the link to which a sign-in that failed comes back (presentation/guard.py)


def box(visit: Visit) -> None:
    """In the sidebar: who is at the page, in which role, for which units; the way in or out."""
    if visit.state == "local":
        st.caption(t("door_local"))
        return
    if visit.state == "anyone":
        return
    if visit.state == "in":
        st.caption(f"**{escaped(visit.principal.name)}** · {_role(visit)}")
        for line in _lacking(visit):
            st.caption(line)
        st.button(t("door_out"), key="door_out", icon=":material/logout:", on_click=leave)
    else:
        _ways_in("box")


def gate(visit: Visit) -> None:
    """In place of a page: why nothing can be shown, what is safe, what to do."""
    hours, minutes = (number(value, 0) for value in _limits())
    text = t(f"door_why_{visit.state}", hours=hours, minutes=minutes, person=visit.holder.person or "–")
    (st.info if visit.state == "closed" else st.warning)(text, icon=":material/lock:")
    failed(visit)
    with st.container(horizontal=True):
        _ways_in("gate")
        if visit.claims:
            st.button(t("door_leave"), key="door_leave", icon=":material/logout:", on_click=leave)


def refused(visit: Visit, needs: Permission) -> None:
    """In place of a page that this role may not open."""
    key = {"guest": "door_sign_in_needed", "anyone": "door_machine_only"}.get(visit.state, "door_not_yours")
    st.warning(t(key, role=_role(visit)), icon=":material/lock:")
    if visit.state == "guest":
        _ways_in("refused")
    note(visit, DeniedError("denied", role=visit.principal.role.name_vi, permission=needs, unit="–"))


def failed(visit: Visit) -> None:
    """That the sign-in which the link comes back from did not succeed."""
    if FAILED in st.query_params and visit.state != "in":
        st.error(t("door_failed"), icon=":material/error:")


def note(visit: Visit, error: UserError) -> None:
    """Record a refusal."""
    if isinstance(error, DeniedError):
        refusals.note(visit.holder, dict(error.message.values))


def keep(visit: Visit) -> None:
    """Write down what is new of the sign-in. Where it cannot be written the log says so; readers read on."""
    if visit.claims:
        try:
            sign_ins.keep(visit.holder, visit.claims)
        except UserError as error:
            logging.getLogger(__name__).error("a sign-in was not recorded: %s", error)


def leave() -> None:
    """Sign out: for this system at once, in all tabs; then at the provider, where it can."""
    visit = access.visit()
    if visit.claims:
        sign_ins.end(visit.holder, visit.claims)
    access.forget()
    st.logout()


def _ways_in(place: str) -> None:
    """A button for each provider."""
    for provider in sign_in.providers():
        label = t("door_in_with", provider=provider) if provider else t("door_in")
        st.button(label, key=f"door_in_{place}_{provider}", icon=":material/login:", on_click=st.login,
                  args=(provider,) if provider else ())  # fmt: skip


def _role(visit: Visit) -> str:
    """“Đơn vị báo cáo: Huyện Lục Nam”."""
    role, units = visit.principal.role, definitions.load().geography.units
    names = sorted({units[unit].name for unit in visit.principal.units})
    return f"{getattr(role, f'name_{lang()}')}" + (f": {', '.join(names)}" if names else "")


def _lacking(visit: Visit) -> list[str]:
    """Why a signed-in person has no role but that of a reader."""
    known = definitions.load()
    found = people.people(known)
    faults: list[Message] = list(found.faults_of(visit.principal.person))
    if not found.found and not faults:
        faults = [*found.faults, people.nobody_listed()][:1]
    return [escaped(known.words.say(fault, lang())) for fault in faults]


def _limits() -> tuple[float, float]:
    office = definitions.load().office
    return office.session_hours, office.idle_minutes
