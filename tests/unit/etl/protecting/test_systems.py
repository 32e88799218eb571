"""Figures as sums of atoms: what links periods, sexes, ages, totals and earlier publications, and what does not."""

from collections.abc import Iterable
from typing import Any

import pytest

from catalogue.definitions import Definitions
from etl.protecting.figures import Figure, Kind, Seen
from etl.protecting.solving import solved
from etl.protecting.systems import Linked, by_system, system_of
from protection.system import Rule

VICTIMS, CASES = "violence_victims", "domestic_violence_cases"
ALL, WOMEN, UNDER, GIRLS = ("_T", "_T"), ("F", "_T"), ("_T", "Y_LT16"), ("F", "Y_LT16")
YEAR, HALF = "2024", "2024-S1"


def figure(units: str, element: str = CASES, about: tuple[str, str] = ALL, period: str = HALF) -> Figure:
    """A figure over units, each named by a letter."""
    return Figure(Kind(element, *about), period, frozenset((unit, "district") for unit in units))


def built(known: Definitions, counts: dict[Figure, float], before: Iterable[dict[str, Any]] = (), trust: int = 2) -> Linked:
    (told,) = by_system(known, Seen({}, [], counts, {}), before).values()
    return system_of(known, told, trust)


def released(units: dict[str, float], *, shown: bool = True, period: str = HALF) -> dict[str, Any]:
    said = {f"{unit}|district": value for unit, value in units.items()}
    return {"element": CASES, "sex": "_T", "age": "_T", "period": period, "said": said, "shown": shown}


def atoms(linked: Linked, one: Figure) -> set[int]:
    return set(linked.system.cells[linked.figures.index(one)].atoms)


def test_a_total_is_the_atoms_of_its_units(known: Definitions) -> None:
    linked = built(known, {figure("A"): 2, figure("B"): 8, figure("AB"): 10})
    assert atoms(linked, figure("AB")) == atoms(linked, figure("A")) | atoms(linked, figure("B"))
    assert linked.system.size == 2, "atoms that nothing tells apart are one"


def test_what_was_not_reported_is_not_told_apart(known: Definitions) -> None:
    linked = built(known, {figure("A", VICTIMS): 9, figure("A", VICTIMS, WOMEN): 6})
    assert linked.system.size == 2
    assert atoms(linked, figure("A", VICTIMS, WOMEN)) < atoms(linked, figure("A", VICTIMS))
    linked = built(known, {figure("A", VICTIMS, one): count for one, count in ((ALL, 9), (WOMEN, 6), (UNDER, 5), (GIRLS, 2))})
    assert linked.system.size == 4


def test_small_differences_are_hidden_cells(known: Definitions) -> None:
    """9 victims, 6 women, 5 under 16, 2 girls: 3 men, 4 of 16 and over, 3 boys; 4 women of 16 and over; of men none is left."""
    counts = {figure("A", VICTIMS, one): count for one, count in ((ALL, 9), (WOMEN, 6), (UNDER, 5), (GIRLS, 2))}
    hidden = [cell for cell in built(known, counts).system.cells if cell.hidden]
    assert sorted(cell.value for cell in hidden) == [3, 3, 4, 4]


def test_a_year_is_its_first_half_and_a_second_one(known: Definitions) -> None:
    linked = built(known, {figure("A"): 9, figure("A", period=YEAR): 11})
    assert atoms(linked, figure("A")) < atoms(linked, figure("A", period=YEAR))
    assert [cell.value for cell in linked.system.cells if cell.hidden] == [2]
    apart = built(known, {figure("A"): 9, figure("B", period=YEAR): 11})
    assert not [cell for cell in apart.system.cells if cell.hidden]


def test_halves_that_contradict_the_year_are_taken_apart(known: Definitions) -> None:
    counts = {figure("A"): 9, figure("A", period=YEAR): 7}
    with pytest.raises(ValueError, match="whole"):
        solved(built(known, counts), Rule())
    linked = built(known, counts, trust=1)
    assert atoms(linked, figure("A")).isdisjoint(atoms(linked, figure("A", period=YEAR)))
    assert not solved(linked, Rule()).suppressed


def test_fewer_are_supported_than_there_are(known: Definitions) -> None:
    linked = built(known, {figure("A", VICTIMS): 7, figure("A", "violence_victims_supported"): 5})
    ((small, large),) = linked.system.at_most
    assert set(small) == atoms(linked, figure("A", "violence_victims_supported"))
    assert set(large) == atoms(linked, figure("A", VICTIMS))


def test_what_was_shown_before_and_says_the_same_stays(known: Definitions) -> None:
    linked = built(known, {figure("A"): 2, figure("B"): 8, figure("AB"): 10}, [released({"A": 2, "B": 8})])
    assert [cell.fixed for cell in linked.system.cells] == [one == figure("AB") for one in linked.figures]
    assert not linked.system.released


def test_a_total_shown_before_one_more_reported_is_known(known: Definitions) -> None:
    """Readers have 2 + 8 + 9 = 19; 22 over four would tell them the fourth. Without that memory they would be shown it."""
    counts = {figure("A"): 2, figure("B"): 8, figure("C"): 9, figure("D"): 3, figure("ABCD"): 22}
    linked = built(known, counts, [released({"A": 2, "B": 8, "C": 9})])
    ((told, value),) = linked.system.released
    assert (set(told), value) == (atoms(linked, figure("ABCD")) - atoms(linked, figure("D")), 19)
    total = linked.figures.index(figure("ABCD"))
    assert total in solved(linked, Rule()).suppressed
    assert total not in solved(built(known, counts), Rule()).suppressed


def test_a_corrected_count_is_another_count(known: Definitions) -> None:
    linked = built(known, {figure("A"): 3, figure("B"): 8, figure("AB"): 11}, [released({"A": 2, "B": 8})])
    ((told, value),) = linked.system.released
    assert value == 10
    assert atoms(linked, figure("B")) < set(told)
    assert atoms(linked, figure("A")).isdisjoint(told)


def test_a_small_count_of_before_stays_protected(known: Definitions) -> None:
    before = [released({"A": 2, "B": 8}), released({"A": 2}, shown=False)]
    linked = built(known, {figure("A"): 9, figure("B"): 8, figure("AB"): 17}, before)
    assert [(cell.value, cell.hidden) for cell in linked.system.cells if cell.hidden] == [(2, True)]
    shown = {linked.figures[index] for index in range(len(linked.figures))} - {
        linked.figures[index] for index in solved(linked, Rule()).suppressed
    }
    assert figure("B") not in shown, "10 - 8 would tell the 2 that A said first"


def test_what_has_nothing_to_do_with_today_is_left_out(known: Definitions) -> None:
    linked = built(known, {figure("A"): 9}, [released({"X": 7, "Y": 2})])
    assert not linked.system.released
