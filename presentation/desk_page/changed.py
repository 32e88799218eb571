"""What a report changes: cells of the version before, old and new, and values of indicators that move."""

from typing import Any

import pandas as pd
import streamlit as st

from catalogue import definitions
from desk.sending import Sending
from presentation import tables
from presentation.language import lang, name, number, t, title, when
from presentation.sending.changes import DONE

SHOWN = 200
Row = dict[str, Any]


def show(one: Sending) -> None:
    """The cells and values that differ from what was in force when the file was checked."""
    if not one.result or "changes" not in one.result:
        return
    found = one.result["changes"]
    st.subheader(t("officer_changes"), anchor=False)
    counts = {key: number(found[key]) for key in ("added", "unchanged")}
    st.markdown(t("officer_changes_of_file", changed=number(len(found["changed"])), removed=number(len(found["removed"])),
                  **counts))  # fmt: skip
    cells = [*found["changed"], *found["removed"]]
    if cells:
        _cut(pd.DataFrame([_cell(row) for row in cells[:SHOWN]]), len(cells), "officer_cells")
    values = one.result.get("indicator_changes") or []
    if values:
        count = one.result.get("indicator_changes_count", len(values))
        told = "officer_values_done" if one.state in DONE else "officer_values"
        with st.expander(t(told, count=number(count)), icon=":material/trending_up:"):
            _cut(pd.DataFrame([_value(row) for row in values[:SHOWN]]), count, "officer_values")


def _cut(rows: pd.DataFrame, count: int, key: str) -> None:
    tables.read(rows, {}, key=key)
    if count > len(rows):
        st.caption(t("table_rows_shown", shown=number(len(rows)), all=number(count)))


def _cell(row: Row) -> Row:
    known = definitions.load()
    dimensions = tuple(row[key] for key in ("measure", "sex", "ethnicity", "age"))
    column = next((c for c in known.columns.values() if c.dimensions == dimensions), None)
    return {
        t("column_what"): what(row["element"], row["term"]), t("column_unit"): unit(row["unit_id"]),
        t("officer_column"): getattr(column, f"label_{lang()}") if column else row["measure"],
        t("column_before"): written(row["old"]), t("column_after"): written(row["new"]),
        t("officer_cell"): f"{row['sheet']}!{row['cell']}",
    }  # fmt: skip


def what(element: str, term: str | None) -> str:
    about = definitions.load().elements.get(element)
    told = str(getattr(about, f"name_{lang()}")) if about else element
    return f"{told} ({term.replace('-', '–')})" if term else told


def unit(unit_id: str) -> str:
    found = definitions.load().geography.units.get(unit_id)
    return found.name if found else unit_id


def written(value: float | str | None) -> str:
    """A number as the reader writes it, a text as it is, “–” where nothing is said."""
    if value is None or isinstance(value, str):
        return value or "–"
    return number(value, 0 if float(value).is_integer() else 2)


def _value(row: Row) -> Row:
    indicator = definitions.load().indicators[row["indicator"]]
    name_of_unit = t("changes_total", unit=row["unit"]) if row["total"] else row["unit"]
    return {
        t("filter_indicator"): title(indicator), t("column_unit"): name_of_unit, t("filter_level"): name("level", row["level"]),
        t("column_time"): when(row["period"]), t("column_before"): _said(row["old"], indicator.decimals),
        t("column_after"): _said(row["new"], indicator.decimals),
    }  # fmt: skip


def _said(said: Row, decimals: int) -> str:
    """“9/41 = 21,95”; the state where there is no value."""
    if said["state"] != "value" or said["value"] is None:
        return name("state", said["state"] or "missing")
    value = number(said["value"], decimals)
    return value if said["denominator"] is None else f"{number(said['numerator'])}/{number(said['denominator'])} = {value}"
