"""The latest figures of a unit, indicator by indicator, each with the one before; what it did in the latest periods."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import streamlit as st

from catalogue import definitions
from catalogue.models import Indicator
from catalogue.units import Unit
from indicators.query import Query, rebased
from presentation import boundaries, cubes, data, notes, tables, units
from presentation.download_buttons import buttons
from presentation.language import name, number, t, title, when
from presentation.navigation import THEMES

BY = ("unit", "level", "period", "term")
FLOWS = "activities"
LATEST = 4  # periods of what a unit did
Row = dict[str, Any]


def query(unit: Unit, indicator: str = "", *, on_map: int | None = None) -> Query:
    """The question for all values of a unit over time, as reported or under the units of a map."""
    return rebased(definitions.load(), Query(indicator, by=BY, units=(unit.unit_id,)), on_map)


def rows_of(unit: Unit) -> pd.DataFrame:
    """All values of a unit that are due: as reported, or on the map that the link asks for if the unit is there."""
    day = boundaries.chosen_day()
    on_map = boundaries.chosen() if day and units.there(unit, day) else None
    rows = data.values_of_all(data.current(), query(unit, on_map=on_map))
    return due(rows)


def due(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of which a value is owed by now."""
    return rows[~rows["state"].isin(cubes.NOT_OWED)]


def figures(unit: Unit, rows: pd.DataFrame) -> None:
    """One row per indicator, tier and kind of count: the latest value and the one before."""
    st.subheader(t("unit_figures"), anchor="so-lieu")
    found = list(_latest(rows))
    if not found:
        st.info(t("unit_no_figures"), icon=":material/search_off:")
        return
    shown = pd.DataFrame([_told(unit, latest, before) for latest, before in found])
    tables.show(shown, {}, key="figures", narrow=t("filter_indicator"), widths={t("filter_level"): 130, t("unit_change"): 100},
                link=(t("unit_see"), t("unit_see_more")))  # fmt: skip
    st.caption(t("unit_figures_note") + " " + notes.source_note())
    flat = pd.DataFrame([_flat(latest, before) for latest, before in found])
    buttons(flat, f"don-vi-{unit.unit_id}", {"title": f"{t('unit_figures')}: {units.labelled(unit)}"}, key="figures")


def _latest(rows: pd.DataFrame) -> Iterator[tuple[Row, Row | None]]:
    """The latest row of each indicator, tier and kind of count that has any value, and the last value before it.

    What happened in half a year is not set beside what happened in a whole one.
    """
    known = definitions.load()
    order = {one: place for place, one in enumerate(known.indicators)}
    tiers = {code.code: code.order for code in known.codes if code.codelist == "level"}
    rows = rows.assign(newest=rows["series"] != "term", place=rows["indicator"].map(order), tier=rows["level"].map(tiers))
    for _, group in rows.sort_values("on_date").groupby(["place", "tier", "newest"], sort=True):
        if group["value"].notna().any() or (group["state"] == "suppressed").any():
            records = group.to_dict("records")
            latest = records[-1]
            earlier = [row for row in records[:-1] if not pd.isna(row["value"]) and _alike(row, latest)]
            yield latest, earlier[-1] if earlier else None


def _alike(row: Row, other: Row) -> bool:
    flows = "flow" in definitions.load().indicators[row["indicator"]].numerator
    return not flows or str(row["period"]).endswith("-S1") == str(other["period"]).endswith("-S1")


def _told(unit: Unit, row: Row, before: Row | None) -> dict[str, str]:
    indicator = definitions.load().indicators[row["indicator"]]
    several = row["units_expected"] > 1
    return {
        t("filter_indicator"): title(indicator),
        t("column_value"): notes.absence(row, indicator) if pd.isna(row["value"]) else notes.value(row["value"], indicator),
        t("filter_level"): name("level", row["level"]),
        t("column_counts"): _counts(row),
        t("column_time"): when(row["period"]),
        t("unit_change"): _change(row, before, indicator),
        t("unit_value_before"): _before(row, before, indicator),
        t("unit_see"): units.address(THEMES[indicator.theme], _view(unit, row)),
        t("column_coverage"): f"{row['units_reported']}/{row['units_expected']}" if several else "",
        t("unit_theme"): t(f"page_{indicator.theme}"),
    }


