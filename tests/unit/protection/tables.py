"""Random tables with published margins as systems: 2 or 3 ways, each flat or a hierarchy of two levels."""

import random
from collections.abc import Iterator
from itertools import product
from math import log2

from protection.system import Cell, Rule, System

RULE = Rule()
Dimension = dict[str, tuple[int, ...]]  # code → leaves; "T" is the total


def dimension(chance: random.Random, leaves: int, hierarchy: bool) -> Dimension:
    """Return leaves a00…, groups g0… if there is a hierarchy, and the total."""
    found: Dimension = {f"a{place:02}": (place,) for place in range(leaves)}
    if hierarchy:
        cut = chance.randint(2, leaves - 2)
        found |= {"g0": tuple(range(cut)), "g1": tuple(range(cut, leaves))}
    return found | {"T": tuple(range(leaves))}


def table(seed: int) -> tuple[System, list[Dimension]]:
    """Return a table as a system, atoms in the order of its leaves, and its dimensions. About a fifth of its cells are small."""
    chance = random.Random(seed)
    sizes = [chance.randint(4, 6), chance.randint(3, 5)] if seed % 3 else [chance.randint(4, 5), 3, 2]
    dimensions = [dimension(chance, size, size >= 4 and chance.random() < 0.6) for size in sizes]
    leaves = list(product(*(range(size) for size in sizes)))
    place = {leaf: atom for atom, leaf in enumerate(leaves)}
    values = [_count(chance) for _ in leaves]
    return System(len(leaves), tuple(_cells(dimensions, place, values))), dimensions


def _cells(dimensions: list[Dimension], place: dict[tuple[int, ...], int], values: list[int]) -> Iterator[Cell]:
    for codes in product(*dimensions):
        atoms = tuple(sorted(place[leaf] for leaf in product(*(d[code] for d, code in zip(dimensions, codes, strict=True)))))
        value = sum(values[atom] for atom in atoms)
        yield Cell(codes, atoms, float(value), weight=1 + log2(1 + value))


def _count(chance: random.Random) -> int:
    return chance.choice([0, 1, 2, 3, 4]) if chance.random() < 0.4 else chance.randint(5, 60)
