"""The round of a period: who owes a report, who sent one and when; and the versions of a report."""

import datetime as dt

import pyarrow as pa
from sqlalchemy import Connection, Date, and_, case, cast, func, literal, or_, select

from store import connection as db
from store.schema import attempt, expected_report, observation, period, submission, submission_event, unit
from store.steps import REINSTATED, WITHDRAWN, first_received, submissions_in_force


def reports(connection: Connection, period_code: str, at: dt.datetime) -> pa.Table:
    """One row per report owed for a period, as known at `at`.

    Columns: unit_id, unit, form, status (complete, late, missing, rejected, not_yet_due),
    received_at, days_late, version, missing_cells, demonstration.
    """
    force = submissions_in_force(at)
    first = first_received(force, at)
    sent = (
        select(force.c.unit_id, first.c.received_at, func.max(submission.c.version).label("version"),
               func.bool_or(force.c.demonstration).label("demonstration"))
        .join_from(force, submission, submission.c.submission_id == force.c.submission_id)
        .join(first, and_(first.c.unit_id == force.c.unit_id, first.c.period == force.c.period))
        .where(force.c.period == period_code)
        .group_by(force.c.unit_id, first.c.received_at)
        .cte("sent")
    )  # fmt: skip
    gaps = (
        select(force.c.unit_id, func.count().label("missing_cells"))
        .join_from(observation, force, force.c.submission_id == observation.c.submission_id)
        .where(force.c.period == period_code, force.c.parts == 1, observation.c.state == "missing")
        .group_by(force.c.unit_id)
        .cte("gaps")
    )
    refused = (
        select(attempt.c.unit_id)
        .where(attempt.c.period == period_code, attempt.c.status == "rejected", attempt.c.at <= at)
        .distinct()
        .cte("refused")
    )
    e = expected_report.c
    received = cast(sent.c.received_at, Date)
    status = case(
        (and_(sent.c.version.is_not(None), received <= period.c.due_date), "complete"),
        (sent.c.version.is_not(None), "late"),
        (refused.c.unit_id.is_not(None), "rejected"),
        (period.c.due_date >= cast(literal(at), Date), "not_yet_due"),
        else_="missing",
    )
    late = case((received > period.c.due_date, received - period.c.due_date))
    statement = (
        select(
            e.unit_id, unit.c.name.label("unit"), e.form_id.label("form"), status.label("status"), sent.c.received_at,
            late.label("days_late"), sent.c.version, func.coalesce(gaps.c.missing_cells, 0).label("missing_cells"),
            func.coalesce(sent.c.demonstration, False).label("demonstration"),
        )
        .join_from(expected_report, period, period.c.period == e.period)
        .join(unit, unit.c.unit_id == e.unit_id)
        .join(sent, sent.c.unit_id == e.unit_id, isouter=True)
        .join(gaps, gaps.c.unit_id == e.unit_id, isouter=True)
        .join(refused, refused.c.unit_id == e.unit_id, isouter=True)
        .where(e.period == period_code)
        .order_by(e.form_id, unit.c.code)
    )  # fmt: skip
    return db.fetch(connection, statement)


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
