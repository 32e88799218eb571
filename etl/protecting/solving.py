"""The pattern of a system, found and audited; it is the audit alone that lets a publication go out."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from etl.protecting.systems import Linked
from protection.audit import audit
from protection.knowledge import incidence
from protection.suppress import protect
from protection.system import Exposed, Interval, Rule, System

ROUNDS = 12  # times that neighbours are suppressed too before the publication is refused


@dataclass(frozen=True)
class Settled:
    """The pattern of a system, proved: which cells are not shown, and the figures of the audit."""

    suppressed: frozenset[int]
    audit: dict[str, Any]


def solved(linked: Linked, rule: Rule) -> Settled:
    """Find the pattern of a system and audit it.

    Raises:
        Exposed: a reader could tell a cell too closely, whatever is suppressed besides.
        ValueError: the values contradict each other.
    """
    system = linked.system
    suppressed = _pattern(system, rule)
    for _ in range(ROUNDS):
        intervals, narrow = audit(system, suppressed, rule)
        if not narrow:
            break
        more = _around(system, suppressed, narrow)
        if not more:
            raise Exposed(system, narrow)
        suppressed |= more
    else:
        raise Exposed(system, narrow)
    primary = sum(rule.primary(system.cells[index]) for index in suppressed)
    widths = [interval.high - interval.low for interval in intervals]
    figures = {"cells": len(linked.figures), "primary": primary, "secondary": len(suppressed) - primary,
               "derived": len(system.cells) - len(linked.figures), "audited": len(intervals),
               "narrowest": min(widths, default=None)}  # fmt: skip
    return Settled(frozenset(suppressed), figures)


def _pattern(system: System, rule: Rule) -> frozenset[int]:
    """The cheapest pattern; where a cell that is not small stands in its way, one without that cell, which is not shown."""
    withdrawn: set[int] = set()
    while True:
        cells = [replace(cell, hidden=True) if index in withdrawn else cell for index, cell in enumerate(system.cells)]
        try:
            return protect(replace(system, cells=tuple(cells)), rule).suppressed | withdrawn
        except Exposed as exposed:
            large = {one.cell for one in exposed.intervals if not rule.small(system.cells[one.cell])} - withdrawn
            free = {index for index in large if not (system.cells[index].fixed or system.cells[index].hidden)}
            if not free:
                raise
            withdrawn |= free


def _around(system: System, suppressed: Collection[int], narrow: Collection[Interval]) -> frozenset[int]:
    """Cells that share atoms with those that are too narrow, and are shown without having to be: the lightest of each."""
    shares = incidence([cell.atoms for cell in system.cells], system.size)
    near: set[int] = set()
    for one in narrow:
        touching = np.flatnonzero((shares @ shares[one.cell].T).toarray().ravel())
        free = [
            int(index) for index in touching
            if index not in suppressed and not (system.cells[index].fixed or system.cells[index].hidden)
            and system.cells[index].value > 0
        ]  # fmt: skip
        near |= set(sorted(free, key=lambda index: system.cells[index].weight)[:2])
    return frozenset(near)
