"""Why a value differs between two states of knowledge: from records only. What no record shows has no cause here."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection

from catalogue.definitions import Definitions
from store import changes
from store.past import Moment
from store.steps import REINSTATED, VALUE_KEY, WITHDRAWN

Row = dict[str, Any]
TIMELINESS = "report_timeliness"
# In the order in which they are told.
KINDS = (
    "correction",
    "late",
    "report",
    "withdrawal",
    "reinstatement",
    "publication",
    "boundary",
    "definition",
    "due",
    "protection",
    "unknown",
)


@dataclass(frozen=True)
class Cause:
    """One cause with its record: the file of a report, a printed figure, a change of units, what a definition asks."""

    kind: str
    unit_id: str | None = None  # that reported, or that changed
    period: str | None = None
    file: str | None = None
    version: int | None = None
    received_at: dt.datetime | None = None
    recorded_at: dt.datetime | None = None
    due_date: dt.date | None = None
    demonstration: bool | None = None
    reason: str | None = None  # as told, of a withdrawal or reinstatement; the kind of a change of units
    figure_id: str | None = None
    source: str | None = None  # of a printed figure; the legal basis of a change of units
    what: str | None = None  # figure: added, removed; definition: formula, asked, period, sources; report: what it hides
    detail: str | None = None

    def as_dict(self) -> Row:
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        return {"cause": told.pop("kind")} | {name: value for name, value in told.items() if value is not None}


class Evidence:
    """The records between two states of knowledge, looked up by what they speak of."""

    def __init__(self, connection: Connection, definitions: Definitions, before: Moment, after: Moment) -> None:
        self._definitions = definitions
        self._days = (before.at.date(), after.at.date())
        old = changes.submissions(connection, changes.BEFORE, before)
        new = changes.submissions(connection, changes.AFTER, after)
        self._old, self._new = ({row["submission_id"]: row for row in rows} for rows in (old, new))
        self._known = {_version(row) for row in old}
        self._held = {_chain(row) for row in old if row["recorded_to"] is None or row["recorded_to"] > before.at}
        self._events: dict[tuple[Any, ...], dict[str, Row]] = defaultdict(dict)
        for event in changes.events(connection, before, after):
            if event["submission_id"] in self._new:
                self._events[_version(self._new[event["submission_id"]])][event["event"]] = event
        self._of_report: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in sorted(new, key=lambda row: row["recorded_from"]):
            self._of_report[row["unit_id"], row["period"]].append(row)
        self._due = changes.due_dates(connection)
        self._printed: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
        for figure in changes.printed(connection, before, after):
            self._printed[tuple(figure[name] for name in VALUE_KEY)].append(figure)
        self._units = changes.units(connection)
        self._formulas = changes.formulas(connection)
        self._asked = changes.asked_otherwise(connection)
        self._periods = changes.periods(connection)
        self._reports = changes.reports_otherwise(connection)
        self._sources = changes.order_of_sources_differs(connection)
        self._chosen = changes.sources_otherwise(connection)

    def of_cell(self, cell: Row) -> list[Cause]:
        """Why a cell says something else."""
        old, new = self._old.get(cell["old_submission_id"]), self._new.get(cell["new_submission_id"])
        found: list[Cause] = []
        if old and WITHDRAWN in self._events[_version(old)]:
            found.append(self._event("withdrawal", old, WITHDRAWN))
        if new and _version(new) not in self._known:
            found += self._arrival(new, old, answered=cell["old_state"] not in (None, "missing"))
        if not found and old:  # a new file of the report hides it, and says nothing of this
            arrived = [row for row in self._of_report[old["unit_id"], old["period"]] if _version(row) not in self._known]
            found += self._arrival(arrived[-1], old, answered=True) if arrived else []
        return found

    def place(self, cell: Row, side: str) -> Row | None:
        """What a cell says on a side (“old”, “new”) and where it stands; None if nobody says anything there."""
        submission = (self._old if side == "old" else self._new).get(cell[f"{side}_submission_id"])
        if submission is None:
            return None
        said = {name: cell[f"{side}_{name}"] for name in ("state", "value", "sheet", "cell")}
        return said | {"file": submission["file_name"], "version": submission["version"], "sha256": submission["sha256"]}

    def of_report(self, unit_id: str, period: str) -> list[Cause]:
        """Why a report counts otherwise among those on time; a correction leaves it as timely as it was."""
        found = []
        for row in self._of_report[unit_id, period]:
            version = _version(row)
            if WITHDRAWN in self._events[version]:
                found.append(self._event("withdrawal", row, WITHDRAWN))
            if version not in self._known and _chain(row) not in self._held:
                found += self._arrival(row, None, answered=False)[:1]
        return found

    def of_value(self, row: Row, cells: Iterable[Row]) -> list[Cause]:
        """Why the value of a unit differs, each cause once."""
        found = [cause for cell in cells for cause in self.of_cell(cell)]
        if row["indicator"] == TIMELINESS:
            found += self.of_report(row["unit_id"], row["period"])
        if "publication" in (row["old_source"], row["new_source"]):
            found += [_printing(figure) for figure in self._printed[key_of(row)]]
        found += self.of_place(row)
        if not found and row["indicator"] in self._definitions.sensitive:
            found += self._of_hidden(row["unit_id"], row["period"])
        if not found and row["old_state"] == "not_yet_due":  # a report that came and is silent on this
            found += self.of_report(row["unit_id"], row["period"])
        if not found and "suppressed" in (row["old_state"], row["new_state"]):
            found.append(Cause("protection"))  # other figures changed, and with them what would follow from this one
        if not found and self._fell_due(row):
            found.append(Cause("due", period=row["period"], due_date=self._due_date(row["unit_id"], row["period"])))
        return list(dict.fromkeys(found))

    def _of_hidden(self, unit_id: str, period: str) -> list[Cause]:
        """Why a protected value differs, whose cells no snapshot shows: what came of or was done to its report."""
        found: list[Cause] = []
        for row in self._of_report[unit_id, period]:
            if WITHDRAWN in self._events[_version(row)]:
                found.append(self._event("withdrawal", row, WITHDRAWN))
            if _version(row) not in self._known and row["recorded_to"] is None:
                found += self._arrival(row, None, answered=False)
        return found

    def of_place(self, row: Row) -> Iterator[Cause]:
        """What units and definitions have to do with it: expected otherwise, in other totals, by another formula."""
        moved = any(row[f"old_{name}"] != row[f"new_{name}"] for name in ("in_total", "parent_id", "province_id"))
        other = key_of(row) in self._asked
        if (moved or other) and row["unit_id"] in self._units:
            yield from self._unit_changes(row["unit_id"])
        elif other:
            yield Cause("definition", what="asked")
        formula = self._formulas.get((row["indicator"], row["series"]))
        if formula is not None:
            yield Cause("definition", what="formula", detail=_formula(*formula))
        if row["period"] in self._periods and not other:
            yield Cause("definition", what="period", period=row["period"])
        elif row["indicator"] == TIMELINESS and row["unit_id"] not in self._units and not other:
            yield from self._report_otherwise(row)
        if (self._sources or key_of(row) in self._chosen) and row["old_source"] != row["new_source"]:
            yield Cause("definition", what="sources")

    def _report_otherwise(self, row: Row) -> Iterator[Cause]:
        """A report that only one side expects of a unit, or by another day."""
        if (row["unit_id"], row["period"]) in self._reports:
            alone = None in (row["old_state"], row["new_state"])
            yield Cause("definition", what="asked" if alone else "period", period=None if alone else row["period"])

    def _unit_changes(self, unit_id: str) -> Iterator[Cause]:
        """The changes of a unit whose other side differs too: those that came in between."""
        found = False
        for change in self._definitions.changes:
            sides = {side for side in (change.from_unit_id, change.to_unit_id) if side}
            if unit_id in sides and sides <= self._units:
                found = True
                yield Cause("boundary", unit_id, reason=change.change, source=change.legal_basis,
                            detail=f"{change.date}: {change.from_unit_id} → {change.to_unit_id or '–'}")  # fmt: skip
        if not found:
            yield Cause("boundary", unit_id)

    def _arrival(self, new: Row, old: Row | None, *, answered: bool) -> list[Cause]:
        """A version that came in between: brought back, a correction, or a report, late by its period's due date.

        A report that came and was corrected in between is both, each with its own file.
        """
        if REINSTATED in self._events[_version(new)]:
            return [self._event("reinstatement", new, REINSTATED)]
        same = old is not None and _chain(old) == _chain(new)
        replaces = not new["partial"] and _chain(new) in self._held
        if (same and answered) or replaces:
            return [self._of_file("correction", new)]
        first = self._first(new)
        due = self._due_date(new["unit_id"], new["period"])
        hidden = "demonstration" if old and old["demonstration"] and not new["demonstration"] else None
        found = [self._of_file("late" if due and first["received_at"].date() > due else "report", first, what=hidden)]
        return found if first is new else [*found, self._of_file("correction", new)]

    def _first(self, new: Row) -> Row:
        """The first version of a report that came in between and was replaced since, if there is one before this."""
        for row in self._of_report[new["unit_id"], new["period"]]:
            if _chain(row) == _chain(new) and _version(row) not in self._known and row["recorded_to"] is not None:
                return row if WITHDRAWN not in self._events[_version(row)] else new
        return new

    def _event(self, kind: str, version: Row, event: str) -> Cause:
        told = self._events[_version(version)][event]
        return self._of_file(kind, version, told["at"], told["reason"])

    def _of_file(
        self, kind: str, row: Row, at: dt.datetime | None = None, reason: str | None = None, what: str | None = None
    ) -> Cause:
        return Cause(
            kind, row["unit_id"], row["period"], row["file_name"], row["version"], row["received_at"],
            at or row["recorded_from"], self._due_date(row["unit_id"], row["period"]), row["demonstration"], reason, what=what,
        )  # fmt: skip

    def _fell_due(self, row: Row) -> bool:
        due, (first, last) = self._due_date(row["unit_id"], row["period"]), self._days
        return row["old_state"] == "not_yet_due" and due is not None and first <= due < last

    def _due_date(self, unit_id: str, period: str) -> dt.date | None:
        """The last day for a unit's report, else for those of the period."""
        return self._due.get((unit_id, period), self._due.get(("", period)))


