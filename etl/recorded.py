"""Commands that change what the office holds tell the desk's record who did what, from which version to which.

The one place for it: a command holds the working folder by `recorded` in place of `writing`, and names what it changed.
"""

import argparse
import getpass
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import Any

from catalogue import definitions, paths
from catalogue.access import OFFICER, Principal
from catalogue.errors import UserError
from catalogue.words import Words
from desk import audit
from etl.candidates import Candidate
from etl.writer import writing
from store import desk_file, snapshot

PUBLICATION = "publication"


@dataclass
class Record:
    """What a command changed."""

    entries: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def note(self, subject: str, *, before: object = None, after: object = None, **detail: object) -> None:
        """Add a change: of what, from which version to which."""
        told = {name: value for name, value in detail.items() if value not in (None, "", [], ())}
        self.entries.append((subject, {"before": before, "after": after, **told}))

    def loaded(self, candidates: list[Candidate]) -> None:
        """Add every file that became a version."""
        for one in candidates:
            if one.status in ("loaded", "replaced") and one.unit and one.period and one.version:
                self.note(f"{one.unit.unit_id} {one.period.period}", before=one.version - 1 or None, after=one.version,
                          file=one.file.path.name, sha256=one.file.sha256)  # fmt: skip


@contextmanager
def recorded(args: argparse.Namespace, words: Words, *, held: bool = True) -> Iterator[Record]:
    """Hold the working folder's lock unless the command does so itself (`held`); record what was changed.

    Nothing is recorded of a dry run, of a command that failed and of one that changed nothing.
    """
    record, before = Record(), _current()
    with writing(args, words) if held else nullcontext():
        yield record
        after = _current()
    if getattr(args, "dry_run", False):
        return
    if before != after:
        record.note(PUBLICATION, before=before, after=after)
    if record.entries:
        _write(_who(getattr(args, "by", None)), args, record)


def _current() -> str | None:
    """The publication in use; none that can be named where a command is about to mend that."""
    with suppress(UserError):
        return snapshot.current_id()
    return None


def _write(who: Principal, args: argparse.Namespace, record: Record) -> None:
    reason = {"reason": args.reason} if getattr(args, "reason", None) else {}
    with desk_file.writing() as connection:
        for subject, told in record.entries:
            action = "publish" if subject == PUBLICATION else args.command
            audit.record(connection, who, action, subject, **told, **reason, command=args.command)


def _who(by: str | None) -> Principal:
    """Who sits at the machine: the user of its system, and the name they give."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # a user without a name
        user = "?"
    return Principal(f"{user}@localhost", by or user, definitions.load(paths.data_folder()).roles[OFFICER])
