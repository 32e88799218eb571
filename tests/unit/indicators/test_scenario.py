from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.progress.requirement import needed
from indicators.progress.scenario import Body, Goal, Outcome, after, fewest, room

SHARES = st.one_of(st.integers(0, 100).map(float), st.sampled_from([33.333333, 12.5, 0.1]))
EACH = st.builds(Goal, st.just("each"), st.sampled_from([">=", ">"]), SHARES) | st.just(Goal("one", "exists", 1))
SUM = st.builds(Goal, st.just("sum"), st.sampled_from([">=", ">"]), SHARES, st.just("total"))


@st.composite
def some_bodies(draw: st.DrawFn, largest: int = 5, count: int = 4) -> list[Body]:
    found = []
    for place in range(draw(st.integers(1, count))):
        seats = draw(st.integers(0, largest))
        found.append(Body(f"u{place}", "U", "commune", seats, draw(st.integers(0, seats)), draw(st.integers(0, 2))))
    return found


def grown(body: Body, more: int) -> Outcome:
    """Vacancies first, then a man is replaced."""
    return Outcome(body.women + more, body.seats + min(more, body.vacancies))


def brute(bodies: list[Body], goals: list[Goal], most: int | None) -> tuple[int, int] | None:
    """Fewest more women and of those the fewest men replaced, by trying all; None if nothing meets all goals."""
    best = None
    for more in product(*(range(room(body, most) + 1) for body in bodies)):
        then = [grown(body, x) for body, x in zip(bodies, more, strict=True)]
        women, seats = sum(one.women for one in then), sum(one.seats for one in then)
        if all(
            goal.met(women, seats) if goal.scope == "total" else all(goal.met(one.women, one.seats) for one in then)
            for goal in goals
        ):
            replaced = sum(max(0, x - body.vacancies) for body, x in zip(bodies, more, strict=True))
            best = min(best or (sum(more), replaced), (sum(more), replaced))
    return best


@settings(max_examples=150, deadline=None)
@given(some_bodies(), st.lists(EACH, max_size=2), st.lists(SUM, max_size=2), st.none() | st.integers(0, 4))
def test_the_plan_is_the_smallest_of_all(bodies: list[Body], each: list[Goal], sums: list[Goal], most: int | None) -> None:
    plan = fewest(bodies, [*each, *sums], most)
    best = brute(bodies, [*each, *sums], most)
    assert (best is None) == bool(plan.infeasible)
    if best is not None:
        assert (plan.women, sum(a.replaces for a in plan.additions)) == best
    assert plan.women == sum(a.women for a in plan.additions)
    for addition in plan.additions:
        assert 0 < addition.women <= room(addition.body, most)
        assert addition.replaces == 0 or addition.fills == addition.body.vacancies
        assert addition.after.women <= addition.after.seats


@settings(max_examples=100, deadline=None)
@given(some_bodies(largest=60), st.sampled_from([">=", ">"]), SHARES)
def test_of_each_it_is_the_closed_form(bodies: list[Body], comparator: str, share: float) -> None:
    plan = fewest(bodies, [Goal("each", comparator, share)])
    told = {a.body.unit_id: a.women for a in plan.additions}
    lost = {one.body.unit_id for one in plan.infeasible if one.body}
    for body in bodies:
        # As many as fill vacancies each raise what is asked; once the body is full it asks for a fixed number.
        steps = (x for x in range(body.vacancies + 1) if body.women + x >= needed(comparator, share, body.seats + x))
        full = needed(comparator, share, body.seats + body.vacancies)
        least = next(steps, full - body.women)
        if body.women + least > body.seats + min(least, body.vacancies):
            assert body.unit_id in lost
        else:
            assert told.get(body.unit_id, 0) == least


@settings(max_examples=60, deadline=None)
@given(some_bodies(), st.lists(EACH, max_size=1), SUM, st.integers(0, 3))
def test_more_places_never_need_more_women(bodies: list[Body], each: list[Goal], goal: Goal, most: int) -> None:
    tight = fewest(bodies, [*each, goal], most)
    if not tight.infeasible:
        assert fewest(bodies, [*each, goal], most + 1).women <= tight.women


