"""Warnings that someone confirmed with a reason: kept, and not asked again for the same cell with the same content."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select, tuple_

from catalogue.errors import UsageError
from etl.candidates import Candidate
from etl.problems import Problem
from store.schema import confirmation
from store.submissions import append_rows

NAMES = ("unit_id", "period", "code", "sheet", "cell", "found")
Key = tuple[str, str, str, str, str, str]  # those


@dataclass(frozen=True)
class Confirm:
    """What the command confirms: warnings of a code, in one cell or anywhere."""

    code: str
    sheet: str | None = None
    cell: str | None = None

    def means(self, problem: Problem) -> bool:
        anywhere = self.sheet is None
        return problem.code == self.code and (anywhere or (problem.sheet, problem.cell) == (self.sheet, self.cell))


@dataclass(frozen=True)
class Confirmations:
    """The confirmations of a run, with their reason and who gave them."""

    confirms: tuple[Confirm, ...] = ()
    reason: str = ""
    by: str | None = None


def parse_confirm(text: str) -> Confirm:
    """“body_jumped” or “body_jumped:II.3.2 Cơ quan!D8”."""
    code, _, place = text.partition(":")
    sheet, _, cell = place.rpartition("!")
    return Confirm(code, sheet or None, cell or None)


def confirm(connection: Connection, candidates: Sequence[Candidate], asked: Confirmations) -> list[dict[str, Any]]:
    """Mark the warnings that are, or were once, confirmed; return the rows of new confirmations.

    Raises:
        UsageError: something is confirmed that no file warns of; nothing was loaded.
    """
    known = _known(connection, candidates)
    rows, used = [], set()
    for candidate in candidates:
        for place, problem in enumerate(candidate.problems):
            if problem.severity != "warning":
                continue
            meant = next((c for c in asked.confirms if c.means(problem)), None)
            key = _key(candidate, problem)
            reason = asked.reason if meant else known.get(key) if key else None
            if reason is None:
                continue
            candidate.problems[place] = replace(problem, confirmed=reason)
            if meant:
                used.add(meant)
            if meant and key and candidate.acceptable:
                row: dict[str, Any] = dict(zip(NAMES, key, strict=True))
                rows.append(row | {"sha256": candidate.file.sha256, "reason": reason, "by": asked.by})
    if unused := [c for c in asked.confirms if c not in used]:
        raise UsageError("confirm_unmatched", found=", ".join(c.code for c in unused))
    return rows


def _key(candidate: Candidate, problem: Problem) -> Key | None:
    if candidate.unit is None or candidate.period is None:
        return None
    spot = (problem.sheet or "", problem.cell or "", problem.found or "")
    return candidate.unit.unit_id, candidate.period.period, problem.code, *spot


def _known(connection: Connection, candidates: Iterable[Candidate]) -> dict[Key, str]:
    reports = {
        (c.unit.unit_id, c.period.period)
        for c in candidates
        if c.unit and c.period and any(problem.severity == "warning" for problem in c.problems)
    }
    if not reports:
        return {}
    t = confirmation.c
    columns = (*(t[name] for name in NAMES), t.reason)
    found = connection.execute(select(*columns).where(tuple_(t.unit_id, t.period).in_(list(reports))))
    return {tuple(key): reason for *key, reason in found}


def keep(connection: Connection, rows: list[dict[str, Any]], at: dt.datetime) -> None:
    """Store new confirmations."""
    append_rows(connection, confirmation, [row | {"at": at} for row in rows])
