"""Control limits of a funnel plot: how far a body's share may lie from the common one by its size alone. Pure.

A body is no sample: the limits only say which shares are so far off that their small number of
people does not explain it. Among 7 people 1 of 7 is not comparable with 14 of 50.
"""

from functools import lru_cache
from math import exp, log

from indicators.progress.chances import log_choose


@lru_cache(maxsize=4096)
def control_limits(share: float, size: int, confidence: float) -> tuple[float, float]:
    """Return the lowest and highest share, 0–1, that a body of `size` people shows by chance alone.

    Args:
        share: the common share, 0–1.
        size: people in the body, whole, ≥ 1.
        confidence: 0–1, such as 0.95 (two sides) or 0.998.

    Raises:
        ValueError: outside these.

    Source: Spiegelhalter, D. J. (2005), Funnel plots for comparing institutional performance,
    Statistics in Medicine 24, 1185–1202, appendix A.1.1: exact binomial limits, interpolated.

    >>> low, high = control_limits(0.2, 50, 0.95)
    >>> round(low, 3), round(high, 3)
    (0.084, 0.307)
    """
    if not (0 <= share <= 1 and size >= 1 and 0 < confidence < 1):
        raise ValueError(f"share {share}, size {size}, confidence {confidence}: outside what a funnel plot is defined for")
    if share in (0, 1):
        return share, share  # chance has no part in it
    tail = (1 - confidence) / 2
    return _limit(share, size, tail), _limit(share, size, 1 - tail)


def _limit(share: float, size: int, point: float) -> float:
    """The share below which a part `point` of all bodies of this size lies."""
    below, reached = 0.0, 0.0
    for count in range(size + 1):
        below, reached = reached, reached + _chance(count, size, share)
        if reached >= point or count == size:
            part = (reached - point) / (reached - below) if reached > below else 0.0
            return min(max((count - part) / size, 0.0), 1.0)
    raise AssertionError("the chances of all counts add up to 1")


def _chance(count: int, size: int, share: float) -> float:
    """Binomial probability; `share` is neither 0 nor 1."""
    return exp(log_choose(size, count) + count * log(share) + (size - count) * log(1 - share))
