"""Values set against targets: met or not, by how many people, by which rule.

A status names its method and is never typed in. It is withheld, with the reason, where units
that are missing could still turn it.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from catalogue.definitions import Definitions
from catalogue.models import Target
from indicators.compute import compute
from indicators.query import Query
from indicators.progress.requirement import needed, satisfies

METHOD = "threshold/1: Σ women / Σ total against the required share; whole people by exact rounding up"
Row = dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """A value against a target. `needed` and `gap` are whole people or bodies."""

    status: str  # met, missed, not_yet_met, not_assessed
    reason: str | None
    needed: int | None
    gap: int | None


def assess(connection: Connection, definitions: Definitions, query: Query, at: dt.date) -> list[Row]:
    """Return one row per target and level for the units of `query` (its indicator is ignored).

    Rows carry the fields of `python -m indicators targets --json`.
    """
    rows: list[Row] = []
    for target in definitions.targets.values():
        if target.indicator and target.comparator and target.value is not None:
            indicator = definitions.indicators[target.indicator]
            levels = indicator.levels if target.level == "all" else (target.level,)
            asked = replace(query, indicator=indicator.id, by=("unit", "level"), levels=tuple(levels),
                            terms=(target.term,) if target.term else ())  # fmt: skip
            if not query.units:
                asked = replace(asked, by=("level",))
            rows += [_row(target, value, at) for value in compute(connection, definitions, asked).to_pylist()]
    return rows


def _row(target: Target, value: Row, at: dt.date) -> Row:
    verdict = judge(target, value, at)
    return {
        "target": target.id, "indicator": target.indicator, "unit_id": value["unit_id"], "unit": value["unit"],
        "level": value["level"], "period": value["period"] or value["counted_in"], "measure_type": target.measure_type,
        "comparator": target.comparator, "required": target.value, "numerator": value["numerator"],
        "denominator": value["denominator"], "value": value["value"], "needed": verdict.needed, "gap": verdict.gap,
        "status": verdict.status, "reason": verdict.reason, "method": METHOD, "due": due(target),
        "source": target.source_doc, "verified": target.verified,
    }  # fmt: skip


def applicable(definitions: Definitions, indicator: str, level: str, time: str) -> list[Target]:
    """Targets that a value of this indicator, level and time is set against, the nearest due first.

    A target of a term binds that term; one with a due year binds the years up to it, and of
    several from one document the next one due.
    """
    year = int(time[:4])
    found: dict[str, Target] = {}
    for target in sorted(definitions.targets.values(), key=lambda one: (one.due_year or 9999, one.id)):
        if target.indicator != indicator or target.level not in ("all", level) or target.comparator is None:
            continue
        binds = target.term == time if target.term else (target.due_year or 9999) >= year
        if binds:
            found.setdefault(f"{target.source_doc}|{target.measure_type}", target)
    return [target for target in found.values() if target.unit == "percent"]


def due(target: Target) -> str | None:
    """The last day of the target's year, or its term."""
    return f"{target.due_year}-12-31" if target.due_year else target.term


def judge(target: Target, value: Row, at: dt.date) -> Verdict:
    """Compare one computed row with a target on the day `at`."""
    required, comparator = target.value, target.comparator
    if required is None or comparator is None:
        return Verdict("not_assessed", "target_without_value", None, None)
    if value["state"] != "value":
        return Verdict("not_assessed", value["state"], None, None)
    if target.unit == "boolean":
        required = 100.0  # every body, where bodies with a woman are counted
        comparator = ">="
    whole = value["denominator"]
    if target.unit == "count":
        if value["units_expected"] > 1:
            return Verdict("not_assessed", "target_of_each_unit", None, None)
        comparator, whole = "exists", 0
    countable = whole is not None and comparator in (">=", ">", "exists")
    people = needed(comparator, required, whole) if countable else None
    gap = None if people is None or value["numerator"] is None else max(0, people - int(value["numerator"]))
    low, high = (value["lower"], value["upper"])
    if low is None or high is None:
        if value["units_reported"] < value["units_expected"]:
            return Verdict("not_assessed", "coverage_unknown", people, gap)
        low = high = value["value"]
    verdicts = {satisfies(comparator, bound, required) for bound in (low, high)}
    if len(verdicts) > 1:
        return Verdict("not_assessed", "coverage", people, gap)
    if verdicts == {True}:
        return Verdict("met", None, people, gap)
    over = due(target) is not None and str(due(target))[:4] < str(at.year)
    return Verdict("missed" if over or target.term else "not_yet_met", None, people, gap)
