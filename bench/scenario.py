"""The smallest plan of a scenario, beside one call of the solver on as many whole numbers with nothing but bounds."""

import random

import numpy as np
from scipy.optimize import Bounds, milp

from bench.measure import Result, in_turn
from indicators.progress.scenario import Body, Goal, fewest

TIMES = 5
EACH = (Goal("each", ">=", 15), Goal("more", ">=", 20))
SUM = (Goal("each", ">=", 15), Goal("sum", ">=", 25, "total"))


def run() -> list[Result]:
    """Return one measure per number of bodies and scope."""
    return [_measure(count, name, goals) for count in (99, 3321) for name, goals in (("each", EACH), ("each and sum", SUM))]


def _measure(count: int, name: str, goals: tuple[Goal, ...]) -> Result:
    bodies = _bodies(count)
    size = 3 * count + 1
    whole, bounds = np.ones(size), Bounds(np.zeros(size), np.full(size, 30))
    ours, floor = in_turn(
        lambda: fewest(bodies, goals), lambda: milp(whole, integrality=whole, bounds=bounds, options={"mip_rel_gap": 0}), TIMES
    )
    return Result(f"smallest plan, {count} bodies, {name}", ours, floor, "1 s (goal)")


def _bodies(count: int) -> list[Body]:
    chance = random.Random(count)
    found = []
    for place in range(count):
        seats = chance.randint(15, 33)
        found.append(
            Body(f"u{place}", f"{place}", "commune", seats, chance.randint(1, seats // 3), chance.choice([0, 0, 0, 1, 2]))
        )
    return found
