"""The round of a period: who owes a report, who sent one and when; and the versions of a report."""

import datetime as dt

import pyarrow as pa
from sqlalchemy import CTE, Connection, Date, and_, case, cast, func, literal, or_, select

from store import connection as db
from store.completeness import answered
from store.schema import attempt, expected_report, submission, submission_event, unit
from store.steps import REINSTATED, WITHDRAWN


def reports(connection: Connection, period_code: str, at: dt.datetime) -> pa.Table:
    """One row per report owed for a period, as known at `at`; judged by what its files say together.

    Status: `partial` while a required cell is answered by none of the files in force (“x” is an
    answer); else `complete` or `late` by the day on which the last required cell was first
    answered: a later correction does not make a report late, a withdrawn version counts for
    nothing. Without a file in force: `rejected` if one was refused since, `not_yet_due`, `missing`.

    Columns: unit_id, unit, form, status, received_at (of the first version), completed_at,
    days_late (whole days after the due date; of a partial report those of its first version),
    version (the latest in force), missing_cells, required_cells, empty_required (both: of the
    required ones), demonstration, due_date.
    """
    done, refused = answered(period_code, at), _refused(period_code, at)
    e, due = expected_report.c, expected_report.c.due_date
    empty = e.required - done.c.required
    received, completed = cast(done.c.received_at, Date), case((empty <= 0, done.c.completed_at))
    day = func.coalesce(cast(completed, Date), received)
    status = case(
        (and_(done.c.version.is_not(None), empty > 0), "partial"),
        (and_(done.c.version.is_not(None), day <= due), "complete"),
        (done.c.version.is_not(None), "late"),
        (refused.c.unit_id.is_not(None), "rejected"),
        (due >= cast(literal(at), Date), "not_yet_due"),
        else_="missing",
    )
    statement = (
        select(
            e.unit_id, unit.c.name.label("unit"), e.form_id.label("form"), status.label("status"), done.c.received_at,
            completed.label("completed_at"), case((day > due, day - due)).label("days_late"), done.c.version,
            func.coalesce(e.cells - done.c.answered, 0).label("missing_cells"), e.required.label("required_cells"),
            func.coalesce(empty, 0).label("empty_required"),
            func.coalesce(done.c.demonstration, False).label("demonstration"), due.label("due_date"),
        )
        .join_from(expected_report, unit, unit.c.unit_id == e.unit_id)
        .join(done, done.c.unit_id == e.unit_id, isouter=True)
        .join(refused, refused.c.unit_id == e.unit_id, isouter=True)
        .where(e.period == period_code)
        .order_by(e.form_id, unit.c.code)
    )  # fmt: skip
    return db.fetch(connection, statement)


def _refused(period_code: str, at: dt.datetime) -> CTE:
    """Units of which a file was refused by `at` and after what they had sent was withdrawn, if it was."""
    event, a = submission_event.c, attempt.c
    withdrawn = (
        select(submission.c.unit_id, func.max(event.at).label("at"))
        .join_from(submission_event, submission, submission.c.submission_id == event.submission_id)
        .where(submission.c.period == period_code, event.event == WITHDRAWN, event.at <= at)
        .group_by(submission.c.unit_id)
        .subquery()
    )
    since = or_(withdrawn.c.at.is_(None), a.at > withdrawn.c.at)
    return (
        select(a.unit_id)
        .join_from(attempt, withdrawn, withdrawn.c.unit_id == a.unit_id, isouter=True)
        .where(a.period == period_code, a.status == "rejected", a.at <= at, since)
        .distinct()
        .cte("refused")
    )


def versions(connection: Connection, unit_id: str, period_code: str | None) -> pa.Table:
    """All versions of a unit's reports, newest period last, with the time each was held true.

    Columns: those of `submission`; state (in_force, replaced, withdrawn); withdrawn_at,
    withdrawn_by, withdrawn_reason; reinstated_reason where the version states an earlier one again.
    """
    s = submission.c
    out, back = (submission_event.alias(name) for name in (WITHDRAWN, REINSTATED))
    state = case((out.c.event.is_not(None), WITHDRAWN), (s.recorded_to.is_not(None), "replaced"), else_="in_force")
    statement = (
        select(
            submission, state.label("state"), out.c.at.label("withdrawn_at"), out.c.done_by.label("withdrawn_by"),
            out.c.reason.label("withdrawn_reason"), back.c.reason.label("reinstated_reason"),
        )
        .join(out, and_(out.c.submission_id == s.submission_id, out.c.event == WITHDRAWN), isouter=True)
        .join(back, and_(back.c.submission_id == s.submission_id, back.c.event == REINSTATED), isouter=True)
        .where(s.unit_id == unit_id, or_(literal(period_code is None), s.period == (period_code or "")))
        .order_by(s.period, s.demonstration, s.version)
    )  # fmt: skip
    return db.fetch(connection, statement)


def refusals(connection: Connection, unit_id: str) -> pa.Table:
    """The files of a unit that were refused, oldest first: period, at, sha256; of a snapshot not what they held."""
    a = attempt.c
    statement = select(a.period, a.at, a.sha256).where(a.unit_id == unit_id, a.status == "rejected").order_by(a.at)
    return db.fetch(connection, statement)
