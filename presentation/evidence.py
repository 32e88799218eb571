"""From a figure to its evidence: the cells behind it, and what other sources say."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from catalogue import definitions
from indicators.query import Query, rebased
from presentation import boundaries, cubes, data, flags, notes, tables
from presentation.download_buttons import buttons
from presentation.language import lang, name, number, t
from presentation.links import ALL, select
from presentation.views import View, day_of

WHOLE = "*"  # the choice that explains the value of the view as a whole
PARAMETER = "nguon"


def explain(view: View, rows: pd.DataFrame) -> None:
    """From a figure to the cells behind it."""
    st.header(t("explain_title"), anchor="giai-thich")
    if rows.empty:
        notes.empty()
        return
    column = column_of(rows)
    options = {ALL: t("explain_choose"), WHOLE: t("explain_whole", place=notes.place_of(view))}
    options |= dict(zip(rows[column], rows["label"], strict=True))
    boundaries.follow(PARAMETER, options, day_of(definitions.load(), view.time))
    unit = select(t("explain_label"), PARAMETER, options, ALL)
    if not unit:
        st.caption(t("explain_hint"))
        return
    if unit == WHOLE:
        _told(view, cubes.total(view).assign(label=notes.place_of(view)), view.query())
    else:
        query = view.query()
        query = replace(query, districts=(unit,)) if column == "district_id" else replace(query, units=(unit,))
        _told(view, rows[rows[column] == unit], query)


def column_of(rows: pd.DataFrame) -> str:
    """What the rows stand for: units, or (former) districts."""
    return "district_id" if rows["unit_id"].nunique() <= 1 < rows["district_id"].nunique() else "unit_id"


def _told(view: View, rows: pd.DataFrame, query: Query) -> None:
    """The formula, what must be known of the value, and its cells."""
    if rows.empty:
        notes.empty()
        return
    row = rows.to_dict("records")[0]
    st.markdown(_formula(view, row))
    found = data.cells(data.current(), rebased(definitions.load(), query, view.on_map))
    st.markdown(f"{notes.coverage(rows)}. {notes.method_of(view.indicator)}")
    known = flags.codes(view, rows)[0]
    if (found["version"].fillna(1) > 1).any() and "revised" not in known:
        known = tuple(flag for flag in flags.FLAGS if flag in (*known, "revised"))
    st.markdown(flags.said(known))
    if found.empty and view.indicator.id in definitions.load().sensitive:
        st.caption(t("protected_no_sources"))
        return
    if found.empty:
        notes.empty()
        return
    written = tables.read if len(found) <= tables.STATIC else tables.show
    written(_cells_table(found), {t("column_value"): 0}, key="cells")
    buttons(found, f"{view.indicator.id}-cells", {"title": notes.headline(view)}, key="cells")


def _formula(view: View, row: dict[str, Any]) -> str:
    if pd.isna(row["value"]):
        return t("explain_unknown", unit=row["label"], reason=notes.absence(row, view.indicator))
    share = notes.value(row["value"], view.indicator)
    return t("explain_formula", unit=row["label"], value=share, over=number(row["numerator"]), under=number(row["denominator"]))


def sources(view: View) -> None:
    """Where sources disagree, both are kept and shown."""
    found = data.other_sources(data.current(), view.indicator.id)
    found = found[(found["level"] == view.level) & (found["period"] == view.time)]
    if found.empty:
        return
    with st.expander(t("sources_title", count=len(found)), icon=":material/compare_arrows:"):
        st.write(t("sources_note"))
        tables.read(_sources_table(found), {}, key="sources")


def _cells_table(found: pd.DataFrame) -> pd.DataFrame:
    known = definitions.load()
    elements = {key: getattr(e, f"name_{lang()}") for key, e in known.elements.items()}
    units = known.geography.units
    return pd.DataFrame({
        t("column_what"): [elements.get(e, e) for e in found["element"]],
        t("column_sex"): [name("sex", sex) for sex in found["sex"]],
        t("column_value"): found["value"],
        t("column_unit"): [units[u].name if u in units else u for u in found["unit_id"]],
        t("column_file"): found["file"], t("column_version"): found["version"], t("column_sheet"): found["sheet"],
        t("column_cell"): found["cell"], "SHA-256": found["sha256"],
    })  # fmt: skip


def _sources_table(found: pd.DataFrame) -> pd.DataFrame:
    units = definitions.load().geography.units
    return pd.DataFrame({
        t("column_unit"): [units[u].name if u in units else u for u in found["unit_id"]],
        t("sources_shown"): [_stated(row, "shown") for row in found.to_dict("records")],
        t("sources_other"): [_stated(row, "other") for row in found.to_dict("records")],
        t("column_source"): found["other_cited"],
    })  # fmt: skip


def _stated(row: dict[str, Any], side: str) -> str:
    over, under, share = (row[f"{side}_{key}"] for key in ("numerator", "denominator", "share"))
    kind = t("source_demonstration") if row[f"{side}_demonstration"] else t(f"source_{row[f'{side}_source']}")
    if not pd.isna(over) and not pd.isna(under):
        return f"{number(100 * over / under, 2)}% ({number(over)}/{number(under)}), {kind}"
    return f"{number(share, 2)}%, {kind}"
