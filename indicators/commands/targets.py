"""Set indicators against their targets: value, requirement, gap in people, status, method."""

import argparse
import datetime as dt

from catalogue import definitions
from catalogue.commands import ACCEPTED, day, moment
from catalogue.definitions import Definitions
from catalogue.errors import UsageError
from indicators.commands.output import print_json, print_table
from indicators.progress.assess import Assessment
from indicators.query import Query, versions
from store import connection as db
from store import snapshot

SHOWN = ("target", "unit", "level", "period", "comparator", "required", "numerator", "denominator", "value", "needed",
         "gap", "gap_of_units", "units_met", "units_missed", "status", "reason", "next_event", "verified")  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--unit", help="code, unit_id or name (default: the province)")
    parser.add_argument("--at", type=day, metavar="DATE", help="day the status is judged at (default: the snapshot's)")
    parser.add_argument("--as-of", type=moment, metavar="DATE", help="as recorded by this date")
    parser.add_argument("--target", metavar="ID", help="only this target")
    parser.add_argument("--by-unit", action="store_true", help="one row per unit behind a target (needs --target)")
    parser.add_argument("--seats", choices=("filled", "established"), default="filled",
                        help="share of seats filled, or of those established, vacant ones included")  # fmt: skip
    parser.add_argument("--size", type=int, metavar="N", help="as if the body of --unit had N seats")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    _check(known, args)
    units = versions(known, args.unit) if args.unit else ()
    with db.reading(snapshot.current()).connect() as connection:
        at = args.at or dt.date.fromisoformat(snapshot.facts(connection)["published_at"][:10])
        assessment = Assessment(connection, known, Query("", units=units, as_of=args.as_of), at, args.seats, args.size)
        if args.by_unit:
            rows = [row for target, level, _ in assessment.bound() if target.id == args.target
                    for row in assessment.unit_rows(target.id, level)]  # fmt: skip
        else:
            rows = [row for row in assessment.rows() if args.target in (None, row["target"])]
    if args.json:
        print_json(rows)
    else:
        print_table(rows, [name for name in SHOWN if not rows or name in rows[0]])
    return ACCEPTED


def _check(known: Definitions, args: argparse.Namespace) -> None:
    if args.target and args.target not in known.targets:
        raise UsageError("target_unknown", found=args.target, expected=", ".join(known.targets))
    if args.by_unit and not args.target:
        raise UsageError("target_missing")
    if args.size is not None and (args.size < 1 or not args.unit):
        raise UsageError("size_wrong", found=args.size)
