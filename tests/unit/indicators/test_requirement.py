from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.progress.requirement import needed, satisfies

SHARES = st.integers(0, 100)
SIZES = st.integers(1, 5000)


@given(st.sampled_from([">=", ">"]), SHARES, SIZES)
def test_needed_is_the_smallest_number_that_satisfies(comparator: str, share: int, size: int) -> None:
    women = needed(comparator, share, size)
    if comparator == ">" and share == 100:
        assert women == size + 1  # cannot be met
        return
    assert meets(comparator, women, size, share)
    assert women == 0 or not meets(comparator, women - 1, size, share)


def meets(comparator: str, women: int, size: int, share: int) -> bool:
    value = Fraction(100 * women, size)
    return value > share if comparator == ">" else value >= share


@pytest.mark.parametrize(
    ("comparator", "share", "size", "women"),
    [(">=", 25, 7, 2), (">=", 15, 41, 7), (">", 35, 20, 8), (">=", 35, 20, 7), ("exists", 1, 5, 1)],
)
def test_by_hand(comparator: str, share: float, size: int, women: int) -> None:
    assert needed(comparator, share, size) == women


def test_satisfies() -> None:
    assert satisfies(">=", 15, 15)
    assert not satisfies(">", 35, 35)
    assert satisfies("<", 29.9, 30)
