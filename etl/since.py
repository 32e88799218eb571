"""What a report says of its stocks beside what the unit last said of them, for earlier periods; what stands out first."""

import datetime as dt
import math
from typing import Any

from sqlalchemy import Connection

from catalogue.definitions import Definitions
from catalogue.models import Period
from etl.candidates import Candidate
from store.series import KEY, keys
from store.since import Last, last_stocks

Row = dict[str, Any]


def since_last(connection: Connection, candidate: Candidate, definitions: Definitions, at: dt.datetime) -> Row:
    """Compare a candidate with the unit's earlier periods.

    Returns:
        `rows`: each count that differs (key of its series, old, new, period, demonstration), what stands out most first;
        `same`: how many did not change; nothing where nothing was reported before.
    """
    if candidate.unit is None or candidate.period is None or candidate.asked is None:
        return {}
    if len(candidate.readings.value) != len(candidate.asked.column):
        return {}  # something was not found at all
    before = last_stocks(connection, candidate.unit.unit_id, _earlier(definitions, candidate.period), at)
    pairs = [
        (key, before[key], value)
        for key, value in zip(keys(candidate.asked), candidate.readings.value, strict=True)
        if value is not None and key in before
    ]
    moved = [pair for pair in pairs if pair[1].value != pair[2]]
    rows = [_row(*pair) for pair in sorted(moved, key=lambda pair: -_standing_out(pair[1].value, pair[2]))]
    return {"rows": rows, "same": len(pairs) - len(moved)} if pairs else {}


def _earlier(definitions: Definitions, period: Period) -> list[str]:
    """The collected periods before one, oldest first."""
    found = [p for p in definitions.periods.values() if p.collected and p.reference_date < period.reference_date]
    return [p.period for p in sorted(found, key=lambda p: p.reference_date)]


def _standing_out(old: float, new: float) -> float:
    """How far a count moved in units of what counts of its size vary by: 4 → 9 stands out more than 400 → 405."""
    return abs(new - old) / math.sqrt(max(old, new, 1))


def _row(key: tuple[Any, ...], last: Last, value: float) -> Row:
    told = {"old": last.value, "new": value, "period": last.period, "demonstration": last.demonstration}
    return dict(zip(KEY, key, strict=True)) | told
