"""Files that the worker makes for someone to fetch: ordered once in a visit, offered when they are ready."""

from collections.abc import Callable

import streamlit as st

from catalogue import definitions, paths
from catalogue.access import Principal
from desk import jobs
from desk.jobs import Job, Standing
from presentation import access, private_files
from presentation.downloads import MIME
from presentation.language import lang, number, t

PAUSE = 0.4  # seconds between two looks at work whose turn it is
LONGEST = 4.0  # … and at work that many others come before


def done(who: Principal, key: str, order: Callable[[], int]) -> Job | None:
    """A piece of work that `key` of the visit names, once it is done; it is ordered if it was not."""
    state = st.session_state
    found = jobs.found(who, state[key]) if key in state else None
    if found is None:  # not ordered yet, or so long ago that it is forgotten
        state[key] = order()
        return None
    return found if found.done else None


def offer(who: Principal, key: str, label: str, order: Callable[[], int]) -> None:
    """A file to download, made by the worker: its button when it is there, until then where the work stands."""
    job = done(who, key, order)
    if job is None:
        pause = pace(jobs.standing(job_id=st.session_state[key]))
        st.fragment(_waiting, run_every=pause)(key, label, pause)
    elif job.error or not job.result:
        said = definitions.load().words.say(job.error, lang()) if job.error else t("sending_not_made")
        st.caption(f":material/error: {said}")
    else:
        path, name = paths.desk_output() / job.result["file"], job.result["name"]
        if not path.is_file():  # removed after a day
            st.session_state.pop(key)
            offer(who, key, label, order)
            return
        private_files.button(label, lambda _: path.read_bytes(), name, MIME["xlsx"], key=f"{key}_file")


def pace(standing: Standing) -> float:
    """How often to look: the more come before, the more seldom, so that many who wait leave the server to those who read.

    Where nobody works nothing is about to change, and what is drawn anew is pale for a moment.
    """
    if not standing.served:
        return LONGEST
    return min(LONGEST, PAUSE * max(1, standing.ahead or 1))


def _waiting(key: str, label: str, pause: float) -> None:
    job = jobs.found(access.who(), st.session_state[key]) if key in st.session_state else None
    if job is None or job.done:
        st.rerun()
    standing = jobs.standing(job_id=job.job_id)
    if pace(standing) < pause / 2:
        st.rerun()  # its turn is near: look more often
    st.button(label, key=f"{key}_wait", icon=":material/hourglass_empty:", disabled=True, help=told(standing))
    if not standing.served:
        st.caption(told(standing))


def told(standing: Standing) -> str:
    """Where work stands, in words."""
    if not standing.served:
        return t("sending_no_worker")
    if standing.begun or not standing.ahead:
        return t("sending_working")
    return t("sending_in_line", place=number(standing.ahead + 1), ahead=number(standing.ahead))
