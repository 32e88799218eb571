"""A year in its real shape, drawn at random from a seed: communes, former districts, former provinces, province; sex, age, periods."""

import random
from collections.abc import Iterator
from itertools import product
from math import log2

from protection.system import Cell, System

COMMUNES, AGENCIES = 99, 25
DISTRICTS = (10, 8)  # of the two former provinces
PERSONS = (("victims", "supported"), ("trafficked",), ("abused",))  # of the first pair the second never exceeds the first
CASES = ("cases", "reported")
HALVES = {"S1": (0,), "S2": (1,), "Y": (0, 1)}
SEXES = {"F": (0,), "M": (1,), "T": (0, 1)}
AGES = {"<16": (0,), "16+": (1,), "all": (0, 1)}


def units() -> dict[str, tuple[int, ...]]:
    """Return name → bottom units (0..123) of every unit and group; agencies together are derived, not shown."""
    found: dict[str, tuple[int, ...]] = {f"commune {place}": (place,) for place in range(COMMUNES)}
    found |= {f"agency {place}": (COMMUNES + place,) for place in range(AGENCIES)}
    first = 0
    for province, count in enumerate(DISTRICTS):
        begun = first
        size = 54 if province == 0 else COMMUNES - 54
        for district in range(count):
            end = begun + size * (district + 1) // count
            found[f"district {province}.{district}"] = tuple(range(begun + size * district // count, end))
        first = begun + size
        found[f"former province {province}"] = tuple(range(begun, first))
    found["agencies"] = tuple(range(COMMUNES, COMMUNES + AGENCIES))
    return found | {"province": tuple(range(COMMUNES + AGENCIES))}


def year(seed: int = 1, men_hidden: bool = True, scale: float = 1.0) -> System:
    """Return a year: four elements of victims by sex and age, two of cases. Most communes have 0 to 6 victims, a few many."""
    chance = random.Random(seed)
    cells: list[Cell] = []
    orders = []
    size = 0
    for names in PERSONS:
        first = [_victims(chance, scale) for _ in range(COMMUNES + AGENCIES)]
        values = [count for unit in first for count in unit]
        starts = []
        for place, name in enumerate(names):
            own = values if place == 0 else [sum(chance.random() < 0.6 for _ in range(count)) for count in values]
            cells += _persons(name, size, own, men_hidden)
            starts.append(size)
            size += len(own)
        if len(starts) == 2:
            orders += [((starts[1] + place,), (starts[0] + place,)) for place in range(len(values))]
    for name in CASES:
        own = [_few(chance, scale) for _ in range(2 * (COMMUNES + AGENCIES))]
        for (unit, bottoms), (period, halves) in product(units().items(), HALVES.items()):
            atoms = tuple(size + 2 * bottom + half for bottom in bottoms for half in halves)
            cells.append(_cell((name, unit, period), atoms, own, size, hidden=period == "S2" or unit == "agencies"))
        size += len(own)
    return System(size, tuple(cells), at_most=tuple(orders))


def _persons(name: str, start: int, own: list[int], men_hidden: bool) -> Iterator[Cell]:
    for (unit, bottoms), (period, halves), (sex, sexes), (age, ages) in product(
        units().items(), HALVES.items(), SEXES.items(), AGES.items()
    ):
        atoms = tuple(start + 8 * b + 4 * h + 2 * s + a for b in bottoms for h in halves for s in sexes for a in ages)
        hidden = period == "S2" or unit == "agencies" or (men_hidden and sex == "M")
        yield _cell((name, unit, period, sex, age), atoms, own, start, hidden)


def _cell(key: tuple[str, ...], atoms: tuple[int, ...], own: list[int], start: int, hidden: bool) -> Cell:
    value = sum(own[atom - start] for atom in atoms)
    return Cell(key, atoms, float(value), weight=1 + log2(1 + value) + log2(len(atoms)), hidden=hidden)


def _few(chance: random.Random, scale: float) -> int:
    """Mostly 0 to 3, now and then tens."""
    return int(scale * min(60, chance.paretovariate(1.3) - 1) * 1.5)


def _victims(chance: random.Random, scale: float) -> list[int]:
    """Return one unit's counts, half × sex × age: mostly 0 to 6 in all."""
    counts = [0] * 8
    for _ in range(_few(chance, 2 * scale)):
        half, man, adult = chance.random() < 0.55, chance.random() < 0.2, chance.random() < 0.7
        counts[4 * half + 2 * man + adult] += 1
    return counts
