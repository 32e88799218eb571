"""Show which values changed since a snapshot or date, and why: corrections, late reports, withdrawals, units, definitions.

Causes come from records; where no record shows one, that is said. A snapshot whose file is gone is told again from records.
"""

import argparse
import json
import sys
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from catalogue import definitions
from catalogue.commands import ACCEPTED
from indicators.change_words import ChangeWords
from indicators.changes import Change, Changes, changes
from indicators.commands.output import tidy
from store import past
from store.past import Moment

ROWS = 40  # on a terminal; --json has all
CAUSES = 2  # of one value on a terminal
COLUMNS = ("indicator", "unit", "level", "time", "before", "after", "difference", "cause")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--since", required=True, metavar="SNAPSHOT|DATE", help="a snapshot's identifier, or YYYY-MM-DD[THH:MM]"
    )
    parser.add_argument("--until", metavar="SNAPSHOT|DATE", help="default: the snapshot in use")
    parser.add_argument("--json", action="store_true", help="print JSON: all values, each with its causes and cells")


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    found = changes(known, past.resolve(args.since), past.resolve(args.until) if args.until else past.latest())
    if args.json:
        json.dump(_as_dict(found), sys.stdout, ensure_ascii=False, indent=2, default=str)
        print()
        return ACCEPTED
    words = ChangeWords(known, args.lang)
    print(words.sentence(found, found.values))
    for note in words.notes(found):
        print(note)
    if found.values:
        Console(width=None if sys.stdout.isatty() else 240).print(_table(found.values[:ROWS], words))
    if len(found.values) > ROWS:
        print(words.t("changes_more", count=len(found.values) - ROWS))
    return ACCEPTED


def _as_dict(found: Changes) -> dict[str, Any]:
    return {
        "since": _moment(found.before, found.definitions[0]),
        "until": _moment(found.after, found.definitions[1]),
        "values_changed": len(found.values),
        "causes": found.count(),
        "values": [_tidied(change.as_dict()) for change in found.values],
    }


def _moment(moment: Moment, version: str) -> dict[str, Any]:
    told = {"snapshot": moment.identifier, "at": moment.at, "file_kept": moment.path is not None, "definitions": version}
    return told | ({"told_from_records": moment.reason} if moment.reason else {})


def _tidied(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _tidied(part) for name, part in value.items()}
    return [_tidied(part) for part in value] if isinstance(value, list | tuple) else tidy(value)


def _table(rows: tuple[Change, ...], words: ChangeWords) -> Table:
    table = Table()
    for name in COLUMNS:
        table.add_column(words.t("column_" + name), overflow="fold")
    for change in rows:
        row = (
            words.indicator(change),
            words.unit(change),
            words.known.name("level", change.level, words.lang),
            words.time(change),
            words.said(change.before, change),
            words.said(change.after, change),
            words.points(change),
            words.causes(change, CAUSES),
        )
        table.add_row(*(Text("".join(c if c.isprintable() else "�" for c in text)) for text in row))
    return table
