"""What the files of a report answer together, judged by their content: which required cells are empty, since when none is."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import CTE, Connection, FromClause, Integer, Select, and_, cast, func, select, union_all

from catalogue.forms import FormInstance, Forms
from store import connection as db
from store.schema import observation, required_cell, series, withheld
from store.series import KEY, Key, keys
from store.steps import counted_versions, submissions_in_force

DIMENSIONS = [column.name for column in required_cell.columns]


@dataclass(frozen=True)
class EmptyCell:
    """A required cell of a form that no file answers: where the form asks for it, and what it asks."""

    sheet: str
    unit_id: str  # the unit it is about: a commune in a district's form
    element: str
    level: str
    term: str | None
    column: str


def answered(period_code: str, at: dt.datetime) -> CTE:
    """One row per unit with a file in force: unit_id, received_at (first version), version, demonstration;
    `answered` cells, of these `required`; completed_at, when the last required cell was first answered.
    """
    v = _versions(period_code, at)
    cells = union_all(*(_per_unit(rows) for rows in _told(v))).subquery()
    sums = (
        select(
            cells.c.unit_id,
            func.sum(cells.c.answered).label("answered"),
            func.sum(cells.c.required).label("required"),
            func.max(cells.c.completed_at).label("completed_at"),
        )
        .group_by(cells.c.unit_id)
        .subquery()
    )
    heads = (
        select(
            v.c.unit_id,
            func.min(v.c.received_at).label("received_at"),
            func.max(v.c.version).filter(v.c.in_force).label("version"),
            func.bool_or(v.c.demonstration).label("demonstration"),
        )
        .group_by(v.c.unit_id)
        .subquery()
    )
    return (
        select(
            heads,
            cast(func.coalesce(sums.c.answered, 0), Integer).label("answered"),
            cast(func.coalesce(sums.c.required, 0), Integer).label("required"),
            sums.c.completed_at,
        )
        .join_from(heads, sums, sums.c.unit_id == heads.c.unit_id, isouter=True)
        .cte("answered")
    )


def empty_cells(
    connection: Connection, forms: Forms, instances: Collection[FormInstance], at: dt.datetime
) -> dict[str, list[EmptyCell]]:
    """The required cells that no file in force answers, by reporting unit, in the order of the form.

    Args:
        instances: forms of the reports to look at, all of one period.
    """
    if not instances:
        return {}
    period_code = next(iter(instances)).period.period
    units = [instance.unit.unit_id for instance in instances]
    known: dict[str, set[Key]] = {unit_id: set() for unit_id in units}
    for rows in _told(_versions(period_code, at)):
        told = rows.subquery()
        named = [told.c[f"key_{name}"] for name in KEY]
        found = db.fetch(connection, select(told.c.unit_id, *named).where(told.c.now, told.c.unit_id.in_(units)))
        for unit_id, *key in zip(*(column.to_pylist() for column in found.columns), strict=True):
            known[unit_id].add(tuple(key))
    return {i.unit.unit_id: list(_empty(forms, i, known[i.unit.unit_id])) for i in instances}


def _empty(forms: Forms, instance: FormInstance, known: set[Key]) -> Iterator[EmptyCell]:
    asked = forms.asked_cells(instance)
    sheets = (
        sheet.name
        for sheet in instance.sheets for table in sheet.tables for _ in table.rows
        for head in table.columns if head.column.value_type != "percent"
    )  # fmt: skip
    for sheet, column, key in zip(sheets, asked.column, keys(asked), strict=True):
        if column.required and key not in known:
            unit_id, level, term, element, *_ = key
            yield EmptyCell(sheet, unit_id, element, level, term, column.id)


def _versions(period_code: str, at: dt.datetime) -> CTE:
    everything = counted_versions(submissions_in_force(at), at)
    return select(everything).where(everything.c.period == period_code).cte("sent")


def _told(versions: FromClause) -> list[Select]:
    """Cells that any version answers, one row each, from what a snapshot carries and from what it only mentions:
    unit_id (reporting), key_*; `now`: still answered; first_at; required.
    """
    o, s, w = observation.c, series.c, withheld.c
    carried = versions.join(observation, o.submission_id == versions.c.submission_id).join(series, s.series_id == o.series_id)
    mentioned = versions.join(withheld, w.submission_id == versions.c.submission_id)
    found = []
    for source, c, given in ((carried, s, o.state != "missing"), (mentioned, w, None)):
        wanted = and_(*(required_cell.c[name] == c[name] for name in DIMENSIONS))
        named = [c[name].label(f"key_{name}") for name in KEY]
        rows = (
            select(
                versions.c.unit_id,
                *named,
                func.bool_or(versions.c.in_force).label("now"),
                func.min(versions.c.received_at).label("first_at"),
                func.bool_or(required_cell.c.measure.is_not(None)).label("required"),
            )
            .select_from(source.join(required_cell, wanted, isouter=True))
            .group_by(versions.c.unit_id, *(c[name] for name in KEY))
        )
        found.append(rows if given is None else rows.where(given))
    return found


def _per_unit(told: Select) -> Select:
    c = told.subquery().c
    return select(
        c.unit_id,
        func.count().filter(c.now).label("answered"),
        func.count().filter(and_(c.now, c.required)).label("required"),
        func.max(c.first_at).filter(and_(c.now, c.required)).label("completed_at"),
    ).group_by(c.unit_id)