def _counts(row: Row) -> str:
    return "" if pd.isna(row["denominator"]) else f"{number(row['numerator'])}/{number(row['denominator'])}"


def _change(row: Row, before: Row | None, indicator: Indicator) -> str:
    """The change since the value before: of shares in percentage points."""
    if before is None or pd.isna(row["value"]):
        return ""
    change = row["value"] - before["value"]
    written = number(abs(change), indicator.decimals)
    sign = "" if not any(digit in written for digit in "123456789") else "+" if change > 0 else "−"
    return sign + written + (f" {t('unit_points')}" if indicator.unit == "percent" else "")


def _before(row: Row, before: Row | None, indicator: Indicator) -> str:
    """The value before with its time; with its counts where it is the last one known."""
    if before is None:
        return ""
    counts = f", {_counts(before)}" if pd.isna(row["value"]) and _counts(before) else ""
    return f"{notes.value(before['value'], indicator)} ({when(before['period'])}{counts})"


def _view(unit: Unit, row: Row) -> dict[str, str]:
    """The view of a topic page that shows a row: there, where the unit stands alone, down to its cells."""
    geography = definitions.load().geography
    view = {"chi_so": row["indicator"], "cap": row["level"], "ky": row["period"]}
    district = geography.district_of(unit.unit_id)
    if district and geography.units[district].level == "district":
        view["huyen"] = geography.units[district].code
    alone = row["units_expected"] == 1 and unit.level != "province" and unit.exists(row["on_date"])
    return view | {"nguon": unit.unit_id} if alone and not pd.isna(row["value"]) else view


def _flat(row: Row, before: Row | None) -> Row:
    earlier = before or {}
    kept = {name: value for name, value in row.items() if name not in ("on_date", "newest", "place", "tier", "counted_in")}
    kept["title"] = title(definitions.load().indicators[row["indicator"]])
    return kept | {f"{name}_before": earlier.get(name) for name in ("period", "numerator", "denominator", "value")}


def activities(unit: Unit, rows: pd.DataFrame) -> None:
    """What a unit did in its latest periods, one column each."""
    known = definitions.load()
    st.subheader(t("unit_activities"), anchor="hoat-dong")
    rows = rows[rows["indicator"].map(lambda one: known.indicators[one].theme == FLOWS)].sort_values("on_date")
    if not rows["value"].notna().any():
        st.info(t("unit_no_activities"), icon=":material/search_off:")
        return
    periods = list(dict.fromkeys(rows["period"]))[-LATEST:]
    rows = rows[rows["period"].isin(periods)]
    told: list[dict[str, str]] = []
    order = {one: place for place, one in enumerate(known.indicators)}
    for (_, level), group in rows.groupby([rows["indicator"].map(order), "level"]):
        indicator = known.indicators[group["indicator"].iloc[0]]
        by_period = {row["period"]: row for row in group.to_dict("records")}
        cells = {when(period): _cell(by_period.get(period), indicator) for period in reversed(periods)}
        told.append({t("filter_indicator"): title(indicator), t("filter_level"): name("level", level)} | cells)
    tables.read(pd.DataFrame(told), {}, key="activities")
    st.caption(t("unit_activities_note") + " " + notes.source_note())
    about = {"title": f"{t('unit_activities')}: {units.labelled(unit)}"}
    buttons(rows.drop(columns=["on_date"]), f"hoat-dong-{unit.unit_id}", about, key="activities")


def _cell(row: Row | None, indicator: Indicator) -> str:
    if row is None:
        return name("state", "not_applicable")
    if pd.isna(row["value"]):
        return notes.absence(row, indicator)
    counts = f" ({_counts(row)})" if _counts(row) else ""
    return notes.value(row["value"], indicator) + counts
