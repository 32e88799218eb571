"""Tables as people read them: named columns, numbers in the reader's writing, states in words."""

from typing import Any, Literal

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from presentation.language import lang, name, number, t, when


def show(rows: pd.DataFrame, decimals: dict[str, int], *, key: str, height: int | Literal["auto"] = "auto") -> None:
    """Show a table; columns in `decimals` are numbers with that many decimals, and sort as numbers."""
    st.dataframe(styled(rows, decimals), hide_index=True, key=key, height=height, alt=t("table_alt"))


def styled(rows: pd.DataFrame, decimals: dict[str, int]) -> Styler:
    """Numbers in the reader's writing; "…" where there is none."""
    marks = {"decimal": ",", "thousands": "."} if lang() == "vi" else {"decimal": ".", "thousands": ","}
    style = rows.style
    for column, places in decimals.items():
        if column in rows:
            style = style.format(precision=places, subset=[column], na_rep="…", **marks)
    return style


def of_values(rows: pd.DataFrame, labels: pd.Series, decimals: int) -> tuple[pd.DataFrame, dict[str, int]]:
    """Computed rows as a readable table, and the decimals of its numbers."""
    count = rows["denominator"].isna().all()
    value = t("column_value")
    table: dict[str, Any] = {t("column_unit"): labels}
    if not count:
        table |= {t("column_women"): rows["numerator"], t("column_total"): rows["denominator"]}
    table |= {
        value: rows["value"],
        t("column_state"): [name("state", state) for state in rows["state"]],
        t("column_coverage"): [
            f"{number(a)}/{number(b)}" for a, b in zip(rows["units_reported"], rows["units_expected"], strict=True)
        ],
        t("column_time"): [when(time) for time in rows["counted_in"]],
        t("column_source"): [_source(row) for row in rows[["source", "demonstration"]].to_dict("records")],
    }
    return pd.DataFrame(table), {t("column_women"): 0, t("column_total"): 0, value: decimals}


def _source(row: dict[str, Any]) -> str:
    if row["demonstration"]:
        return t("source_demonstration")
    return t(f"source_{row['source']}") if row["source"] else ""
