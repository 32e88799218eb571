"""Targets: what is required, what is there, how many women are missing, where, and when the next chance is."""

import datetime as dt
import functools
from typing import Any

import pandas as pd
import streamlit as st

from catalogue import definitions
from presentation import data, notes, tables
from presentation.download_buttons import buttons
from presentation.language import date, lang, name, number, t, title, when
from presentation.links import ALL, select
from presentation.views import short_time

SIGNS = {
    "met": "✓", "met_by_rounding": "≈", "missed": "✗", "not_yet_met": "◔", "pipeline_sufficient": "◕",
    "pipeline_insufficient": "◔", "on_pace": "◕", "off_pace": "◔", "not_assessed": "?",
}  # fmt: skip
GROUPS = {
    "met": ("met",), "missed": ("missed", "met_by_rounding"),
    "open": ("not_yet_met", "pipeline_sufficient", "pipeline_insufficient", "on_pace", "off_pace"),
    "not_assessed": ("not_assessed",),
}  # fmt: skip
NOW, EVER = "nay", "tat_ca"
HEADLINES, OF_A_BODY = 6, 2  # lines in all, and of one body: the largest gaps of committees must not hide the councils
BODIES = ("party_committee", "standing_committee", "peoples_council", "national_assembly", "authority", "planning", "unit")
DAY = 10  # length of an ISO day; a due that is a term is shorter
Row = dict[str, Any]


def filtered() -> pd.DataFrame:
    """Choose which targets: those that bind now or ever, document, term or due day, level, status."""
    rows = pd.DataFrame(data.targets(data.current(), (), notes.published_on().date()))
    if rows.empty:
        return rows
    rows = _in_order(rows)
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        if select(t("targets_when"), "khi", {NOW: t("targets_now"), EVER: t("targets_ever")}, NOW, segmented=True) == NOW:
            today = notes.published_on().date()
            rows = rows[[binds(row["due"], row["reason"], today) for row in rows.to_dict("records")]]
        with st.container(width=330):
            document = select(t("filter_document"), "van_ban", _options(rows["source"]), ALL)
        with st.container(width=170):
            due = select(t("column_due"), "han", _options(rows["due"].dropna(), due_text), ALL)
        with st.container(width=170):
            level = select(t("filter_level"), "cap_mt", _options(rows["level"], lambda code: name("level", code)), ALL)
        with st.container(width=210):
            status = select(t("column_status"), "tinh_trang", {ALL: t("filter_all")} | {s: said(s) for s in SIGNS}, ALL)
    for column, chosen in (("source", document), ("due", due), ("level", level), ("status", status)):
        if chosen:
            rows = rows[rows[column] == chosen]
    return rows


def said(status: str) -> str:
    """A status as it is shown: sign and words, so that it needs no colour."""
    return f"{SIGNS[status]} {t('target_' + status)}"


def _options(values: pd.Series, label: Any = str) -> dict[str, str]:
    return {ALL: t("filter_all")} | {value: label(value) for value in sorted(set(values))}


