import pytest
from scipy.stats import binom

from indicators.control_limits import control_limits


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5, 0.9])
@pytest.mark.parametrize("size", [1, 7, 30, 250])
@pytest.mark.parametrize("confidence", [0.95, 0.998])
def test_limits_are_the_interpolated_binomial_ones(share: float, size: int, confidence: float) -> None:
    """Spiegelhalter (2005), A.1.1, worked out by another library."""
    for found, point in zip(control_limits(share, size, confidence), ((1 - confidence) / 2, (1 + confidence) / 2), strict=True):
        count = binom.ppf(point, size, share)
        reached, below = binom.cdf(count, size, share), binom.cdf(count - 1, size, share)
        expected = (count - (reached - point) / (reached - below)) / size
        assert found == pytest.approx(min(max(expected, 0), 1), abs=1e-9)


def test_small_bodies_have_wide_limits() -> None:
    (low7, high7), (low50, high50) = control_limits(0.25, 7, 0.95), control_limits(0.25, 50, 0.95)
    assert low7 <= 1 / 7 <= high7
    assert low7 < low50
    assert high50 < high7


def test_where_everybody_or_nobody_is_a_woman_there_is_no_chance() -> None:
    assert control_limits(0.0, 9, 0.95) == (0.0, 0.0)
    assert control_limits(1.0, 9, 0.95) == (1.0, 1.0)


@pytest.mark.parametrize(("share", "size", "confidence"), [(1.1, 5, 0.95), (0.5, 0, 0.95), (0.5, 5, 1.0)])
def test_what_is_not_defined_is_refused(share: float, size: int, confidence: float) -> None:
    with pytest.raises(ValueError, match="funnel plot"):
        control_limits(share, size, confidence)
