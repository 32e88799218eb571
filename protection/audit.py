"""What readers can tell of the cells that are not shown, found afresh from the system and the pattern alone.

The reader of the audit knows all shown cells, all earlier releases and orders, that atoms are whole and ≥ 0, and
the rule with its promise: every small cell that is not shown can be anything from `floor` to `highest`. So a cell for
which that cannot be is not small, and a reader may go on from there: it is counted as known to be above `highest`
(or zero), until nothing more follows. The points that prove a width are whole and keep every row exactly; the solver is
trusted only where it says that a cell goes no further.
"""

from collections.abc import Collection

import numpy as np

from protection.knowledge import Ledger
from protection.promise import look
from protection.solver import INFINITE
from protection.suppress import Pattern
from protection.system import Exposed, Interval, Rule, System


def audit(
    system: System, suppressed: Collection[int], rule: Rule, *, exact: bool = False
) -> tuple[list[Interval], list[Interval]]:
    """Return the interval of every suppressed and every small hidden cell, and of those the ones that are too narrow.

    Without `exact` an interval that is wide enough may be wider still, one that is too narrow is exact. ValueError if a
    cell is suppressed that is fixed or hidden, or if the values contradict each other.
    """
    ledger = Ledger(system)
    for index in suppressed:
        if ledger.fixed[index] or ledger.hidden[index]:
            raise ValueError(f"{system.cells[index].key}: fixed and hidden cells cannot be suppressed")
    found: dict[int, Interval] = {}
    narrow: set[int] = set()
    for own in ((), *system.insiders):
        for interval, wide in _seen(ledger, suppressed, rule, own, exact):
            before = found.get(interval.cell, interval)
            found[interval.cell] = Interval(interval.cell, max(before.low, interval.low), min(before.high, interval.high))
            narrow |= set() if wide else {interval.cell}
    intervals = [found[index] for index in sorted(found)]
    return intervals, [interval for interval in intervals if interval.cell in narrow]


def require(system: System, pattern: Pattern, rule: Rule) -> None:
    """Raise Exposed, naming the cells with their intervals, unless the pattern protects all that the rule protects."""
    narrow = audit(system, pattern.suppressed, rule)[1]
    if narrow:
        raise Exposed(system, narrow)


def _seen(
    ledger: Ledger, suppressed: Collection[int], rule: Rule, own: tuple[int, ...], exact: bool
) -> list[tuple[Interval, bool]]:
    """Return what one reader can tell of each cell, and whether that is wide enough."""
    view = look(ledger, suppressed, rule, own, sure=exact or None)
    reach, watch = view.reach, view.watch
    rows = np.flatnonzero(watch.small | watch.wide)
    narrow = set(view.narrow)
    for row in rows if exact else view.narrow:
        reach.push(int(row), -1, INFINITE)
        reach.push(int(row), 1, INFINITE)
    return [(view.interval(int(row)), row not in narrow) for row in rows]
