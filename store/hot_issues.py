"""What a unit tells of hot issues: texts that only officers and leaders read. A public snapshot holds none of them."""

from collections.abc import Collection

import pyarrow as pa
from sqlalchemy import Connection, null, select, union_all

from store import connection as db
from store.proposals import NOW, reports_in_force
from store.schema import observation, section, series, submission
from store.steps import submissions_in_force


def hot_issues(connection: Connection, unit_id: str, codes: Collection[str], elements: Collection[str]) -> pa.Table:
    """Return the texts of a unit's reports in force, the latest period first.

    Args:
        connection: open on a snapshot.
        unit_id: of the unit that reported.
        codes: sections of the outline.
        elements: data elements whose texts in forms count too.

    Columns: period, heading (as written in a Word report; null in a form), text, file, version.
    """
    held, force, s = reports_in_force(), submissions_in_force(NOW, "forms_in_force"), submission.c
    told = (
        select(
            held.c.period, section.c.heading, section.c.content.label("text"), held.c.file_name.label("file"), held.c.version
        )
        .join_from(section, held, held.c.submission_id == section.c.submission_id)
        .where(held.c.unit_id == unit_id, section.c.code.in_(list(codes)), section.c.content != "")
    )
    written = (
        select(force.c.period, null().label("heading"), observation.c.text, s.file_name.label("file"), s.version)
        .join_from(observation, force, force.c.submission_id == observation.c.submission_id)
        .join(submission, s.submission_id == observation.c.submission_id)
        .join(series, series.c.series_id == observation.c.series_id)
        .where(series.c.unit_id == unit_id, series.c.element.in_(list(elements)), series.c.measure == "text",
               observation.c.text.is_not(None))
    )  # fmt: skip
    both = union_all(told, written).subquery("hot_issues")
    return db.fetch(connection, select(both).order_by(both.c.period.desc(), both.c.file))
