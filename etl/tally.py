"""How often rules passed, failed and could not be checked."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass
class Tally:
    """The three ways in which a rule ends, counted."""

    passed: int = 0
    failed: int = 0
    unchecked: int = 0


Checks = dict[str, Tally]  # rule → tally


def counted(all_checks: Iterable[Checks]) -> Counter[str]:
    """Over all files and rules: passed, failed, unchecked."""
    total: Counter[str] = Counter()
    for checks in all_checks:
        for tally in checks.values():
            total.update({"passed": tally.passed, "failed": tally.failed, "unchecked": tally.unchecked})
    return total
