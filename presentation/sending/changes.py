"""What a sending would change: cells against the last version, counts against the last period, values of indicators."""

from typing import Any

import pandas as pd
import streamlit as st

from catalogue import definitions
from catalogue.access import Principal
from desk.sending import Sending
from presentation import tables
from presentation.language import lang, name, number, t, title, when

Row = dict[str, Any]
FIRST = 12  # rows shown at once
MOST = 300  # rows shown at all


def show(who: Principal, sending: Sending) -> None:
    """The three comparisons, each with what matters first."""
    said = sending.result or {}
    if said.get("status") not in ("loaded", "replaced") and not said.get("since"):
        return
    st.subheader(t("sending_changes"), anchor="thay-doi")
    if said.get("status") in ("loaded", "replaced"):
        _cells(said["changes"])
    _since(said.get("since") or {})
    if said.get("status") in ("loaded", "replaced"):
        _values(who, said)
    _gaps(said)


def _cells(changes: Row) -> None:
    counts = {"added": number(changes["added"]), "changed": number(len(changes["changed"])),
              "removed": number(len(changes["removed"])), "unchanged": number(changes["unchanged"])}  # fmt: skip
    st.markdown(f"**{t('sending_against_version')}** {t('changes_of_file', **counts)}")
    rows = [
        {
            t("column_what"): told_cell(row), t("column_old"): _said(row["old"]), t("column_new"): _said(row["new"]),
            t("column_sheet"): row["sheet"], t("column_cell"): row["cell"],
        }
        for row in (*changes["changed"], *changes["removed"])
    ]  # fmt: skip
    _table(rows, "sending_cells")


def _since(since: Row) -> None:
    if not since:
        st.markdown(f"**{t('sending_against_period')}** {t('sending_no_period_before')}")
        return
    told = t("sending_since", moved=number(len(since["rows"])), same=number(since["same"]))
    st.markdown(f"**{t('sending_against_period')}** {told}")
    rows = [
        {
            t("column_what"): told_cell(row), t("column_before"): number(row["old"]), t("sending_now"): number(row["new"]),
            t("column_difference"): f"{row['new'] - row['old']:+,.0f}".replace(",", "."),
            t("sending_period_before"): _period(row),
        }
        for row in since["rows"]
    ]  # fmt: skip
    _table(rows, "sending_since")


def _period(row: Row) -> str:
    told = when(row["period"])
    return f"{told} ({t('source_demonstration')})" if row["demonstration"] else told


def _values(who: Principal, said: Row) -> None:
    if "indicator_changes" not in said:
        st.markdown(f"**{t('sending_values')}** :material/hourglass_empty: {t('sending_values_waiting')}")
        return
    known, found = definitions.load(), said["indicator_changes"]
    shown = [row for row in found if row["indicator"] in known.indicators and _may_see(who, row)]
    count = said.get("indicator_changes_count", len(found)) - (len(found) - len(shown))
    st.markdown(f"**{t('sending_values')}** {t('sending_values_count', count=number(count))}")
    if not all(_may_see(who, row) for row in found):
        st.caption(t("sending_values_protected"))
    rows = [
        {
            t("column_indicator"): title(known.indicators[row["indicator"]]),
            t("column_unit"): t("changes_total", unit=row["unit"]) if row["total"] else row["unit"],
            t("column_level"): name("level", row["level"]),
            t("column_old"): _value(row["old"], known.indicators[row["indicator"]].decimals),
            t("column_new"): _value(row["new"], known.indicators[row["indicator"]].decimals),
            t("column_time"): when(row["period"]),
        }
        for row in shown
    ]
    _table(rows, "sending_values")


def _may_see(who: Principal, row: Row) -> bool:
    """A unit knows its own counts; what others reported of violence, which a sum tells, only who may read what they sent."""
    return not row["total"] or row["indicator"] not in definitions.load().sensitive or who.may("read_submissions")


def _gaps(said: Row) -> None:
    """Of a file of another layout: which tables of the form it does not answer in full."""
    gaps = said.get("gaps") or []
    if not gaps:
        return
    st.markdown(f"**{t('sending_gaps', count=number(len(gaps)))}** {t('sending_gaps_help')}")
    rows = [{t("column_sheet"): gap["sheet"], t("sending_answered"): f"{number(gap['answered'])}/{number(gap['asked'])}"}
            for gap in gaps]  # fmt: skip
    _table(rows, "sending_gaps")


def _table(rows: list[Row], key: str) -> None:
    if not rows:
        return
    tables.read(pd.DataFrame(rows[:FIRST]), {}, key=key)
    if len(rows) > FIRST:
        with st.expander(t("sending_more_rows", count=number(len(rows) - FIRST))):
            tables.read(pd.DataFrame(rows[FIRST:MOST]), {}, key=f"{key}_more")


def told_cell(row: Row) -> str:
    """What a cell counts: the data element, its column, level, term and unit."""
    known = definitions.load()
    element = known.elements.get(row["element"])
    dimensions = tuple(row[one] for one in ("measure", "sex", "ethnicity", "age"))
    column = next((one for one in known.columns.values() if one.dimensions == dimensions), None)
    unit = known.geography.units.get(row["unit_id"])
    parts = [
        getattr(element, f"name_{lang()}") if element else row["element"],
        getattr(column, f"label_{lang()}") if column else "",
        name("level", row["level"]).lower(),
        when(row["term"]).lower() if row.get("term") else "",
        unit.name if unit else "",
    ]
    return ", ".join(part for part in parts if part)


def _said(value: float | str | None) -> str:
    if value is None or isinstance(value, str):
        return value or "–"
    return number(value, 0 if float(value).is_integer() else 2)


def _value(said: Row, decimals: int) -> str:
    """“9/41 = 21,95”; the state where there is no value."""
    if said["state"] != "value" or said["value"] is None:
        return name("state", said["state"] or "missing")
    value = number(said["value"], decimals)
    return value if said["denominator"] is None else f"{number(said['numerator'])}/{number(said['denominator'])} = {value}"
