"""How many people a target asks for. Pure; whole numbers exactly, no rounding of percentages."""

import math
from fractions import Fraction


def needed(comparator: str, required: float, whole: float) -> int:
    """Return the smallest number of women (or bodies) that satisfies a share among `whole`.

    Args:
        comparator: ">=" or ">" (of a percentage), or "exists" (at least one).
        required: percentage 0–100; for "exists" the number that must be there.
        whole: persons or bodies counted, a whole number ≥ 0.

    >>> needed(">=", 25, 7)
    2
    >>> needed(">", 35, 20)
    8
    """
    if comparator == "exists":
        return math.ceil(required)
    exact = Fraction(required).limit_denominator(10**6) * Fraction(round(whole)) / 100
    return math.floor(exact) + 1 if comparator == ">" else math.ceil(exact)


def satisfies(comparator: str, value: float, required: float) -> bool:
    """Return whether `value` meets the target; both in the target's unit."""
    return {
        ">=": value >= required,
        ">": value > required,
        "<=": value <= required,
        "<": value < required,
        "exists": value >= required,
    }[comparator]
