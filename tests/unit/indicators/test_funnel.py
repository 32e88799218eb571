from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from catalogue.definitions import Definitions
from catalogue.funnel_models import Funnel
from indicators.progress.chances import candidates_needed, chance_of, success_gap, wilson
from indicators.progress.funnel import Stage, UnitStages, conversions, next_event

CHANCES = st.sampled_from([0.5, 0.8, 0.9, 0.95])


@st.composite
def counts(draw: st.DrawFn, least: int = 0, most: int = 400) -> tuple[int, int]:
    whole = draw(st.integers(least, most))
    return draw(st.integers(0, whole)), whole


def test_newcombe_1998_method_10() -> None:
    gap = success_gap(56, 70, 48, 80)
    assert gap is not None
    assert (round(gap.value, 2), round(gap.low, 2), round(gap.high, 2)) == (20.00, 5.24, 33.39)


def test_newcombe_1998_nobody_in_one_group() -> None:
    gap = success_gap(10, 10, 0, 10)
    assert gap is not None
    assert (round(gap.value, 1), round(gap.low, 2), round(gap.high, 1)) == (100.0, 60.75, 100.0)
    assert success_gap(0, 0, 3, 5) is None


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_printed_by_newcombe_1998(successes: int, trials: int, low: float, high: float) -> None:
    found = wilson(successes, trials)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(counts(least=1))
def test_wilson_holds_the_point_and_agrees_with_scipy(pair: tuple[int, int]) -> None:
    found = wilson(*pair)
    assert 0 <= found.low <= found.value <= found.high <= 1
    other = stats.binomtest(*pair).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((other.low, other.high), abs=1e-9)


@given(counts(least=1), counts(least=1))
def test_the_gap_lies_in_its_interval_and_turns_with_the_sexes(women: tuple[int, int], men: tuple[int, int]) -> None:
    gap, turned = success_gap(*women, *men), success_gap(*men, *women)
    assert gap is not None
    assert turned is not None
    assert -100 <= gap.low <= gap.value <= gap.high <= 100
    assert (gap.value, gap.low, gap.high) == pytest.approx((-turned.value, -turned.high, -turned.low))


@pytest.mark.parametrize("faulty", [(3, 2, 1, 2), (1, 2, 3, 2), (-1, 2, 1, 2), (1, 2, 1, -2)])
def test_impossible_counts_are_refused(faulty: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="elected ≤ candidates"):
        success_gap(*faulty)


@given(st.integers(0, 30), st.integers(0, 120), counts())
def test_chance_is_the_beta_binomial_tail(seats: int, candidates: int, before: tuple[int, int]) -> None:
    elected, stood = before
    expected = stats.betabinom(candidates, 0.5 + elected, 0.5 + stood - elected).sf(seats - 1)
    assert chance_of(seats, candidates, elected, stood) == pytest.approx(expected, abs=1e-6)


@given(st.integers(1, 30), st.integers(0, 120), counts())
def test_one_more_woman_never_lowers_the_chance(seats: int, candidates: int, before: tuple[int, int]) -> None:
    assert chance_of(seats, candidates + 1, *before) >= chance_of(seats, candidates, *before) - 1e-9


@given(st.integers(0, 40), counts(least=1), CHANCES, st.integers(0, 300))
def test_needed_is_the_smallest_list_that_reaches_the_chance(
    seats: int, before: tuple[int, int], chance: float, most: int
) -> None:
    answer = candidates_needed(seats, *before, chance, most)
    if answer.n is None:
        assert answer.reason == "list_too_short"
        assert seats > most or chance_of(seats, most, *before) < chance
        return
    assert seats <= answer.n <= max(most, seats)
    assert seats == 0 or chance_of(seats, answer.n, *before) >= chance
    assert seats == 0 or chance_of(seats, answer.n - 1, *before) < chance
    assert answer.low is not None
    assert answer.low <= answer.n
    assert answer.high is None or answer.n <= answer.high <= max(most, seats)


@settings(max_examples=40)
@given(st.integers(1, 20), counts(least=1, most=60))
def test_a_surer_goal_never_takes_fewer(seats: int, before: tuple[int, int]) -> None:
    found = [candidates_needed(seats, *before, chance, 5000).n or 5001 for chance in (0.5, 0.8, 0.9, 0.95)]
    assert found == sorted(found)


def test_nothing_to_compute_from_is_said() -> None:
    assert candidates_needed(3, 0, 0).reason == "nobody_before"
    assert candidates_needed(5, 2, 13, 0.8, 4).reason == "list_too_short"
    for seats, chance in ((-1, 0.8), (1, 0.0), (1, 1.0)):
        with pytest.raises(ValueError, match="allowed"):
            candidates_needed(seats, 1, 2, chance)


def stage(key: str, link: str, women: int | None, total: int | None) -> Stage:
    there = total is not None
    value = 100 * women / total if women is not None and total else None
    return Stage(key, key, link, total, women, value, value, value, int(there), 1, "value" if there else "missing", None, False)  # type: ignore[arg-type]


def unit(name: str, before: tuple[int | None, int | None], after: tuple[int | None, int | None]) -> UnitStages:
    return UnitStages(name, name, (stage("official", "first", *before), stage("elected", "success", *after)))


def test_only_units_with_both_stages_enter_a_conversion() -> None:
    units = [unit("A", (10, 20), (4, 12)), unit("B", (6, 10), (None, None)), unit("C", (None, None), (5, 9)),
             unit("D", (0, 4), (0, 2)), unit("E", (2, 9), (3, 7))]  # fmt: skip
    (step,) = conversions(units)
    assert (step.units, step.units_expected, step.impossible) == (2, 5, 1)
    assert (step.women_before, step.women_after, step.men_before, step.men_after) == (10, 4, 14, 10)
    assert step.women is not None
    assert step.women.value == pytest.approx(40)
    assert step.gap is not None
    assert step.gap.value == pytest.approx(40 - 100 * 10 / 14)


def test_a_ratio_may_exceed_everybody_and_has_no_interval() -> None:
    planned = UnitStages("A", "A", (stage("planned", "first", 4, 10), stage("elected", "ratio", 6, 9)))
    (step,) = conversions([planned])
    assert step.women is not None
    assert (step.women.low, step.women.value, step.women.high) == (150, 150, 150)
    assert step.gap is None
    assert conversions([]) == []


def test_the_next_event(known: Definitions) -> None:
    before = next(m.event_date for m in known.mandates if (m.term, m.family, m.level) == ("2026-2031", "council", "commune"))
    target = "peoples_council_women_share"
    ahead = next_event(known, target, "commune", before.replace(month=1))
    assert ahead is not None
    assert (ahead.date, ahead.dated) == (before, True)
    after = next_event(known, target, "commune", before)
    assert after is not None
    assert (after.date.year, after.dated) == (2031, False)
    assert next_event(known, target, "district", before) is None


def test_a_funnel_is_checked(known: Definitions) -> None:
    good = known.funnels["national_assembly"]
    first, last = (part.model_dump() for part in good.stages)
    for stages, said in (
        ([first, first], "each stage once"),
        ([first, last | {"link": "first"}], "first stage"),
        ([first, last | {"indicator": "other"}], "last stage"),
    ):
        with pytest.raises(ValueError, match=said):
            Funnel.model_validate(good.model_dump() | {"stages": stages})
    assert replace(stage("elected", "success", 1, 3), women=None).men is None
