"""What one election tells of the next: success rates, their gap, the women candidates it would take. Pure.

An election is a full count, not a sample: the intervals say how far chance alone could have
moved the result, had the same kind of people stood under the same conditions.

Assumptions of `candidates_needed` (said to readers as the text elections_assume_chance): women
of the next list succeed at the rate of this one; each independently of the others. Seats of
a constituency are in truth shared out among its candidates, so the real uncertainty is larger.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import exp, lgamma, log, log1p, sqrt
from statistics import NormalDist

LARGEST = 10**6  # candidates; beyond it no list exists
PRIOR = 0.5  # Jeffreys: Beta(½, ½)


@dataclass(frozen=True)
class Interval:
    """A value and its confidence interval, all in one unit."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Needed:
    """Women candidates needed: `n`, and under the high and low end of the past success rate (`low` ≤ `high`).

    None where more than the list holds would be needed; `reason`: why `n` is None.
    """

    n: int | None
    low: int | None
    high: int | None
    reason: str | None = None


def wilson(successes: int, trials: int, confidence: float = 0.95) -> Interval:
    """Return a proportion, 0–1, with its Wilson score interval.

    Args:
        successes: of `trials`, whole, 0 ≤ successes ≤ trials.
        trials: whole, ≥ 1.
        confidence: 0–1, both ends excluded.

    Raises:
        ValueError: outside these.

    Source: Wilson, E. B. (1927), Journal of the American Statistical Association 22, 209–212.

    >>> found = wilson(81, 263)
    >>> round(found.low, 4), round(found.high, 4)
    (0.2553, 0.3662)
    """
    _check(successes, trials)
    if trials == 0:
        raise ValueError("0 trials: a proportion of nobody")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = successes / trials
    middle = share + z * z / (2 * trials)
    half = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    # Rounding must not push the ends past 0, 1 or the value itself.
    low, high = max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)
    return Interval(share, 0.0 if successes == 0 else min(low, share), 1.0 if successes == trials else max(high, share))


def success_gap(women_elected: int, women_candidates: int, men_elected: int, men_candidates: int) -> Interval | None:
    """Return women's success rate less men's, in percentage points (−100 to 100), with its 95% interval.

    Args:
        women_elected, men_elected: of the candidates, whole, ≥ 0.
        women_candidates, men_candidates: on the list, whole, ≥ 0.

    Returns:
        None where there were no women or no men candidates.

    Raises:
        ValueError: more elected than candidates, or a negative number.

    Source: Newcombe, R. G. (1998), Statistics in Medicine 17, 873–890, method 10: hybrid score
    interval without continuity correction.

    >>> found = success_gap(56, 70, 48, 80)
    >>> round(found.value, 2), round(found.low, 2), round(found.high, 2)
    (20.0, 5.24, 33.39)
    """
    _check(women_elected, women_candidates)
    _check(men_elected, men_candidates)
    if not women_candidates or not men_candidates:
        return None
    women, men = wilson(women_elected, women_candidates), wilson(men_elected, men_candidates)
    gap = women.value - men.value
    below = sqrt((women.value - women.low) ** 2 + (men.high - men.value) ** 2)
    above = sqrt((women.high - women.value) ** 2 + (men.value - men.low) ** 2)
    return Interval(100 * gap, 100 * max(-1.0, gap - below), 100 * min(1.0, gap + above))


def chance_of(seats: int, candidates: int, elected_before: int, candidates_before: int) -> float:
    """Return the chance, 0–1, that at least `seats` of `candidates` women are elected.

    X ~ BetaBinomial(candidates, ½ + elected, ½ + not elected): the predictive distribution of a
    success rate known from one earlier election, with Jeffreys' prior.

    >>> round(chance_of(1, 1, 1, 1), 2)
    0.75
    """
    _check(elected_before, candidates_before)
    won, lost = PRIOR + elected_before, PRIOR + candidates_before - elected_before
    whole = _beta(won, lost)
    return _tail(seats, candidates, lambda x: log_choose(candidates, x) + _beta(x + won, candidates - x + lost) - whole)


@lru_cache(maxsize=8192)
def candidates_needed(
    seats_needed: int, women_elected: int, women_candidates: int, chance: float = 0.8, most: int | None = None
) -> Needed:
    """Return the fewest women candidates that give `seats_needed` women elected with at least this chance.

    Args:
        seats_needed: women to be elected, whole, ≥ 0.
        women_elected, women_candidates: of the past election, whole, ≥ 0.
        chance: 0–1, both ends excluded.
        most: people the list can hold; None for no limit.

    Returns:
        `n` from the predictive distribution (see `chance_of`). `low`, `high`: the plain binomial
        number under the high and low end of the Wilson 95% interval of the past success rate,
        widened to hold `n`. reason: "nobody_before" or "list_too_short".

    Raises:
        ValueError: more elected than candidates, a negative number, a chance not within 0–1.

    Assumptions: see the module.
    """
    _check(women_elected, women_candidates)
    if seats_needed < 0 or not 0 < chance < 1:
        raise ValueError(f"seats needed {seats_needed}, chance {chance}: allowed ≥ 0 and between 0 and 1")
    if seats_needed == 0:
        return Needed(0, 0, 0)
    if women_candidates == 0:
        return Needed(None, None, None, "nobody_before")
    limit = LARGEST if most is None else most
    rate = wilson(women_elected, women_candidates)

    def smallest(probability: Callable[[int], float]) -> int | None:
        return _smallest(seats_needed, limit, chance, probability)

    n = smallest(lambda count: chance_of(seats_needed, count, women_elected, women_candidates))
    low = smallest(lambda count: _binomial(seats_needed, count, rate.high))
    high = smallest(lambda count: _binomial(seats_needed, count, rate.low))
    if n is None:
        return Needed(None, low, None, "list_too_short")
    return Needed(n, n if low is None else min(low, n), high if high is None else max(high, n))


def _check(part: int, whole: int) -> None:
    if part < 0 or whole < 0 or part > whole:
        raise ValueError(f"{part} of {whole}: allowed 0 ≤ elected ≤ candidates")


def _smallest(first: int, limit: int, chance: float, probability: Callable[[int], float]) -> int | None:
    """The smallest count from `first` to `limit` whose probability, which never falls, reaches `chance`."""
    if first > limit:
        return None
    below, step, reached = first - 1, 1, first
    while probability(reached) < chance:
        if reached == limit:
            return None
        below, step = reached, 2 * step
        reached = min(limit, reached + step)
    while reached - below > 1:
        middle = (below + reached) // 2
        below, reached = (below, middle) if probability(middle) >= chance else (middle, reached)
    return reached


def _binomial(seats: int, count: int, rate: float) -> float:
    """P(X ≥ seats), X ~ Binomial(count, rate)."""
    if rate in (0.0, 1.0):
        return float(count * rate >= seats)
    return _tail(seats, count, lambda x: log_choose(count, x) + x * log(rate) + (count - x) * log1p(-rate))


def _tail(seats: int, count: int, log_mass: Callable[[int], float]) -> float:
    """P(X ≥ seats) from the logarithm of P(X = x)."""
    if seats > count:
        return 0.0
    if 2 * seats > count:  # the shorter sum
        return min(1.0, sum(exp(log_mass(x)) for x in range(seats, count + 1)))
    return max(0.0, 1.0 - sum(exp(log_mass(x)) for x in range(seats)))


def log_choose(count: int, taken: int) -> float:
    """Logarithm of the number of ways to take `taken` of `count`."""
    return lgamma(count + 1) - lgamma(taken + 1) - lgamma(count - taken + 1)


def _beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)
