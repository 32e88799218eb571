"""The parts of a topic page, each a section that a page calls by name."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from catalogue import definitions
from indicators.progress.register import applicable, path
from indicators.progress.requirement import needed
from presentation import breaks, cubes, map_view, notes, tables
from presentation.charts.bars import bars
from presentation.charts.control import control_chart
from presentation.charts.frame import Line, Path
from presentation.charts.heat import heat_map
from presentation.charts.steps import steps
from presentation.download_buttons import buttons
from presentation.file_names import named
from presentation.language import name, number, t, title, when
from presentation.links import select
from presentation.theme import config
from presentation.views import (
    BY_DISTRICT,
    BY_SIZE,
    BY_UNIT,
    ON_MAP,
    SMALL,
    View,
    changed_districts,
    district_names,
    districts_ended,
    short_time,
)

GROUPED = ("commune", "grassroots")  # levels whose bodies are also looked at by district
FEWEST = 5  # bodies that a funnel plot needs
LATEST = "2025"  # any period: a view over all periods


def summary(view: View) -> None:
    """The value of the view with counts, coverage, bounds and the targets it is set against."""
    rows = cubes.total(view)
    if rows.empty:
        notes.empty()
        return
    row = rows.to_dict("records")[0]
    counts = "" if pd.isna(row["denominator"]) else f"{number(row['numerator'])}/{number(row['denominator'])}"
    covered = f"{number(row['units_reported'])}/{number(row['units_expected'])}"
    with st.container(horizontal=True, key="summary"):
        value = notes.value(row["value"], view.indicator)
        _card(when(view.time), value, counts, title(view.indicator))
        _card(t("coverage_title"), covered, notes.bounds(row, view.indicator))
        _latest_stock(view)
        for target in applicable(definitions.load(), view.indicator.id, view.level, view.time)[:2]:
            _card(t("target_title"), notes.requirement(target), notes.document(target), title(target))


def _latest_stock(view: View) -> None:
    """Beside a term, what has become of the body since: the latest count of those in office."""
    if not view.of_term or "stock" not in view.indicator.numerator:
        return
    rows = cubes.total(replace(view, time=LATEST), over_time=True)
    rows = rows[rows["state"] == "value"]
    if not rows.empty:
        row = rows.to_dict("records")[-1]
        value = notes.value(row["value"], view.indicator)
        when_counted = t("in_office", when=when(row["counted_in"]).lower())
        _card(when_counted, value, f"{number(row['numerator'])}/{number(row['denominator'])}")


def _card(label: str, value: str, under: str, more: str | None = None) -> None:
    st.metric(label, value, border=True, delta=under or None, delta_color="off", delta_arrow="off", help=more)


def by_unit(view: View) -> pd.DataFrame:
    """The units of the view, as the reader chooses: sorted bars, a tile map, by size; communes also by (former) district."""
    layout = _layout(view)
    rows = cubes.districts(view) if layout == BY_DISTRICT else cubes.units(view)
    if rows.empty:
        notes.empty()
        return rows
    districts = _district_labels(view, rows["district_id"])
    rows = rows.assign(label=districts if layout == BY_DISTRICT else rows["unit"], group=districts)
    rows = _with_target(view, rows)
    heading = t("bars_title", what=notes.headline(view))
    if layout == ON_MAP:
        map_view.show(view, rows, heading)
    elif layout == BY_SIZE:
        _by_size(view, rows, heading)
    else:
        _sorted(view, rows, heading, groups=layout == BY_UNIT and view.level == "commune" and not view.districts)
    return rows


def _layout(view: View) -> str:
    options = {BY_UNIT: t("by_commune" if view.level in GROUPED else "by_unit")}
    if view.level in GROUPED and not view.districts:
        options = {BY_DISTRICT: t("by_district")} | options
    if view.level in map_view.LEVELS:
        options[ON_MAP] = t("by_map")
    if view.indicator.kind == "share_of_persons":
        options[BY_SIZE] = t("by_size")
    return select(t("by_label"), "theo", options, next(iter(options)), segmented=True)


def _sorted(view: View, rows: pd.DataFrame, heading: str, *, groups: bool) -> None:
    lines = target_lines(view)
    whole = rows if view.on_map is None else cubes.total(view)  # a unit that was split lies in several rows
    persons = view.indicator.kind == "share_of_persons"
    small = rows["denominator"].lt(SMALL) if persons else pd.Series(data=False, index=rows.index)
    note = t("small_note", size=number(SMALL)) if small.any() else ""
    about = notes.about(view, heading, _lines_note(lines), notes.coverage(whole), _marks_note(rows), note)
    figure = bars(rows.assign(small=small), about, lines, groups=groups)
    st.plotly_chart(figure, key="bars", config=config(f"{view.indicator.id}-{view.time}"), alt=about.title)


def _by_size(view: View, rows: pd.DataFrame, heading: str) -> None:
    """A funnel plot: which shares are further off than the size of their bodies explains."""
    counted = rows[rows["denominator"].fillna(0) > 0].reset_index(drop=True)
    if counted["value"].notna().sum() < FEWEST:
        st.info(t("size_too_few", fewest=number(FEWEST)), icon=":material/scatter_plot:")
        return
    common = 100 * float(counted["numerator"].sum() / counted["denominator"].sum())
    said = t("size_note", common=number(common, 1))
    about = notes.about(view, heading, said, t("size_limits"), notes.coverage(rows))
    figure = control_chart(counted, about, common, (t("size_inner"), t("size_outer")))
    st.plotly_chart(figure, key="size", config=config(named(f"{view.indicator.id}-{view.time}-quy-mo")), alt=about.title)


def table(view: View, rows: pd.DataFrame) -> None:
    """The table under the chart and its downloads."""
    if rows.empty:
        return
    rows = rows.sort_values("value", ascending=False, na_position="last")
    shown, decimals = tables.of_values(rows, rows["label"], view.indicator.decimals)
    tables.show(shown, decimals, key="table")
    if "target" in rows:
        target = definitions.load().targets[rows["target"].iloc[0]]
        st.caption(t("needed_note", requirement=notes.requirement(target), document=notes.document(target)))
    kept = rows.drop(columns=["label", "group", "on_date"], errors="ignore")
    about = {"title": notes.headline(view), "indicator": view.indicator.id, "method": notes.method_of(view.indicator)}
    buttons(kept, f"{view.indicator.id}-{view.level}-{view.time}", about, key="table")


def _with_target(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """Add what the target due next asks of each row: its document, the share, women needed and missing."""
    bound = applicable(definitions.load(), view.indicator.id, view.level, view.time)
    countable = [target for target in bound if target.comparator in (">=", ">") and target.measure_type == "share_of_persons"]
    if not countable:
        return rows
    target = countable[0]
    whole = rows["denominator"].fillna(0).round().astype("int64").to_numpy()
    asked = pd.Series(needed(str(target.comparator), float(target.value or 0), whole), index=rows.index)
    asked = asked.where(rows["denominator"].notna())
    missing = (asked - rows["numerator"]).clip(lower=0)
    return rows.assign(
        target=target.id, target_document=target.source_doc, comparator=target.comparator, required=target.value,
        women_needed=asked, women_missing=missing,
    )  # fmt: skip


def change(view: View) -> None:
    """Change over terms or periods: steps, with targets, breaks and the country beside it."""
    dimension = view.dimension
    rows = cubes.total(view, over_time=True)
    rows = rows[rows["state"] != "not_yet_due"].assign(time=lambda found: found[dimension].map(short_time))
    if rows["value"].notna().sum() < 1:
        return
    series = {notes.place_of(view): rows}
    country = cubes.elsewhere(view, "VN")
    country = country[country[dimension].isin(rows[dimension])]
    if not country.empty and not view.districts:
        series[definitions.load().office.country_vi] = country.assign(time=country[dimension].map(short_time))
    heading = t("change_title", what=title(view.indicator), level=name("level", view.level).lower())
    latest = t("coverage_last", coverage=notes.coverage(rows[rows["state"] == "value"].tail(1)))
    paths = target_paths(view, rows[dimension].tolist())
    lines = [Line(path.value, f"{number(path.value)}%", path.documents) for path in paths]
    way = t("path_note") if any(path.due for path in paths) else ""
    about = notes.about(view, heading, t("steps_note"), _lines_note(lines), way, latest)
    figure = steps(series, about, paths, breaks.crossed(view, rows), (t("break_before"), t("break_after")))
    st.plotly_chart(figure, key="change", config=config(f"{view.indicator.id}-change"), alt=about.title)


def district_years(view: View) -> None:
    """District × time; after 7/2025 districts go on as a grouping of the communes."""
    if view.level not in ("district", "commune", "grassroots"):
        return
    dimension = view.dimension
    rows = cubes.districts(view, over_time=True)
    if view.level == "district" and dimension == "period":
        later = cubes.districts(replace(view, level="commune"), over_time=True)
        rows = pd.concat([rows, later[later["on_date"] > districts_ended(definitions.load())]])
    rows = rows[rows["district_id"].notna()]
    if rows.empty:
        return
    rows = rows.assign(time=rows[dimension].map(short_time), label=_district_labels(view, rows["district_id"]))
    about = notes.about(view, t("heat_title", what=title(view.indicator), level=name("level", view.level).lower()),
                        t("heat_note"), _marks_note(rows), t("heat_signs"))  # fmt: skip
    figure = heat_map(rows, about, breaks.crossed(view, rows))
    st.plotly_chart(figure, key="heat", config=config(f"{view.indicator.id}-districts"), alt=about.title)


def target_lines(view: View) -> list[Line]:
    """The targets that bind this view, one line for each value."""
    lines: dict[float, list[str]] = {}
    for target in applicable(definitions.load(), view.indicator.id, view.level, view.time):
        lines.setdefault(float(target.value or 0), []).append(notes.document(target))
    return [Line(value, f"{number(value)}%", "; ".join(dict.fromkeys(names))) for value, names in sorted(lines.items())]


def target_paths(view: View, times: list[str]) -> list[Path]:
    """The targets over the times of a chart; documents that ask the same stand together."""
    found: dict[tuple[tuple[tuple[str, float], ...], str | None], list[str]] = {}
    for bound in path(definitions.load(), view.indicator.id, view.level, list(dict.fromkeys(times))).values():
        last = bound[-1][1]
        due = str(last.due_date.year) if last.due_date and str(last.due_date.year) > times[-1][:4] else None
        asked = tuple((short_time(time), float(target.value or 0)) for time, target in bound)
        found.setdefault((asked, due), []).append(notes.document(last))
    return [Path(asked, "; ".join(dict.fromkeys(names)), due) for (asked, due), names in found.items()]


def _lines_note(lines: list[Line]) -> str:
    asked = "; ".join(f"{line.label} – {line.documents}" for line in lines)
    return t("lines_note", targets=asked) if lines else ""


def _district_labels(view: View, unit_ids: pd.Series) -> pd.Series:
    """District names for identifiers, as reported a star where the territory changed; none: outside any district."""
    known = definitions.load()
    names, changed = district_names(known), changed_districts(known) if view.on_map is None else set()
    codes = {unit_id: known.geography.units[unit_id].code for unit_id in unit_ids.dropna().unique()}
    labels = {unit_id: names[code] + (" *" if code in changed else "") for unit_id, code in codes.items()}
    return unit_ids.map(lambda unit_id: labels.get(unit_id, t("no_district"))).astype(object)


def _marks_note(rows: pd.DataFrame) -> str:
    return t("heat_changed") if rows["label"].astype(str).str.endswith("*").any() else ""
