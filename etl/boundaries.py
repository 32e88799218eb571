"""A file of changes of units: held against all that is known, kept, published.

It is in force from the moment it has its name in the working folder; a writer killed after that
leaves the store a map behind, and the next one that writes brings it up, as for reports.
"""

import os
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from catalogue import boundaries, definitions, paths
from catalogue.boundaries import Extension
from catalogue.boundary_checks import DAY
from catalogue.boundary_faults import Fault, some
from catalogue.definitions import Definitions
from catalogue.models import OrgUnit
from etl.publish import is_current, publish
from etl.storing import prepare
from store import connection as db
from store import snapshot, upgrade
from store.faults import told
from store.moments import moment
from store.reported import reported

Status = Literal["loaded", "unchanged", "rejected", "checked"]
DRAFT = ".draft"


@dataclass(frozen=True)
class Outcome:
    """What became of a file of changes: definitions before and, if it is right, after it."""

    path: Path
    sha256: str
    status: Status
    before: Definitions
    found: Extension
    problems: tuple[Fault, ...]
    snapshot: str | None

    @property
    def ended(self) -> list[OrgUnit]:
        """Units that end, with their last day."""
        known = {unit.unit_id: unit for unit in self.before.units}
        return [unit for unit in self.found.definitions.units if unit != known.get(unit.unit_id) and unit.valid_to]

    @property
    def begun(self) -> list[OrgUnit]:
        known = {unit.unit_id for unit in self.before.units}
        return [unit for unit in self.found.definitions.units if unit.unit_id not in known]

    def count(self, level: str) -> tuple[int, int]:
        """Units of a level before the first date of the file, and from its last on."""
        dates = self.found.dates
        then = [(self.before, dates[0] - DAY), (self.found.definitions, dates[-1])]
        first, last = (sum(u.level == level and u.exists(day) for u in d.geography.units.values()) for d, day in then)
        return first, last


def accept(path: Path, content: bytes, *, dry_run: bool) -> Outcome:
    """Hold a file against the register and the reports; keep it and publish unless it is wrong or only tried.

    The working folder's lock is held. What is wrong with the file is in the outcome.

    Raises:
        UserError: the working folder cannot be used; nothing was changed.
    """
    known = definitions.load()
    found = boundaries.extended(known, content)
    sha256 = boundaries.sha256_of(content)
    if found.name in known.kept:
        same = Extension(known, found.name, found.rows, ())
        return Outcome(path, sha256, "unchanged", known, same, (), snapshot.current_id() if dry_run else _published(known))
    problems = (*found.faults, *_reported(found))
    if any(fault.severity == "error" for fault in problems):
        return Outcome(path, sha256, "rejected", known, found, problems, snapshot.current_id())
    if dry_run:
        return Outcome(path, sha256, "checked", known, found, problems, snapshot.current_id())
    with db.store() as connection:
        with connection.begin():
            prepare(connection, found.definitions)
            _keep(found.name, content)
        identifier = publish(connection, found.definitions)
    return Outcome(path, sha256, "loaded", known, found, problems, identifier)


def _published(known: Definitions) -> str | None:
    """The snapshot in use, after what a killed writer left unpublished is published."""
    with db.store() as connection:
        with connection.begin():
            prepare(connection, known)
        if not is_current(connection, known):
            publish(connection, known)
    return snapshot.current_id()


def _reported(found: Extension) -> list[Fault]:
    """Units that end although reports speak of them for a period after that."""
    rows = {row.from_id: row for row in reversed(found.rows) if row.from_id and row.date}
    with db.trial() as connection:
        upgrade.create_tables(connection)
        held = reported(connection, rows, moment(connection)) if rows else set()
    late: dict[str, list[str]] = defaultdict(list)
    for unit_id, period in sorted(held):
        date, when = rows[unit_id].date, found.definitions.periods.get(period)
        if date and when and when.reference_date >= date:
            late[unit_id].append(period)
    return [Fault("boundary_reported", rows[name].line, "date", name, about=(("periods", some(periods)),))
            for name, periods in late.items()]  # fmt: skip


def _keep(name: str, content: bytes) -> None:
    """Write a file under a draft's name, to the disk, and give it its name; drafts of killed writers are removed."""
    folder = paths.boundaries()
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"*{DRAFT}"):
            left.unlink()
        draft = folder / f"{name}{DRAFT}"
        try:
            with draft.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(folder / name)
        except OSError:
            draft.unlink(missing_ok=True)
            raise
        snapshot.flush(folder)
        snapshot.flush(folder.parent)
