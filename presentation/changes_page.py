"""What changed between two publications: which two, filters, the sentence, the values with their causes, the cells behind."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from catalogue import definitions
from catalogue.errors import UsageError
from indicators.causes import KINDS
from indicators.change_words import ChangeWords
from indicators.changes import Change, Changes
from presentation import data, links, notes, tables
from presentation.download_buttons import buttons
from presentation.freshness import SINCE, moment
from presentation.language import lang, name, number, t
from presentation.links import ALL, select
from presentation.navigation import THEMES
from store import past, snapshot

UNTIL = "den"
SHOWN = 400  # values in the table; downloads have all
CAUSES = 3  # of one value in the table
# Pixels, so that the causes are seen without scrolling; what a table cuts, a click on the cell shows.
WIDTHS = {"column_unit": 170, "filter_indicator": 190, "column_time": 150, "column_before": 150, "column_after": 150,
          "column_difference": 80, "column_cause": 150, "changes_record": 560}  # fmt: skip
OWN, TOTAL = "don_vi", "cong"
Row = dict[str, Any]


def choose() -> Changes | None:
    """Choose the earlier and the later publication; None, and said, where there is no earlier one."""
    kept = {path.stem: moment(at) for at, path in sorted(snapshot.kept(), reverse=True)}
    latest = data.bare(data.latest())
    if SINCE not in st.query_params:
        earlier = data.bare(data.pinned() or "") or None
        if earlier in (None, latest):
            before = past.before(past.latest())
            earlier = before.identifier if before else None
        if earlier is None:
            st.info(t("changes_first", day=notes.published_on().date().isoformat()), icon=":material/history:")
            return None
        st.query_params[SINCE] = earlier  # so that the link says it also after the next publication
    with st.container(horizontal=True, vertical_alignment="bottom", key="sides"):
        with st.container(width=330):
            since = select(
                t("changes_since"), SINCE, _asked(SINCE) | _others(kept, latest), next(iter(_others(kept, latest)), ALL)
            )
        with st.container(width=330):
            until = select(t("changes_until"), UNTIL, _asked(UNTIL) | kept, latest)
    return data.changed(past.resolve(since), past.resolve(until))


def _others(kept: dict[str, str], latest: str) -> dict[str, str]:
    return {identifier: label for identifier, label in kept.items() if identifier != latest} or kept


def _asked(parameter: str) -> dict[str, str]:
    """What the link names: also a date, or a publication whose file is gone."""
    asked = st.query_params.get(parameter, "")
    try:
        found = past.resolve(asked) if asked else None
    except UsageError:
        return {}  # the choice says that the link was not understood
    if found is None:
        return {}
    return {asked: moment(found.at) if past.named_at(asked) else f"{asked} ({moment(found.at)})"}


def filtered(found: Changes) -> list[Change]:
    """The values of the cause, topic, level and scope that the reader chooses."""
    known = definitions.load()
    levels = [code.code for code in known.codes if code.codelist == "level"]
    there = {change.level for change in found.values}
    scopes = {ALL: t("filter_all"), OWN: t("changes_scope_own"), TOTAL: t("changes_scope_total")}
    causes = {kind: t(f"cause_{kind}") for kind in KINDS if kind in found.count()}
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        with st.container(width=270):
            cause = select(t("column_cause"), "nguyen_nhan", {ALL: t("filter_all")} | causes, ALL)
        with st.container(width=210):
            theme = select(t("changes_theme"), "linh_vuc", {ALL: t("filter_all")} | {k: t(f"theme_{k}") for k in THEMES}, ALL)
        with st.container(width=200):
            options = {level: name("level", level) for level in levels if level in there}
            level = select(t("filter_level"), "cap", {ALL: t("filter_all")} | options, ALL)
        with st.container(width=210):
            scope = select(t("changes_scope"), "pham_vi", scopes, ALL)
    return [
        change
        for change in found.values
        if (not cause or cause in change.kinds)
        and (not theme or _theme(change) == theme)
        and (not level or change.level == level)
        and (not scope or change.total == (scope == TOTAL))
    ]


def _theme(change: Change) -> str | None:
    indicator = definitions.load().indicators.get(change.indicator)
    return indicator.theme if indicator else None


def summary(found: Changes, values: list[Change]) -> None:
    """The sentence on top, and what must be known to read it."""
    words = ChangeWords(definitions.load(), lang())
    if found.values and not values:
        st.info(t("changes_nothing_here"), icon=":material/search_off:")
    elif not values:
        st.success(words.sentence(found, values), icon=":material/check:")
    else:
        st.markdown(f"**{words.sentence(found, values)}**")
    for note in words.notes(found):
        st.info(note, icon=":material/info:")


def table(found: Changes, values: list[Change]) -> None:
    """The values before and after, the difference, the causes; each with a link to its figures."""
    if not values:
        return
    words = ChangeWords(definitions.load(), lang())
    shown = pd.DataFrame([_row(change, words) for change in values[:SHOWN]])
    widths = {t(column): width for column, width in WIDTHS.items()}
    tables.show(shown, {}, key="changes", widths=widths, link=(t("unit_see"), t("changes_see")))
    if len(values) > SHOWN:
        st.caption(t("changes_shown", shown=number(SHOWN), all=number(len(values))))
    st.caption(notes.source_note())
    about = {"title": words.sentence(found, values), "since": found.before.identifier, "until": found.after.identifier,
             "definitions_since": found.definitions[0], "definitions_until": found.definitions[1],
             "notes": " ".join(words.notes(found))}  # fmt: skip
    flat = pd.DataFrame([_flat(change, words) for change in values])
    buttons(flat, f"thay-doi-{found.before.identifier}-{found.after.identifier}", about, key="changes")


def _row(change: Change, words: ChangeWords) -> Row:
    return {
        t("column_unit"): words.unit(change), t("filter_indicator"): words.indicator(change),
        t("column_time"): words.time(change), t("column_before"): words.said(change.before, change),
        t("column_after"): words.said(change.after, change), t("column_difference"): words.points(change),
        t("column_cause"): ", ".join(t(f"cause_{kind}") for kind in change.kinds),
        t("filter_level"): name("level", change.level),
        t("changes_record"): words.causes(change, CAUSES), t("unit_see"): _address(change),
    }  # fmt: skip


def _address(change: Change) -> str | None:
    """The view of a value on its topic page, of a unit with the cells behind it."""
    theme = _theme(change)
    if theme is None:
        return None
    place = {} if change.total else {"nguon": change.unit_id, "theo": "don_vi"}
    view = {"chi_so": change.indicator, "cap": change.level, "ky": change.period} | place | links.kept()
    return f"{THEMES[theme]}?{urlencode(view)}"


def _flat(change: Change, words: ChangeWords) -> Row:
    """A value as a row of a file: codes and numbers, causes as codes and in words."""
    told = change.as_dict()
    flat = {key: told[key] for key in ("indicator", "series", "unit_id", "unit", "level", "period", "total")}
    for side in ("before", "after"):
        flat |= {f"{side}_{key}": value for key, value in told[side].items()}
    return flat | {"difference": change.difference, "causes": ",".join(change.kinds),
                   "causes_vi" if lang() == "vi" else "causes_en": words.causes(change, len(change.causes))}  # fmt: skip


def cells(values: Iterable[Change]) -> None:
    """The cells that say something else: from a value down to where it stands."""
    rows = pd.DataFrame([_cell(change, cell) for change in values for cell in change.cells]).drop_duplicates()
    if rows.empty:
        return
    with st.expander(t("changes_cells_title", count=number(len(rows))), icon=":material/grid_on:"):
        st.write(t("changes_cells_note"))
        tables.show(rows.head(SHOWN), {t("column_before"): 0, t("column_after"): 0}, key="changed_cells")
        if len(rows) > SHOWN:
            st.caption(t("changes_shown", shown=number(SHOWN), all=number(len(rows))))
        buttons(rows, "thay-doi-cells", {"title": t("changes_cells_note")}, key="changed_cells")


def _cell(change: Change, cell: Row) -> Row:
    element = definitions.load().elements.get(cell["element"])
    before, after = cell["before"] or {}, cell["after"] or {}
    return {
        t("column_unit"): change.unit, t("column_what"): getattr(element, f"name_{lang()}") if element else cell["element"],
        t("column_sex"): name("sex", cell["sex"]), t("column_time"): ChangeWords(definitions.load(), lang()).time(change),
        t("column_before"): before.get("value"), t("column_after"): after.get("value"),
        t("column_file_before"): _place(before), t("column_file_after"): _place(after),
    }  # fmt: skip


def _place(said: Row) -> str:
    return f"{said['file']} (v{said['version']}), {said['sheet']}!{said['cell']}" if said else ""


def method() -> None:
    """How two publications are compared and where causes come from."""
    with st.expander(t("method_title"), icon=":material/function:"):
        st.write(t("changes_method"))
