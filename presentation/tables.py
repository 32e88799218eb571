"""Tables as people read them: named columns, numbers in the reader's writing, states in words."""

import functools
from html import escape
from typing import Any, Literal

import pandas as pd
import streamlit as st

from presentation.components import component
from presentation.kept import kept
from presentation.language import name, number, t, when

STATIC = 40  # rows up to which a table stands whole on the page, readable and printable as it is
SCROLLED = 430  # pixels of a longer one
NARROW = 230  # pixels of a column of long texts
FITS = 6  # columns, all but the first numbers, that stand on a phone
FEW, WIDE = 12, 24  # cards that stand whole on a phone; letters of a text that takes more than one place on a card
_TABLE = component("table", '<div class="held"></div>', isolated=False)


def show(
    rows: pd.DataFrame,
    decimals: dict[str, int],
    *,
    key: str,
    narrow: str | None = None,
    widths: dict[str, int] | None = None,
    link: tuple[str, str] | None = None,
) -> None:
    """Show a table; columns in `decimals` are numbers, written with that many decimals, "…" where there is none.

    `narrow` names a column of long texts, which is kept so narrow that a phone shows what follows;
    `widths` gives columns of texts their pixels; `link` names a column of addresses and the words shown for them.
    """
    shown = _written(rows, decimals)
    columns: dict[str, Any] = {column: st.column_config.TextColumn(alignment="right") for column in decimals if column in shown}
    for column, width in (({narrow: NARROW} if narrow else {}) | (widths or {})).items():
        columns[column] = st.column_config.TextColumn(width=width)
    if link:
        columns[link[0]] = st.column_config.LinkColumn(display_text=link[1])
    height: int | Literal["content"] = "content" if len(shown) <= STATIC else SCROLLED
    st.dataframe(shown, hide_index=True, key=key, height=height, column_config=columns, alt=in_words(shown))


def read(rows: pd.DataFrame, decimals: dict[str, int], *, key: str) -> None:
    """Show a short table to be read whole, as HTML: its texts wrap, and where there is little room each row is a card.

    The first column says what a row is about; `decimals` as in `show`. A few numbers beside a name need no cards.
    """
    with st.container(key=f"read_{key}"):
        st.markdown(_html(rows, decimals), unsafe_allow_html=True)


def choose(
    rows: pd.DataFrame, decimals: dict[str, int], *, key: str, parameter: str, values: list[str], fresh: bool = False
) -> None:
    """Show a table as `read` does, to look through: its columns sort, and the button of a row writes the row into the link.

    `values` are what `parameter` of the link is for each row; a `fresh` table says what no snapshot holds, and is not kept.
    """
    html = _html(rows, decimals, pick=t("table_pick")) if fresh else chosen_html(rows, decimals)
    asked = st.query_params.get(parameter)
    chosen = values.index(asked) if asked in values else -1
    _TABLE(key=key, data={"html": html, "chosen": chosen}, on_picked_change=functools.partial(_picked, key, parameter, values))


@kept
def chosen_html(rows: pd.DataFrame, decimals: dict[str, int]) -> str:
    """The table of `choose`, written once for all readers."""
    return _html(rows, decimals, pick=t("table_pick"))


def _html(rows: pd.DataFrame, decimals: dict[str, int], *, pick: str = "") -> str:
    """A table of HTML; with `pick`, what the button of each row does, its columns sort too."""
    shown = _written(rows, decimals)
    numeric = {column for column in shown if column in decimals}
    kind = "numbers" if len(shown.columns) <= FITS and numeric.issuperset(shown.columns[1:]) else "cards"
    wide = {column for column in shown if shown[column].map(_text).str.len().max() > WIDE}
    heads = [f'<button type="button">{_text(column)}</button>' if pick else _text(column) for column in shown]
    head = "".join(
        f'<th role="columnheader" scope="col"{_kind(c in numeric)}>{h}</th>' for c, h in zip(shown, heads, strict=True)
    )
    exact = rows[[column for column in shown if column in numeric]].to_dict("records") if pick else [{}] * len(rows)
    lines = []
    for place, (row, values) in enumerate(zip(shown.to_dict("records"), exact, strict=True)):
        first = _text(row.pop(shown.columns[0]))
        if pick:
            first = f'<button type="button" data-row="{place}" aria-pressed="false" title="{escape(pick)}">{first}</button>'
        cells = "".join(_cell(c, value, values.get(c), _kind(c in numeric, c in wide)) for c, value in row.items())
        lines.append(f'<tr role="row"><th role="rowheader" scope="row">{first}</th>{cells}</tr>')
    room = "room" + (" long" if len(shown) > FEW else "") + (" tall" if len(shown) > STATIC else "")
    return (
        f'<div class="{room}" role="region" tabindex="0" aria-label="{escape(in_words(shown))}">'
        f'<table class="read {kind}" role="table"><thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{"".join(lines)}</tbody></table></div>'
    )


def _cell(column: Any, value: Any, exact: Any, kind: str) -> str:
    """A cell, which names its column for cards; a number that sorts carries its exact value."""
    sorts = "" if exact is None else f' data-value="{"" if pd.isna(exact) else exact}"'
    return f'<td role="cell" data-label="{_text(column)}"{sorts}{kind}>{_text(value)}</td>'


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


def _picked(key: str, parameter: str, values: list[str]) -> None:
    place = st.session_state[key].picked
    if place is not None and 0 <= place < len(values):
        st.query_params[parameter] = values[place]
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
