"""Set indicators against their targets: value, requirement, gap in people, status, method."""

import argparse
import datetime as dt

from catalogue import definitions
from catalogue.commands import ACCEPTED, day, moment
from indicators.commands.output import print_json, print_table
from indicators.query import Query, versions
from indicators.targets import assess
from store import connection as db
from store import snapshot

SHOWN = ("target", "unit", "level", "period", "comparator", "required", "numerator", "denominator", "value", "needed",
         "gap", "status", "reason", "verified")  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--unit", help="code, unit_id or name (default: the province)")
    parser.add_argument("--at", type=day, metavar="DATE", help="day the status is judged at (default: the snapshot's)")
    parser.add_argument("--as-of", type=moment, metavar="DATE", help="as recorded by this date")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    units = versions(known, args.unit) if args.unit else ()
    with db.reading(snapshot.current()).connect() as connection:
        at = args.at or dt.date.fromisoformat(snapshot.facts(connection)["published_at"][:10])
        rows = assess(connection, known, Query("", units=units, as_of=args.as_of), at)
    (print_json if args.json else lambda found: print_table(found, SHOWN))(rows)
    return ACCEPTED
