"""The official report: who has reported, the report built and taken away, a delivered report held against the data."""

import functools
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import streamlit as st

from catalogue import definitions
from catalogue.access import Principal
from catalogue.errors import UserError
from presentation import access, data, notes, private_files, tables
from presentation.language import date, lang, name, number, t, title, when
from presentation.links import select
from reports.official import office_pdf, service
from reports.official.carried import Carried
from reports.official.verify import Finding, verify
from store import connection as db
from store import snapshot

BUILD, VERIFY = "lap", "kiem-tra"
WHOLE = ""
SHOWN = 400  # findings in the table
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def section() -> str:
    """Choose between building and verifying."""
    options = {BUILD: t("official_build"), VERIFY: t("official_verify")}
    return select(t("official_section"), "muc", options, BUILD, segmented=True)


def building() -> None:
    """Choose the period and whose report; see who is in; build and download."""
    access.require("read_submissions")
    known = definitions.load()
    today = notes.published_on().date()
    begun = [p for p in known.periods.values() if p.collected and p.reference_date <= today]
    codes = [p.period for p in sorted(begun, key=lambda p: (p.reference_date, p.ends), reverse=True)]
    last = notes.last_due()
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        with st.container(width=280):
            period = select(t("column_period"), "ky", {code: when(code) for code in codes}, last.period if last else codes[0])
        rows = data.round_of(data.current(), period)
        came = rows[rows["status"].isin(notes.ARRIVED)]
        with st.container(width=420):
            units = {WHOLE: t("official_whole")} | dict(zip(came["unit_id"], came["unit"], strict=True))
            unit = select(t("official_of"), "don_vi", units, WHOLE)
    _who_is_in(rows)
    if came.empty:
        st.info(t("official_nobody", period=when(period)), icon=":material/hourglass_empty:")
        return
    kept = service.working_file(period)
    if not unit:
        st.caption(t("official_narrative_kept" if kept.exists() else "official_narrative_default", period=period))
    if st.button(t("official_make"), icon=":material/description:", key="make"):
        st.session_state["official"] = (data.current(), period, unit)
    if st.session_state.get("official") == (data.current(), period, unit):
        _take_away(period, unit)


def _who_is_in(rows: pd.DataFrame) -> None:
    """Sent of owed by form; the names of the missing."""
    with st.container(horizontal=True, key="summary"):
        for form, of_form in rows.groupby("form", sort=False):
            sent = int(of_form["status"].isin(notes.ARRIVED).sum())
            st.metric(name("level", str(form)), f"{number(sent)}/{number(len(of_form))}", border=True)
    missing = rows[~rows["status"].isin(notes.ARRIVED)]
    if not missing.empty:
        with st.expander(t("official_missing", count=number(len(missing))), icon=":material/pending:"):
            shown = {t("column_unit"): missing["unit"], t("column_status"): [t(f"report_{one}") for one in missing["status"]]}
            tables.plain(pd.DataFrame(shown), key="missing")


def _take_away(period: str, unit: str) -> None:
    """Build, and offer the files."""
    access.require("read_submissions")
    try:
        with st.spinner(t("official_making")):
            content, numbers = _made(data.current(), period, unit, _stamp(service.working_file(period)))
    except UserError as error:
        st.error(definitions.load().words.say(error.message, lang()), icon=":material/error:")
        return
    st.success(t("official_made", numbers=number(numbers)), icon=":material/check:")
    file_name = "-".join([t("official_file"), period, *([unit.partition("@")[0]] if unit else []),
                          *([t("demonstration_file")] if notes.is_demonstration() else [])])  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center", key="official_files"):
        private_files.button(
            "DOCX", functools.partial(_allowed, lambda: content), f"{file_name}.docx", WORD, key="official_docx"
        )
        if office_pdf.program():
            private_files.button("PDF", functools.partial(_allowed, lambda: _pdf(content)), f"{file_name}.pdf",
                                 "application/pdf", key="official_pdf")  # fmt: skip
        else:
            st.caption(t("official_no_pdf"))


def _allowed(make: Callable[[], bytes], who: Principal) -> bytes:
    who.require("read_submissions")
    return make()


@st.cache_data(max_entries=4, show_spinner=False)
def _made(identifier: str, period: str, unit: str, stamp: float) -> tuple[bytes, int]:
    """The report and how many numbers it has; `identifier` and `stamp` say of which publication and working file."""
    known, file = definitions.load(), snapshot.path_of(data.bare(identifier))
    built = service.unit_made(known, unit, period, file=file) if unit else service.made(known, period, file=file)[0]
    return built.docx, len(built.carried.entries)


@st.cache_data(max_entries=4, show_spinner=False)
def _pdf(content: bytes) -> bytes:
    return office_pdf.pdf(content)


def _stamp(path: Path) -> float:
    """When a working file was last changed; 0 where there is none."""
    return path.stat().st_mtime if path.exists() else 0.0


def verifying() -> None:
    """Upload a delivered report; see which numbers differ, where and why."""
    access.require("read_submissions")
    st.write(t("official_verify_note"))
    sent = st.file_uploader(t("official_upload"), type=["docx"], key="delivered")
    if sent is None:
        return
    try:
        with db.reading(snapshot.current()).connect() as connection:
            verdict = verify(connection, definitions.load(), sent.getvalue())
    except UserError as error:
        st.error(definitions.load().words.say(error.message, lang()), icon=":material/error:")
        return
    st.caption(_about(verdict.carried))
    if not verdict.findings:
        st.success(t("official_agrees", numbers=number(verdict.checked)), icon=":material/check:")
        return
    st.warning(
        t("official_differs", count=number(len(verdict.findings)), numbers=number(verdict.checked)), icon=":material/warning:"
    )
    tables.plain(pd.DataFrame([_row(finding) for finding in verdict.findings[:SHOWN]]), key="findings")
    if len(verdict.findings) > SHOWN:
        st.caption(t("table_rows_shown", shown=number(SHOWN), all=number(len(verdict.findings))))


def _about(carried: Carried) -> str:
    unit = definitions.load().geography.units.get(carried.unit_id)
    built = t("official_built_from", snapshot=carried.snapshot)
    return " · ".join(
        [unit.name if unit else t("official_whole"), when(carried.period), built, date(notes.published_on().date())]
    )


def _row(finding: Finding) -> dict[str, str]:
    known, told = definitions.load(), finding.told
    indicator = known.indicators.get(told.get("indicator", ""))
    times = ", ".join(when(time) for time in str(told.get("time", "")).split(", ") if time)
    return {
        t("official_kind"): t(f"verify_kind_{finding.kind}"), t("official_printed"): finding.printed,
        t("official_shown"): finding.shown or "–", t("official_now"): finding.now or "–",
        t("filter_indicator"): title(indicator) if indicator else "–", t("column_unit"): told.get("unit", "") or "–",
        t("column_time"): times, t("official_place"): f"{finding.heading}: {finding.around}" if finding.heading else "–",
        t("official_cells"): "; ".join(told.get("cells", [])),
    }  # fmt: skip
