"""All targets against all units of the country: 34 provinces, 3,321 communes, 80 targets."""

import datetime as dt

import numpy as np

from bench.measure import Result, in_turn
from catalogue import definitions
from indicators.progress.events import Occasion
from indicators.progress.status import Counted, judge

UNITS, TARGETS, TIMES = 34 + 3321, 80, 9


def run() -> list[Result]:
    """Return the time of all verdicts; the floor is the bare comparison of the same numbers, without status or gap."""
    known = definitions.load()
    bound = [target for target in known.targets.values() if target.indicator and target.assessed and target.unit == "percent"]
    targets = (bound * TARGETS)[:TARGETS]
    when = Occasion(True, dt.date(2026, 11, 23), dt.date(2030, 12, 31), "2030-2035")
    values = _values(np.random.default_rng(2026))

    def verdicts() -> int:
        return sum(int((judge(target, values, when).status == "met").sum()) for target in targets)

    def floor() -> int:
        return sum(int((values.numerator * 100 >= values.denominator * (target.value or 0)).sum()) for target in targets)

    product, bare = in_turn(verdicts, floor, TIMES)
    return [Result(f"{TARGETS} targets × {UNITS:,} units, every status", product, bare, "2 s (goal)")]


def _values(chance: np.random.Generator) -> Counted:
    seats = chance.integers(7, 86, UNITS).astype(np.float64)
    women = np.minimum(seats, chance.binomial(40, 0.25, UNITS).astype(np.float64))
    share = 100 * women / seats
    one = np.ones(UNITS)
    return Counted(
        numerator=women, denominator=seats, value=share, lower=share, upper=share, state=np.full(UNITS, "value", dtype=object),
        reported=one, expected=one, pipeline=chance.integers(0, 20, UNITS).astype(np.float64), single=np.ones(UNITS, dtype=bool),
    )  # fmt: skip
