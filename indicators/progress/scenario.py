"""Scenarios: n of the next m places of a body go to women; the fewest more women that meet all goals.

Pure, in whole people. A place is a vacancy (established, nobody in it) or the seat of a member who
leaves. Vacancies are filled first and the body grows; after that a man is replaced.
"""

import bisect
import importlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from indicators.progress.requirement import LARGEST, needed

EACH, TOTAL = "each", "total"
LEAVING = ("proportionate", "men", "women")
Numbers = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Body:
    """One body as it is now. `seats`: people in it; `vacancies`: established places with nobody in them.

    Vacancies that are not known count as 0, and `vacancies_known` says so. `time` is the period counted.
    """

    unit_id: str
    unit: str
    level: str
    seats: int
    women: int
    vacancies: int = 0
    vacancies_known: bool = True
    time: str = ""

    @property
    def men(self) -> int:
        return self.seats - self.women


@dataclass(frozen=True)
class Outcome:
    """Women among the people of a body, or of several."""

    women: int
    seats: int

    @property
    def share(self) -> float | None:
        """Percentage 0–100; None of nobody."""
        return 100 * self.women / self.seats if self.seats else None


@dataclass(frozen=True)
class Goal:
    """What a target asks: of each body, or (a share) of the sum over them; `required` is a percentage, or a number."""

    target: str
    comparator: str  # ">=", ">", "exists"
    required: float
    scope: Literal["each", "total"] = "each"

    def __post_init__(self) -> None:
        if self.comparator not in (">=", ">", "exists") or (self.comparator == "exists" and self.scope == TOTAL):
            raise ValueError(f"{self.target}: {self.comparator} of {self.scope} is no goal of a scenario")

    def met(self, women: int, seats: int) -> bool:
        """Whether it holds, in whole numbers: a share meets p/q percent if 100 q · women ≥ p · seats."""
        if self.comparator == "exists":
            return women >= math.ceil(self.required)
        part = self.part
        left, right = 100 * part.denominator * women, part.numerator * seats
        return left > right if self.comparator == ">" else left >= right

    def women_of(self, seats: int) -> int:
        """The smallest number of women that meets it among `seats`, see `requirement.needed`."""
        return int(needed(self.comparator, self.required, seats))

    @property
    def part(self) -> Fraction:
        """The percentage as an exact number."""
        return Fraction(self.required).limit_denominator(LARGEST)


@dataclass(frozen=True)
class Addition:
    """More women in one body: so many fill a vacancy, so many replace a man."""

    body: Body
    fills: int
    replaces: int

    @property
    def women(self) -> int:
        return self.fills + self.replaces

    @property
    def after(self) -> Outcome:
        return Outcome(self.body.women + self.women, self.body.seats + self.fills)


@dataclass(frozen=True)
class Infeasible:
    """A goal out of reach. `body` is None for the sum. `reason`: "limit" (the limit of places per body), else "impossible".

    `most`: what all places that can change would make of it; `needed`: the women it would need then.
    """

    body: Body | None
    goal: Goal
    reason: str
    most: Outcome
    needed: int


@dataclass(frozen=True)
class Plan:
    """The fewest more women that meet the goals: one addition per body that needs any, in the order of the bodies."""

    women: int
    additions: tuple[Addition, ...]
    infeasible: tuple[Infeasible, ...]
    after: Outcome  # the sum over all bodies


def after(body: Body, places: int, women: int, leaving: str = "proportionate") -> Outcome:
    """Return the body after its next `places` places, `women` of which go to women.

    Args:
        leaving: who leaves once the vacancies are filled: "men" while there are any (best case),
            "women" (worst case), or women in proportion to their share, rounded half up.

    Raises:
        ValueError: more women than places, or more places than vacancies and seats; with both numbers.
    """
    if not 0 <= women <= places:
        raise ValueError(f"{women} women of {places} places: must be from 0 to the places")
    if places > body.vacancies + body.seats:
        raise ValueError(f"{places} places of {body.unit_id}: it has {body.vacancies + body.seats} seats, vacant ones included")
    if leaving not in LEAVING:
        raise ValueError(f"{leaving}: one of {', '.join(LEAVING)}")
    filled = min(places, body.vacancies)
    left = places - filled
    gone = {
        "men": max(0, left - body.men),
        "women": min(left, body.women),
        "proportionate": (2 * left * body.women + body.seats) // (2 * body.seats) if left else 0,
    }[leaving]
    return Outcome(body.women - gone + women, body.seats + filled)