def test_a_body_of_seven_needs_two_for_a_quarter() -> None:
    plan = fewest([Body("a", "A", "commune", 7, 0)], [Goal("t", ">=", 25)])
    assert (plan.women, plan.additions[0].replaces, plan.additions[0].after) == (2, 2, Outcome(2, 7))


def test_a_goal_of_the_sum_spreads_and_is_the_same_each_time() -> None:
    bodies = [Body(f"u{i}", "U", "commune", 20, 3) for i in range(10)]
    plan = fewest(bodies, [Goal("t", ">=", 25, "total")])
    assert plan.women == 20
    assert [a.women for a in plan.additions] == [2] * 10
    few = fewest(bodies, [Goal("t", ">=", 16, "total")])
    assert [a.body.unit_id for a in few.additions] == ["u0", "u1"]


def test_what_cannot_be_met_is_named_and_the_rest_is_planned() -> None:
    bodies = [Body("a", "A", "commune", 20, 0), Body("b", "B", "commune", 20, 4)]
    plan = fewest(bodies, [Goal("t", ">=", 25)], most=2)
    (lost,) = plan.infeasible
    assert (lost.body, lost.reason, lost.most, lost.needed) == (bodies[0], "limit", Outcome(2, 20), 5)
    assert [(a.body.unit_id, a.women) for a in plan.additions] == [("b", 1)]
    assert plan.after == Outcome(5, 40)
    (never,) = fewest(bodies[:1], [Goal("t", ">", 100)]).infeasible
    assert (never.reason, never.needed, never.most) == ("impossible", 21, Outcome(20, 20))


def test_a_sum_out_of_reach_says_by_how_many() -> None:
    plan = fewest([Body("a", "A", "commune", 20, 0), Body("b", "B", "commune", 20, 4)], [Goal("t", ">=", 25, "total")], most=2)
    (lost,) = plan.infeasible
    assert (lost.body, lost.reason, lost.needed - lost.most.women) == (None, "limit", 2)
    assert plan.women == 0


def test_women_over_the_need_stay() -> None:
    plan = fewest([Body("a", "A", "commune", 10, 9)], [Goal("t", ">=", 25), Goal("s", ">=", 25, "total")])
    assert (plan.women, plan.after) == (0, Outcome(9, 10))
    assert fewest([], [Goal("t", ">=", 25, "total")]).women == 0


@pytest.mark.parametrize(
    ("leaving", "then"), [("men", Outcome(5, 9)), ("proportionate", Outcome(4, 9)), ("women", Outcome(2, 9))]
)
def test_who_leaves(leaving: str, then: Outcome) -> None:
    # One vacancy is filled, three of eight leave: 3 · 3/8 = 1.1 women in proportion.
    assert after(Body("a", "A", "commune", 8, 3, 1), 4, 2, leaving) == then


@given(some_bodies(largest=30), st.integers(0, 32), st.integers(0, 32))
def test_what_if_stays_within_the_body(bodies: list[Body], places: int, women: int) -> None:
    body = bodies[0]
    if women > places or places > body.seats + body.vacancies:
        with pytest.raises(ValueError, match=str(places)):
            after(body, places, women)
        return
    worst, middle, best = (after(body, places, women, leaving) for leaving in ("women", "proportionate", "men"))
    assert 0 <= worst.women <= middle.women <= best.women <= best.seats
    assert worst.seats == middle.seats == body.seats + min(places, body.vacancies)


def test_errors_name_both_numbers() -> None:
    body = Body("a", "A", "commune", 7, 2, 1)
    with pytest.raises(ValueError, match=r"4 women of 3 places"):
        after(body, 3, 4)
    with pytest.raises(ValueError, match=r"9 places of a: it has 8"):
        after(body, 9, 1)
    with pytest.raises(ValueError, match="nobody"):
        after(body, 3, 1, "nobody")
    for comparator, scope in (("<=", "each"), ("exists", "total")):
        with pytest.raises(ValueError, match="no goal"):
            Goal("t", comparator, 1, scope)  # type: ignore[arg-type]


def test_a_share_of_nobody_is_none() -> None:
    assert Outcome(0, 0).share is None
