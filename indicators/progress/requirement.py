"""How many people a target asks for. Pure; in whole numbers, no rounding of percentages.

All functions take numbers or numpy arrays of them and return the same.
"""

from fractions import Fraction
from typing import Any

import numpy as np

LARGEST = 10**6  # denominators of percentages are at most this: 33.333333 is 33333333/1000000


def needed(comparator: str, required: float, whole: Any) -> Any:
    """Return the smallest number of women (or bodies) that satisfies a share among `whole`.

    Args:
        comparator: ">=" or ">" (of a percentage), or "exists" (at least `required` of them).
        required: percentage 0–100; for "exists" the number that must be there, ≥ 0.
        whole: persons or bodies counted, whole numbers ≥ 0; a number or an int64 array.

    Returns:
        Whole numbers like `whole`. A share of nobody asks for nobody: needed(">=", 25, 0) is 0;
        ">" can ask for more than there are (needed(">", 100, 7) is 8): no number satisfies it.

    Raises:
        ValueError: a comparator that asks for at most something has no smallest number.

    Source: the definition of the target; a share n / whole meets p percent if 100 n ≥ p · whole.

    >>> needed(">=", 25, 7)
    2
    >>> needed(">", 35, 20)
    8
    """
    if comparator == "exists":
        return np.full_like(whole, -int(-required // 1)) if isinstance(whole, np.ndarray) else -int(-required // 1)
    if comparator not in (">=", ">"):
        raise ValueError(f"{comparator}: asks for at most a share, no number of women is needed")
    part = Fraction(required).limit_denominator(LARGEST) / 100
    scaled = whole * part.numerator
    return -(-scaled // part.denominator) if comparator == ">=" else scaled // part.denominator + 1


def satisfies(comparator: str, value: Any, required: float) -> Any:
    """Return whether `value` meets the target; both in the target's unit. NaN meets nothing."""
    return {
        ">=": lambda: value >= required,
        ">": lambda: value > required,
        "<=": lambda: value <= required,
        "<": lambda: value < required,
        "exists": lambda: value >= required,
    }[comparator]()


def bounds(women: Any, whole: Any, missing: Any) -> tuple[Any, Any]:
    """Return the lowest and highest share, percent, that `missing` persons could make of it.

    [W / (N + Nm), (W + Nm) / (N + Nm)] × 100. Where a missing unit never told its size, callers take
    it to be at most the largest that reported (docs/adr/0006).
    """
    return 100 * women / (whole + missing), 100 * (women + missing) / (whole + missing)
