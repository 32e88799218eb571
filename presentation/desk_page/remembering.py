"""Decisions that are kept as data: asked of the worker with what the officer saw, then listed with who, when and why."""

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd
import streamlit as st

from catalogue import definitions
from catalogue.access import Principal
from catalogue.decision_models import Decided
from presentation import tables
from presentation.desk_page import frame
from presentation.language import date, number, t

AWAITED = "remember"
LONGEST = 500  # letters of a reason


def ask(who: Principal, file: str, about: tuple[str, ...], row: dict[str, Any]) -> None:
    """Order that a decision is written down; `about` names what it is about, `row` has its columns."""
    if not str(row.get("reason", "")).strip():
        frame.missing("desk_reason_missing")
        return
    last = held(file).get(about)
    seen = last.decided_at.isoformat() if last else ""
    frame.order(AWAITED, who, "remember", file=file, row=row, seen=seen)


def held(file: str) -> dict[tuple[str, ...], Any]:
    """The decisions of a file that hold, by what they are about."""
    return definitions.load().decided_lines.holding(file)


def came(who: Principal) -> bool:
    """Say what came of the last decision; whether one is under way."""
    job = frame.outcome(AWAITED, who)
    if job is not None:
        frame.forget_job(AWAITED)
        if not frame.failed(job):
            checked = number((job.result or {}).get("checked", 0))
            st.success(t("officer_remembered", checked=checked), icon=":material/check:")
    return frame.is_awaited(AWAITED, who)


def reason(key: str) -> str:
    """Ask why; return the key of the answer."""
    st.text_input(t("officer_reason"), key=key, max_chars=LONGEST)
    return key


def listed(lines: Iterable[Decided], tell: Callable[[Any], dict[str, str]], *, key: str) -> None:
    """Decisions as a table, the latest first: what holds, who, when and why."""
    ordered = sorted(lines, key=lambda line: line.decided_at, reverse=True)
    if not ordered:
        return
    st.markdown(f"**{t('officer_decisions')}**")
    rows = [
        tell(line)
        | {
            t("officer_reason"): line.reason,
            t("officer_who"): line.decided_by,
            t("officer_when"): f"{line.decided_at:%H:%M} {date(line.decided_at.date())}",
        }
        for line in ordered
    ]
    tables.read(pd.DataFrame(rows), {}, key=key)
