"""Printed figures, and what other sources say of a value that is shown."""

import pyarrow as pa
from sqlalchemy import Connection, and_, func, select

from store import connection as db
from store.schema import figure, unit_value
from store.steps import VALUE_KEY


def figures(connection: Connection) -> pa.Table:
    """All printed figures held now, in the order of their list."""
    held = select(figure).where(figure.c.recorded_to.is_(None)).order_by(func.length(figure.c.figure_id), figure.c.figure_id)
    return db.fetch(connection, held)


def alternatives(connection: Connection, indicator: str) -> pa.Table:
    """One row per value of `indicator` that another source states too.

    Columns: unit_id, level, period; shown_* and other_* (numerator, denominator, share, source,
    figure_id); other_printed and other_cited as printed.
    """
    shown, other = unit_value.alias("shown"), unit_value.alias("other")
    same = and_(*(shown.c[name] == other.c[name] for name in VALUE_KEY), other.c["rank"] > 1, other.c.state == "value")
    said = ("numerator", "denominator", "share", "source", "figure_id", "demonstration")
    statement = (
        select(
            shown.c.unit_id,
            shown.c.level,
            shown.c.period,
            *(shown.c[name].label(f"shown_{name}") for name in said),
            *(other.c[name].label(f"other_{name}") for name in said),
            figure.c.share_text.label("other_printed"),
            figure.c.source.label("other_cited"),
        )
        .join_from(shown, other, same)
        .join(figure, and_(figure.c.figure_id == other.c.figure_id, figure.c.recorded_to.is_(None)), isouter=True)
        .where(shown.c.indicator == indicator, shown.c["rank"] == 1, shown.c.state == "value")
        .order_by(shown.c.unit_id, shown.c.period, other.c["rank"])
    )
    return db.fetch(connection, statement)
