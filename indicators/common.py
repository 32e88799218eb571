"""What sums over units consist of, as reported and on another map."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func

from indicators.query import Shape


def common(column: ColumnElement[str]) -> ColumnElement[str]:
    """The value that all rows of a group share, else null."""
    return case((and_(func.min(column) == func.max(column), func.count() == func.count(column)), func.min(column)))


def keys(shape: Shape, c: Any) -> list[ColumnElement[Any]]:
    """What rows are grouped by, series and period besides."""
    by = {"unit": c.group_unit, "level": c.level, "district": c.district_id, "province": c.group_unit}
    return [*dict.fromkeys(column for name, column in by.items() if name in shape.by), c.series, c.period]


def absent(c: Any, counted: ColumnElement[bool]) -> ColumnElement[bool]:
    """Rows that should have given counts and did not."""
    return and_(c.state.not_in(("not_applicable", "not_yet_due")), ~counted)


def sums(
    c: Any,
    *,
    alone: ColumnElement[bool],
    counted: ColumnElement[bool],
    absent: ColumnElement[bool],
    unknown: ColumnElement[bool],
) -> list[ColumnElement[Any]]:
    """Columns of a group: its sums, its coverage and the size of what is missing.

    Args:
        alone: the group is one row, which is told as it is.
        counted: rows that enter the sums.
        absent: rows that are missing from them.
        unknown: rows that are missing and whose size is not known.
    """
    return [
        func.max(c.group_unit).label("group_unit"),
        common(c.level).label("level"),
        common(c.district_id).label("district_id"),
        c.series,
        c.period,
        common(c.term).label("term"),
        func.max(c.on_date).label("on_date"),
        case((alone, func.max(c.numerator)), else_=func.sum(c.numerator).filter(counted)).label("numerator"),
        case((alone, func.max(c.denominator)), else_=func.sum(c.denominator).filter(counted)).label("denominator"),
        case((alone, func.max(c.share))).label("share"),
        case((alone, func.count().filter(c.state == "value")), else_=func.count().filter(counted)).label("units_reported"),
        func.count().filter(c.state != "not_applicable").label("units_expected"),
        func.count().filter(c.state == "not_yet_due").label("pending"),
        func.coalesce(func.sum(c.size).filter(absent), 0).label("missing_size"),
        func.count().filter(unknown).label("unknown_sizes"),
        func.count().filter(absent).label("absent"),
        case((func.bool_or(c.source == "submission"), "submission"), else_=func.max(c.source)).label("source"),
        func.bool_or(and_(c.demonstration, c.state == "value")).label("demonstration"),
    ]
