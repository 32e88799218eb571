"""Show who has reported for a period: complete, late, partial, missing, rejected, not yet due.

A report is partial while a required cell of its form is answered by none of its files (“x” is an
answer), and late if the last of them was first answered after the due date; a correction does
not make it late, and what was withdrawn counts for nothing.
"""

import argparse
import json
import sys
from collections import Counter
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from catalogue import definitions
from catalogue.clock import office_now
from catalogue.commands import ACCEPTED, moment
from catalogue.definitions import Definitions
from catalogue.forms import Forms
from catalogue.words import Words, date_text
from etl.choices import collected_period
from store import connection as db
from store import snapshot
from store.completeness import EmptyCell, empty_cells
from store.rounds import reports

STATUSES = ("complete", "late", "partial", "missing", "rejected", "not_yet_due")
FIRST = 3  # empty cells shown of each partial report; --json lists all


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--period", required=True, help="e.g. 2024-S1")
    parser.add_argument("--as-of", type=moment, help="as recorded by this date (default: now)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    period, at = collected_period(known, args.period), args.as_of or office_now()
    forms = Forms(known)
    with db.reading(snapshot.current()).connect() as connection:
        rows = reports(connection, period.period, at).to_pylist()
        partial = [known.geography.units[row["unit_id"]] for row in rows if row["status"] == "partial"]
        empty = empty_cells(connection, forms, [forms.instance(unit, period) for unit in partial], at)
    counts = Counter(row["status"] for row in rows)
    summary = {status: counts[status] for status in STATUSES}
    if args.json:
        told = [row | {"empty": [asdict(cell) for cell in empty.get(row["unit_id"], [])]} for row in rows]
        content = {"period": period.period, "due_date": period.due_date, "expected": len(rows), **summary, "reports": told}
        json.dump(content, sys.stdout, ensure_ascii=False, indent=2, default=lambda value: value.isoformat())
        print()
    else:
        _show(rows, summary, known.words, args)
        for row in rows:
            if row["unit_id"] in empty:
                print(_gaps(known, row, empty[row["unit_id"]], args.lang))
    return ACCEPTED


def _show(rows: list[dict[str, Any]], summary: dict[str, int], words: Words, args: argparse.Namespace) -> None:
    table = Table(title=words.period(args.period, args.lang))
    for key in ("unit", "status", "received", "completed", "days_late", "version", "empty_required"):
        table.add_column(words("column_" + key, args.lang))
    for row in rows:
        received, completed = (
            date_text(row[name].date(), args.lang) if row[name] else "" for name in ("received_at", "completed_at")
        )
        empty = str(row["empty_required"] or "") if row["status"] == "partial" else ""
        late, version = row["days_late"] or "", row["version"] or ""
        status = words("report_" + row["status"], args.lang)
        table.add_row(row["unit"], status, received, completed, str(late), str(version), empty)
    console = Console(width=None if sys.stdout.isatty() else 200)
    console.print(table)
    console.print(" · ".join(f"{words('report_' + status, args.lang)}: {count}" for status, count in summary.items() if count))


def _gaps(known: Definitions, row: dict[str, Any], cells: list[EmptyCell], lang: str) -> str:
    """How many required cells of a partial report are empty, and the first of them."""
    first = "; ".join(_cell(known, cell, lang) for cell in cells[:FIRST])
    more = f"; … +{len(cells) - FIRST}" if len(cells) > FIRST else ""
    return known.words("status_gaps", lang, unit=row["unit"], count=len(cells), cells=first + more)


def _cell(known: Definitions, cell: EmptyCell, lang: str) -> str:
    element, column = known.elements[cell.element], known.columns[cell.column]
    about = [getattr(element, f"name_{lang}"), getattr(column, f"label_{lang}"), cell.term or ""]
    if cell.level == "commune":
        about.insert(0, known.geography.units[cell.unit_id].name)
    return f"“{cell.sheet}”: " + " – ".join(text for text in about if text)
