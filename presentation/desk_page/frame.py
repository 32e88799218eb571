"""What all parts of the desk share: who may see it, which part and period, what came of a press, work that is awaited."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from catalogue import definitions
from catalogue.access import Permission, Principal
from catalogue.clock import office_now
from catalogue.errors import Message, UserError
from catalogue.models import Period
from desk import jobs
from desk.jobs import Job
from presentation import access
from presentation.language import lang, t, when
from presentation.links import select

ROUND, PUBLISH, REMIND, DUE, NAMES = "dot", "cong-bo", "nhac", "han", "ten"
PERIOD, OPENED, SENDING = "ky", "mo", "so"  # parameters of the link
LOOKED_AT = 0.7  # seconds between looks at work that is awaited


def principal(permission: Permission = "decide") -> Principal | None:
    """Who sits at the desk; None, and said, if it is not theirs."""
    who = access.who()
    if who.may(permission):
        return who
    st.info(t("officer_not_allowed"), icon=":material/lock:")
    return None


def section() -> str:
    """Choose a part of the desk."""
    options = {ROUND: t("officer_round"), PUBLISH: t("officer_publish"), REMIND: t("officer_remind"), DUE: t("officer_due"),
               NAMES: t("officer_names")}  # fmt: skip
    return select(t("officer_section"), "muc", options, ROUND, segmented=True)


def period() -> Period:
    """Choose the period; by default the one whose reports come in now."""
    known = definitions.load()
    collected = sorted((p for p in known.periods.values() if p.collected), key=lambda p: (p.ends, p.starts), reverse=True)
    codes = {p.period: when(p.period) for p in collected}
    with st.container(width=280):
        return known.periods[select(t("column_period"), PERIOD, codes, open_now(collected).period)]


def open_now(collected: list[Period]) -> Period:
    """Of the periods that have begun, the first that is not yet due; else the last that was."""
    today = office_now().date()
    begun = [p for p in collected if p.starts <= today] or collected
    coming = [p for p in begun if p.due_date and p.due_date >= today]
    return min(coming, key=lambda p: p.due_date or p.ends) if coming else max(begun, key=lambda p: p.due_date or p.ends)


def act(done: str, action: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Do what a button asks for, and say on the next drawing what came of it: the sentence `done`, or why not."""
    try:
        result = action(*args, **kwargs)
    except UserError as error:
        st.session_state["officer_said"] = ("error", error.message)
        return None
    st.session_state["officer_said"] = ("success", Message.of(done))
    return result


def said() -> None:
    """Say what came of the last press."""
    kind, message = st.session_state.pop("officer_said", (None, None))
    if message is None:
        return
    text = told(message)
    if kind == "error":
        st.error(text, icon=":material/error:")
    else:
        st.success(text, icon=":material/check:")


def told(message: Message) -> str:
    """A message in the reader's language."""
    return definitions.load().words.say(message, lang())


def order(name: str, who: Principal, kind: str, **payload: Any) -> None:
    """Ask the worker for something whose outcome this visit awaits under `name`."""
    try:
        await_job(name, jobs.ask(who, kind, **payload))
    except UserError as error:
        st.session_state["officer_said"] = ("error", error.message)


def await_job(name: str, job_id: int) -> None:
    st.session_state[f"officer_job_{name}"] = job_id


def forget_job(name: str) -> None:
    st.session_state.pop(f"officer_job_{name}", None)


def outcome(name: str, who: Principal) -> Job | None:
    """The job awaited under `name` once it is done; while it is not, that is said, and looked at again by itself."""
    job_id = st.session_state.get(f"officer_job_{name}")
    job = jobs.found(who, job_id) if job_id is not None else None
    if job is not None and not job.done:
        _awaiting(job.job_id)
        return None
    return job


def is_awaited(name: str, who: Principal) -> bool:
    """Whether work is under way, so that it is not asked for again."""
    job_id = st.session_state.get(f"officer_job_{name}")
    job = jobs.found(who, job_id) if job_id is not None else None
    return job is not None and not job.done


@st.fragment(run_every=LOOKED_AT)
def _awaiting(job_id: int) -> None:
    job = jobs.found(access.who(), job_id)
    if job is None or job.done:
        st.rerun(scope="app")
    else:
        st.info(t("officer_working" if job.begun else "officer_queued"), icon=":material/hourglass_top:")


def failed(job: Job) -> bool:
    """Say why a job failed, if it did; and what it wants to be known besides."""
    if job.error is not None:
        st.error(told(job.error), icon=":material/error:")
        return True
    if notice := (job.result or {}).get("notice"):
        st.warning(told(Message.of(notice[0], **notice[1])), icon=":material/schedule:")
    return False


def missing(key: str) -> None:
    """Say on the next drawing what a press lacked."""
    st.session_state["officer_said"] = ("error", Message.of(key))
