"""Load a change of administrative units: mergers, splits, new names, abolitions.

The CSV file has one row for each predecessor and successor (docs/examples/boundaries.csv). It is taken whole or
not at all; all its problems are reported at once, each with its line. What is taken is from then on part
of forms, expected reports and maps. Exit status: 0 accepted, 1 rejected, 2 wrong usage.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from catalogue import definitions, paths
from catalogue.boundary_rows import Row
from catalogue.commands import ACCEPTED, REJECTED
from catalogue.errors import UsageError
from catalogue.models import OrgUnit
from catalogue.words import Words, date_text
from etl.boundaries import Outcome, accept
from etl.recorded import recorded
from etl.writer import add_wait

LEVELS = ("commune", "district")
MADE = ("loaded", "checked")  # statuses of files that change the map
ALIKE = 10  # problems of one kind that are shown; --json lists all


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV file, one row for each predecessor and successor")
    parser.add_argument("--dry-run", action="store_true", help="only show what would change")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    add_wait(parser)


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    try:
        content = args.file.read_bytes()
    except OSError as error:
        raise UsageError("path_missing", path=args.file) from error
    nothing_there = args.dry_run and not paths.store_file().exists()
    with recorded(args, known.words, held=not nothing_there) as record:
        outcome = accept(args.file, content, dry_run=args.dry_run)
        if outcome.status == "loaded":
            record.note(", ".join(date.isoformat() for date in outcome.found.dates), after=outcome.sha256, file=args.file.name)
    if args.json:
        print(json.dumps(_as_dict(outcome, args.lang), ensure_ascii=False))
    else:
        print("\n".join(_lines(outcome, args.lang)))
    return REJECTED if outcome.status == "rejected" else ACCEPTED


def _as_dict(outcome: Outcome, lang: str) -> dict[str, Any]:
    ended = [
        _about(unit) | {"valid_to": unit.valid_to.isoformat() if unit.valid_to else None,
                        "successors": _links(outcome, unit.unit_id, "to")}
        for unit in outcome.ended
    ]  # fmt: skip
    begun = [
        _about(unit) | {"valid_from": unit.valid_from.isoformat(), "parent_unit_id": unit.parent_unit_id,
                        "made_of": _links(outcome, unit.unit_id, "from")}
        for unit in outcome.begun
    ]  # fmt: skip
    counts = {level: outcome.count(level) for level in LEVELS} if outcome.status in MADE else {}
    return {
        "file": str(outcome.path), "sha256": outcome.sha256, "status": outcome.status,
        "dates": [date.isoformat() for date in outcome.found.dates], "ended": ended, "begun": begun,
        "counts": {level: {"before": before, "after": after} for level, (before, after) in counts.items()},
        "problems": [fault.as_dict(outcome.before.words, lang) for fault in outcome.problems], "snapshot": outcome.snapshot,
    }  # fmt: skip


def _about(unit: OrgUnit) -> dict[str, Any]:
    return {"unit_id": unit.unit_id, "name": unit.name, "level": unit.level}


def _rows(outcome: Outcome, unit_id: str, side: str) -> list[Row]:
    """The rows that say what a unit becomes (`to`) or is made of (`from`)."""
    return [row for row in outcome.found.rows if unit_id == (row.from_id if side == "to" else row.to_id)]


def _links(outcome: Outcome, unit_id: str, side: str) -> list[dict[str, str | None]]:
    return [{"unit_id": (row.to_id if side == "to" else row.from_id) or None, "change": row.kind}
            for row in _rows(outcome, unit_id, side)]  # fmt: skip


def _lines(outcome: Outcome, lang: str) -> Iterator[str]:
    words, dates = outcome.before.words, ", ".join(date_text(date, lang) for date in outcome.found.dates)
    yield words(f"boundaries_{outcome.status}", lang, path=outcome.path, dates=dates or "–")
    yield from (f"  {line}" for line in _problems(outcome, words, lang))
    for unit in outcome.ended:
        rows = _rows(outcome, unit.unit_id, "to")
        into = "; ".join(_linked(outcome, row.to_id, row.kind, lang) for row in rows)
        yield "  " + words("boundaries_ends", lang, unit=_named(unit), date=date_text(unit.valid_to, lang), into=into)
    for unit in outcome.begun:
        parts = "; ".join(_linked(outcome, row.from_id, row.kind, lang) for row in _rows(outcome, unit.unit_id, "from"))
        yield "  " + words("boundaries_begins", lang, unit=_named(unit), date=date_text(unit.valid_from, lang), parts=parts)
    if outcome.status in MADE:
        for level in LEVELS:
            before, after = outcome.count(level)
            name = outcome.before.name("level", level, lang)
            yield "  " + words("boundaries_count", lang, level=name, before=before, after=after)
    if outcome.status == "checked":
        yield words("load_dry_run", lang)
    elif outcome.snapshot:
        yield words("load_snapshot", lang, snapshot=outcome.snapshot)


def _named(unit: OrgUnit) -> str:
    return f"{unit.name} ({unit.unit_id})"


def _linked(outcome: Outcome, unit_id: str, kind: str, lang: str) -> str:
    """A predecessor or successor with the kind of change."""
    unit = next((unit for unit in outcome.found.definitions.units if unit.unit_id == unit_id), None)
    name = _named(unit) if unit else outcome.before.words("boundaries_nowhere", lang) if kind == "abolished" else "?"
    return f"{name} – {outcome.before.name('unit_change', kind, lang)}"


def _problems(outcome: Outcome, words: Words, lang: str) -> Iterator[str]:
    """A line for each problem; of many of one kind the first, and how many more."""
    shown: Counter[str] = Counter()
    for fault in outcome.problems:
        shown[fault.code] += 1
        if shown[fault.code] <= ALIKE:
            yield f"{words(fault.severity, lang)}: {fault.as_dict(words, lang)['message']}"
    for count in shown.values():
        if count > ALIKE:
            yield words("boundaries_more", lang, count=count - ALIKE)
