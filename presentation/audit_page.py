"""The record on screen: whether it holds, its entries by person, action and subject, the whole of it as a file."""

import json
from typing import Any

import pandas as pd
import streamlit as st

from catalogue import definitions
from catalogue.access import Principal
from desk import anchors, audit
from desk.tables import audit as table
from presentation import access, private_files, tables
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
        people = {ALL: t("filter_all")} | {row["person"] or "–": row["person"] or "–" for row in rows}
        person = select(t("audit_who"), "nguoi", people, ALL)
        action = select(
            t("audit_what"), "viec", {ALL: t("filter_all")} | {r["action"]: _action(r["action"]) for r in rows}, ALL
        )
        text = typed(t("audit_subject"), "ve", t("audit_subject_example"))
    found = [row for row in rows if person in (ALL, row["person"] or "–") and action in (ALL, row["action"])
             and text.lower() in f"{row['subject']} {json.dumps(row['detail'], ensure_ascii=False)}".lower()]  # fmt: skip
    if not found:
        st.info(t("audit_nothing"), icon=":material/search_off:")
    else:
        st.caption(t("audit_shown", shown=number(min(len(found), SHOWN)), all=number(len(found))))
        tables.read(pd.DataFrame([_row(row) for row in found[:SHOWN]]), {}, key="audit")
    private_files.button(t("audit_take"), _csv, "audit.csv", "text/csv", key="audit_take")


def _row(row: dict[str, Any]) -> dict[str, str]:
    detail = "; ".join(f"{name}: {value}" for name, value in row["detail"].items() if value not in (None, "", [], {}))
    change = " → ".join(_short(row[side]) for side in ("before", "after") if row[side] is not None)
    roles = definitions.load().roles
    role = getattr(roles[row["role"]], f"name_{lang()}") if row["role"] in roles else row["role"]
    return {
        t("audit_number"): str(row["number"]), t("audit_at"): moment(row["at"]),
        t("audit_who"): " · ".join(dict.fromkeys(filter(None, (row["name"], row["person"], role)))),
        t("audit_what"): _action(row["action"]), t("audit_subject"): row["subject"], t("audit_change"): change or "–",
        t("audit_detail"): detail or "–", t("audit_seal"): row["hash"][:12],
    }  # fmt: skip


def _short(value: str) -> str:
    """A digest is known by its beginning; a state by its word."""
    return value[:12] if len(value) == 64 else _action(value)


def _action(action: str) -> str:
    key = f"audit_action_{action}"
    return t(key) if key in definitions.load().words.words else action


def _csv(who: Principal) -> bytes:
    """The whole record, oldest first: a part could not be verified."""
    columns = [column.name for column in table.columns]
    rows = pd.DataFrame(audit.entries(who)[::-1], columns=columns)
    return as_csv(rows.assign(detail=[json.dumps(detail, ensure_ascii=False) for detail in rows["detail"]]), {})
