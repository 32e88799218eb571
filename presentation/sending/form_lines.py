"""The fields of a table: a line for each row, of a grid for each thing asked of the chosen row."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import streamlit as st

from catalogue import definitions
from catalogue.form_cells import FormCell, cells_of
from catalogue.form_layout import TableLayout
from catalogue.form_models import Column
from presentation.find import escaped
from presentation.language import lang, number, t
from presentation.sending import form_state
from presentation.sending.form_state import Typed
from presentation.sending.owed import Owed

LABEL, FIELD = 3.0, 1.0  # widths of a line's name and of its fields, relative
CHOICES = ("yes_no", "formation")


@dataclass(frozen=True)
class Line:
    """A line of fields: what they are about, and the cells. `share`: whether the share of women stands beside them."""

    label: str
    cells: tuple[FormCell, ...]
    share: bool


def lines_of(sheet: str, table: TableLayout, row: int | None) -> list[Line]:
    """The lines of a table; of a grid those of one row."""
    cells = list(cells_of(sheet, table))
    if row is None:
        share = any(head.column.value_type == "percent" for head in table.table.columns)
        width = len(cells) // len(table.table.rows)
        return [Line(one.label, tuple(cells[place * width : (place + 1) * width]), share)
                for place, one in enumerate(table.table.rows)]  # fmt: skip
    width = len(cells) // len(table.table.rows)
    mine = cells[row * width : (row + 1) * width]
    groups = groupby(mine, lambda cell: (cell.head.group, cell.head.element, cell.head.term))
    share = {"total", "women"} <= {head.column.id for head in table.table.columns}
    return [Line(str(group[0] or ""), tuple(some), share) for group, some in groups]


def show_lines(owed: Owed, typed: Typed, lines: Sequence[Line], found: dict[str, list[str]]) -> None:
    """Show the fields of some lines, with what the last check said of their cells."""
    with st.container(key="sending_lines"):
        _heads(lines[0])
        for line in lines:
            _line(owed, typed, line)
            for cell in line.cells:
                for said in found.get(cell.name, ()):
                    st.markdown(f":red[:material/error: {escaped(f'{_label(cell.head.column)}: {said}')}]")


def _heads(line: Line) -> None:
    """What the columns are called, where there is room for a line of names."""
    if line.cells[0].head.column.value_type == "text":
        return
    with st.container(key="sending_heads"):
        places = _places(line)
        places[0].caption(t("form_content"))
        for place, cell in zip(places[1:], line.cells, strict=False):
            place.caption(_label(cell.head.column))
        if line.share:
            places[-1].caption(t("sending_share"))


def _line(owed: Owed, typed: Typed, line: Line) -> None:
    if line.cells[0].head.column.value_type == "text":
        _field(owed, typed, line, line.cells[0])
        return
    places = _places(line)
    places[0].markdown(escaped(line.label))
    for place, cell in zip(places[1:], line.cells, strict=False):
        with place:
            _field(owed, typed, line, cell)
    if line.share:
        places[-1].markdown(_share(typed, line))


def _places(line: Line) -> list[st.delta_generator.DeltaGenerator]:
    widths = [LABEL, *[FIELD] * len(line.cells), *([FIELD * 0.8] if line.share else [])]
    return list(st.columns(widths, vertical_alignment="center", gap="small"))


def _field(owed: Owed, typed: Typed, line: Line, cell: FormCell) -> None:
    key = f"typed_{typed.generation}_{owed.key}_{cell.name}"
    kind, value = cell.head.column.value_type, typed.cells.get(cell.name, "")
    about: dict[str, Any] = {"key": key, "on_change": _changed, "args": (owed, typed, cell.name, key)}
    label = f"{_label(cell.head.column)} – {line.label}"
    if kind == "text":
        shown = st.text_area(line.label, value, **about)
    elif kind in CHOICES:
        names = [code.name_vi for code in definitions.load().codes if code.codelist == kind]
        options = ["", *names, *([value] if value and value not in names else [])]
        shown = st.selectbox(label, options, options.index(value), format_func=lambda one: one or "–", **about)
    else:
        shown = st.text_input(label, value, max_chars=40, **about)
    if (shown or "") != value:  # typed while the line was broken: the browser tells it to a session that did not hear of it
        form_state.heard(owed, typed, cell.name, shown or "")


def _changed(owed: Owed, typed: Typed, name: str, key: str) -> None:
    form_state.write(owed, typed, name, str(st.session_state[key] or ""))


def _label(column: Column) -> str:
    return str(getattr(column, f"label_{lang()}"))


def _share(typed: Typed, line: Line) -> str:
    """The share of women, once both counts are numbers."""
    said = {cell.head.column.id: _number(typed.cells.get(cell.name, "")) for cell in line.cells}
    women, total = said.get("women"), said.get("total")
    if women is None or not total:
        return "–"
    told = f"{number(100 * women / total, 1)}%"
    return f":red[{told}]" if women > total else told


def _number(text: str) -> float | None:
    """A count as it is mostly typed; whatever else a cell may say, its check tells."""
    plain = text.strip().replace(".", "").replace(" ", "")
    return float(plain) if plain.isdecimal() else None
