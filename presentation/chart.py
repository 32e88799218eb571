"""A chart on a page: the picture, what it says in words for those who do not see it, its numbers as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import orjson
import streamlit as st

from presentation import plotly_script, tables
from presentation.charts.frame import Frame, Row, Rows, Spec, value_of
from presentation.components import component
from presentation.file_names import named as named_file
from presentation.language import number, t
from presentation.tables import Columns

LISTED = 12  # values that are read out one by one; of more, the highest and the lowest
_SIGN = '<svg class="sign" viewBox="0 0 20 20" aria-hidden="true"><path d="M10 3v9m-4-4 4 4 4-4M4 16h12"/></svg>'
_CHART = component(
    "chart",
    f'<div class="own-chart"><p class="title"></p><div class="plot" role="img"></div><div class="notes"></div>'
    f'<button type="button">{_SIGN}</button></div>',
    isolated=False,  # Plotly styles its hover texts for the whole page
)
Numbers = tuple[Columns, dict[str, int]]  # a readable table and the decimals of its numbers


@dataclass(frozen=True)
class Chart:
    """A chart ready to be shown."""

    figure: str  # data and layout as JSON, written once for all readers
    height: int  # of the plot alone, pixels
    title: str
    notes: list[str]
    words: str
    key: str
    file: str
    table: Callable[[], Numbers] | None


def made(
    figure: Spec,
    about: Frame,
    told: Sequence[tuple[str, Row]],
    *,
    key: str,
    file: str,
    table: Callable[[], Numbers] | None = None,
) -> Chart:
    """Prepare a chart, so that it can be kept; `told` are its values with their names, `file` names a picture taken of it.

    `table` gives its numbers where no table stands beside the chart; it is asked only when the reader opens it.
    """
    layout = figure["layout"]
    height = layout["height"] - layout["meta"]["head"] - layout["meta"]["foot"]
    notes = [note for note in about.notes if note]
    return Chart(
        orjson.dumps(figure, option=orjson.OPT_SERIALIZE_NUMPY).decode(),
        height,
        about.title,
        notes,
        in_words(about, told),
        key,
        file,
        table,
    )


def draw(chart: Chart | None) -> None:
    """Show a chart that was made, if there is one."""
    if chart is None:
        return
    key, table = chart.key, chart.table
    data = {"figure": chart.figure, "height": chart.height, "title": chart.title, "notes": chart.notes, "words": chart.words,
            "file": named_file(chart.file), "picture": t("frame_picture"), "source": plotly_script.SOURCE}  # fmt: skip
    _CHART(key=key, data=data)
    if table is None:
        return
    opened = st.expander(t("chart_table"), icon=":material/table_rows:", key=f"{key}_numbers", on_change="rerun")
    if opened.open:
        with opened:
            shown, decimals = table()
            tables.show(shown, decimals, key=f"{key}_table")


def in_words(about: Frame, told: Sequence[tuple[str, Row]]) -> str:
    """What a chart says: its title, then each value, or of many the highest, the lowest and how many are not known."""
    known = sorted((pair for pair in told if value_of(pair[1]) is not None), key=lambda pair: -(value_of(pair[1]) or 0))
    if not known:
        return about.title
    if len(told) <= LISTED:
        return f"{about.title}. {'; '.join(f'{name}: {about.said(row)}' for name, row in told)}."
    highest, lowest = (f"{name} {about.said(row)}" for name, row in (known[0], known[-1]))
    unknown = number(len(told) - len(known))
    said = t("chart_in_words", count=number(len(known)), highest=highest, lowest=lowest, unknown=unknown)
    return f"{about.title}. {said}"


def named(rows: Rows, *columns: str) -> list[tuple[str, Row]]:
    """The rows with their names, made of the columns."""
    return [(", ".join(str(row[column]) for column in columns), row) for row in rows]
