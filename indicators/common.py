"""What sums over units consist of, as reported and on another map."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func

from indicators.query import Shape


def keys(shape: Shape, c: Any) -> list[ColumnElement[Any]]:
    """What rows are grouped by, series and period besides."""
    by = {"unit": c.group_unit, "level": c.level, "district": c.district_id, "province": c.group_unit}
    return [*dict.fromkeys(column for name, column in by.items() if name in shape.by), c.series, c.period]


def given(state: ColumnElement[str], *, guarded: bool) -> ColumnElement[bool]:
    """Rows that gave a value; of a guarded indicator also those whose value is not shown."""
    return state.in_(("value", "suppressed")) if guarded else state == "value"


def absent(state: ColumnElement[str], counted: ColumnElement[bool]) -> ColumnElement[bool]:
    """Rows that should have given counts and did not."""
    return and_(state.not_in(("not_applicable", "not_yet_due")), ~counted)


def sums(
    shape: Shape,
    c: Any,
    *,
    alone: ColumnElement[bool],
    counted: ColumnElement[bool],
    absent: ColumnElement[bool],
    missing: ColumnElement[float],
    guarded: bool = False,
) -> list[ColumnElement[Any]]:
    """Columns of a group: its sums, its coverage and the size of what is missing.

    Args:
        alone: the group is one row, which is told as it is.
        counted: rows that enter the sums.
        absent: rows that are missing from them.
        missing: people of rows that are missing, if known.
        guarded: rows may be suppressed. Then two columns more: how many are (`hidden`), and `mark`, the sum of marks.
    """
    grouped = keys(shape, c)
    named = {"unit", "province"} & {*shape.by}
    told = given(c.state, guarded=guarded)
    kept = [func.count().filter(and_(counted, c.state == "suppressed")).label("hidden"),
            func.sum(c.mark).filter(counted).label("mark")]  # fmt: skip
    of_one_unit = "unit" in shape.by and not shape.units
    return [
        (c.group_unit if named else func.max(c.group_unit)).label("group_unit"),
        _common(c.level, grouped).label("level"),
        (func.min(c.district_id) if of_one_unit else _common(c.district_id, grouped)).label("district_id"),
        c.series,
        c.period,
        _common(c.term, grouped).label("term"),
        func.max(c.on_date).label("on_date"),
        case((alone, func.max(c.numerator)), else_=func.sum(c.numerator).filter(counted)).label("numerator"),
        case((alone, func.max(c.denominator)), else_=func.sum(c.denominator).filter(counted)).label("denominator"),
        case((alone, func.max(c.share))).label("share"),
        case((alone, func.count().filter(told)), else_=func.count().filter(counted)).label("units_reported"),
        func.count().filter(c.state != "not_applicable").label("units_expected"),
        func.count().filter(c.state == "not_yet_due").label("pending"),
        func.coalesce(func.sum(missing), 0).label("missing_size"),
        func.count().filter(absent).label("absent"),
        func.max(c.source).label("source"),  # of both “submission”, which sorts last
        func.bool_or(and_(c.demonstration, told)).label("demonstration"),
        *(kept if guarded else []),
    ]


def _common(column: ColumnElement[str], grouped: list[ColumnElement[Any]]) -> ColumnElement[str]:
    """The value that all rows of a group share, else null."""
    if any(column is key for key in grouped):
        return column
    return case((and_(func.min(column) == func.max(column), func.count() == func.count(column)), func.min(column)))
