"""What units say in words: the passages of their reports, by section of the outline.

One function for every source of narrative. Sensitive sections stay with the committee: their texts are
withheld from snapshots, and are left out here even where a connection could see them.
"""

import datetime as dt
from typing import NamedTuple

from sqlalchemy import Connection, Row, func, select

from catalogue import definitions
from store.schema import observation, section, series, submission, unit
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

    What a unit wrote into its form comes before the same section of its Word report. Where several forms of a unit
    answer a section, the one recorded last is taken. Empty texts are left out.
    """
    order = definitions.load().outline.order
    found = [*_of_forms(connection, period), *_of_reports(connection, period)]
    return sorted(found, key=lambda passage: order[passage.section])


def _of_forms(connection: Connection, period: str) -> list[Passage]:
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
    return [
        Passage(
            row.unit_id, sections[row.element], row.text.strip(), f"{row.file_name} (v{row.version}), {row.sheet}!{row.cell}"
        )
        for row in rows
        if row.text.strip()
    ]


def _of_reports(connection: Connection, period: str) -> list[Passage]:
    """The sections of narrative reports."""
    force = submissions_in_force(NOW)
    published = [code for code in definitions.load().outline.published if code not in WITHHELD_SECTIONS]
    rows = connection.execute(
        select(submission.c.unit_id, section.c.code, section.c.content, section.c.first, section.c.last,
               submission.c.file_name, submission.c.version)
        .select_from(section)
        .join(force, force.c.submission_id == section.c.submission_id)
        .join(submission, submission.c.submission_id == section.c.submission_id)
        .join(unit, unit.c.unit_id == submission.c.unit_id)
        .where(submission.c.period == period, section.c.code.in_(published))
        .order_by(submission.c.form_id.desc(), unit.c.code, section.c.place)
    )  # fmt: skip
    return [
        Passage(row.unit_id, row.code, row.content.strip(), f"{row.file_name} (v{row.version}), {_paragraphs(row)}")
        for row in rows
        if row.content.strip()
    ]


def _paragraphs(row: Row) -> str:
    return f"đoạn {row.first}" if row.first == row.last else f"đoạn {row.first}–{row.last}"


def _sections() -> dict[str, str]:
    """Narrative data element → its section of the outline, in the order of the outline."""
    return {
        element.id: element.outline
        for element in definitions.load().elements.values()
        if element.unit == "text" and not element.sensitive and element.outline not in WITHHELD_SECTIONS
    }
