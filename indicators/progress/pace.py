"""Pace towards a target for what changes from year to year, in percentage points.

The default is a straight line. Compound growth rates are offered as named alternatives only: on a
share they call the start of a hard road “on track” (1% → 5% → 15%), since each further point is
harder to win than growth by the same factor from almost nothing.
"""

import datetime as dt
from dataclasses import dataclass

VERSION = "linear_pace/1"
DAYS = 365.25
NEARLY_ZERO = 0.001  # stands for a base or target of 0, as Open SDG does; growth from nothing has no rate


@dataclass(frozen=True)
class Point:
    """A value on a day; percent 0–100."""

    day: dt.date
    value: float


@dataclass(frozen=True)
class Pace:
    """Percentage points a year: `observed` since the base, `required` from the base to be there in time,
    `from_now` required from the latest value; `projected` is the value on the due day if the pace holds."""

    base: Point
    latest: Point
    observed: float
    required: float
    from_now: float
    projected: float

    @property
    def ratio(self) -> float | None:
        """Observed over required pace; None where nothing is required."""
        return self.observed / self.required if self.required else None


@dataclass(frozen=True)
class Alternative:
    """The verdict of another method, named with its source."""

    method: str
    ratio: float | None
    verdict: str  # achieved, on_track, acceleration_needed, limited, deterioration, not_assessable


def linear(base: Point, latest: Point, required: float, due: dt.date) -> Pace:
    """Return the straight-line pace in percentage points per year.

    Args:
        base, latest: two comparable points, base before latest.
        required: value asked for, percent.
        due: day it is asked for, after `latest`.

    Raises:
        ValueError: days not in that order.
    """
    passed, left = _years(base.day, latest.day), _years(latest.day, due)
    if passed <= 0 or left <= 0:
        raise ValueError(f"days must follow each other: base {base.day}, latest {latest.day}, due {due}")
    observed = (latest.value - base.value) / passed
    return Pace(
        base=base,
        latest=latest,
        observed=observed,
        required=(required - base.value) / (passed + left),
        from_now=(required - latest.value) / left,
        projected=latest.value + observed * left,
    )


def growth(first: float, last: float, years: float) -> float:
    """Compound annual growth rate, (last / first)^(1 / years) − 1; both values > 0."""
    return float((last / first) ** (1 / years) - 1)


def compound_ratio(base: Point, latest: Point, required: float, due: dt.date, direction: int = 1) -> float | None:
    """Return observed over required compound growth; None where there is no rate (negative values).

    R = CAGR observed (base → latest) / |CAGR required (base → due)| · direction, as restated from the
    progress measurement methodology in Open SDG's documentation (after Eurostat's).
    """
    start, now, end = (value or NEARLY_ZERO for value in (base.value, latest.value, required))
    if min(start, now, end) < 0:
        return None
    needed = growth(start, end, _years(base.day, due))
    if needed == 0:
        return None
    return direction * growth(start, now, _years(base.day, latest.day)) / abs(needed)


def eurostat(base: Point, latest: Point, required: float, due: dt.date, direction: int = 1) -> Alternative:
    """Verdict of Eurostat and Open SDG: R ≥ 95% on track, 60–95% acceleration needed, 0–60% limited, below deterioration."""
    return _verdict("eurostat_open_sdg", base, latest, required, due, direction, (0.95, 0.60, 0.0))


def unsd(base: Point, latest: Point, required: float, due: dt.date, direction: int = 1) -> Alternative:
    """Verdict of the UN Statistics Division's progress chart (technical note 2022): R above 95% on track, 50–95%
    acceleration needed, −10–50% limited or none, below deterioration."""
    return _verdict("unsd", base, latest, required, due, direction, (0.95, 0.50, -0.10))


def parity(value: float) -> float:
    """Distance from parity as Open SDG treats SDG 5.5.1: 50 + |value − 50|, which has to fall to 50.

    Shares of 30% and of 70% women are equally far from parity.
    """
    return 50 + abs(value - 50)


def _verdict(
    method: str, base: Point, latest: Point, required: float, due: dt.date, direction: int, limits: tuple[float, float, float]
) -> Alternative:
    if (latest.value - required) * direction >= 0:
        return Alternative(method, None, "achieved")
    ratio = compound_ratio(base, latest, required, due, direction)
    if ratio is None:
        return Alternative(method, None, "not_assessable")
    names = ("on_track", "acceleration_needed", "limited")
    verdict = next((name for name, limit in zip(names, limits, strict=True) if ratio >= limit), "deterioration")
    return Alternative(method, ratio, verdict)


def _years(first: dt.date, last: dt.date) -> float:
    return (last - first).days / DAYS
