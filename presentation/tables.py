"""Tables as people read them: named columns, numbers in the reader's writing, states in words."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, Literal, TypeAlias

import pandas as pd
import streamlit as st

from presentation.charts.frame import Row, Rows, known
from presentation.charts.heat import SIGNS
from presentation.components import component
from presentation.language import name, number, t, when

STATIC = 40  # rows up to which a table stands whole on the page, readable and printable as it is
SCROLLED = 430  # pixels of a longer one
NARROW = 230  # pixels of a column of long texts
FITS = 6  # columns, all but the first numbers, that stand on a phone
FEW, WIDE = 12, 24  # cards that stand whole on a phone; letters of a text that takes more than one place on a card
SIGNED = ("column_value", "column_lowest", "column_highest", "column_women", "column_total")  # where a sign says “protected”
Columns = dict[str, list[Any]]  # name → values; all of one length
Table: TypeAlias = "Mapping[str, Sequence[Any]] | pd.DataFrame"
_TABLE = component("table", '<div class="held"></div>', isolated=False)


def show(
    rows: Table,
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
    shown = pd.DataFrame(_written(rows, decimals))
    columns: dict[str, Any] = {column: st.column_config.TextColumn(alignment="right") for column in decimals if column in shown}
    for column, width in (({narrow: NARROW} if narrow else {}) | (widths or {})).items():
        columns[column] = st.column_config.TextColumn(width=width)
    if link:
        columns[link[0]] = st.column_config.LinkColumn(display_text=link[1])
    height: int | Literal["content"] = "content" if len(shown) <= STATIC else SCROLLED
    st.dataframe(shown, hide_index=True, key=key, height=height, column_config=columns, alt=in_words(len(shown), shown))


def read(rows: Table, decimals: dict[str, int], *, key: str) -> None:
    """Show a short table to be read whole, as HTML: its texts wrap, and where there is little room each row is a card.

    The first column says what a row is about; `decimals` as in `show`. A few numbers beside a name need no cards.
    """
    written(html(rows, decimals), key=key)


def written(text: str, *, key: str) -> None:
    """Show the table that `html` wrote."""
    with st.container(key=f"read_{key}"):
        st.markdown(text, unsafe_allow_html=True)


def choose(text: str, *, key: str, parameter: str, values: list[str]) -> None:
    """Show a table that `html` wrote, to look through: columns sort, the button of a row writes the row into the link.

    `values` are what `parameter` of the link is for each row.
    """
    asked = st.query_params.get(parameter)
    chosen = values.index(asked) if asked in values else -1
    _TABLE(key=key, data={"html": text, "chosen": chosen}, on_picked_change=functools.partial(_picked, key, parameter, values))


def html(rows: Table, decimals: dict[str, int], *, pick: str = "") -> str:
    """The table of `read`; with `pick`, what the button of each row does, that of `choose`: its columns sort too."""
    texts = {column: [_text(value) for value in values] for column, values in _written(rows, decimals).items()}
    names, firsts = list(texts), next(iter(texts.values()))
    numeric = {column for column in names if column in decimals}
    wide = {column for column, values in texts.items() if max(map(len, values), default=0) > WIDE}
    heads = [f'<button type="button">{_text(column)}</button>' if pick else _text(column) for column in names]
    head = "".join(
        f'<th role="columnheader" scope="col"{_kind(c in numeric)}>{h}</th>' for c, h in zip(names, heads, strict=True)
    )
    if pick:
        button = f'<button type="button" data-row="{{}}" aria-pressed="false" title="{escape(pick)}">{{}}</button>'
        firsts = [button.format(place, first) for place, first in enumerate(firsts)]
    cells = []
    for column in names[1:]:
        about = f' data-label="{_text(column)}"', _kind(column in numeric, column in wide)
        exact = [_exact(value) for value in rows[column]] if pick and column in numeric else [""] * len(firsts)
        cells.append([
            f'<td role="cell"{about[0]}{sorts}{about[1]}>{text}</td>' for sorts, text in zip(exact, texts[column], strict=True)
        ])  # fmt: skip
    lines = [
        f'<tr role="row"><th role="rowheader" scope="row">{first}</th>{"".join(column[place] for column in cells)}</tr>'
        for place, first in enumerate(firsts)
    ]
    kind = "numbers" if len(names) <= FITS and numeric.issuperset(names[1:]) else "cards"
    room = "room" + (" long" if len(firsts) > FEW else "") + (" tall" if len(firsts) > STATIC else "")
    return (
        f'<div class="{room}" role="region" tabindex="0" aria-label="{escape(in_words(len(firsts), names))}">'
        f'<table class="read {kind}" role="table"><thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{"".join(lines)}</tbody></table></div>'
    )


def _exact(value: Any) -> str:
    """The exact value of a number, by which its column sorts."""
    return f' data-value="{value if known(value) and not isinstance(value, str) else ""}"'


def _kind(numeric: bool, wide: bool = False) -> str:
    return ' class="number"' if numeric else ' class="wide"' if wide else ""


def _text(value: Any) -> str:
    """A text for HTML within Markdown, which would take a line break for its end."""
    return " ".join(escape(str(value)).split()) if known(value) else ""


def _written(rows: Table, decimals: dict[str, int]) -> Columns:
    """The columns with their numbers as the reader writes them."""
    return {
        column: [_number(value, decimals[column]) for value in rows[column]] if column in decimals else list(rows[column])
        for column in rows
    }


def _number(value: Any, decimals: int) -> str:
    """A number as it is read; a sign that stands in its place as it is."""
    return value if isinstance(value, str) else number(value, decimals)


def _picked(key: str, parameter: str, values: list[str]) -> None:
    place = st.session_state[key].picked
    if place is not None and 0 <= place < len(values):
        st.query_params[parameter] = values[place]
    else:
        st.query_params.pop(parameter, None)


def plain(shown: pd.DataFrame, *, key: str, height: int | Literal["content"] = "content") -> None:
    """Show a table of texts as it is."""
    st.dataframe(shown, hide_index=True, key=key, height=height, alt=in_words(len(shown), shown))


def in_words(rows: int, columns: Iterable[str]) -> str:
    """What a table is called for those who do not see it: how long it is and its columns, so that two on a page differ."""
    return t("table_alt", rows=number(rows), columns=", ".join(map(str, columns)))


def of_values(rows: Rows, label: str, decimals: int) -> tuple[Columns, dict[str, int]]:
    """Computed rows as a readable table, and the decimals of its numbers. What matters most first: a phone shows little.

    `label` is the part of a row that says what it is about.
    """
    table: Columns = {t("column_unit"): _column(rows, label), t("column_value"): _column(rows, "value")}
    if any(isinstance(row.get("reason"), str) for row in rows):
        table |= {t("column_lowest"): _column(rows, "lower"), t("column_highest"): _column(rows, "upper")}
    if any(known(row["denominator"]) for row in rows):
        table |= {t("column_women"): _column(rows, "numerator"), t("column_total"): _column(rows, "denominator")}
    if any("women_missing" in row for row in rows):
        table |= {t("column_needed"): _column(rows, "women_needed"), t("column_gap"): _column(rows, "women_missing")}
    hidden = [row["state"] == "suppressed" for row in rows]
    for column in filter(table.__contains__, map(t, SIGNED)):
        table[column] = [SIGNS["suppressed"] if one else value for one, value in zip(hidden, table[column], strict=True)]
    names = {state: name("state", state) for state in {row["state"] for row in rows}}
    times = {time: when(time) for time in {row["counted_in"] for row in rows} if known(time)}
    table |= {
        t("column_coverage"): [f"{row['units_reported']}/{row['units_expected']}" for row in rows],
        t("column_state"): [_state(row, names) for row in rows],
        t("column_time"): [times.get(row["counted_in"]) for row in rows],
        t("column_source"): [_source(row["source"], row["demonstration"]) for row in rows],
    }
    whole = ("column_women", "column_total", "column_needed", "column_gap")
    shares = ("column_value", "column_lowest", "column_highest")
    return table, {t(column): 0 for column in whole} | {t(column): decimals for column in shares}


def beside(table: Columns, before: str, name: str, values: list[Any]) -> Columns:
    """The table with one more column, which stands before another."""
    found: Columns = {}
    for column, there in table.items():
        found |= {name: values, column: there} if column == before else {column: there}
    return found


def _column(rows: Rows, part: str) -> list[Any]:
    return [row[part] for row in rows]


def _state(row: Row, names: dict[str, str]) -> str:
    """The state of a value; on another map also why it is not known."""
    reason = row.get("reason")
    return f"{names[row['state']]} – {t(f'moved_{reason}')}" if isinstance(reason, str) else names[row["state"]]


def _source(source: str | None, generated: bool) -> str:
    if generated:
        return t("source_demonstration")
    return t(f"source_{source}") if isinstance(source, str) and source else ""
