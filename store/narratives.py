"""What units say in words: the passages of their reports, by section of the outline.

One function for every source of narrative. Sensitive sections stay with the committee: their texts are
withheld from snapshots, and are left out here even where a connection could see them.
"""

import datetime as dt
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from catalogue import definitions
from store.schema import observation, series, submission, unit
from store.steps import order_of_files, submissions_in_force

NOW = dt.datetime.max.replace(microsecond=0)
WITHHELD_SECTIONS = ("II.4",)  # sections whose words may not leave the committee yet


class Passage(NamedTuple):
    """A text of a unit's report: whose, in which section of the outline, and where it stands."""

    unit_id: str
    section: str
    text: str
    source: str  # file, version, sheet and cell


def passages(connection: Connection, period: str) -> list[Passage]:
    """Return the narrative of the reports in force for `period`, in the order of sections, forms and unit codes.

    Where several files of a unit answer a section, the one recorded last is taken. Empty texts are left out.
    """
    sections = _sections()
    force = submissions_in_force(NOW)
    o, s = observation.c, series.c
    place = func.row_number().over(partition_by=(s.unit_id, s.element), order_by=order_of_files(force))
    told = (
        select(
            s.unit_id, s.element, o.text, submission.c.file_name, submission.c.version, o.sheet, o.cell,
            submission.c.form_id, unit.c.code, place.label("place"),
        )
        .select_from(observation)
        .join(force, force.c.submission_id == o.submission_id)
        .join(series, s.series_id == o.series_id)
        .join(submission, submission.c.submission_id == o.submission_id)
        .join(unit, unit.c.unit_id == s.unit_id)
        .where(submission.c.period == period, s.measure == "text", o.text.is_not(None), s.element.in_(list(sections)))
        .subquery()
    )  # fmt: skip
    rows = connection.execute(select(told).where(told.c.place == 1).order_by(told.c.form_id.desc(), told.c.code))
    found = [
        Passage(
            row.unit_id, sections[row.element], row.text.strip(), f"{row.file_name} (v{row.version}), {row.sheet}!{row.cell}"
        )
        for row in rows
        if row.text.strip()
    ]
    order = list(dict.fromkeys(sections.values()))
    return sorted(found, key=lambda passage: order.index(passage.section))


def _sections() -> dict[str, str]:
    """Narrative data element → its section of the outline, in the order of the outline."""
    return {
        element.id: element.outline
        for element in definitions.load().elements.values()
        if element.unit == "text" and not element.sensitive and element.outline not in WITHHELD_SECTIONS
    }