def total(outcomes: Sequence[Outcome | Body]) -> Outcome:
    """The sum over bodies."""
    return Outcome(sum(one.women for one in outcomes), sum(one.seats for one in outcomes))


def room(body: Body, most: int | None = None) -> int:
    """How many more women a body can take: its vacancies and its men, at most `most`."""
    places = body.vacancies + body.men
    return places if most is None else min(places, most)


def least(body: Body, goal: Goal, places: int) -> int | None:
    """The fewest more women with which one body meets a goal, None if `places` do not do. Each one raises the share."""
    found = bisect.bisect_left(range(places + 1), True, key=lambda more: goal.met(*_grown(body, more)))
    return found if found <= places else None


def fewest(bodies: Sequence[Body], goals: Sequence[Goal], most: int | None = None) -> Plan:
    """Return the fewest more women, and where, so that every goal holds that can.

    Bodies that cannot meet a goal of each are named and get nobody; they stay in the sum as they are.
    Among plans with as few women: fewest men replaced, then the fewest in any one body; of bodies alike, those first named.

    Args:
        bodies, goals: those that reported; what they are to meet. No body ever loses a woman.
        most: places that can change in one body; None is no limit but its vacancies and men.

    Raises:
        ArithmeticError: the solver's answer does not hold in exact whole numbers.
    """
    each, sums = [goal for goal in goals if goal.scope == EACH], [goal for goal in goals if goal.scope == TOTAL]
    lows, infeasible = [0] * len(bodies), list[Infeasible]()
    highs = [room(body, most) for body in bodies]
    for place, body in enumerate(bodies):
        wants = [(goal, least(body, goal, highs[place])) for goal in each]
        out = [_out_of_reach([body], body, goal, highs[place : place + 1]) for goal, want in wants if want is None]
        if out:
            infeasible += out
            highs[place] = 0
        else:
            lows[place] = max([want for _, want in wants if want is not None], default=0)
    reach = total([Outcome(*_grown(body, high)) for body, high in zip(bodies, highs, strict=True)])
    lost = [goal for goal in sums if not goal.met(reach.women, reach.seats)]
    infeasible += [_out_of_reach(bodies, None, goal, highs) for goal in lost]
    kept = [goal for goal in sums if goal not in lost]
    more = _solve(bodies, lows, highs, kept)
    _verify(bodies, more, (lows, highs), kept)
    added = [Addition(b, min(x, b.vacancies), max(0, x - b.vacancies)) for b, x in zip(bodies, more, strict=True)]
    return Plan(sum(more), tuple(a for a in added if a.women), tuple(infeasible), total([a.after for a in added]))


def _grown(body: Body, more: int) -> tuple[int, int]:
    """Women and people of a body with `more` women: vacancies first."""
    return body.women + more, body.seats + min(more, body.vacancies)


def _out_of_reach(bodies: Sequence[Body], body: Body | None, goal: Goal, highs: Sequence[int]) -> Infeasible:
    best = total([Outcome(*_grown(one, high)) for one, high in zip(bodies, highs, strict=True)])
    free = total([Outcome(*_grown(one, room(one))) for one in bodies])
    reason = "limit" if goal.met(free.women, free.seats) else "impossible"
    return Infeasible(body, goal, reason, best, goal.women_of(best.seats))


def _verify(bodies: Sequence[Body], more: Sequence[int], bounds: tuple[list[int], list[int]], goals: Sequence[Goal]) -> None:
    """Hold the plan against every bound and every goal of the sum; the bounds are the goals of each."""
    reached = total([Outcome(*_grown(body, x)) for body, x in zip(bodies, more, strict=True)])
    inside = all(low <= x <= high for low, x, high in zip(bounds[0], more, bounds[1], strict=True))
    if not inside or not all(goal.met(reached.women, reached.seats) for goal in goals):
        raise ArithmeticError("the solver's plan does not hold in whole numbers")


