"""A proposed figure against what the unit's other files say of the same thing. Rows are those of `store.proposals`."""

from collections.abc import Mapping
from typing import Any

SHARE_STEP = 0.1  # percentage points by which a printed share may miss the counts: one decimal, rounded or cut
Row = Mapping[str, Any]
SURE = 0.9  # confidence from which acceptance is suggested
NO_CELL = "no_cell"  # a doubt: the unit's form asks for nothing of the kind, such as a sum over communes or another term


def beside(row: Row) -> tuple[float | None, float | None]:
    """What the other files say: women (or the count) and total."""
    women, total = row["women_value"], row["total_value"]
    if women is None and row["women_cells"] is None and row["denominator"] is None and row["percentage"] is None:
        return total, None
    return women, total


def differs(row: Row) -> bool:
    """Whether the sentence says something else than the other files; a sum of which a part is silent says nothing."""
    women, total = beside(row)
    if row["women_silent"] or row["total_silent"]:
        return False
    counts = ((row["numerator"], women), (row["denominator"], total))
    if any(one is not None and other is not None and one != other for one, other in counts):
        return True
    if row["numerator"] is not None or row["percentage"] is None or women is None or not total:
        return False
    return bool(abs(100 * women / total - row["percentage"]) >= SHARE_STEP)


def has_cell(row: Row) -> bool:
    """Whether the unit's form has a cell for a proposed figure."""
    return NO_CELL not in (row["flags"] or "").split()
