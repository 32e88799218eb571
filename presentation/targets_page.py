"""Targets: what is required, what is there, how many women are missing."""

from typing import Any

import pandas as pd
import streamlit as st

from catalogue import definitions
from presentation import data, notes, tables
from presentation.download_buttons import buttons
from presentation.language import date, lang, name, number, t, title, when
from presentation.links import ALL, select

SIGNS = {"met": "✓", "missed": "✗", "not_yet_met": "◔", "not_assessed": "?"}


def filtered() -> pd.DataFrame:
    """Choose document, level and status; return the rows that remain."""
    rows = pd.DataFrame(data.targets(data.current(), (), notes.published_on().date()))
    if rows.empty:
        return rows
    documents = {source: source for source in dict.fromkeys(rows["source"])}
    levels = {level: name("level", level) for level in dict.fromkeys(rows["level"])}
    statuses = {status: f"{SIGNS[status]} {t('target_' + status)}" for status in SIGNS}
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        with st.container(width=460):
            document = select(t("filter_document"), "van_ban", {ALL: t("filter_all")} | documents, ALL)
        with st.container(width=190):
            level = select(t("filter_level"), "cap_mt", {ALL: t("filter_all")} | levels, ALL)
        with st.container(width=230):
            status = select(t("column_status"), "tinh_trang", {ALL: t("filter_all")} | statuses, ALL)
    for column, chosen in (("source", document), ("level", level), ("status", status)):
        if chosen:
            rows = rows[rows[column] == chosen]
    return rows


def summary(rows: pd.DataFrame) -> None:
    """How many target rows stand how."""
    with st.container(horizontal=True, key="summary"):
        for status, sign in SIGNS.items():
            st.metric(f"{sign} {t('target_' + status)}", number(int((rows["status"] == status).sum())), border=True)


def table(rows: pd.DataFrame) -> None:
    """One row per target and level."""
    known = definitions.load()
    shown = pd.DataFrame([_said(row, known.targets[row["target"]]) for row in rows.to_dict("records")])
    tables.show(shown, {t("column_value"): 1, t("column_needed"): 0, t("column_gap"): 0}, key="targets")
    st.caption(t("targets_method", date=date(notes.published_on().date())))
    buttons(rows, "muc-tieu", {"title": t("page_targets")}, key="targets")


def _said(row: dict[str, Any], target: Any) -> dict[str, Any]:
    counts = "" if pd.isna(row["denominator"]) else f"{number(row['numerator'])}/{number(row['denominator'])}"
    reason = f" – {t('reason_' + row['reason'])}" if isinstance(row["reason"], str) else ""
    return {
        t("column_target"): title(target),
        t("filter_level"): name("level", row["level"]),
        t("column_required"): t("target_exists") if target.unit == "boolean" else notes.requirement(target),
        t("column_value"): row["value"],
        t("column_counts"): counts,
        t("column_needed"): row["needed"],
        t("column_gap"): row["gap"],
        t("column_status"): f"{SIGNS[row['status']]} {t('target_' + row['status'])}{reason}",
        t("column_time"): when(row["period"]),
        t("column_due"): row["due"],
        t("filter_document"): f"{target.source_doc}, {target.source_clause}",
        t("column_verified"): t("yes") if target.verified == "yes" else t("unverified"),
    }  # fmt: skip


def without_data() -> None:
    """Targets that no data element of the forms answers, and one that is a reminder only."""
    known = definitions.load()
    rows = [target for target in known.targets.values() if not target.indicator]
    with st.expander(t("targets_without_data", count=len(rows)), icon=":material/help:"):
        st.dataframe(
            pd.DataFrame({
                t("column_target"): [getattr(r, f"title_{lang()}") for r in rows],
                t("column_required"): [f"{r.comparator or ''} {number(r.value)}" for r in rows],
                t("filter_document"): [r.source_doc for r in rows],
            }),
            hide_index=True, alt=t("table_alt"),
        )  # fmt: skip
