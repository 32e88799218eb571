"""Show the versions of a unit's reports: file, who sent it, when received, when held to be true, what became of it."""

import argparse
import json
import sys
from typing import Any

from rich.console import Console
from rich.table import Table

from catalogue import definitions
from catalogue.commands import ACCEPTED
from catalogue.errors import UsageError
from catalogue.words import Words
from store import connection as db
from store import snapshot
from store.rounds import versions
from store.steps import WITHDRAWN

SHOWN = ("period", "version", "state", "file_name", "sha256", "received_at", "recorded_from", "recorded_to", "observations",
         "sent_by", "note")  # fmt: skip


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
        table.add_row(*(_text(name, value) for name, value in _row(row, known.words, args.lang).items()))
    Console(width=None if sys.stdout.isatty() else 200).print(table)
    return ACCEPTED


def _row(row: dict[str, Any], words: Words, lang: str) -> dict[str, Any]:
    """What is shown of a version: its state with the reason, its note with the reason it was brought back."""
    state = words("status_" + row["state"], lang)
    if row["state"] == WITHDRAWN:
        state += ": " + _and_by(row["withdrawn_reason"], row["withdrawn_by"])
    note = " – ".join(text for text in (row["note"], row["reinstated_reason"]) if text)
    return {name: row[name] for name in SHOWN} | {"state": state, "note": note}


def _and_by(reason: str, by: str | None) -> str:
    return f"{reason} ({by})" if by else reason


def _text(name: str, value: object) -> str:
    text = "" if value is None else str(value)
    return text[:12] if name == "sha256" else text[:19] if name.endswith(("_at", "_from", "_to")) else text
