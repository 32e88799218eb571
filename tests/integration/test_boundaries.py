"""Values under the units of another map, over the demonstration data."""

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from catalogue.definitions import Definitions
from indicators.compute import compute
from indicators.query import Query
from store import connection as db
from store import snapshot
from tests.conftest import CommandLine

MAPS = {
    "2023-12-31": ("2023-S1", "2023"),
    "2024-12-31": ("2024-S1", "2024"),
    "2025-06-30": ("2025-S1",),
    "2026-06-30": ("2025", "2026-S1"),
}
SAME = ("unit_id", "period", "term", "level", "numerator", "denominator", "value", "state", "lower", "upper", "units_reported",
        "units_expected", "source", "demonstration")  # fmt: skip


def rows(run: CommandLine, indicator: str, *args: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run.json("indicators", "compute", indicator, *args, "--format", "json")
    return found


def told(table: pa.Table) -> list[list[Any]]:
    """Rows with amounts to the sixth digit: sums of decimals depend on their order."""
    found = [[row[name] for name in SAME] for row in table.to_pylist()]
    return [[round(value, 6) if isinstance(value, float) else value for value in row] for row in found]


@pytest.mark.parametrize("by", ["unit,level,period", "district,level,period", "level,period", "unit,level,term"])
@pytest.mark.parametrize(("day", "periods"), MAPS.items(), ids=MAPS)
def test_where_nothing_changed_both_views_agree(
    full: Any, known: Definitions, day: str, periods: tuple[str, ...], by: str
) -> None:
    """All indicators, asked in one process."""
    date = dt.date.fromisoformat(day)
    with db.reading(snapshot.current()).connect() as connection:
        for indicator in known.indicators:
            where = (f"period={','.join(periods)}",)
            plain = compute(connection, known, Query.parse(known, indicator, by=by, where=where))
            moved = compute(connection, known, Query.parse(known, indicator, by=by, where=where, boundaries=date))
            assert told(moved) == told(plain), indicator
