"""The inspection list: components that anyone can recompute."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue import definitions
from indicators.progress.inspection import measured, score

COMPONENTS = {component.id: component for component in definitions.load().inspection.components}
ROW: dict[str, Any] = {"gap": 2, "needed": 5, "reason": None, "units_reported": 1, "units_expected": 1}


def test_components_lie_between_nothing_and_all() -> None:
    assert measured(COMPONENTS["cap_uy"], ROW) == 0.4
    assert measured(COMPONENTS["cap_uy"], ROW | {"gap": 0, "needed": 0}) == 0
    assert measured(COMPONENTS["ban_thuong_vu"], ROW) == 1
    assert measured(COMPONENTS["ban_thuong_vu"], ROW | {"gap": 0}) == 0
    assert measured(COMPONENTS["chua_bao_cao"], ROW) == 0
    assert measured(COMPONENTS["chua_bao_cao"], ROW | {"units_reported": 0}) == 1


def test_what_is_not_known_is_left_out_not_counted_as_nothing() -> None:
    unknown = measured(COMPONENTS["cap_uy"], ROW | {"gap": None, "needed": None, "reason": "missing"})
    assert unknown is None
    assert score({"a": None, "b": 0.5}, {"a": 5, "b": 1}) == 50


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 5)), min_size=1, max_size=6))
def test_the_score_is_a_weighted_mean(parts: list[tuple[float, int]]) -> None:
    named = {str(place): value for place, (value, _) in enumerate(parts)}
    weights = {str(place): weight for place, (_, weight) in enumerate(parts)}
    found = score(named, weights)
    assert -1e-9 <= found <= 100 + 1e-9
    if sum(weights.values()):
        assert found == pytest.approx(100 * sum(v * w for v, w in parts) / sum(w for _, w in parts))
    else:
        assert found == 0
