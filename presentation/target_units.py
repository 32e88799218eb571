"""One target, drilled to its units: who meets it, who does not, by how many women; and how the status came about."""

from typing import Any

import pandas as pd
import streamlit as st

from catalogue import definitions
from presentation import data, notes, tables
from presentation.download_buttons import buttons
from presentation.language import name, number, t, title
from presentation.links import select
from presentation.targets_page import due_text, reason, requirement, said

Row = dict[str, Any]
# What a status was judged by, in the order told: input → its label.
FACTS = {
    "numerator": "column_women", "denominator": "column_total", "lower": "column_lowest", "upper": "column_highest",
    "units_reported": "coverage_title", "units_expected": "column_expected", "pipeline": "fact_pipeline", "seats": "fact_seats",
    "judged_at": "fact_judged_at", "counted_on": "fact_counted_on", "due": "column_due", "next_event": "column_next",
}  # fmt: skip


def _fact(key: str, value: Any) -> str:
    """An input of a status in words; empty where there is none."""
    if value is None or value != value:  # noqa: PLR0124 - not a number
        return ""
    if key == "seats" and isinstance(value, str):
        return t(f"fact_seats_{value}")
    if isinstance(value, str):
        return due_text(value)
    return number(float(value), 1 if key in ("lower", "upper") else 0) + ("%" if key in ("lower", "upper") else "")


def drill(rows: pd.DataFrame) -> None:
    """Choose a row of the targets table; show the units behind it."""
    records = rows.to_dict("records")
    options = {f"{row['target']}.{row['level']}": _label(row) for row in records}
    first = next((row for row in records if row["units_missed"] and row["status"] != "not_assessed"), records[0])
    st.header(t("targets_units"))
    asked = st.query_params.get("muc_tieu", "")
    if asked in definitions.load().targets:  # a link to a target without a level means the first that it has
        st.query_params["muc_tieu"] = next((option for option in options if option.startswith(f"{asked}.")), asked)
    code = select(t("column_target"), "muc_tieu", options, f"{first['target']}.{first['level']}")
    row = records[list(options).index(code)]
    _verdict(row)
    _units(row)
    _method(row)


def _label(row: Row) -> str:
    target = definitions.load().targets[row["target"]]
    return f"{title(target)}, {name('level', row['level']).lower()}, {requirement(target)} ({notes.document(target)})"


def _verdict(row: Row) -> None:
    counts = "" if pd.isna(row["denominator"]) else f" ({number(row['numerator'])}/{number(row['denominator'])})"
    value = notes.value(row["value"], definitions.load().indicators[row["indicator"]])
    parts = [f"**{said(row['status'])}**{reason(row)}: {value}{counts}."]
    if row["gap_of_units"] is not None and not pd.isna(row["gap_of_units"]):
        parts.append(t("targets_gaps", units=number(row["gap_of_units"]), whole=number(row["gap"])))
    if row["pipeline"] is not None and not pd.isna(row["pipeline"]):
        parts.append(t("targets_pipeline", women=number(row["pipeline"]), needed=number(row["needed"])))
    st.markdown(" ".join(parts))


def _units(row: Row) -> None:
    at = notes.published_on().date()
    units = pd.DataFrame(data.target_units(data.current(), row["target"], row["level"], at))
    if units.empty:
        notes.empty()
        return
    units = units.sort_values(["gap", "value", "unit"], ascending=[False, True, True], na_position="last")
    shown = pd.DataFrame({
        t("column_unit"): units["unit"],
        t("column_value"): units["value"],
        t("column_gap"): units["gap"],
        t("column_women"): units["numerator"],
        t("column_total"): units["denominator"],
        t("column_needed"): units["needed"],
        t("column_status"): [said(u["status"]) + reason(u) for u in units.to_dict("records")],
    })  # fmt: skip
    whole = ("column_women", "column_total", "column_needed", "column_gap")
    tables.show(shown, {t("column_value"): 1} | {t(column): 0 for column in whole}, key="target_units")
    flat = units.drop(columns=["inputs"], errors="ignore")
    buttons(flat, f"{row['target']}-{row['level']}", {"title": _label(row), "method": _method_said(row)}, key="target_units")


def _method_said(row: Row) -> str:
    """The method of a status: its code and version, and what it does in the reader's language."""
    code = row["method"].partition(":")[0]
    if isinstance(row["base"], dict) and isinstance(row["pace"], dict):
        return f"{code}: {t('method_pace', base=due_text(row['base']['date']), due=due_text(row['due']))}"
    return f"{code}: {t('method_threshold')}"


def _document(row: Row) -> str:
    """The document and clause that ask for it, what kind of document it is, whether its text was verified."""
    target = definitions.load().targets[row["target"]]
    verified = t("yes") if target.verified == "yes" else t("unverified")
    return (
        f"{t('filter_document')}: {target.source_doc}, {target.source_clause} ({t(f'instrument_{target.instrument}')}). "
        f"{t('column_verified')}: {verified}."
    )


def _method(row: Row) -> None:
    """Method, version, inputs, base and dates of the status; other methods beside it, where they apply."""
    with st.expander(t("targets_how"), icon=":material/function:"):
        st.markdown(_document(row))
        st.markdown("`{}`: {}".format(*_method_said(row).split(": ", 1)))
        facts = (row["inputs"] or {}) | {key: row[key] for key in ("judged_at", "counted_on", "due", "next_event")}
        told = [(label, _fact(key, facts.get(key))) for key, label in FACTS.items()]
        st.markdown("\n".join(f"- {t(label)}: {value}" for label, value in told if value))
        if isinstance(row["pace"], dict):
            pace, base = row["pace"], row["base"]
            since = f"{number(base['value'], 1)}% ({due_text(base['date'])})"
            st.markdown(t("targets_pace", base=since, observed=number(pace["observed"], 2),
                          required=number(pace["required"], 2), projected=number(pace["projected"], 1)))  # fmt: skip
            for other in row["alternatives"]:
                ratio = "" if other["ratio"] is None else f", {number(other['ratio'], 2)}"
                st.markdown(f"- {t('targets_other')} {other['method']}: {t('verdict_' + other['verdict'])}{ratio}")
