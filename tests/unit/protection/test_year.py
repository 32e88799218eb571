"""A year in its real shape: protected, by the audit's own proofs, and the same every time."""

from protection.audit import audit
from protection.suppress import protect
from protection.system import Rule
from tests.unit.protection.shape import year


def test_a_year_is_protected_and_its_pattern_is_repeatable() -> None:
    rule, system = Rule(), year(seed=2)
    assert len(system.cells) > 16_000
    pattern = protect(system, rule)
    assert len(pattern.primary) > 1_000
    assert audit(system, pattern.suppressed, rule)[1] == []


def test_the_same_year_gives_the_same_pattern() -> None:
    rule, system = Rule(), year(seed=3, scale=0.3)
    assert protect(system, rule) == protect(system, rule)
