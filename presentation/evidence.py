"""From a figure to its evidence: the cells behind it, and what other sources say."""

from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from catalogue import definitions
from indicators.explain import COLUMNS
from indicators.query import Query, rebased
from presentation import boundaries, cubes, data, flags, notes, tables, topic_units
from presentation.charts.frame import Row, Rows, known
from presentation.download_buttons import buttons
from presentation.kept import kept
from presentation.language import lang, name, number, t
from presentation.links import ALL, select
from presentation.tables import Columns
from presentation.views import View, day_of

WHOLE = "*"  # the choice that explains the value of the view as a whole
PARAMETER = "nguon"


def explain(view: View, layout: str) -> None:
    """From a figure to the cells behind it."""
    st.header(t("explain_title"), anchor="giai-thich")
    units = _units(view, layout)
    if not units:
        notes.empty()
        return
    options = {ALL: t("explain_choose"), WHOLE: t("explain_whole", place=notes.place_of(view))} | units
    boundaries.follow(PARAMETER, options, day_of(definitions.load(), view.time))
    unit = select(t("explain_label"), PARAMETER, options, ALL)
    if not unit:
        st.caption(t("explain_hint"))
    elif told := _told(view, layout, unit):
        st.markdown(told.text)
        _cells(view, told)
    else:
        notes.empty()


@kept
def _units(view: View, layout: str) -> dict[str, str]:
    """What can be explained one by one: unit or district → its label."""
    rows = topic_units.rows_of(view, layout)
    return {row[column_of(rows)]: row["label"] for row in rows}


def column_of(rows: Rows) -> str:
    """What the rows stand for: units, or (former) districts."""
    units, districts = ({row[part] for row in rows} for part in ("unit_id", "district_id"))
    return "district_id" if len(units - {None}) <= 1 < len(districts - {None}) else "unit_id"


@dataclass(frozen=True)
class Told:
    """The formula, what must be known of a value, and its cells: as HTML where they are few, and as they are taken away."""

    text: str
    html: str
    cells: pa.Table


@kept
def _told(view: View, layout: str, unit: str) -> Told | None:
    rows, query = _asked(view, layout, unit)
    if not rows:
        return None
    row = rows[0]
    times = {(one["series"], one["counted_in"], one["level"]) for one in rows if one["series"]}
    found = data.cells(data.current(), rebased(definitions.load(), query, view.on_map), times)
    told = flags.codes(view, [row])[0]
    if (pc.max(found["version"]).as_py() or 1) > 1:
        told = tuple(flag for flag in flags.FLAGS if flag in (*told, "revised"))
    counted = f"{notes.coverage(rows)}. {notes.method_of(view.indicator)}"
    html = tables.html(_cells_table(found), {t("column_value"): 0}) if 0 < len(found) <= tables.STATIC else ""
    return Told("\n\n".join([_formula(view, row), counted, flags.said(told)]), html, found)


def _asked(view: View, layout: str, unit: str) -> tuple[Rows, Query]:
    """The row that is explained, with its label, and the question whose cells are behind it."""
    query = view.query()
    if unit == WHOLE:
        return [{**row, "label": notes.place_of(view)} for row in cubes.total(view)], query
    rows = topic_units.rows_of(view, layout)
    column = column_of(rows)
    query = replace(query, districts=(unit,)) if column == "district_id" else replace(query, units=(unit,))
    return [row for row in rows if row[column] == unit], query


def _cells(view: View, told: Told) -> None:
    if not len(told.cells) and view.indicator.id in definitions.load().sensitive:
        st.caption(t("protected_no_sources"))
        return
    if not len(told.cells):
        notes.empty()
        return
    if told.html:
        tables.written(told.html, key="cells")
    else:
        tables.show(_cells_table(told.cells), {t("column_value"): 0}, key="cells")
    buttons(told.cells, f"{view.indicator.id}-cells", {"title": notes.headline(view)}, key="cells")


def _formula(view: View, row: Row) -> str:
    if row["value"] is None:
        return t("explain_unknown", unit=row["label"], reason=notes.absence(row, view.indicator))
    share = notes.value(row["value"], view.indicator)
    return t("explain_formula", unit=row["label"], value=share, over=number(row["numerator"]), under=number(row["denominator"]))


def sources(view: View) -> None:
    """Where sources disagree, both are kept and shown."""
    count, html = _sources(view)
    if not count:
        return
    with st.expander(t("sources_title", count=count), icon=":material/compare_arrows:"):
        st.write(t("sources_note"))
        tables.written(html, key="sources")


@kept
def _sources(view: View) -> tuple[int, str]:
    """How many values of a view other sources state otherwise, and a table of them."""
    rows = flags.other_sources(view)
    return len(rows), tables.html(_sources_table(rows), {}) if rows else ""


def _cells_table(found: pa.Table) -> Columns:
    elements = {key: getattr(e, f"name_{lang()}") for key, e in definitions.load().elements.items()}
    there = {part: found[part].to_pylist() for part in COLUMNS}
    return {
        t("column_what"): [elements.get(one, one) for one in there["element"]],
        t("column_sex"): [name("sex", sex) for sex in there["sex"]],
        t("column_value"): there["value"],
        t("column_unit"): [_name_of(unit) for unit in there["unit_id"]],
        t("column_file"): there["file"], t("column_version"): there["version"], t("column_sheet"): there["sheet"],
        t("column_cell"): there["cell"], "SHA-256": there["sha256"],
    }  # fmt: skip


def _sources_table(rows: Rows) -> Columns:
    return {
        t("column_unit"): [_name_of(row["unit_id"]) for row in rows],
        t("sources_shown"): [_stated(row, "shown") for row in rows],
        t("sources_other"): [_stated(row, "other") for row in rows],
        t("column_source"): [row["other_cited"] for row in rows],
    }


def _name_of(unit_id: str) -> str:
    unit = definitions.load().geography.units.get(unit_id)
    return unit.name if unit else unit_id


def _stated(row: Row, side: str) -> str:
    over, under, share = (row[f"{side}_{key}"] for key in ("numerator", "denominator", "share"))
    kind = t("source_demonstration") if row[f"{side}_demonstration"] else t(f"source_{row[f'{side}_source']}")
    if known(over) and known(under):
        return f"{number(100 * over / under, 2)}% ({number(over)}/{number(under)}), {kind}"
    return f"{number(share, 2)}%, {kind}"
