"""What readers may come to see of protected counts: the figure of every unit, and every total that pages and commands know.

A figure is a count of one kind over some units for one period. Whatever groups and filters a reader chooses, what is shown
is such a figure, or follows from such figures, or is suppressed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from catalogue.definitions import Definitions
from store.steps import VALUE_KEY

# What is lost when a total is not shown, in units' own figures. Of a group no table shows by itself: ANY.
WORTH = {("all", True): 200.0, ("province_id", True): 200.0, ("in", True): 40.0, ("district_id", True): 20.0,
         ("on own", True): 20.0, ("kind", True): 6.0}  # fmt: skip
ANY = 3.0
Row = dict[str, Any]
Member = tuple[str, str]  # unit_id, level


class Kind(NamedTuple):
    """What is counted: an element of one sex and age."""

    element: str
    sex: str
    age: str


class Figure(NamedTuple):
    """A count of one kind, over some units, for one period."""

    kind: Kind
    period: str
    members: frozenset[Member]


@dataclass(frozen=True)
class Total:
    """The sum of an indicator over some units: its figures, above and below the line."""

    indicator: str
    period: str
    mark: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Seen:
    """All that readers may come to see: the figures of each value (by VALUE_KEY), totals, what each figure counts.

    `worth`: what is lost when a total over these units is not shown; of one unit 1.
    """

    values: dict[tuple[str, ...], tuple[Figure, ...]]
    totals: list[Total]
    counts: dict[Figure, float]
    worth: dict[frozenset[Member], float]


def seen(definitions: Definitions, rows: Iterable[Row], places: Iterable[Row]) -> Seen:
    """Return what may be seen of the values of guarded indicators.

    Args:
        definitions: whose sensitive indicators count one element above and one below the line.
        rows: their values as reported, see `store.protecting.guarded_values`.
        places: where units lie on maps, see `store.protecting.places_on_maps`.
    """
    found = Seen({}, [], {}, {})
    of_indicator: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        of_indicator[row["indicator"], row["period"]].append(row)
    layers: dict[str, list[Row]] = defaultdict(list)
    for place in places:
        layers[place["unit_id"]].append(place)
    labels: dict[tuple[str, ...], list[tuple[object, ...]]] = {}  # a unit's groups are the same for all indicators
    for (indicator, period), together in of_indicator.items():
        kinds = kinds_of(definitions, indicator)
        groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
        for row in together:
            key = tuple(row[name] for name in VALUE_KEY)
            found.values[key] = _figures(found, kinds, period, [row])
            spot = (*key[2:], str(row["in_total"]))
            if spot not in labels:
                labels[spot] = list(_groups(row, layers[row["unit_id"]]))
            for label in labels[spot]:
                groups[label].append(row)
        alike: dict[frozenset[Member], list[Row]] = {}
        for label, group in groups.items():
            members = frozenset((row["unit_id"], row["level"]) for row in group)
            if len(members) > 1:
                alike[members] = group
                worth = WORTH.get((str(label[0]), label[-1] is not None), ANY)
                found.worth[members] = max(worth, found.worth.get(members, 0.0))
        for group in alike.values():
            figures = _figures(found, kinds, period, group)
            found.totals.append(Total(indicator, period, sum(row["mark"] for row in group), figures))
    return found


def kinds_of(definitions: Definitions, indicator: str) -> tuple[Kind, ...]:
    """What a guarded indicator counts: above the line and, of a share, below it."""
    one = definitions.indicators[indicator]
    parts = [next(iter(part.values())) for part in (one.numerator, one.denominator) if part]
    return tuple(Kind(components[0].element, components[0].sex, components[0].age) for components in parts)


def _figures(found: Seen, kinds: tuple[Kind, ...], period: str, rows: list[Row]) -> tuple[Figure, ...]:
    members = frozenset((row["unit_id"], row["level"]) for row in rows)
    figures = tuple(Figure(kind, period, members) for kind in kinds)
    for figure, name in zip(figures, ("numerator", "denominator"), strict=False):
        found.counts[figure] = sum(row[name] for row in rows)
    return figures


def _groups(row: Mapping[str, Any], places: list[Row]) -> Iterator[tuple[object, ...]]:
    """The groups whose sums a value enters, each at its level and at all levels together: as reported, and on every map."""
    labels: list[tuple[object, ...]] = []
    unit, counted = row["unit_id"], row["in_total"]
    if counted and row["own"]:
        labels = [("all",), *((name, row[name]) for name in ("province_id", "district_id", "kind"))]
    for name in ("unit_id", "parent_id", "province_id"):
        if row[name] and (counted or row[name] == unit):
            labels.append(("in", row[name]))
    for place in places:
        lies = place["since"] <= row["on_map"] <= place["until"]
        if lies and (counted or place["target_id"] == unit):
            labels.append(("on", place["layer"], place["target_id"]))
            if counted and place["own"]:
                labels += [("on own", place["layer"]), ("on district", place["layer"], place["district_id"])]
    for label in labels:
        yield (*label, None)
        yield (*label, row["level"])
