"""What was reported before: the figures that a new report is held against. Generated data are nobody's past."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, select, tuple_

from store.schema import observation, series
from store.steps import submissions_in_force

Cell = tuple[str, str, str | None, str, str, str, str, str]  # unit, level, term, element, measure, sex, ethnicity, age
Report = tuple[str, str]  # unit, period


def reported(connection: Connection, reports: Collection[Report], at: dt.datetime) -> dict[Report, dict[Cell, float]]:
    """The numbers of the reports in force at `at`, by report and cell; reports that were not sent are left out."""
    if not reports:
        return {}
    force = submissions_in_force(at)
    o, s = observation.c, series.c
    statement = (
        select(
            force.c.unit_id,
            force.c.period,
            s.unit_id,
            s.level,
            s.term,
            s.element,
            s.measure,
            s.sex,
            s.ethnicity,
            s.age,
            o.value,
        )
        .select_from(observation.join(force, force.c.submission_id == o.submission_id).join(series, s.series_id == o.series_id))
        .where(and_(tuple_(force.c.unit_id, force.c.period).in_(list(reports)), o.value.is_not(None), ~force.c.demonstration))
    )
    found: dict[Report, dict[Cell, float]] = {}
    for unit_id, period, *about, value in connection.execute(statement):
        found.setdefault((unit_id, period), {})[tuple(about)] = value
    return found


@dataclass(frozen=True)
class Peers:
    """What units of one level said of one body: persons in all, lowest and highest share of women, number of units."""

    women: float
    total: float
    lowest: float
    highest: float
    units: int


def peers(connection: Connection, period: str, at: dt.datetime) -> dict[tuple[str, str], Peers]:
    """The stocks of persons in the reports of `period` in force at `at`, by level and element."""
    force = submissions_in_force(at)
    o, s = observation.c, series.c

    def said(sex: str) -> ColumnElement[float]:
        return func.sum(o.value).filter(s.sex == sex)

    bodies = (
        select(s.level, s.element, said("F").label("women"), said("_T").label("total"))
        .select_from(observation.join(force, force.c.submission_id == o.submission_id).join(series, s.series_id == o.series_id))
        .where(force.c.period == period, ~force.c.demonstration, s.kind == "stock")
        .where(s.measure == "count", s.ethnicity == "_T", s.age == "_T")
        .group_by(s.unit_id, s.level, s.element)
        .having(said("_T") > 0, said("F").is_not(None))
        .subquery()
    )
    share = bodies.c.women / bodies.c.total
    totals = (func.sum(bodies.c.women), func.sum(bodies.c.total), func.min(share), func.max(share), func.count())
    statement = select(bodies.c.level, bodies.c.element, *totals).group_by(bodies.c.level, bodies.c.element)
    return {(level, element): Peers(*numbers) for level, element, *numbers in connection.execute(statement)}
