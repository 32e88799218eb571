"""Show the versions of a unit's reports: file, when received, when held to be true."""

import argparse
import json
import sys

from rich.console import Console
from rich.table import Table

from catalogue import definitions
from catalogue.commands import ACCEPTED
from catalogue.errors import UsageError
from store import connection as db
from store import snapshot
from store.rounds import versions

SHOWN = ("period", "version", "file_name", "sha256", "received_at", "recorded_from", "recorded_to", "observations")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--unit", required=True, help="code, unit_id or name")
    parser.add_argument("--period", help="e.g. 2024-S1 (default: all)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    if args.period and args.period not in known.periods:
        raise UsageError("period_unknown", found=args.period, expected=", ".join(known.periods))
    date = known.periods[args.period].reference_date if args.period else None
    unit = known.geography.resolve(args.unit, date)
    with db.reading(snapshot.current()).connect() as connection:
        rows = versions(connection, unit.unit_id, args.period).to_pylist()
    if args.json:
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=2, default=lambda value: value.isoformat())
        print()
        return ACCEPTED
    table = Table(title=unit.name)
    for name in SHOWN:
        table.add_column(known.words("column_" + name, args.lang))
    for row in rows:
        table.add_row(*(_text(name, row[name]) for name in SHOWN))
    Console().print(table)
    return ACCEPTED


def _text(name: str, value: object) -> str:
    text = "" if value is None else str(value)
    return text[:12] if name == "sha256" else text[:19] if name.endswith(("_at", "_from", "_to")) else text
