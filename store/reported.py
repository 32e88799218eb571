"""Of which units reports in force say anything, and for which periods."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import Connection, select

from store.schema import observation, series
from store.steps import submissions_in_force


def reported(connection: Connection, unit_ids: Collection[str], at: dt.datetime) -> set[tuple[str, str]]:
    """Return unit_id and period of all reports in force at `at` that have cells on these units."""
    force = submissions_in_force(at)
    told = observation.join(force, force.c.submission_id == observation.c.submission_id).join(
        series, series.c.series_id == observation.c.series_id
    )
    asked = series.c.unit_id.in_(list(unit_ids))
    found = connection.execute(select(series.c.unit_id, force.c.period).select_from(told).where(asked).distinct())
    return {(unit_id, period) for unit_id, period in found}
