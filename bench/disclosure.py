"""A year in its real shape: suppression and its audit, beside one linear program over the same cells; seconds of the processor."""

import time

import numpy as np

from bench.measure import Result
from protection.audit import audit
from protection.knowledge import Ledger
from protection.solver import INFINITE, Program, Rows
from protection.suppress import protect
from protection.system import Rule, System
from tests.unit.protection.shape import year

RULE = Rule()


def run() -> list[Result]:
    """Return seconds of protect and audit, with men derived and with men shown."""
    found = []
    for name, hidden in (("men derived", True), ("men shown", False)):
        system = year(seed=1, men_hidden=hidden)
        floor = _seconds(lambda system=system: _one_program(system))
        begun = time.process_time()
        pattern = protect(system, RULE)
        protecting = time.process_time() - begun
        begun = time.process_time()
        _, narrow = audit(system, pattern.suppressed, RULE)
        auditing = time.process_time() - begun
        assert not narrow
        shape = f"{len(system.cells)} cells, {len(pattern.primary)}+{len(pattern.secondary)} suppressed"
        found.append(Result(f"protect a year, {name}: {shape}", protecting, floor, "10 s with audit (goal)", "s"))
        found.append(Result(f"audit of that, {name}", auditing, floor, "", "s"))
    return found


def _seconds(call: object) -> float:
    begun = time.process_time()
    call()  # type: ignore[operator]
    return time.process_time() - begun


def _one_program(system: System) -> None:
    """Build and solve one: the most that atoms can sum to when all cells that are shown and not small are known."""
    ledger = Ledger(system)
    shown = np.array([not cell.hidden and not RULE.primary(cell) for cell in system.cells])
    rows = Rows(ledger.cells[shown], ledger.values[shown], ledger.values[shown])
    Program(rows, np.zeros(system.size), np.full(system.size, INFINITE)).most(np.arange(system.size) % 7.0)
