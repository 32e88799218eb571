"""An estimate where a unit was split: each part is given its share of the unit by area or population. Only on request.

It stands beside the value, which stays missing with its bounds, and never enters a sum. It assumes
that people, women and men alike, are spread over the unit as its area (or population) is: the
share of women of a part whose only source is one split unit is that of the whole unit.
"""

from dataclasses import replace
from typing import Any

import pyarrow as pa
from sqlalchemy import Connection

from catalogue.definitions import Definitions
from catalogue.errors import UsageError
from indicators.compute import compute
from indicators.query import Query, rebased

BASES = ("area", "population")
Row = dict[str, Any]


def with_estimates(connection: Connection, definitions: Definitions, query: Query, table: pa.Table, basis: str) -> pa.Table:
    """Return `table` (the answer to `query`) with `estimate` and `estimate_basis`; null where there is a value or no share.

    Percentages 0–100, counts as they are. Shares: data/allocation_shares.csv.

    Raises:
        UsageError: not on another map, or not by unit: an estimate speaks of one unit.
    """
    if query.on_map is None or "unit" not in query.by:
        raise UsageError("estimate_needs_map")
    rows = table.to_pylist()
    asked = [row["reason"] == "split" and row["value"] is None for row in rows]
    parts: list[Row] = []
    if any(asked):
        plain = replace(query, by=tuple(dict.fromkeys((*query.by, "level"))), units=(), parents=(), districts=())
        parts = compute(connection, definitions, rebased(definitions, plain, None)).to_pylist()
    found = [_estimate(definitions, row, parts, basis) if wanted else None for row, wanted in zip(rows, asked, strict=True)]
    bases = [None if value is None else basis for value in found]
    table = table.append_column("estimate", pa.array(found, pa.float64()))
    return table.append_column("estimate_basis", pa.array(bases, pa.string()))


def _estimate(definitions: Definitions, row: Row, parts: list[Row], basis: str) -> float | None:
    women = whole = 0.0
    same = [part for part in parts if all(part[name] == row[name] for name in ("level", "series", "counted_in"))]
    for part in same:
        share = _share(definitions, part["unit_id"], row["unit_id"], basis)
        if share == 0:
            continue
        if share is None or part["numerator"] is None:
            return None
        women += share * part["numerator"]
        whole += share * (part["denominator"] or 0)
    if definitions.indicators[row["indicator"]].kind == "count":
        return women
    return 100 * women / whole if whole else None


def _share(definitions: Definitions, unit_id: str, target: str, basis: str) -> float | None:
    """The share of a unit that lies in `target`, through all changes between; None if a share is not known."""
    if unit_id == target:
        return 1.0
    geography = definitions.geography
    day = geography.units[target].valid_from
    steps = [c for c in geography.changes if c.from_unit_id == unit_id and c.to_unit_id and day and c.date <= day]
    total = 0.0
    for step in steps:
        further = _share(definitions, str(step.to_unit_id), target, basis)
        if further == 0:
            continue
        known = 1.0 if len(steps) == 1 else definitions.shares.get((unit_id, str(step.to_unit_id), basis))
        if further is None or known is None:
            return None
        total += known * further
    return total
