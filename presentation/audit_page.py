"""The record on screen: whether it holds, its entries by person, action and subject, the whole of it as a file."""

import json
from typing import Any

import pandas as pd
import streamlit as st

from catalogue import definitions
from catalogue.access import Principal
from desk import anchors, audit
from desk.tables import audit as table
from presentation import access, audit_words, private_files, tables
from presentation.downloads import as_csv
from presentation.freshness import moment
from presentation.language import lang, number, t
from presentation.links import ALL, select, typed

SHOWN = 200


def verdict() -> None:
    """Hold the record against its seals and say what does not hold."""
    head, count, faults = anchors.verified(access.who())
    words = definitions.load().words
    if not faults:
        st.success(t("audit_holds", count=number(count), head=head.hash[:12]), icon=":material/verified_user:")
        return
    st.error(t("audit_broken", count=number(count), faults=number(len(faults)), head=head.hash[:12]), icon=":material/gpp_bad:")
    st.write("\n".join(f"- {words(f'audit_{fault.kind}', lang(), number=fault.number)}" for fault in faults[:SHOWN]))


def entries() -> None:
    """The entries, the latest first, filtered."""
    rows = audit.entries(access.who())
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        people = {ALL: t("filter_all")} | {row["person"] or "–": audit_words.person(row)[-1] or "–" for row in rows}
        person = select(t("audit_who"), "nguoi", people, ALL)
        action = select(
            t("audit_what"), "viec", {ALL: t("filter_all")} | {r["action"]: audit_words.action(r["action"]) for r in rows}, ALL
        )
        text = typed(t("audit_subject"), "ve", t("audit_subject_example"))
    found = [row for row in rows if person in (ALL, row["person"] or "–") and action in (ALL, row["action"])
             and text.lower() in _searched(row)]  # fmt: skip
    if not found:
        st.info(t("audit_nothing"), icon=":material/search_off:")
    else:
        st.caption(t("audit_shown", shown=number(min(len(found), SHOWN)), all=number(len(found))))
        tables.read(pd.DataFrame([_row(row) for row in found[:SHOWN]]), {}, key="audit")
    private_files.button(t("audit_take"), _csv, "audit.csv", "text/csv", key="audit_take")


def _row(row: dict[str, Any]) -> dict[str, str]:
    change = " → ".join(audit_words.state(row[side]) for side in ("before", "after") if row[side] is not None)
    return {
        t("audit_number"): str(row["number"]), t("audit_at"): moment(row["at"]),
        t("audit_who"): " · ".join(dict.fromkeys(filter(None, (*audit_words.person(row), audit_words.role(row["role"]))))),
        t("audit_what"): audit_words.action(row["action"]),
        t("audit_subject"): audit_words.subject(row["action"], row["subject"]), t("audit_change"): change or "–",
        t("audit_detail"): audit_words.detail(row["detail"]) or "–", t("audit_seal"): row["hash"][:12],
    }  # fmt: skip


def _searched(row: dict[str, Any]) -> str:
    """What a text is looked for in: the entry as it is shown and as it is kept."""
    shown = f"{audit_words.subject(row['action'], row['subject'])} {audit_words.detail(row['detail'])}"
    return f"{shown} {row['subject']} {json.dumps(row['detail'], ensure_ascii=False)}".lower()


def _csv(who: Principal) -> bytes:
    """The whole record, oldest first: a part could not be verified."""
    columns = [column.name for column in table.columns]
    rows = pd.DataFrame(audit.entries(who)[::-1], columns=columns)
    return as_csv(rows.assign(detail=[json.dumps(detail, ensure_ascii=False) for detail in rows["detail"]]), {})
