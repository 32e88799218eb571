"""Which units to inspect first: a weighted mean of visible components, no black box."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.definitions import Definitions
from catalogue.inspection_models import Component
from indicators.compute import compute
from indicators.progress.assess import Assessment
from indicators.query import Query


@dataclass(frozen=True)
class Place:
    """A unit on the list: components 0–1 by id (None: cannot be said), score 0–100."""

    unit_id: str
    unit: str
    components: dict[str, float | None]
    score: float


def inspection_list(
    assessment: Assessment, components: tuple[Component, ...], level: str, weights: Mapping[str, int]
) -> list[Place]:
    """Return the units of a level, those to look at first on top.

    The score is Σ weight · component / Σ weight × 100 over the components that can be said of the
    unit; a component that cannot is left out, not counted as 0. Equal scores stand in the order
    of their names.

    Args:
        assessment: values against targets.
        components: what is looked at.
        level: of the units.
        weights: component id → weight ≥ 0; those not named keep their own.
    """
    found: dict[str, dict[str, float | None]] = {}
    names: dict[str, str] = {}
    for component in components:
        for row, part in _parts(assessment, component, level):
            names[row["unit_id"]] = row["unit"]
            found.setdefault(row["unit_id"], {})[component.id] = part
    ids = [component.id for component in components]
    weight = {component.id: weights.get(component.id, component.weight) for component in components}
    places = [
        Place(unit, names[unit], {one: parts.get(one) for one in ids}, score(parts, weight)) for unit, parts in found.items()
    ]
    return sorted(places, key=lambda place: (-place.score, place.unit, place.unit_id))


def allowed(definitions: Definitions, *, unsuppressed: bool) -> tuple[Component, ...]:
    """The components that a reader may see: those by sensitive counts only with counts that are not suppressed."""
    every = definitions.inspection.components
    return tuple(one for one in every if unsuppressed or one.indicator not in definitions.sensitive)


def _parts(assessment: Assessment, component: Component, level: str) -> Iterator[tuple[Mapping[str, Any], float | None]]:
    """Each unit of a level with how the component measures it."""
    if component.target is not None:
        for row in assessment.unit_rows(component.target, level):
            yield row, measured(component, row)
        return
    asked = Query(str(component.indicator), by=("unit", "level"), levels=(level,), until=assessment.at)
    rows = compute(assessment.connection, assessment.definitions, asked).to_pylist()
    highest = max((row["value"] for row in rows if row["value"] is not None), default=0)
    for row in rows:
        yield row, None if row["value"] is None else row["value"] / highest if highest else 0.0


def measured(component: Component, row: Mapping[str, Any]) -> float | None:
    """One component of one unit, 0–1; None where the unit has no figure to say it from."""
    if component.measure == "unreported":
        return None if row["reason"] == "not_applicable" else float(row["units_reported"] < row["units_expected"])
    if row["gap"] is None or row["needed"] is None:
        return None
    if component.measure == "unmet":
        return float(row["gap"] > 0)
    return row["gap"] / row["needed"] if row["needed"] else 0.0


def score(parts: Mapping[str, float | None], weight: Mapping[str, int]) -> float:
    """Weighted mean × 100 of what is known; 0 where nothing is."""
    known = {one: value for one, value in parts.items() if value is not None}
    whole = sum(weight[one] for one in known)
    return 100 * sum(weight[one] * value for one, value in known.items()) / whole if whole else 0.0
