"""Figures proposed from sentences: of which report, what was decided, and what the unit's other files say of the same thing."""

import datetime as dt

import pyarrow as pa
from sqlalchemy import CTE, Connection, Select, String, and_, case, cast, func, null, or_, select

from store import connection as db
from store.schema import observation, proposal, proposal_decision, section, series, submission
from store.steps import submissions_in_force
from store.submissions import SENTENCE

NOW = dt.datetime.max.replace(microsecond=0)
REPORT = ("submission_id", "version", "file_name", "demonstration")
DECIDED = ("decision", "at", "by", "reason", "element", "level", "term", "numerator", "denominator")
STANDING = ("value", "cells", "silent", "file_name", "sheet", "cell")


def narrative_reports(connection: Connection) -> pa.Table:
    """The reports in sentences in force: submission_id, unit_id, period, version, file_name, sha256, received_at,
    demonstration; sections, proposals, undecided (how many)."""
    held = reports_in_force()
    told = select(section.c.submission_id, func.count().label("sections")).group_by(section.c.submission_id).cte("told")
    last = last_decisions()
    p = proposal.c
    key = (p.sha256, p.unit_id, p.period)
    of_report = (
        select(*key, func.count().label("proposals"), func.count().filter(last.c.decision.is_(None)).label("undecided"))
        .join_from(proposal, last, last.c.proposal_id == p.proposal_id, isouter=True)
        .group_by(*key)
        .cte("of_report")
    )
    statement = (
        select(
            held,
            func.coalesce(told.c.sections, 0).label("sections"),
            func.coalesce(of_report.c.proposals, 0).label("proposals"),
            func.coalesce(of_report.c.undecided, 0).label("undecided"),
        )
        .join_from(held, told, told.c.submission_id == held.c.submission_id, isouter=True)
        .join(of_report, and_(*(of_report.c[c.name] == held.c[c.name] for c in key)), isouter=True)
        .order_by(held.c.period.desc(), held.c.unit_id)
    )
    return db.fetch(connection, statement)


def proposals(connection: Connection, *, sha256: str | None = None, unit_id: str | None = None, period: str | None = None
              ) -> pa.Table:  # fmt: skip
    """The proposals of reports in force, in the order of their text.

    Columns: those of `proposal`; submission_id, version, file_name, demonstration of the report; decided_* of the last
    decision; women_* and total_*: what the unit's other files say of the same thing (value: the sum of `cells`, of which
    `silent` say nothing; file_name, sheet, cell of the first).
    """
    held, last = reports_in_force(), last_decisions()
    standing = _standing(held)
    women, total = standing.alias("women"), standing.alias("total")
    p = proposal
    statement = (
        select(
            p,
            *(held.c[name] for name in REPORT),
            *(last.c[name].label(f"decided_{name}") for name in DECIDED),
            *(side.c[name].label(f"{side.name}_{name}") for side in (women, total) for name in STANDING),
        )
        .join_from(p, held, and_(held.c.sha256 == p.c.sha256, held.c.unit_id == p.c.unit_id, held.c.period == p.c.period))
        .join(last, last.c.proposal_id == p.c.proposal_id, isouter=True)
    )
    for side, sex in ((women, "F"), (total, "_T")):
        same = and_(
            side.c.submitted_by == p.c.unit_id, side.c.period == p.c.period, side.c.element == p.c.element,
            side.c.level == p.c.level, side.c.sex == sex, or_(side.c.term.is_(None), side.c.term == p.c.term),
            or_(side.c.about == p.c.about, and_(side.c.about.is_(None), or_(p.c.about.is_(None), p.c.about == p.c.unit_id))),
        )  # fmt: skip
        statement = statement.join(side, same, isouter=True)
    wanted = {p.c.sha256: sha256, p.c.unit_id: unit_id, p.c.period: period}
    statement = statement.where(*(column == value for column, value in wanted.items() if value is not None))
    return db.fetch(connection, statement.order_by(p.c.period, p.c.unit_id, p.c.proposal_id))


def last_decisions(name: str = "last_decisions") -> CTE:
    """The last decision on each proposal."""
    d = proposal_decision
    place = func.row_number().over(partition_by=d.c.proposal_id, order_by=d.c.at.desc()).label("place")
    ranked = select(d, place).subquery()
    return select(*(c for c in ranked.c if c.name != "place")).where(ranked.c.place == 1).cte(name)


def reports_in_force(name: str = "reports") -> CTE:
    """The reports in sentences in force: columns of `submission` that tell which."""
    force, s = submissions_in_force(NOW, f"{name}_in_force"), submission.c
    return (
        select(s.submission_id, s.unit_id, s.period, s.version, s.file_name, s.sha256, s.received_at, s.demonstration)
        .join_from(submission, force, force.c.submission_id == s.submission_id)
        .where(s.narrative)
        .cte(name)
    )


def _standing(held: CTE) -> CTE:
    """What the files of each reporting unit and period say of an element, apart from sentences: of each unit it is
    about, and together (about is null). Of two files that answer a cell the one that gives a value, then the later, counts."""
    force, o, s = submissions_in_force(NOW, "files_in_force"), observation.c, series.c
    place = func.row_number().over(
        partition_by=(force.c.unit_id, force.c.period, o.series_id),
        order_by=(o.state == "missing", force.c.recorded_from.desc()),
    )
    ranked = (
        select(
            force.c.unit_id.label("submitted_by"), force.c.period, s.unit_id, s.element, s.level, s.term, s.sex,
            o.state, o.value, o.sheet, o.cell, submission.c.file_name, place.label("place"),
        )
        .join_from(observation, force, force.c.submission_id == o.submission_id)
        .join(submission, submission.c.submission_id == o.submission_id)
        .join(series, s.series_id == o.series_id)
        .where(
            ~o.cell.startswith(SENTENCE), s.measure == "count", s.ethnicity == "_T", s.age == "_T",
            force.c.unit_id.in_(select(held.c.unit_id)),
        )
        .cte("cells_of_files")
    )  # fmt: skip
    r = ranked.c
    given = r.state == "value"
    keys = (r.submitted_by, r.period, r.element, r.level, r.term, r.sex)
    sums = (
        func.sum(case((given, r.value))).label("value"), func.count().label("cells"),
        func.count().filter(~given).label("silent"), func.min(r.file_name).label("file_name"),
        func.min(r.sheet).label("sheet"), func.min(r.cell).label("cell"),
    )  # fmt: skip
    first = r.place == 1
    each: Select = select(*keys, r.unit_id.label("about"), *sums).where(first, r.unit_id != r.submitted_by)
    every = select(*keys, cast(null(), String).label("about"), *sums).where(first).group_by(*keys)
    return each.group_by(*keys, r.unit_id).union_all(every).cte("standing")
