"""Expressions that several steps use."""

from sqlalchemy import ColumnElement, and_, case, func


def common(column: ColumnElement[str]) -> ColumnElement[str]:
    """The value that all rows of a group share, else null."""
    return case((and_(func.min(column) == func.max(column), func.count() == func.count(column)), func.min(column)))
