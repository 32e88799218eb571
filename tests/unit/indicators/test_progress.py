"""The engine of targets: whole people, events, pace, alternatives."""

import datetime as dt
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue import definitions
from catalogue.target_models import Target
from indicators.progress.events import Occasion, occasion
from indicators.progress.pace import Point, eurostat, linear, parity, unsd
from indicators.progress.requirement import needed, satisfies
from indicators.progress.status import STATUSES, Counted, judge

AT = dt.date(2026, 11, 23)
DIRECTIVE = definitions.load().targets["ct45_2025_committee_women_15"]
RANGE = definitions.load().targets["nq26_committee_women_20_25_2030"]
OVER = Occasion(formed=True, moment=AT, next_event=dt.date(2030, 12, 31), next_term=None)
BEFORE = Occasion(formed=False, moment=dt.date(2025, 5, 1), next_event=dt.date(2025, 8, 31), next_term="2025-2030")


def counted(women: float, seats: float, *, missing: float = 0, pipeline: float = math.nan) -> Counted:
    """One body, or a sum with a missing unit of known size."""
    whole = seats + missing

    def array(value: float) -> Any:
        return np.array([value], dtype=np.float64)

    return Counted(
        numerator=array(women), denominator=array(seats), value=array(100 * women / seats),
        lower=array(100 * women / whole), upper=array(100 * (women + missing) / whole), state=np.array(["value"], dtype=object),
        reported=array(1), expected=array(2 if missing else 1), pipeline=array(pipeline), single=np.array([not missing]),
    )  # fmt: skip


def status(target: Target, when: Occasion, *args: float, **kwargs: float) -> tuple[str, str | None]:
    verdict = judge(target, counted(*args, **kwargs), when)
    return verdict.status[0], verdict.reason[0]


@given(st.sampled_from([">=", ">"]), st.integers(0, 10000), st.integers(0, 10000))
def test_needed_women_is_minimal(comparator: str, hundredths: int, whole: int) -> None:
    required = hundredths / 100
    women = needed(comparator, required, whole)

    def enough(n: int) -> bool:
        return 10000 * n > hundredths * whole if comparator == ">" else 10000 * n >= hundredths * whole

    assert enough(women)
    assert women == 0 or not enough(women - 1)


@given(st.integers(1, 400), st.data())
def test_one_more_woman_never_worsens_a_status(seats: int, data: st.DataObject) -> None:
    women = data.draw(st.integers(0, seats - 1))
    missing = data.draw(st.integers(0, 100))
    when = data.draw(st.sampled_from([OVER, BEFORE]))
    pipeline = data.draw(st.sampled_from([math.nan, 0.0, 5.0, 400.0]))
    # A status that is withheld stands between one that is met and one that is not.
    order = {name: place for place, name in enumerate(("met", "not_assessed", "met_by_rounding", *STATUSES[2:-1]))}
    for target in (DIRECTIVE, RANGE):
        before = status(target, when, women, seats, missing=missing, pipeline=pipeline)[0]
        after = status(target, when, women + 1, seats, missing=missing, pipeline=pipeline)[0]
        assert order[after] <= order[before]


def test_a_body_of_seven_and_a_quarter() -> None:
    quarter = DIRECTIVE.model_copy(update={"value": 25.0})
    verdict = judge(quarter, counted(1, 7), OVER)
    assert (verdict.needed[0], verdict.gap[0], verdict.status[0]) == (2, 1, "missed")
    assert round(100 * 2 / 7, 1) == 28.6


def test_a_range_asks_for_its_lower_end() -> None:
    assert RANGE.value_upper == 25
    assert status(RANGE, OVER, 20, 100) == ("met", None)


def test_met_by_rounding_only_is_not_met() -> None:
    assert status(DIRECTIVE, OVER, 1499, 9996) == ("met_by_rounding", None)  # 14.996%, printed 15.0%


