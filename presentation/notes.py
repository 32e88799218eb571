"""Words around figures: where they come from, how much is covered, how they are computed."""

import datetime as dt
from typing import Any

import streamlit as st

from catalogue import definitions
from catalogue.models import Indicator, Period
from catalogue.target_models import Target
from presentation import boundaries, data
from presentation.charts.frame import Frame, Rows, known
from presentation.charts.heat import SIGNS
from presentation.kept import kept
from presentation.language import date, lang, name, number, t, title, when
from presentation.views import View, day_of
from store.full import FULL

UNITS = {"percent": "%"}
ARRIVED = ("complete", "late", "partial")  # statuses of reports that came


def is_demonstration() -> bool:
    """Whether the snapshot holds any generated data."""
    return int(data.facts(data.current())["demonstration_submissions"]) > 0


def published_on() -> dt.datetime:
    return dt.datetime.fromisoformat(data.facts(data.current())["published_at"])


def mark() -> str:
    return t("demonstration_mark") if is_demonstration() else ""


def unit_of(indicator: Indicator) -> str:
    """The sign that follows a value; counts have none."""
    return UNITS.get(indicator.unit, "")


def value(amount: float | None, indicator: Indicator) -> str:
    """A value as it is read: "21,3%"; "…" where there is none."""
    written = number(amount, indicator.decimals)
    return written + unit_of(indicator) if known(amount) else written


def said_of(row: dict[str, Any], indicator: Indicator) -> str:
    """The value of a row as it is read; the sign of its state where it is protected: never 0, never blank."""
    return SIGNS["suppressed"] if row["state"] == "suppressed" else value(row["value"], indicator)


def rule(indicator: Indicator) -> str:
    """The rule by which small counts of an indicator are protected, to stand beside its figures; empty where none are.

    Who may read them all is told so instead: what they see is not to be handed on.
    """
    if indicator.id not in definitions.load().sensitive:
        return ""
    if data.cleared(data.current()) == FULL:
        return t("protected_unsuppressed")
    held = definitions.load().protection
    zeros = t("protected_zeros_shown" if held.zeros_shown else "protected_zeros_hidden")
    return t("protected_rule", sign=SIGNS["suppressed"], lowest=number(held.lowest), highest=number(held.highest), zeros=zeros)


def coverage(rows: Rows) -> str:
    """ "9/10 đơn vị báo cáo", for one row or the sum of many."""
    reported, expected = (int(sum(row[name] for row in rows)) for name in ("units_reported", "units_expected"))
    return t("coverage", reported=number(reported), expected=number(expected))


def last_due() -> Period | None:
    """The last reporting period whose reports were due when the snapshot was published."""
    today = published_on().date()
    due = [p for p in definitions.load().periods.values() if p.collected and p.due_date and p.due_date <= today]
    return max(due, key=lambda p: p.due_date or p.ends) if due else None


@kept
def reports_in() -> str:
    """How complete the last round is: "125/131 báo cáo của 6 tháng đầu năm 2026"; nothing where none was due."""
    period = last_due()
    if period is None:
        return ""
    statuses = data.round_of(data.current(), period.period)["status"]
    came = int(statuses.isin(ARRIVED).sum())
    return t("reports_in", came=number(came), owed=number(len(statuses)), when=when(period.period).lower())


def source_note() -> str:
    """What stands under every chart and table: source, snapshot, mark."""
    at = published_on()
    return t("source_note", office=definitions.load().office.short_vi, date=f"{date(at.date())} {at:%H:%M}")


def place_of(view: View) -> str:
    """Where the view looks: the whole province, one district, one kind of agency."""
    known = definitions.load()
    if view.districts:
        return known.geography.district_names[known.geography.units[view.districts[0]].code]
    if view.units:
        there = [unit for unit in view.units if known.geography.units[unit].exists(day_of(known, view.time))]
        return known.geography.units[(there or view.units)[0]].name
    if view.kinds:
        return name("agency_kind", view.kinds[0])
    return t("whole_province")


def about(view: View, heading: str, *notes: str) -> Frame:
    """The texts around a chart of this view."""
    return Frame(
        title=heading,
        notes=[*notes, rule(view.indicator), source_note()],
        lang=lang(),
        mark=mark(),
        unit=unit_of(view.indicator),
        decimals=view.indicator.decimals,
        absence=lambda row: absence(row, view.indicator),
    )


def absence(row: dict[str, Any], indicator: Indicator) -> str:
    """Why there is no value, and between which bounds it lies, in words; for a chart, a table, a tooltip."""
    if row["state"] == "suppressed":
        return f"{SIGNS['suppressed']} {name('state', 'suppressed')}"
    reason = row.get("reason")
    told = [t(f"moved_{reason}") if isinstance(reason, str) else name("state", row["state"])]
    if isinstance(reason, str) and row["state"] == "missing":
        told.append(_span(row, indicator) or t("bounds_unknown"))
    return ": ".join(told)


def _span(row: dict[str, Any], indicator: Indicator) -> str:
    if not known(row["lower"]) or not known(row["upper"]):
        return ""
    low, high = (number(row[key], indicator.decimals) for key in ("lower", "upper"))
    return t("bounds", low=low, high=high)


def headline(view: View) -> str:
    """What the view shows, in words: indicator, level, time, place."""
    parts = (title(view.indicator), name("level", view.level).lower(), when(view.time).lower(), place_of(view))
    return "{}, {}, {} – {}".format(*parts) + on_day()


def on_day() -> str:
    """Under the units of which day a view is, for titles and files; empty as reported."""
    day = boundaries.chosen_day()
    return "" if day is None else f" ({t('boundaries_day', date=date(day))})"


def method_of(indicator: Indicator) -> str:
    """How the indicator is computed, in the reader's language."""
    return str(getattr(indicator, f"method_{lang()}"))


def method(indicator: Indicator) -> None:
    """How the indicator is computed, with its official codes and direction."""
    with st.expander(t("method_title"), icon=":material/function:"):
        facts = [t("method_direction", direction=t(f"direction_{indicator.direction}")), f"`{indicator.id}`"]
        for code in indicator.official_codes:
            unsure = "" if code.verified else f" ({t('unverified')})"
            facts.append(f"{code.system if lang() == 'vi' else code.system_en} {code.code}{unsure}")
        st.markdown("\n\n".join([method_of(indicator), t("method_missing"), "\n".join(f"- {fact}" for fact in facts)]))


def bounds(row: dict[str, Any], indicator: Indicator) -> str:
    """Between which values the truth lies where units are missing; empty where none are."""
    if isinstance(row.get("reason"), str):
        return absence(row, indicator)
    if row["units_reported"] == row["units_expected"] or row["state"] != "value":
        return ""
    return _span(row, indicator) or t("bounds_unknown")


def empty() -> None:
    """Explain an empty result instead of drawing nothing."""
    st.info(t("empty_body"), title=t("empty_title"), icon=":material/search_off:")


COMPARATORS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "exists": "≥"}


def requirement(target: Target) -> str:
    """What a target requires: "≥ 15%"."""
    unit = "%" if target.unit == "percent" else ""
    return f"{COMPARATORS.get(target.comparator or '', '')} {number(target.value)}{unit}".strip()


def document(target: Target) -> str:
    """Short name of the target's document, "Nghị quyết 26-NQ/TW", and whether its text was verified."""
    short = target.source_doc.partition(",")[0].partition(" (")[0]
    return short if target.verified == "yes" else f"{short} ({t('unverified')})"
