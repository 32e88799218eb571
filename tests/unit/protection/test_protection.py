"""Small counts over linked tables: each kind of knowledge has a test in which leaving it out would expose a cell."""

import pytest

from protection.audit import audit, require
from protection.suppress import Pattern, protect
from protection.system import Cell, Exposed, Rule, System

RULE = Rule()


def row(*values: int, **facts: object) -> tuple[Cell, ...]:
    """A row of atoms, each a cell, and its total, which is fixed."""
    alone = tuple(Cell(f"a{place}", (place,), float(value), **facts) for place, value in enumerate(values))
    return (*alone, Cell("total", tuple(range(len(values))), float(sum(values)), weight=9, fixed=True))


def told(system: System, *suppressed: int, rule: Rule = RULE) -> dict[object, tuple[float, float]]:
    intervals, _ = audit(system, suppressed, rule, exact=True)
    return {system.cells[found.cell].key: (found.low, found.high) for found in intervals}


def narrow(system: System, *suppressed: int, rule: Rule = RULE) -> set[object]:
    return {system.cells[found.cell].key for found in audit(system, suppressed, rule)[1]}


def test_nothing_is_suppressed_when_nothing_is_small() -> None:
    pattern = protect(System(3, row(5, 0, 30)), RULE)
    assert pattern == Pattern(frozenset(), frozenset(), 0.0)


def test_a_small_cell_takes_the_cheapest_partner_with_it() -> None:
    cells = (Cell("a", (0,), 3.0), Cell("b", (1,), 20.0, 2.0), Cell("c", (2,), 20.0, 1.5), Cell("t", (0, 1, 2), 43.0, 9.0))
    pattern = protect(System(3, cells), RULE)
    assert (pattern.primary, pattern.secondary, pattern.loss) == ({0}, {2}, 1.5)
    assert pattern.suppressed == {0, 2}
    require(System(3, cells), pattern, RULE)


def test_primary_suppression_alone_is_exposed_and_named() -> None:
    system = System(2, row(3, 20))
    with pytest.raises(Exposed, match=r"a0: 3\.\.3") as caught:
        require(system, Pattern(frozenset({0}), frozenset(), 0.0), RULE)
    assert caught.value.cells == ("a0",)


def test_zeros_are_shown_or_small_as_the_rule_says() -> None:
    system = System(3, row(0, 20, 30))
    assert not protect(system, RULE).suppressed
    hidden = protect(system, Rule(zeros_shown=False))
    assert hidden.primary == {0}
    assert len(hidden.secondary) == 1


def test_a_suppressed_zero_is_protected_like_a_small_cell() -> None:
    """3 + 0 = 3 known for ever: a reader who sees that a0 reaches 3 at most knows nothing of a small one, but 0..3 tells of a zero."""
    cells = (Cell("a", (0,), 0.0), Cell("b", (1,), 7.0), Cell("c", (2,), 0.0), Cell("d", (3,), 7.0))
    system = System(4, cells, released=(((0, 1), 7.0), ((2, 3), 7.0), ((0, 2), 0.0)))
    assert "a" in narrow(system, 0, 1)


def test_a_small_total_is_small_itself() -> None:
    cells = (
        Cell("a", (0,), 2.0),
        Cell("b", (1,), 0.0),
        Cell("t", (0, 1), 2.0, 5.0),
        Cell("other", (2,), 9.0),
        Cell("all", (0, 1, 2), 11.0, 9.0),
    )
    pattern = protect(System(3, cells), RULE)
    assert pattern.primary == {0, 2}
    assert audit(System(3, cells), pattern.suppressed, RULE)[1] == []


def test_fixed_cells_are_never_suppressed_and_counted_as_known() -> None:
    free = (Cell("a", (0,), 3.0), Cell("b", (1,), 20.0), Cell("c", (2,), 20.0, 50.0), Cell("t", (0, 1, 2), 43.0, 90.0))
    fixed = (free[0], Cell("b", (1,), 20.0, fixed=True), *free[2:])
    assert protect(System(3, free), RULE).secondary == {1}
    assert protect(System(3, fixed), RULE).secondary == {2}
    with pytest.raises(ValueError, match="cannot be suppressed"):
        audit(System(3, fixed), {0, 1}, RULE)


