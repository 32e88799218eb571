"""A year in its real shape: protected, by the audit's own proofs, and patterns are the same every time."""

from protection.audit import audit
from protection.suppress import protect
from protection.system import Rule
from tests.unit.protection.shape import year
from tests.unit.protection.tables import RULE, table


def test_a_year_is_protected() -> None:
    rule, system = Rule(), year(seed=2)
    assert len(system.cells) > 16_000
    pattern = protect(system, rule)
    assert len(pattern.primary) > 1_000
    assert audit(system, pattern.suppressed, rule)[1] == []


def test_the_same_table_gives_the_same_pattern() -> None:
    for seed in range(6):
        assert protect(table(seed)[0], RULE) == protect(table(seed)[0], RULE)
