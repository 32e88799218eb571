"""300 random tables: what primary suppression alone gives away, and that a protected pattern gives away nothing."""

from protection.audit import audit
from protection.suppress import protect
from tests.unit.protection.tables import RULE, table

TABLES = 300


def test_a_third_and_more_is_recovered_from_primary_suppression_alone_and_nothing_after_protection() -> None:
    small = alone = after = 0
    for seed in range(TABLES):
        system, _ = table(seed)
        primary = [index for index, cell in enumerate(system.cells) if RULE.primary(cell)]
        intervals, narrow = audit(system, primary, RULE)
        small += len(intervals)
        alone += sum(interval.low == interval.high for interval in narrow)
        pattern = protect(system, RULE)
        assert pattern.primary == set(primary)
        _, narrow = audit(system, pattern.suppressed, RULE)
        after += len(narrow)
    print(
        f"{TABLES} tables, {small} small cells: {alone} ({alone / small:.0%}) exactly recoverable from primary, {after} after"
    )
    assert alone > 0.3 * small
    assert after == 0