def binds(due: object, reason: str | None, today: dt.date) -> bool:
    """Whether a target speaks of now: its term runs, or its day is to come, and its document was not replaced."""
    if reason == "replaced":
        return False
    if not isinstance(due, str):
        return True
    if len(due) == DAY:
        return due >= today.isoformat()
    return any(mandate.term == due and mandate.ends >= today for mandate in definitions.load().mandates)


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Bodies in the order leadership asks about them; those of a term before those of a year."""
    targets = definitions.load().targets
    place = [BODIES.index(str(targets[target].body)) for target in rows["target"]]
    yearly = [targets[target].term is None for target in rows["target"]]
    return (
        rows.assign(place=place, yearly=yearly)
        .sort_values(["place", "yearly"], kind="stable")
        .drop(columns=["place", "yearly"])
    )


def due_text(due: str | None) -> str:
    """A due day or term in words."""
    if not isinstance(due, str):
        return ""
    return date(dt.date.fromisoformat(due)) if len(due) == DAY else when(due)


def summary(rows: pd.DataFrame) -> None:
    """How many target rows stand how, and where women are missing most."""
    with st.container(horizontal=True, key="summary"):
        for group, statuses in GROUPS.items():
            count = int(rows["status"].isin(statuses).sum())
            st.metric(
                f"{SIGNS[statuses[0]]} {t('targets_group_' + group)}",
                number(count),
                border=True,
                help=t(f"targets_help_{group}"),
            )
    missing = rows[(rows["gap_of_units"].fillna(0) > 0) & (rows["status"] != "not_assessed")]
    if missing.empty:
        return
    st.header(t("targets_where"))
    targets = definitions.load().targets
    lines = missing.drop_duplicates(["indicator", "level", "required"])
    lines = lines.assign(body=lines["target"].map(lambda target: targets[target].body), term=lines["due"].str.len() != DAY)
    lines = lines.sort_values("term", ascending=False, kind="stable").groupby("body", sort=False).head(OF_A_BODY)
    for row in lines.head(HEADLINES).to_dict("records"):
        st.markdown(f"- {_headline(row)}")


def _headline(row: Row) -> str:
    target = definitions.load().targets[row["target"]]
    event = row["next_event"]
    text = t("targets_headline", what=title(target), level=name("level", row["level"]).lower(), required=requirement(target),
             units=number(row["units_missed"]), of=number(row["units_missed"] + row["units_met"]),
             women=number(row["gap_of_units"]), share=number(row["value"], 1))  # fmt: skip
    return text + (" " + t("targets_next", date=date(dt.date.fromisoformat(event))) if isinstance(event, str) else "")


def table(rows: pd.DataFrame) -> None:
    """One row per target and level."""
    known = definitions.load()
    shown = pd.DataFrame([_told(row, known.targets[row["target"]]) for row in rows.to_dict("records")])
    whole = ("column_needed", "column_gap", "column_gap_of_units")
    tables.read(shown, {t(column): 0 for column in whole}, key="targets")
    st.caption(t("targets_method", date=date(notes.published_on().date())))
    st.caption(t("targets_why_differ"))
    buttons(_flat(rows), "muc-tieu", {"title": t("page_targets")}, key="targets")


def _told(row: Row, target: Any) -> dict[str, Any]:
    event = row["next_event"]
    return {
        t("column_target"): f"{notes.document(target)}: {title(target)}",
        t("filter_level"): name("level", row["level"]),
        t("column_required"): requirement(target),
        t("column_status"): said(row["status"]) + reason(row),
        t("column_value"): told_value(row),
        t("column_needed"): row["needed"],
        t("column_gap"): row["gap"],
        t("column_units_met"): f"{row['units_met']}/{row['units_missed']}/{row['units_not_assessed']}",
        t("column_gap_of_units"): row["gap_of_units"],
        t("column_next"): date(dt.date.fromisoformat(event)) if isinstance(event, str) else "",
        t("column_due"): due_text(row["due"]),
    }


def told_value(row: Row) -> str:
    """A value with its counts and when they were counted, "21,4% (627/2.925), 6T/2026"; "…" where there is none."""
    if pd.isna(row["value"]):
        return "…"
    counts = "" if pd.isna(row["denominator"]) else f" ({number(row['numerator'])}/{number(row['denominator'])})"
    return f"{notes.value(row['value'], definitions.load().indicators[row['indicator']])}{counts}, {short_time(row['period'])}"


def requirement(target: Any) -> str:
    """What a target asks for, a range and an existence too."""
    if target.unit == "boolean":
        return t("target_exists")
    upper = f"–{number(target.value_upper)}%" if target.value_upper else ""
    return notes.requirement(target).removesuffix("%") + upper if upper else notes.requirement(target)


def reason(row: Row) -> str:
    """Why a status is withheld, after a dash."""
    return f" – {t('reason_' + row['reason'])}" if isinstance(row["reason"], str) else ""


def _flat(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows for a file: what is nested is left to the columns that repeat it."""
    return rows.drop(columns=["inputs", "base", "pace", "alternatives"], errors="ignore")


def brief() -> None:
    """The brief for leadership, written only when someone asks for it."""
    file_name = t("brief_file") + (f"-{t('demonstration_file')}" if notes.is_demonstration() else "")
    with st.container(horizontal=True, vertical_alignment="center", key="brief"):
        st.caption(t("targets_brief"), width="content")
        for extension in (".pdf", ".docx"):
            st.download_button(
                extension[1:].upper(), functools.partial(data.leadership_brief, data.current(), lang(), extension),
                file_name=file_name + extension, icon=":material/description:", key=f"brief{extension}", on_click="ignore",
            )  # fmt: skip


def without_data() -> None:
    """Targets that no data element of the forms answers, and one that is a reminder only."""
    known = definitions.load()
    rows = [target for target in known.targets.values() if not target.indicator]
    with st.expander(t("targets_without_data", count=len(rows)), icon=":material/help:"):
        tables.read(
            pd.DataFrame({
                t("column_target"): [getattr(r, f"title_{lang()}") for r in rows],
                t("column_required"): [requirement(r) for r in rows],
                t("filter_document"): [r.source_doc for r in rows],
            }),
            {},
            key="without_data",
        )  # fmt: skip
