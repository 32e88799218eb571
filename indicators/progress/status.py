"""The status of values against a target: a rule, its inputs, never typed in by hand.

Met · met by rounding only · missed (the event or day is over; the next chance is named) · pipeline
sufficient or insufficient (planned or nominated women against women needed) · on or off pace (what
changes from year to year) · not yet met · not assessed, with the reason.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from catalogue.target_models import Target
from indicators.progress.events import FORMED, Occasion
from indicators.progress.requirement import needed, satisfies

VERSION = "2"
METHOD = "threshold/2: Σ women / Σ total; needed = smallest whole number; judged against the next event"
STATUSES = (
    "met", "met_by_rounding", "pipeline_sufficient", "on_pace", "not_yet_met", "off_pace", "pipeline_insufficient", "missed",
    "not_assessed",
)  # fmt: skip
UNMET = tuple(status for status in STATUSES if status not in ("met", "not_assessed"))
Numbers = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Counted:
    """Values of many units (or of one group), arrays of one length; NaN is unknown.

    `numerator`, `denominator`: women and persons, or bodies with a woman and bodies. `value`,
    `lower`, `upper`: the indicator's unit. `pipeline`: women planned or nominated for the body.
    `single`: whether it is one body, not a sum over several.
    """

    numerator: Numbers
    denominator: Numbers
    value: Numbers
    lower: Numbers
    upper: Numbers
    state: Texts
    reported: Numbers
    expected: Numbers
    pipeline: Numbers
    single: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Verdicts:
    """Arrays as long as the values: status, reason (None where there is none), women needed, gap in women."""

    status: Texts
    reason: Texts
    needed: Numbers
    gap: Numbers


def judge(target: Target, counted: Counted, when: Occasion, decimals: int = 1) -> Verdicts:
    """Compare values with a target.

    Args:
        target: with comparator and value; a range asks for its lower end.
        counted: what is there.
        when: the events around it.
        decimals: of the printed value, for “met by rounding only”.
    """
    comparator, required = asked_of(target)
    people, gap = _people(target, counted, comparator, required)
    low, high = _bounds(counted)
    met = satisfies(comparator, low, required) & satisfies(comparator, high, required)
    open_ = satisfies(comparator, low, required) != satisfies(comparator, high, required)
    reason = np.full(len(counted.value), None, dtype=object)
    for name, where in (
        ("coverage", open_),
        ("coverage_unknown", np.isnan(low)),
        ("target_of_all_bodies", counted.single & _of_all(target)),
        ("target_of_each_unit", ~counted.single & (target.unit == "count")),
        ("replaced", np.full(len(reason), target.valid_to is not None and target.valid_to < when.moment)),
        ("not_yet_in_force", np.full(len(reason), target.valid_from is not None and target.valid_from > when.moment)),
    ):
        reason[where] = name
    absent = counted.state != "value"
    reason[absent] = counted.state[absent]
    status = _unmet(target, counted, when, people)
    whole = low == high
    status[whole & satisfies(comparator, np.round(counted.value, decimals), required)] = "met_by_rounding"
    status[met] = "met"
    if not when.formed and target.counts in FORMED:
        # The body that the target speaks of does not exist yet: the one before it can neither meet nor miss it.
        status = _unmet(target, counted, when, people)
        known = (status == "pipeline_sufficient") | (status == "pipeline_insufficient")
        reason[known & ((reason == "coverage") | (reason == "coverage_unknown"))] = None
        reason[~known & (reason == None)] = "before_event"  # noqa: E711 - elementwise
    status[reason != None] = "not_assessed"  # noqa: E711
    return Verdicts(status, reason, people, gap)


def asked_of(target: Target) -> tuple[str, float]:
    """The comparator and number to compare a value with.

    “A woman in every committee” asks that 100% of committees have one.
    """
    required = target.value or 0.0
    if target.unit == "boolean":
        return ">=", 100.0
    if target.comparator == "exists":
        return ">=", required
    return str(target.comparator), required


def _of_all(target: Target) -> bool:
    """Whether the target asks for a share of bodies, which a single body cannot meet or miss."""
    return target.measure_type == "share_of_bodies" and target.unit == "percent"


def _people(target: Target, counted: Counted, comparator: str, required: float) -> tuple[Numbers, Numbers]:
    """Women (or bodies) needed and missing; NaN where no whole number answers."""
    unknown = np.full(len(counted.value), np.nan)
    if target.unit == "count":
        people = np.where(counted.single, float(needed("exists", required, 0)), np.nan)
    elif comparator not in (">=", ">"):
        people = unknown
    else:
        there = ~np.isnan(counted.denominator)
        people = unknown
        people[there] = needed(comparator, required, counted.denominator[there].round().astype(np.int64))
    return people, np.maximum(people - counted.numerator, 0)


def _bounds(counted: Counted) -> tuple[Numbers, Numbers]:
    """The interval of the share; the value itself where nothing is missing, NaN where it has no bounds."""
    full = counted.reported >= counted.expected
    unknown = np.isnan(counted.lower) | np.isnan(counted.upper)
    low = np.where(full & unknown, counted.value, np.where(unknown, np.nan, counted.lower))
    high = np.where(full & unknown, counted.value, np.where(unknown, np.nan, counted.upper))
    return low, high


def _unmet(target: Target, counted: Counted, when: Occasion, people: Numbers) -> Texts:
    """What a value that does not meet the target is: the past is missed, the future has a pipeline or not."""
    over = when.formed and (bool(target.term) or (target.due_date is not None and when.moment >= target.due_date))
    status = np.full(len(counted.value), "missed" if over else "not_yet_met", dtype=object)
    if not over and when.next_event is not None:
        known = ~np.isnan(counted.pipeline) & ~np.isnan(people)
        status[known & (counted.pipeline >= people)] = "pipeline_sufficient"
        status[known & (counted.pipeline < people)] = "pipeline_insufficient"
    return status


def days(*moments: dt.date | None) -> list[Any]:
    """Dates as ISO text, None kept."""
    return [moment.isoformat() if moment else None for moment in moments]
