"""Figures as sums of atoms: people of one sex and age group whom one unit counted in one half of a year.

Atoms are as fine as anything that was reported. A unit that reported a year and its first half has both halves; one that
reported the year alone has one atom in their place, and so on: what nobody was told is not in the system. Figures of a year
of elements that are compared with each other are one system; no figure of another is linked with them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from catalogue.definitions import Definitions
from etl.protecting.figures import Figure, Kind, Member, Seen
from protection.system import Cell, System

Key = tuple[Any, ...]
Sum = tuple[frozenset[Key], float]
Stated = tuple[Kind, str, Member]
WOMEN, CHILDREN, ALL = "F", "Y_LT16", "_T"
SECOND = "second half"
WORTH = {(ALL, ALL): 4.0, (WOMEN, ALL): 3.0}  # of a figure by sex and age: what is missed most when it is not shown


@dataclass
class Linked:
    """A system with the figure behind each of its first cells; the rest are hidden."""

    name: str
    figures: list[Figure]
    system: System


@dataclass
class Told:
    """What is known of one year of some elements: figures and what they count, what readers were told before."""

    name: str
    worth: Mapping[frozenset[Member], float]
    counts: dict[Figure, float] = field(default_factory=dict)
    before: list[dict[str, Any]] = field(default_factory=list)


def by_system(definitions: Definitions, seen: Seen, released: Iterable[Mapping[str, Any]]) -> dict[str, Told]:
    """Part figures and what was released before into systems: a year of elements that are compared with each other."""
    together = {element: element for element in definitions.sensitive_elements}
    for pair in definitions.protection.at_most:
        one, other = together[pair.part], together[pair.whole]
        together = {element: other if first == one else first for element, first in together.items()}
    found: dict[str, Told] = {}
    for figure, count in sorted(seen.counts.items(), key=lambda item: _order(item[0])):
        name = f"{together[figure.kind.element]} {figure.period[:4]}"
        found.setdefault(name, Told(name, seen.worth)).counts[figure] = count
    for row in released:
        name = f"{together.get(row['element'], row['element'])} {row['period'][:4]}"
        if name in found:
            found[name].before.append(dict(row))
    return found


def _order(figure: Figure) -> Key:
    return (figure.kind, figure.period, len(figure.members), sorted(figure.members))


class Atoms:
    """Which atoms a stated number is the sum of. `trust`: 2 all parts of reports agree; 1 halves may not; 0 none do."""

    def __init__(self, stated: Mapping[Stated, float], trust: int) -> None:
        self.stated, self.trust = stated, trust

    def of(self, kind: Kind, period: str, members: Iterable[Member]) -> frozenset[Key]:
        """The atoms of a figure."""
        return frozenset(atom for member in members for atom in self._of_one(kind, period, member))

    def _of_one(self, kind: Kind, period: str, member: Member) -> Iterator[Key]:
        if self.trust == 0:
            yield (kind, period, member)
            return
        times = [period]
        if self.trust == 2 and not _half(period) and any(True for _ in self._of_period(kind.element, f"{period}-S1", member)):
            times = [f"{period}-S1", SECOND]
        for sex in (WOMEN,) if kind.sex == WOMEN else (WOMEN, "M"):
            for age in (CHILDREN,) if kind.age == CHILDREN else (CHILDREN, "older"):
                yield from ((kind.element, sex, age, time, member) for time in times)

    def _of_period(self, element: str, period: str, member: Member) -> Iterator[Kind]:
        for sex in (WOMEN, ALL):
            for age in (CHILDREN, ALL):
                if (Kind(element, sex, age), period, member) in self.stated:
                    yield Kind(element, sex, age)


def system_of(definitions: Definitions, told: Told, trust: int) -> Linked:
    """Build the system of a year: figures, what can be derived of them, orders that are known, what was released before.

    A figure that was shown before and says the same is fixed: readers have it. One of which a report has changed since is a
    sum over what the report said then, beside what it says now.
    """
    stated = {(f.kind, f.period, next(iter(f.members))): count for f, count in told.counts.items() if len(f.members) == 1}
    atoms = Atoms(stated, trust)
    sums = {figure: (atoms.of(figure.kind, figure.period, figure.members), count) for figure, count in told.counts.items()}
    known, hidden, fixed = _earlier(told, stated, atoms, sums)
    hidden += _derived(definitions, sums)
    orders = [
        (small, large)
        for pair in definitions.protection.at_most
        for figure, (small, _) in sums.items()
        if trust and figure.kind.element == pair.part and len(figure.members) == 1
        for large in [sums.get(figure._replace(kind=figure.kind._replace(element=pair.whole)), (None,))[0]]
        if large is not None
    ]
    numbers = _classes([*(s for s, _ in sums.values()), *(s for s, _ in hidden), *(s for s, _ in known), *_flat(orders)])

    def places(keys: frozenset[Key]) -> tuple[int, ...]:
        return tuple(sorted({numbers[key] for key in keys}))

    shown = [
        Cell(figure, places(keys), count, weight=_weight(figure, told.worth), fixed=figure in fixed)
        for figure, (keys, count) in sums.items()
    ]
    derived = [Cell(("derived", number), places(keys), count, hidden=True) for number, (keys, count) in enumerate(hidden)]
    return Linked(
        told.name,
        list(sums),
        System(
            len(set(numbers.values())),
            (*shown, *derived),
            tuple((places(small), places(large)) for small, large in orders),
            tuple((places(keys), value) for keys, value in known),
        ),
    )


def _weight(figure: Figure, worth: Mapping[frozenset[Member], float]) -> float:
    """What is lost when a figure is not shown: totals and whole years matter most."""
    return (
        worth.get(figure.members, 1.0)
        * WORTH.get((figure.kind.sex, figure.kind.age), 1.0)
        * (1.0 if _half(figure.period) else 2.0)
    )


def _half(period: str) -> bool:
    return period.endswith("-S1")


def _flat(orders: Iterable[tuple[frozenset[Key], frozenset[Key]]]) -> Iterator[frozenset[Key]]:
    for pair in orders:
        yield from pair


def _earlier(
    told: Told, stated: Mapping[Stated, float], atoms: Atoms, sums: Mapping[Figure, Sum]
) -> tuple[list[Sum], list[Sum], set[Figure]]:
    """What readers were told before and is not a figure now; small counts of then that stay protected; figures told already."""
    known: list[Sum] = []
    hidden: list[Sum] = []
    fixed: set[Figure] = set()
    for row in told.before:
        kind, period = Kind(row["element"], row["sex"], row["age"]), row["period"]
        keys: set[Key] = set()
        changed = False
        for text, value in row["said"].items():
            unit, _, level = text.rpartition("|")
            if stated.get((kind, period, (unit, level))) == value:
                keys |= atoms.of(kind, period, [(unit, level)])
            else:
                keys.add(("then", kind, period, text, value))
                changed = True
        total = (frozenset(keys), float(sum(row["said"].values())))
        figure = Figure(kind, period, frozenset((t.rpartition("|")[0], t.rpartition("|")[2]) for t in row["said"]))
        if not changed and figure in sums:
            fixed |= {figure} if row["shown"] else set()
        elif row["shown"]:
            known.append(total)
        elif changed and len(row["said"]) == 1:
            hidden.append(total)
    known = _connected(known, frozenset().union(*(keys for keys, _ in sums.values())))
    alive = frozenset().union(*(keys for keys, _ in known)) if known else frozenset()
    return known, [one for one in hidden if one[0] & alive], fixed


def _connected(known: list[Sum], reached: frozenset[Key]) -> list[Sum]:
    """The sums that have to do, through others, with what is reported now."""
    left = list(known)
    found: list[Sum] = []
    while True:
        near = [one for one in left if one[0] & reached]
        if not near:
            return found
        found += near
        left = [one for one in left if not one[0] & reached]
        reached |= frozenset().union(*(keys for keys, _ in near))


def _derived(definitions: Definitions, sums: Mapping[Figure, Sum]) -> list[Sum]:
    """Small counts that are no figure but a difference of two: men, those of 16 and over, the second half of a year."""
    of_units: dict[Key, dict[Key, Sum]] = defaultdict(dict)
    for figure, told in sums.items():
        place = (figure.kind.sex, figure.kind.age, figure.period)
        of_units[figure.kind.element, figure.members][place] = told
    found: dict[frozenset[Key], float] = {}
    for cells in of_units.values():
        for step in range(3):
            for (one, whole), (other, part) in combinations(list(cells.items()), 2):
                for (big, all_), (small, some) in (((one, whole), (other, part)), ((other, part), (one, whole))):
                    rest = _difference(step, big, small)
                    if rest and some[0] < all_[0] and all_[1] >= some[1] and rest not in cells:
                        cells[rest] = (all_[0] - some[0], all_[1] - some[1])
                        found[cells[rest][0]] = cells[rest][1]
    there = {keys for keys, _ in sums.values()}
    return [(keys, count) for keys, count in found.items() if keys not in there and definitions.protection.small(count)]


def _difference(step: int, big: Key, small: Key) -> Key | None:
    """What is left of a figure without another that differs from it in one respect: sex, age, or period."""
    if any(big[place] != small[place] for place in range(3) if place != step):
        return None
    names = {0: (ALL, WOMEN, "M"), 1: (ALL, CHILDREN, "older"), 2: (big[2], f"{big[2]}-S1", SECOND)}[step]
    return (*big[:step], names[2], *big[step + 1 :]) if (big[step], small[step]) == names[:2] else None


def _classes(groups: Iterable[frozenset[Key]]) -> dict[Key, int]:
    """Number the atoms; those that no group tells apart are one."""
    inside: dict[Key, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        for key in group:
            inside[key].append(number)
    alike: dict[tuple[int, ...], int] = {}
    return {key: alike.setdefault(tuple(inside[key]), len(alike)) for key in sorted(inside, key=repr)}
