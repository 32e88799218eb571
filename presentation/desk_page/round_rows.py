"""The round of a period, unit by unit: what is published, what lies at the desk, what is still owed."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from catalogue.definitions import Definitions
from catalogue.forms import Forms
from catalogue.models import Period
from catalogue.units import Unit
from desk.sending import Sending
from presentation.notes import ARRIVED

WAITING, WORKING, ACCEPTED, RETURNED, PREPARING = "waiting", "working", "accepted", "returned", "preparing"
# What waits for a decision comes first, then what an officer may want to look at, then what is done.
ORDER = (WAITING, WORKING, RETURNED, ACCEPTED, PREPARING, "rejected", "missing", "partial", "late", "not_yet_due", "complete")
MINE = (WAITING, WORKING)
STATES = {"submitted": WAITING, "accepting": WORKING, "withdrawing": WORKING, "returned": RETURNED, "received": PREPARING,
          "checked": PREPARING, "accepted": ACCEPTED}  # fmt: skip
OWING = ("missing", "rejected", "not_yet_due", RETURNED, PREPARING)  # statuses of units whose report is not in
Row = dict[str, Any]


@dataclass(frozen=True)
class UnitRow:
    """Where a unit's report of the period stands. `days`: left to the due date, or below zero days late."""

    unit: Unit
    form: str
    status: str
    due: dt.date | None
    days: int | None
    sending: Sending | None
    published: Row
    last: Row | None

    @property
    def version(self) -> int | None:
        number = self.sending.version if self.sending and self.sending.version else self.published.get("version")
        return None if number is None or pd.isna(number) else int(number)

    @property
    def came(self) -> bool:
        """Whether something that counts has come."""
        return self.status not in OWING

    @property
    def is_late(self) -> bool:
        return self.days is not None and self.days < 0


def rows(
    known: Definitions, period: Period, today: dt.date, published: pd.DataFrame, sent: Sequence[Sending],
    last: Mapping[int, Row],
) -> list[UnitRow]:  # fmt: skip
    """Every unit that owes a report or has sent one, what waits for a decision first.

    Args:
        published: `store.rounds.reports` of the publication in use.
        sent: the period's sendings, the latest first.
        last: what was done last to each, by its number.
    """
    held = {row["unit_id"]: row for row in published.to_dict("records")}
    of_unit: dict[str, list[Sending]] = {}
    for one in sent:
        if one.state != "discarded":
            of_unit.setdefault(one.unit_id, []).append(one)
    expected = {unit.unit_id: (unit, form.id) for unit, form in Forms(known).expected(period)}
    for unit_id in of_unit:
        if unit_id not in expected and unit_id in known.geography.units:
            expected[unit_id] = (known.geography.units[unit_id], "")
    found = []
    for unit_id, (unit, form) in expected.items():
        said, due = held.get(unit_id, {}), known.due_date(period, unit_id)
        sending = _latest(of_unit.get(unit_id, ()))
        status = _status(sending, said, due, today)
        done = last.get(sending.sending_id) if sending else None
        found.append(UnitRow(unit, form, status, due, _days(status, sending, said, due, today), sending, said, done))
    return sorted(found, key=lambda row: (ORDER.index(row.status), _since(row), row.form, row.unit.code))


def _latest(sent: Iterable[Sending]) -> Sending | None:
    """The sending that says where the unit stands: one that waits, one being worked on, else the last one."""
    ordered = list(sent)
    for states in (("submitted",), ("accepting", "withdrawing")):
        for one in ordered:
            if one.state in states:
                return one
    return ordered[0] if ordered else None


def _status(sending: Sending | None, published: Row, due: dt.date | None, today: dt.date) -> str:
    if sending is not None and sending.state in STATES:
        return STATES[sending.state]
    told = published.get("status")
    if told in ARRIVED or told == "rejected":
        return str(told)
    return "not_yet_due" if due is not None and today <= due else "missing"


def _days(status: str, sending: Sending | None, published: Row, due: dt.date | None, today: dt.date) -> int | None:
    """Days left while the report is owed; below zero days late, of what came by the day on which it came."""
    if due is None:
        return None
    if status in OWING:
        return (due - today).days
    if published.get("status") in ARRIVED:
        late = published.get("days_late")
        return None if late is None or pd.isna(late) or late <= 0 else -int(late)
    came = sending.submitted_at or sending.received_at if sending else None
    return min((due - came.date()).days, 0) or None if came else None


def _since(row: UnitRow) -> dt.datetime:
    """Who waits longest comes first."""
    at: dt.datetime | None = row.sending.submitted_at if row.sending and row.status == WAITING else None
    return at or dt.datetime.min


def figures(found: Sequence[UnitRow]) -> dict[str, int]:
    """The round in numbers."""
    counts = Counter(row.status for row in found)
    return {
        "owed": sum(bool(row.form) for row in found), "received": sum(row.came for row in found),
        "waiting": counts[WAITING] + counts[WORKING], "returned": counts[RETURNED], "accepted": counts[ACCEPTED],
        "published": sum(counts[status] for status in ARRIVED),
        "missing": counts["missing"] + counts["rejected"],
        "late": sum(row.is_late for row in found),
    }  # fmt: skip