def test_a_missing_unit_withholds_only_what_it_could_turn() -> None:
    assert status(DIRECTIVE, OVER, 15, 95, missing=10) == ("not_assessed", "coverage")
    assert status(DIRECTIVE, OVER, 40, 95, missing=10) == ("met", None)
    assert status(DIRECTIVE, OVER, 2, 95, missing=5) == ("missed", None)


def test_before_the_event_those_planned_decide() -> None:
    assert status(DIRECTIVE, BEFORE, 2, 40, pipeline=6) == ("pipeline_sufficient", None)
    assert status(DIRECTIVE, BEFORE, 2, 40, pipeline=5) == ("pipeline_insufficient", None)
    assert status(DIRECTIVE, BEFORE, 20, 40) == ("not_assessed", "before_event")


def test_a_replaced_document_is_not_assessed() -> None:
    replaced = definitions.load().targets["ct35_2024_committee_women_15"]
    assert status(replaced, OVER, 20, 100) == ("not_assessed", "replaced")
    early = Occasion(formed=False, moment=dt.date(2025, 1, 1), next_event=dt.date(2025, 8, 31), next_term="2025-2030")
    assert status(DIRECTIVE, early, 20, 100, pipeline=20) == ("not_assessed", "not_yet_in_force")


def test_the_next_event_of_communes_and_of_districts_that_are_no_more() -> None:
    known = definitions.load()
    formed = occasion(known, DIRECTIVE, "commune", AT)
    assert formed is not None and formed.formed and formed.next_event == dt.date(2030, 12, 31)
    ahead = occasion(known, DIRECTIVE, "commune", dt.date(2025, 1, 1))
    assert ahead is not None and not ahead.formed and ahead.next_event == dt.date(2025, 8, 31)
    assert occasion(known, DIRECTIVE, "district", AT) is None
    assert occasion(known, RANGE, "district", AT) is None


def test_three_methods_on_one_five_fifteen() -> None:
    base, latest, due = Point(dt.date(2020, 12, 31), 1), Point(dt.date(2025, 12, 31), 5), dt.date(2030, 12, 31)
    line = linear(base, latest, 15, due)
    assert line.ratio == pytest.approx(4 / 7)  # 0.8 of 1.4 points a year
    assert line.projected == pytest.approx(9, abs=0.01)
    assert not satisfies(">=", line.projected, 15)
    for other in (eurostat(base, latest, 15, due), unsd(base, latest, 15, due)):
        assert other.verdict == "on_track"
        assert other.ratio == pytest.approx(1.22, abs=0.01)


@pytest.mark.parametrize(
    ("first", "last", "europe", "nations"),
    [
        (30, 50, "achieved", "achieved"),
        (30, 45, "on_track", "on_track"),
        (30, 37.5, "acceleration_needed", "acceleration_needed"),
        (30, 36.5, "limited", "acceleration_needed"),
        (30, 35.8, "limited", "limited"),
        (30, 31, "limited", "limited"),
        (30, 29.9, "deterioration", "limited"),
        (30, 25, "deterioration", "deterioration"),
    ],
)
def test_parity_of_seats_as_open_sdg_documents_it(first: float, last: float, europe: str, nations: str) -> None:
    # SDG 5.5.1: the distance from parity, 50 + |y - 50|, has to fall to 50 between 2015 and 2030.
    base, latest, due = (
        Point(dt.date(2015, 12, 31), parity(first)),
        Point(dt.date(2023, 12, 31), parity(last)),
        dt.date(2030, 12, 31),
    )
    assert eurostat(base, latest, 50, due, -1).verdict == europe
    assert unsd(base, latest, 50, due, -1).verdict == nations


def test_more_women_than_men_are_as_far_from_parity() -> None:
    assert parity(30) == parity(70) == 70


def test_days_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="must follow"):
        linear(Point(AT, 1), Point(AT, 2), 15, dt.date(2030, 12, 31))
