"""What a reader must know of a value before using it: flags, after the observation statuses of SDMX and Eurostat."""

from typing import Any

from catalogue import definitions
from presentation import data, notes
from presentation.charts.frame import Row, Rows
from presentation.kept import kept
from presentation.language import t
from presentation.views import SMALL, View

# In the order in which they are said. SDMX CL_OBS_STATUS: P, B, U; Eurostat: r revised, c confidential.
FLAGS = ("provisional", "incomplete", "revised", "conflicting", "not_comparable", "small", "suppressed", "generated")
TOLD = tuple(flag for flag in FLAGS if flag not in ("small", "generated"))  # in a table; counts and source say the others


def codes(view: View, rows: Rows) -> list[tuple[str, ...]]:
    """The flags of each row of a view.

    Provisional: the period is not due yet. Incomplete: units that owe a figure have not given it. Revised: the report
    in force is not the first. Conflicting: another source says otherwise. Not comparable: the territory changed, or
    the unit was split. Small: one person moves the share by more than 5 points.
    """
    versions, due = _versions(view.time), _not_due(view)
    others = {row["unit_id"] for row in other_sources(view)}
    found = []
    for row in rows:
        known = row["state"] == "value"
        place = (row.get("unit_id"), row.get("district_id"))
        holds = {
            "provisional": known and due,
            "incomplete": known and row["units_reported"] < row["units_expected"],
            "revised": known and any(versions.get(one, 1) > 1 for one in place),
            "conflicting": row.get("unit_id") in others,
            "not_comparable": isinstance(row.get("reason"), str) or str(row.get("label", "")).endswith("*"),
            "small": known and view.indicator.kind == "share_of_persons" and (row["denominator"] or 0) < SMALL,
            "suppressed": row["state"] == "suppressed",
            "generated": known and bool(row["demonstration"]),
        }
        found.append(tuple(flag for flag in FLAGS if holds[flag]))
    return found


def short(flags: tuple[str, ...]) -> str:
    """Flags as a table says them: "chưa đủ; đã sửa"."""
    return "; ".join(t(f"flag_{flag}") for flag in flags if flag in TOLD)


def said(flags: tuple[str, ...]) -> str:
    """Flags in whole sentences, a list."""
    return "\n".join(f"- **{t(f'flag_{flag}')}**: {t(f'flag_{flag}_means', size=SMALL)}" for flag in flags)


@kept
def _versions(time: str) -> dict[Any, int]:
    """Unit → version in force of its report for a period."""
    period = definitions.load().periods.get(time)
    if period is None or not period.collected:
        return {}
    reports = data.round_of(data.current(), period.period).dropna(subset=["version"])
    return {unit: int(version) for unit, version in zip(reports["unit_id"], reports["version"], strict=True)}


def other_sources(view: View) -> list[Row]:
    """What other sources say of the values of a view."""
    found = data.other_sources(data.current(), view.indicator.id)
    return [row for row in found if (row["level"], row["period"]) == (view.level, view.time)]


def _not_due(view: View) -> bool:
    period = definitions.load().periods.get(view.time)
    return bool(period and period.due_date and period.due_date >= notes.published_on().date())
