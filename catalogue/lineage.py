"""What a unit was made from and what it became, step by step, with the change behind each step."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.models import UnitChange
from catalogue.succession import Succession


@dataclass(frozen=True)
class Step:
    """A change and the unit on its other side, with the steps beyond that; no unit: it ended, or the successor is not known."""

    change: UnitChange
    unit_id: str | None
    beyond: tuple["Step", ...] = ()


def before(succession: Succession, unit_id: str) -> tuple[Step, ...]:
    """Return the steps back from a unit to all it was made from."""
    return tuple(
        Step(change, change.from_unit_id, before(succession, change.from_unit_id))
        for change in succession.changes
        if change.to_unit_id == unit_id
    )


def after(succession: Succession, unit_id: str) -> tuple[Step, ...]:
    """Return the steps on from a unit to all it became."""
    return tuple(
        Step(change, change.to_unit_id, after(succession, change.to_unit_id) if change.to_unit_id else ())
        for change in succession.changes
        if change.from_unit_id == unit_id
    )


def related(succession: Succession, unit_id: str) -> frozenset[str]:
    """Return a unit with all it was made from and all it became."""
    steps = (*before(succession, unit_id), *after(succession, unit_id))
    return frozenset({unit_id, *_units(steps)})


def ancestors(succession: Succession, unit_id: str) -> frozenset[str]:
    """Return all units that a unit was made from."""
    return frozenset(_units(before(succession, unit_id)))


def unconfirmed(change: UnitChange) -> bool:
    """Whether a unit went on in another one that is not known."""
    return change.to_unit_id is None and change.change != "abolished"


def possible_successors(succession: Succession, change: UnitChange) -> tuple[str, ...]:
    """Return the units that may have taken in one whose successor is not confirmed."""
    return tuple(sorted(succession.place(change.from_unit_id, succession.map_of(change.date)).targets))


def possible_parts(succession: Succession, unit_id: str) -> tuple[UnitChange, ...]:
    """Return the changes by which a unit may have been enlarged, their successor not being confirmed."""
    return tuple(
        change for change in succession.changes if unconfirmed(change) and unit_id in possible_successors(succession, change)
    )


def _units(steps: tuple[Step, ...]) -> Iterator[str]:
    for step in steps:
        if step.unit_id:
            yield step.unit_id
        yield from _units(step.beyond)
