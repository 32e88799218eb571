"""What is asked of a unit: targets with the women missing, and the reports it owed, their versions and refusals."""

from typing import Any

import pandas as pd
import streamlit as st

from catalogue import definitions
from catalogue.units import Unit
from presentation import boundaries, data, notes, tables, units
from presentation.download_buttons import buttons
from presentation.language import date, name, number, t, title, when
from presentation.links import select
from presentation.targets_page import EVER, NOW, binds, due_text, reason, requirement, said, told_value

Row = dict[str, Any]
WITHOUT_REPORTS = {
    "province": "unit_no_reports_province", "district": "unit_no_reports_other",
    "commune": "unit_no_reports_commune", "agency": "unit_no_reports_other",
}  # fmt: skip
WHEN_SENT = {
    "column_days_late": "days_late", "column_version": "version",
    "column_gaps": "missing_cells", "column_empty_required": "empty_required",
}  # fmt: skip
WHOLE = ("column_needed", "column_gap")


def targets(unit: Unit) -> None:
    """The targets that bind the unit now, or all that ever did."""
    at = units.today()
    st.subheader(t("unit_targets"), anchor="muc-tieu")
    asked = select(t("targets_when"), "khi", {NOW: t("targets_now"), EVER: t("targets_ever")}, NOW, segmented=True)
    if asked == NOW:
        binding = frozenset(one.id for one in definitions.load().targets.values() if binds(one.due, None, at))
        rows = data.targets(data.current(), (unit.unit_id,), at, binding) if unit.exists(at) else []
        rows = [row for row in rows if row["reason"] != "replaced"]
    else:
        rows = data.targets(data.current(), (unit.unit_id,), at)
    if not rows:
        none = "unit_no_targets" if asked == EVER else "unit_no_targets_now" if unit.exists(at) else "unit_targets_ended"
        st.info(t(none), icon=":material/search_off:")
        return
    _targets(unit, rows)
    moved = " " + t("unit_not_moved") if boundaries.chosen_day() else ""
    st.caption(t("targets_method", date=date(at)) + moved + " " + notes.source_note())


def _targets(unit: Unit, rows: list[Row]) -> None:
    shown = pd.DataFrame([_told(row) for row in rows])
    tables.read(shown, {t(column): 0 for column in WHOLE}, key="targets")
    kept = ("base", "pace", "inputs", "alternatives")
    flat = pd.DataFrame([{name: value for name, value in row.items() if name not in kept} for row in rows])
    buttons(flat, f"muc-tieu-{unit.unit_id}", {"title": f"{t('unit_targets')}: {units.labelled(unit)}"}, key="targets")


def _told(row: Row) -> Row:
    """What matters most first."""
    target = definitions.load().targets[row["target"]]
    return {
        t("column_target"): title(target),
        t("column_gap"): row["gap"],
        t("column_status"): said(row["status"]) + reason(row),
        t("column_required"): requirement(target),
        t("column_value"): told_value(row),
        t("column_needed"): row["needed"],
        t("filter_level"): name("level", row["level"]),
        t("column_due"): due_text(row["due"]),
        t("filter_document"): f"{notes.document(target)}, {target.source_clause}",
    }


def submissions(unit: Unit) -> None:
    """The reports that were owed, how they came, each version's file, and files that were refused."""
    known = definitions.load()
    st.subheader(t("unit_submissions"), anchor="bao-cao")
    periods = [period for period in known.periods.values() if period.collected]
    rounds = [data.round_of(data.current(), period.period).assign(period=period.period) for period in periods]
    rows = pd.concat(rounds, ignore_index=True)
    rows = rows[rows["unit_id"] == unit.unit_id].iloc[::-1]
    if rows.empty:
        st.info(t(WITHOUT_REPORTS[unit.level]), icon=":material/search_off:")
    else:
        _rounds(unit, rows)
    _versions(unit)
    _refusals(unit)


def _rounds(unit: Unit, rows: pd.DataFrame) -> None:
    shown = pd.DataFrame({
        t("column_period"): [when(period) for period in rows["period"]],
        t("column_status"): [t(f"report_{status}") for status in rows["status"]],
        t("column_due"): [date(day) for day in rows["due_date"]],
        t("column_received"): [_day(at) for at in rows["received_at"]],
    })  # fmt: skip
    sent = rows["version"].notna()
    for column, told in WHEN_SENT.items():
        shown[t(column)] = [number(value) if one else "" for value, one in zip(rows[told].fillna(0), sent, strict=True)]
    tables.read(shown, {}, key="unit_rounds")
    st.caption(notes.source_note())
    buttons(rows, f"bao-cao-{unit.unit_id}", {"title": f"{t('unit_submissions')}: {units.labelled(unit)}"}, key="unit_rounds")


def _versions(unit: Unit) -> None:
    rows = data.versions_of(data.current(), unit.unit_id)
    if rows.empty:
        return
    order = list(definitions.load().periods)
    rows = rows.sort_values(["period", "version"], key=lambda c: c.map(order.index) if c.name == "period" else c).iloc[::-1]
    st.markdown(f"**{t('unit_versions')}**")
    shown = pd.DataFrame({
        t("column_period"): [when(period) for period in rows["period"]],
        t("column_version"): rows["version"],
        t("column_status"): [_state(row) for row in rows.to_dict("records")],
        t("column_received"): [_day(at) for at in rows["received_at"]],
        t("column_file_name"): rows["file_name"], t("column_sha256"): rows["sha256"],
    })  # fmt: skip
    tables.read(shown, {t("column_version"): 0}, key="unit_versions")
    about = {"title": f"{t('unit_versions')}: {units.labelled(unit)}"}
    buttons(rows.drop(columns=["submission_id"]), f"phien-ban-{unit.unit_id}", about, key="unit_versions")


def _state(row: Row) -> str:
    """What became of a version, with the reason; a generated one says so."""
    told = t(f"status_{row['state']}")
    if isinstance(row["withdrawn_reason"], str):
        told += f": {row['withdrawn_reason']}"
    return f"{told} ({t('source_demonstration')})" if row["demonstration"] else told


def _refusals(unit: Unit) -> None:
    rows = data.refusals_of(data.current(), unit.unit_id)
    if rows.empty:
        return
    st.markdown(f"**{t('unit_refusals')}**")
    shown = pd.DataFrame({
        t("column_period"): [when(period) if isinstance(period, str) else "" for period in rows["period"]],
        t("column_received"): [_day(at) for at in rows["at"]], t("column_sha256"): rows["sha256"],
    })  # fmt: skip
    tables.show(shown, {}, key="unit_refusals")
    st.caption(t("unit_refusals_note"))
    buttons(rows, f"bi-tu-choi-{unit.unit_id}", {"title": t("unit_refusals")}, key="unit_refusals")


def _day(at: Any) -> str:
    return date(at.date()) if pd.notna(at) else ""