def test_everything_fixed_is_exposed() -> None:
    cells = (Cell("men", (0,), 3.0, hidden=True), Cell("women", (1,), 9.0, fixed=True), Cell("all", (0, 1), 12.0, fixed=True))
    with pytest.raises(Exposed, match=r"men: 3\.\.3"):
        protect(System(2, cells), RULE)


def test_a_hidden_small_cell_is_protected_though_nobody_shows_it() -> None:
    shown = (Cell("women", (1,), 9.0), Cell("all", (0, 1), 12.0, 9.0))
    assert not protect(System(2, shown), RULE).suppressed
    with_men = System(2, (*shown, Cell("men", (0,), 3.0, hidden=True)))
    assert narrow(with_men) == {"men"}
    assert protect(with_men, RULE).secondary == {0}


def test_what_was_released_is_known_for_ever() -> None:
    cells = row(3, 20, 30)
    assert not narrow(System(3, cells), 0, 1)
    released = System(3, cells, released=(((0, 2), 33.0),))
    assert told(released, 0, 1) == {"a0": (3, 3), "a1": (20, 20)}
    assert protect(released, RULE).secondary == {2} or protect(released, RULE).secondary == {1, 2}


def test_supported_victims_are_no_more_than_victims() -> None:
    """Supported 20 of 20 known in sum: 3 of at most 3, and then it must be 3."""
    cells = (
        Cell("victims a", (0,), 3.0, fixed=True),
        Cell("victims b", (1,), 17.0, fixed=True),
        Cell("supported a", (2,), 3.0),
        Cell("supported b", (3,), 17.0),
        Cell("supported", (2, 3), 20.0, fixed=True),
    )
    assert not narrow(System(4, cells), 2, 3)
    with_order = System(4, cells, at_most=(((2,), (0,)), ((3,), (1,))))
    assert told(with_order, 2, 3) == {"supported a": (3, 3), "supported b": (17, 17)}
    with pytest.raises(Exposed):
        protect(with_order, RULE)


def test_the_promise_itself_tells_and_the_audit_counts_it() -> None:
    """b can be 2..9 by the sums alone; were it small, it would reach 1: so it is 5 or more, and a no more than 4."""
    cells = (
        Cell("a", (0,), 2.0),
        Cell("b", (1,), 7.0),
        Cell("t", (0, 1), 9.0, fixed=True),
        Cell("b2", (2,), 2.0, sensitive=False, fixed=True),
    )
    system = System(3, cells, at_most=(((2,), (1,)),))
    assert told(system, 0, 1) == {"a": (0, 4), "b": (5, 9)}


def test_a_contributor_knows_his_own() -> None:
    cells = row(3, 2, 20)
    assert not narrow(System(3, cells), 0, 1)
    assert narrow(System(3, cells, insiders=((0,), (1,))), 0, 1) == {"a0", "a1"}
    pattern = protect(System(3, cells, insiders=((0,), (1,))), RULE)
    assert pattern.suppressed == {0, 1, 2}


def test_a_total_that_is_not_shown_has_no_end() -> None:
    cells = (Cell("a", (0,), 3.0), Cell("t", (0, 1), 20.0))
    assert told(System(2, cells), 0, 1)["t"] == (0, float("inf"))


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (Cell("half", (0,), 1.5), "whole number"),
        (Cell("below", (0,), -1.0), "whole number"),
        (Cell("twice", (0, 0), 2.0), "twice"),
        (Cell("outside", (2,), 2.0), "outside"),
    ],
)
def test_what_is_no_system_is_refused(cell: Cell, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        System(2, (cell,))


def test_values_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="no whole atoms"):
        protect(System(1, (Cell("a", (0,), 3.0), Cell("b", (0,), 5.0))), RULE)