def _solve(bodies: Sequence[Body], lows: list[int], highs: list[int], goals: Sequence[Goal]) -> list[int]:
    """More women per body, at least `lows`, at most `highs`: as few as meet the goals of the sum."""
    if not bodies:
        return []
    problem = _Problem(bodies, lows, highs, goals)
    fills, replaces, largest = problem.objectives()
    found = problem.solve(fills + replaces)
    if goals:  # without them each body's least is the only optimum
        for objective, then in ((fills + replaces, replaces), (replaces, largest)):
            best = round(float(objective @ found))
            problem.rules.append(problem.optimize.LinearConstraint(objective, best, best))
            found = problem.solve(then)
    count = len(bodies)
    more = [int(fill + replace) for fill, replace in zip(found[:count], found[count : 2 * count], strict=True)]
    return _first_named_first(list(zip((body.vacancies for body in bodies), lows, highs, strict=True)), more)


def _first_named_first(kinds: list[tuple[int, int, int]], more: list[int]) -> list[int]:
    """Of bodies alike to the programme, those named first get more, so that the plan is the same each time."""
    places = range(len(more))
    given = sorted(places, key=lambda place: (kinds[place], -more[place]))
    told = dict(zip(sorted(places, key=lambda place: (kinds[place], place)), given, strict=True))
    return [more[told[place]] for place in places]


class _Problem:
    """The integer programme. Variables: v fills, r replaces, b (whether all vacancies are filled), z ≥ v + r."""

    def __init__(self, bodies: Sequence[Body], lows: list[int], highs: list[int], goals: Sequence[Goal]) -> None:
        self.optimize = importlib.import_module("scipy.optimize")  # half a second, not for every command
        self.sparse = importlib.import_module("scipy.sparse")
        count = self.count = len(bodies)
        low, high = np.array(lows), np.array(highs)
        vacancies = np.array([body.vacancies for body in bodies])
        self.low = np.concatenate([np.minimum(low, vacancies), np.maximum(low - vacancies, 0), low >= vacancies, [low.max()]])
        fills, replaces = np.minimum(high, vacancies), np.maximum(high - vacancies, 0)
        self.high = np.concatenate([fills, replaces, np.ones(count), [high.max()]])
        one, diagonal = self.sparse.eye_array(count), self.sparse.diags_array
        none, edge = self.sparse.csr_array((count, count)), self.sparse.csr_array((count, 1))
        below = self.sparse.block_array([
            [none, one, diagonal(-replaces.astype(float)), edge],  # r ≤ most replaced · b
            [-one, none, diagonal(fills.astype(float)), edge],  # v ≥ vacancies · b
            [one, one, none, -np.ones((count, 1))],  # v + r ≤ z
        ])  # fmt: skip
        self.rules = [self.optimize.LinearConstraint(below, -np.inf, 0)]
        self.rules += [self._share(goal, total(bodies)) for goal in goals]

    def objectives(self) -> tuple[Numbers, Numbers, Numbers]:
        """What is minimised: women who fill, who replace, and the most in one body."""
        fills, replaces, largest = (np.zeros(3 * self.count + 1) for _ in range(3))
        fills[: self.count], replaces[self.count : 2 * self.count], largest[-1] = 1, 1, 1
        return fills, replaces, largest

    def _share(self, goal: Goal, now: Outcome) -> Any:
        """100 q (W + Σv + Σr) ≥ p (N + Σv), divided by what its coefficients share; ">" is one more."""
        whole, part = 100 * goal.part.denominator, goal.part.numerator
        short = part * now.seats - whole * now.women + (goal.comparator == ">")
        common = math.gcd(whole, whole - part)
        fills, replaces, _ = self.objectives()
        row = (whole - part) // common * fills + whole // common * replaces
        return self.optimize.LinearConstraint(row, -(-short // common), np.inf)

    def solve(self, objective: Numbers) -> Numbers:
        """An optimum, rounded to the whole numbers it stands for."""
        bounds, whole = self.optimize.Bounds(self.low, self.high), np.ones(len(objective))
        found = self.optimize.milp(
            objective, constraints=self.rules, bounds=bounds, integrality=whole, options={"mip_rel_gap": 0}
        )
        if found.x is None or found.status:
            raise ArithmeticError(f"no plan found: {found.message}")
        return np.asarray(np.round(found.x), dtype=np.float64)
