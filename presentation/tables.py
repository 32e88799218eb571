"""Tables as people read them: named columns, numbers in the reader's writing, states in words."""

import functools
from html import escape
from typing import Any, Literal

import pandas as pd
import streamlit as st

from presentation.language import name, number, t, when

STATIC = 40  # rows up to which a table stands whole on the page, readable and printable as it is
SCROLLED = 430  # pixels of a longer one
NARROW = 230  # pixels of a column of long texts
FITS = 6  # columns, all but the first numbers, that stand on a phone
FEW, WIDE = 12, 24  # cards that stand whole on a phone; letters of a text that takes more than one place on a card


def show(
    rows: pd.DataFrame,
    decimals: dict[str, int],
    *,
    key: str,
    narrow: str | None = None,
    widths: dict[str, int] | None = None,
    link: tuple[str, str] | None = None,
    pick: tuple[str, list[Any]] | None = None,
) -> None:
    """Show a table; columns in `decimals` are numbers, written with that many decimals, "…" where there is none.

    `narrow` names a column of long texts, which is kept so narrow that a phone shows what follows;
    `widths` gives columns of texts their pixels; `link` names a column of addresses and the words
    shown for them; `pick` lets a reader choose a row, which is written into the link: parameter and value of each row.
    """
    shown = _written(rows, decimals)
    columns: dict[str, Any] = {column: st.column_config.TextColumn(alignment="right") for column in decimals if column in shown}
    for column, width in (({narrow: NARROW} if narrow else {}) | (widths or {})).items():
        columns[column] = st.column_config.TextColumn(width=width)
    if link:
        columns[link[0]] = st.column_config.LinkColumn(display_text=link[1])
    height: int | Literal["content"] = "content" if len(shown) <= STATIC else SCROLLED
    chosen: dict[str, Any] = {}
    if pick:
        chosen = {"on_select": functools.partial(_picked, key, *pick), "selection_mode": "single-row"}
    st.dataframe(shown, hide_index=True, key=key, height=height, column_config=columns, alt=in_words(shown), **chosen)


def read(rows: pd.DataFrame, decimals: dict[str, int], *, key: str) -> None:
    """Show a short table to be read whole, as HTML: its texts wrap, and where there is little room each row is a card.

    The first column says what a row is about; `decimals` as in `show`. A few numbers beside a name need no cards.
    """
    shown = _written(rows, decimals)
    numeric = {column for column in shown if column in decimals}
    kind = "numbers" if len(shown.columns) <= FITS and numeric.issuperset(shown.columns[1:]) else "cards"
    wide = {column for column in shown if shown[column].map(_text).str.len().max() > WIDE}
    head = "".join(f'<th role="columnheader" scope="col"{_kind(column in numeric)}>{_text(column)}</th>' for column in shown)
    lines = "".join(f'<tr role="row">{_cells(row, numeric, wide)}</tr>' for row in shown.to_dict("records"))
    name = escape(in_words(shown))
    with st.container(key=f"read_{key}"):
        st.markdown(
            f'<div class="{"room long" if len(shown) > FEW else "room"}" role="region" tabindex="0" aria-label="{name}">'
            f'<table class="read {kind}" role="table"><thead role="rowgroup"><tr role="row">{head}</tr></thead>'
            f'<tbody role="rowgroup">{lines}</tbody></table></div>',
            unsafe_allow_html=True,
        )


def _cells(row: dict[Any, Any], numeric: set[Any], wide: set[Any]) -> str:
    """The cells of a row; each names its column, for cards."""
    first, *others = row.items()
    cells = [f'<th role="rowheader" scope="row">{_text(first[1])}</th>']
    for column, value in others:
        kind = _kind(column in numeric, column in wide)
        cells.append(f'<td role="cell" data-label="{_text(column)}"{kind}>{_text(value)}</td>')
    return "".join(cells)


def _kind(numeric: bool, wide: bool = False) -> str:
    return ' class="number"' if numeric else ' class="wide"' if wide else ""


def _text(value: Any) -> str:
    """A text for HTML within Markdown, which would take a line break for its end."""
    return "" if pd.isna(value) else " ".join(escape(str(value)).split())


def _written(rows: pd.DataFrame, decimals: dict[str, int]) -> pd.DataFrame:
    shown = rows.copy(deep=False)
    for column in shown.columns:
        if column in decimals:
            shown[column] = [number(_float(value), decimals[column]) for value in shown[column]]
    return shown


def _picked(key: str, parameter: str, values: list[Any]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    if rows:
        st.query_params[parameter] = str(values[rows[0]])
    else:
        st.query_params.pop(parameter, None)


def plain(shown: pd.DataFrame, *, key: str, height: int | Literal["content"] = "content") -> None:
    """Show a table of texts as it is."""
    st.dataframe(shown, hide_index=True, key=key, height=height, alt=in_words(shown))


def in_words(shown: pd.DataFrame) -> str:
    """What a table is called for those who do not see it: how long it is and its columns, so that two on a page differ."""
    return t("table_alt", rows=number(len(shown)), columns=", ".join(map(str, shown.columns)))


def _float(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def of_values(rows: pd.DataFrame, labels: pd.Series, decimals: int) -> tuple[pd.DataFrame, dict[str, int]]:
    """Computed rows as a readable table, and the decimals of its numbers. What matters most first: a phone shows little."""
    table: dict[str, Any] = {t("column_unit"): labels, t("column_value"): rows["value"]}
    if "reason" in rows and rows["reason"].notna().any():
        table |= {t("column_lowest"): rows["lower"], t("column_highest"): rows["upper"]}
    if rows["denominator"].notna().any():
        table |= {t("column_women"): rows["numerator"], t("column_total"): rows["denominator"]}
    if "women_missing" in rows:
        table |= {t("column_needed"): rows["women_needed"], t("column_gap"): rows["women_missing"]}
    names = {state: name("state", state) for state in rows["state"].unique()}
    times = {time: when(time) for time in rows["counted_in"].unique()}
    pairs = zip(rows["units_reported"], rows["units_expected"], strict=True)
    told = zip(rows["source"], rows["demonstration"], strict=True)
    table |= {
        t("column_coverage"): [f"{reported}/{expected}" for reported, expected in pairs],
        t("column_state"): [_state(row, names) for row in rows.to_dict("records")],
        t("column_time"): rows["counted_in"].map(times),
        t("column_source"): [_source(source, generated) for source, generated in told],
    }
    whole = ("column_women", "column_total", "column_needed", "column_gap")
    shares = ("column_value", "column_lowest", "column_highest")
    return pd.DataFrame(table), {t(column): 0 for column in whole} | {t(column): decimals for column in shares}


def _state(row: dict[str, Any], names: dict[str, str]) -> str:
    """The state of a value; on another map also why it is not known."""
    reason = row.get("reason")
    return f"{names[row['state']]} – {t(f'moved_{reason}')}" if isinstance(reason, str) else names[row["state"]]


def _source(source: str | None, generated: bool) -> str:
    if generated:
        return t("source_demonstration")
    return t(f"source_{source}") if source and pd.notna(source) else ""
