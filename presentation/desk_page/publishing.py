"""Publishing: exactly which values would move and by what, then that very draft is published; or the last is undone."""

import datetime as dt

import pandas as pd
import streamlit as st

from catalogue import definitions
from catalogue.access import Principal
from desk import sendings
from desk.sending import Sending
from presentation import changes_page, data, tables
from presentation.desk_page import frame
from presentation.freshness import moment
from presentation.language import date, number, t, when
from store import past
from store.past import Moment

PREVIEW, PUBLISHED, UNDONE = "preview", "publish", "undo"  # work that a visit awaits
NOT_IN_IT = ("received", "checked", "submitted", "accepting", "returned")
AT_UNIT = ("checked", "returned")
HANDED_IN = ("submitted", "accepting", "accepted", "published")


def show(who: Principal) -> None:
    """What readers see now, the preview, and the ways to move."""
    if not who.may("publish"):
        st.info(t("officer_not_allowed"), icon=":material/lock:")
        return
    latest = past.latest()
    st.markdown(t("officer_in_use", at=moment(latest.at), snapshot=latest.identifier))
    later = past.undone()
    if later:
        st.warning(t("officer_undone", at=_at(later[-1])), icon=":material/undo:")
    _came(who)
    _preview(who, latest)
    _undo(who, latest)


def _at(identifier: str) -> str:
    at: dt.datetime | None = past.named_at(identifier)
    return moment(at) if at else identifier


def _came(who: Principal) -> None:
    """Say what came of publishing or undoing."""
    for awaited in (PUBLISHED, UNDONE):
        job = frame.outcome(awaited, who)
        if job is None:
            continue
        frame.forget_job(awaited)
        if frame.failed(job):
            continue
        for name in (PREVIEW, PUBLISHED):
            frame.forget_job(name)
        st.success(t(f"officer_{awaited}_done", at=_at((job.result or {})["snapshot"])), icon=":material/check:")


def _preview(who: Principal, latest: Moment) -> None:
    st.header(t("officer_preview_title"), anchor=False)
    st.caption(t("officer_preview_note"))
    job = frame.outcome(PREVIEW, who)
    busy = any(frame.is_awaited(name, who) for name in (PREVIEW, PUBLISHED, UNDONE))
    st.button(t("officer_preview"), key="officer_preview", icon=":material/preview:", disabled=busy, on_click=frame.order,
              args=(PREVIEW, who, "preview"), kwargs={"after": latest.identifier})  # fmt: skip
    if job is None or frame.failed(job):
        _waiting(who)
        return
    draft = past.previewed((job.result or {})["snapshot"])
    if draft is None or (job.result or {})["against"] != latest.identifier:
        frame.forget_job(PREVIEW)
        st.info(t("officer_preview_gone"), icon=":material/update:")
        return
    _compared(who, latest, draft, busy=busy)


def _compared(who: Principal, latest: Moment, draft: Moment, *, busy: bool) -> None:
    """The values that move, by what, and the button that publishes them."""
    found = data.changed(latest, draft)
    st.markdown(t("officer_preview_of", at=moment(draft.at), count=number(len(found.values))))
    if found.values:
        values = changes_page.filtered(found)
        changes_page.summary(found, values)
        changes_page.table(found, values)
        changes_page.cells(values)
    else:
        st.info(t("officer_preview_nothing"), icon=":material/info:")
    _included(who)
    _waiting(who)
    st.button(t("officer_publish_now", count=number(len(found.values))), key="officer_publish", type="primary",
              icon=":material/publish:", disabled=busy, on_click=frame.order, args=(PUBLISHED, who, "publish"),
              kwargs={"seen": latest.identifier, "draft": draft.identifier})  # fmt: skip


def _included(who: Principal) -> None:
    """Reports whose acceptance or withdrawal readers do not see yet."""
    _listed(sendings.listed(who, states=("accepted",)), "officer_in_preview")


def _waiting(who: Principal) -> None:
    """Reports that are under way and not in the preview."""
    found = sendings.listed(who, states=NOT_IN_IT)
    units = sorted({one.unit_id for one in found})
    handed = sendings.listed(who, units=units, states=HANDED_IN) if units else []
    last = {(one.unit_id, one.period): one.sending_id for one in reversed(handed)}  # they come the latest first
    _listed([one for one in found if not _left_over(one, last.get((one.unit_id, one.period), 0))], "officer_not_in_preview")


def _left_over(one: Sending, last: int) -> bool:
    """Whether a later file, the sending `last`, took the place of one that its unit never handed in or got back."""
    return one.state in AT_UNIT and one.shape != "part" and one.sending_id < last


def _listed(found: list[Sending], title: str) -> None:
    if not found:
        return
    units = definitions.load().geography.units
    with st.expander(t(title, count=number(len(found))), key=f"{title}_part", icon=":material/inbox:"):
        rows = pd.DataFrame(
            {
                t("column_unit"): [units[one.unit_id].name if one.unit_id in units else one.unit_id for one in found],
                t("column_period"): [when(one.period) for one in found],
                t("column_status"): [t(f"officer_state_{one.state}") for one in found],
                t("column_received"): [date(one.received_at.date()) for one in found],
                t("column_file_name"): [one.file_name for one in found],
            }
        )
        tables.read(rows, {}, key=title)


def _undo(who: Principal, latest: Moment) -> None:
    """The way back to the publication before; says beforehand what readers will see."""
    back = past.undone_to()
    with st.expander(t("officer_undo_title"), key="officer_undo_part", icon=":material/undo:"):
        if back is None:
            st.info(t("officer_undo_none"), icon=":material/block:")
            return
        st.markdown(t("officer_undo_what", at=_at(back), now=moment(latest.at)))
        st.text_input(t("officer_reason"), key="officer_undo_reason", max_chars=500)
        st.button(t("officer_undo"), key="officer_undo", icon=":material/undo:", on_click=_ask_undo,
                  args=(who, latest.identifier), disabled=frame.is_awaited(UNDONE, who))  # fmt: skip


def _ask_undo(who: Principal, seen: str) -> None:
    reason = str(st.session_state.get("officer_undo_reason", "")).strip()
    if not reason:
        frame.missing("desk_reason_missing")
        return
    frame.order(UNDONE, who, "undo", seen=seen, reason=reason)
