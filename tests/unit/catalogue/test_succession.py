"""Where units lie on other maps: the three real ones, and random histories."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.definitions import Definitions
from catalogue.models import UnitChange
from catalogue.succession import Placed, Succession
from catalogue.units import Unit

TOWN, SPLIT, TODAY = dt.date(2024, 12, 31), dt.date(2025, 3, 1), dt.date(2025, 7, 1)


@pytest.fixture(scope="module")
def real(known: Definitions) -> Succession:
    return known.geography.succession


@pytest.mark.parametrize(("unit", "day", "targets", "reason"), [
    ("221@2020", SPLIT, {"213@2025"}, None),  # Yên Dũng in the city of Bắc Giang
    ("213@2020", SPLIT, {"213@2025"}, None),
    ("219@2020", SPLIT, {"219@2025", "224@2025"}, "split"),  # Lục Ngạn and the new town Chũ
    ("224@2025", TOWN, {"219@2020"}, None),
    ("213@2025", TOWN, {"213@2020", "221@2020"}, "merged"),
    ("222@2020", SPLIT, {"222@2024-02"}, None),  # Việt Yên, a district, then a town
    ("218@2020", SPLIT, {"218@2020"}, None),
    ("218@2020", TODAY, set(), "abolished"),
    ("24@2020", TODAY, {"24@2025-07"}, None),
    ("27@2020", TODAY, {"24@2025-07"}, None),
    ("24@2025-07", SPLIT, {"24@2020", "27@2020"}, "merged"),
    ("SLDTBXH@2020", TODAY, {"SNV2@2025-03"}, None),
])  # fmt: skip
def test_where_a_unit_lies(real: Succession, unit: str, day: dt.date, targets: set[str], reason: str | None) -> None:
    placed = real.place(unit, real.map_of(day))
    assert (placed.targets, placed.reason) == (targets, reason)


def test_a_commune_without_confirmed_successor_leaves_only_its_district_exact(real: Succession, known: Definitions) -> None:
    units, number = known.geography.units, real.map_of(SPLIT)
    lost = real.place("07204@2020", number)
    assert lost.reason == "successor_unknown"
    assert not lost.whole
    assert {units[name].parent_id for name in lost.targets} == {"213@2025"}
    for name in lost.targets:
        assert real.place(name, number).whole  # what it reported since is its own
        if units[name].exists(TOWN):  # continues, possibly enlarged
            assert real.place(name, real.map_of(TOWN), since=number) == Placed(
                frozenset({name, *unconfirmed(real, name)}), "successor_unknown"
            )


def unconfirmed(real: Succession, name: str) -> set[str]:
    """Communes of no confirmed successor that may lie in a commune of early 2025."""
    return {
        c.from_unit_id
        for c in real.changes
        if not c.to_unit_id and c.change != "abolished" and name in real.place(c.from_unit_id, real.map_of(SPLIT)).targets
    }


def test_a_moved_boundary_is_told(real: Succession) -> None:
    assert real.place("220@2020", real.map_of(SPLIT)) == Placed(frozenset({"220@2025"}), shifted=True)
    assert real.place("220@2025", real.map_of(TOWN)).shifted


def test_all_of_each_map_lies_on_every_other_one(real: Succession, known: Definitions) -> None:
    """Every commune and province has its place on each of the maps, and each map is filled by every other."""
    units = [u for u in known.geography.units.values() if u.level in ("commune", "province")]
    for number in range(len(real.dates) + 1):
        there = {u.unit_id for u in units if u.exists(real.day_of(number))}
        for other in range(len(real.dates) + 1):
            placed = [real.place(u.unit_id, number, since=other) for u in units if u.exists(real.day_of(other))]
            assert all(p.targets for p in placed)
            assert frozenset().union(*(p.targets for p in placed)) == there


@st.composite
def histories(draw: st.DrawFn) -> tuple[Succession, list[list[str]], dict[str, int]]:
    """Random mergers, splits and renamings of units; with what each unit of the first map counts."""
    count, first = iter(range(10_000)), dt.date(2001, 1, 1)
    maps = [[f"u{next(count)}" for _ in range(draw(st.integers(2, 6)))]]
    counts = {name: draw(st.integers(0, 50)) for name in maps[0]}
    changes: list[UnitChange] = []
    begins, ends = dict.fromkeys(maps[0]), {}
    for year in range(draw(st.integers(1, 4))):
        date, after, waiting = first.replace(year=2001 + year), [], list(maps[-1])
        while waiting:
            kind, name = draw(st.sampled_from(["keep", "merge", "split", "rename"])), waiting.pop(0)
            olds = [name, waiting.pop(0)] if kind == "merge" and waiting else [name]
            if kind == "keep":
                after.append(name)
                continue
            news = [f"u{next(count)}" for _ in range(2 if kind == "split" else 1)]
            word = {"merge": "merged_into", "split": "split_off", "rename": "renamed_or_status"}[kind]
            changes += [UnitChange(date=date, from_unit_id=o, to_unit_id=n, change=word, note="", legal_basis="", verified="yes")
                        for o in olds for n in news]  # fmt: skip
            after += news
            begins |= dict.fromkeys(news, date)
            ends |= dict.fromkeys(olds, date - dt.timedelta(days=1))
        if changes and changes[-1].date == date:
            maps.append(after)
    units = {n: Unit(n, n, n, "commune", "commune", None, begins[n], ends.get(n)) for names in [*maps] for n in names}
    return Succession(units, changes), maps, counts


@settings(deadline=None)
@given(histories())
def test_totals_are_kept_and_no_count_is_used_twice(history: tuple[Succession, list[list[str]], dict[str, int]]) -> None:
    succession, maps, counts = history
    for number in range(len(maps)):
        placed = {name: succession.place(name, number) for name in maps[0]}
        assert {t for p in placed.values() for t in p.targets} == set(maps[number])  # all of it, and nothing else
        exact = sum(count for name, count in counts.items() if placed[name].whole)
        split = sum(count for name, count in counts.items() if not placed[name].whole)
        assert exact + split == sum(counts.values())
        assert all((p.reason is None) == p.whole for p in placed.values())
        for target in maps[number]:  # what lies whole in a unit is counted there and nowhere else
            inside = [name for name, p in placed.items() if p.targets == {target}]
            assert all(target not in placed[name].targets for name in counts if name not in inside and placed[name].whole)


@settings(deadline=None)
@given(histories())
def test_two_changes_composed_are_the_direct_one(history: tuple[Succession, list[list[str]], dict[str, int]]) -> None:
    succession, maps, _ = history
    for first, second in pairwise(range(len(maps))):
        for name in maps[0]:
            via = succession.place(name, first).targets
            assert (
                frozenset().union(*(succession.place(v, second).targets for v in via)) == succession.place(name, second).targets
            )


@settings(deadline=None)
@given(histories())
def test_there_and_back_is_where_it_was(history: tuple[Succession, list[list[str]], dict[str, int]]) -> None:
    succession, maps, _ = history
    for number, names in enumerate(maps):
        for name in names:
            assert succession.place(name, number) == Placed(frozenset({name}))
            for other in range(len(maps)):
                assert all(name in succession.place(t, number).targets for t in succession.place(name, other).targets)