def _version(row: Row) -> tuple[Any, ...]:
    """A version, by what names it in every snapshot; numbers of submissions may be given again after a restore."""
    return (*_chain(row), row["version"], row["sha256"])


def _chain(row: Row) -> tuple[Any, ...]:
    return row["unit_id"], row["period"], row["demonstration"]


def key_of(row: Row) -> tuple[Any, ...]:
    """What names a value: VALUE_KEY."""
    return tuple(row[name] for name in VALUE_KEY)


def _printing(figure: Row) -> Cause:
    what = "removed" if figure["recorded_to"] else "added"
    at = figure["recorded_to"] or figure["recorded_from"]
    return Cause(
        "publication",
        figure["unit_id"],
        figure["period"],
        recorded_at=at,
        figure_id=figure["figure_id"],
        source=figure["source"],
        what=what,
        detail=figure["cell"],
    )


def _formula(old: list[Row], new: list[Row]) -> str:
    """What a formula no longer counts (−) and what it counts now (+), as codes."""
    told = []
    for sign, rows in (("−", old), ("+", new)):
        for row in rows:
            about = " ".join(str(row[name]) for name in ("element", "measure", "sex", "ethnicity", "age") if row[name] != "_T")
            told.append(f"{sign} {row['part']}: {about}")
    return "; ".join(told)
