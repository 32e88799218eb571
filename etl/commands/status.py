"""Show who has reported for a period: complete, late, missing, rejected, not yet due."""

import argparse
import json
import sys
from collections import Counter
from typing import Any

from rich.console import Console
from rich.table import Table

from catalogue import definitions
from catalogue.clock import office_now
from catalogue.commands import ACCEPTED, moment
from catalogue.errors import UsageError
from catalogue.words import Words, date_text
from store import connection as db
from store import snapshot
from store.rounds import reports

STATUSES = ("complete", "late", "missing", "rejected", "not_yet_due")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--period", required=True, help="e.g. 2024-S1")
    parser.add_argument("--as-of", type=moment, help="as recorded by this date (default: now)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    period = known.periods.get(args.period)
    if period is None or not period.collected:
        allowed = ", ".join(p.period for p in known.periods.values() if p.collected)
        raise UsageError("period_unknown", found=args.period, expected=allowed)
    with db.reading(snapshot.current()).connect() as connection:
        rows = reports(connection, period.period, args.as_of or office_now()).to_pylist()
    counts = Counter(row["status"] for row in rows)
    summary = {status: counts[status] for status in STATUSES}
    if args.json:
        content = {"period": period.period, "due_date": period.due_date, "expected": len(rows), **summary, "reports": rows}
        json.dump(content, sys.stdout, ensure_ascii=False, indent=2, default=lambda value: value.isoformat())
        print()
    else:
        _show(rows, summary, known.words, args)
    return ACCEPTED


def _show(rows: list[dict[str, Any]], summary: dict[str, int], words: Words, args: argparse.Namespace) -> None:
    table = Table(title=words.period(args.period, args.lang))
    for key in ("unit", "status", "received", "days_late", "version"):
        table.add_column(words("column_" + key, args.lang))
    for row in rows:
        received = date_text(row["received_at"].date(), args.lang) if row["received_at"] else ""
        late, version = row["days_late"] or "", row["version"] or ""
        table.add_row(row["unit"], words("report_" + row["status"], args.lang), received, str(late), str(version))
    console = Console()
    console.print(table)
    console.print(" · ".join(f"{words('report_' + status, args.lang)}: {count}" for status, count in summary.items() if count))
