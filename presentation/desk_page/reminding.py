"""Units to remind, with letters ready to print and a list for mail merge. Nothing is sent."""

import functools
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

import pandas as pd
import streamlit as st

from catalogue import definitions
from catalogue.access import Principal
from catalogue.clock import office_now
from catalogue.models import Period
from presentation import data, notes, private_files, tables
from presentation.desk_page import round_view
from presentation.desk_page.changed import unit, what
from presentation.desk_page.round_rows import PREPARING, RETURNED, UnitRow
from presentation.downloads import MIME, as_csv
from presentation.language import date, lang, number, t
from presentation.links import select
from presentation.navigation import PAGES
from reports.official.reminders import Reminder, letters, zipped
from store.completeness import EmptyCell

TO_REMIND = ("missing", "rejected", "partial", RETURNED)
SOON = ("not_yet_due", PREPARING)  # not late yet: only if asked for
NOW, ALSO_SOON = "qua-han", "sap-han"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show(who: Principal, period: Period) -> None:
    """Who is to be reminded, of what, and the files."""
    if not who.may("run_round"):
        st.info(t("officer_not_allowed"), icon=":material/lock:")
        return
    st.caption(t("officer_remind_note"))
    scope = select(t("officer_remind_whom"), "nhac", {NOW: t("officer_remind_now"), ALSO_SOON: t("officer_remind_soon")}, NOW,
                   segmented=True)  # fmt: skip
    statuses = TO_REMIND + SOON if scope == ALSO_SOON else TO_REMIND
    rows = [row for row in round_view.of_period(who, period) if row.form and row.status in statuses]
    if not rows:
        st.success(t("officer_remind_nobody"), icon=":material/check:")
        return
    reminders = _reminders(period, rows)
    st.markdown(t("officer_remind_count", count=number(len(rows))))
    _files(period, reminders)
    shown = pd.DataFrame([_row(row, one) for row, one in zip(rows, reminders, strict=True)])
    tables.read(shown, {}, key="officer_reminders")


def _reminders(period: Period, rows: list[UnitRow]) -> list[Reminder]:
    partial = tuple(row.unit.unit_id for row in rows if row.status == "partial")
    empty = data.empty_of(data.latest(), period.period, partial) if partial else {}
    return [
        Reminder(
            row.unit, row.status, row.due, row.days, _link(row, period),
            tuple(_cell(cell) for cell in empty.get(row.unit.unit_id, ())),
            (row.sending.comment or "") if row.sending and row.status == RETURNED else "",
        )
        for row in rows
    ]  # fmt: skip


def _link(row: UnitRow, period: Period) -> str:
    """Where the unit sends its report: the page for that, if this release has one."""
    at = urlsplit(st.context.url or "")
    root = f"{at.scheme}://{at.netloc}" if at.netloc else ""
    path = next((page.path for page in PAGES if page.file == "send.py"), "")
    return f"{root}/{path}?{urlencode({'don_vi': row.unit.code, 'ky': period.period})}" if path else f"{root}/"


def _cell(cell: EmptyCell) -> str:
    """A cell that is missing, as a letter names it: in Vietnamese, whatever the page speaks."""
    known = definitions.load()
    element, column = known.elements.get(cell.element), known.columns.get(cell.column)
    named = element.name_vi if element else what(cell.element, None)
    term = f" (nhiệm kỳ {cell.term.replace('-', '–')})" if cell.term else ""
    return f"{cell.sheet}: {named}{term}, {column.label_vi if column else cell.column} – {unit(cell.unit_id)}"


def _files(period: Period, reminders: list[Reminder]) -> None:
    known, today = definitions.load(), office_now().date()
    name = f"{t('officer_remind_file')}-{period.period}"
    made = functools.partial(letters, known, period, reminders, today, notes.mark())
    each = functools.partial(zipped, known, period, reminders, today, notes.mark())
    rows = pd.DataFrame([_flat(period, one) for one in reminders])
    listed = functools.partial(as_csv, rows, {"demonstration": notes.mark() or t("no")})
    with st.container(horizontal=True, vertical_alignment="center", key="officer_remind_files"):
        for label, make, ending, kind in (
            ("officer_remind_all", made, "docx", WORD), ("officer_remind_each", each, "zip", "application/zip"),
            ("officer_remind_csv", listed, "csv", MIME["csv"]),
        ):  # fmt: skip
            private_files.button(
                t(label), functools.partial(_asked, make), f"{name}.{ending}", kind, key=f"officer_remind_{ending}"
            )


def _asked(make: Callable[[], bytes], who: Principal) -> bytes:
    who.require("run_round")
    return make()


def _flat(period: Period, one: Reminder) -> dict[str, object]:
    """A line of the list for mail merge; its names are fields of a letter."""
    return {
        "unit_id": one.unit.unit_id, "unit": one.unit.name, "period": definitions.load().words.period(period.period, lang()),
        "status": t(f"officer_status_{one.status}"), "due": date(one.due), "days_late": max(-(one.days or 0), 0),
        "missing_cells": len(one.empty), "missing": "; ".join(one.empty) or _missing(one),
        "comment": one.comment, "link": one.link,
    }  # fmt: skip


def _missing(one: Reminder) -> str:
    """What is missing: some cells, what the officer asked for, else the whole report."""
    if one.empty:
        return t("officer_remind_cells", count=number(len(one.empty)))
    return one.comment or t("officer_remind_whole")


def _row(row: UnitRow, one: Reminder) -> dict[str, str]:
    return {
        t("column_unit"): row.unit.name, t("column_status"): t(f"officer_status_{row.status}"), t("column_due"): date(row.due),
        t("officer_days"): round_view.days(row),
        t("officer_remind_missing"): _missing(one),
    }  # fmt: skip
