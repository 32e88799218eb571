"""What a unit last reported of each stock before a period, to be shown beside what it reports now."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from store.schema import observation, series
from store.series import KEY, Key
from store.steps import submissions_in_force


@dataclass(frozen=True)
class Last:
    """A stock as it was last reported: the count, for which period, and whether it was generated."""

    value: float
    period: str
    demonstration: bool


def last_stocks(connection: Connection, unit_id: str, periods: Sequence[str], at: dt.datetime) -> dict[Key, Last]:
    """The counts of stocks in the reports of a unit in force at `at`, each of the latest of `periods` (oldest first)."""
    force = submissions_in_force(at)
    o, s = observation.c, series.c
    statement = (
        select(force.c.period, force.c.demonstration, o.value, *(s[name] for name in KEY))
        .select_from(observation.join(force, force.c.submission_id == o.submission_id).join(series, s.series_id == o.series_id))
        .where(force.c.unit_id == unit_id, force.c.period.in_(list(periods)), s.kind == "stock", o.value.is_not(None))
    )
    rows = sorted(connection.execute(statement), key=lambda row: periods.index(row.period))
    return {tuple(key): Last(value, period, demonstration) for period, demonstration, value, *key in rows}
