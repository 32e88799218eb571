"""Show the counts behind a value, down to file, version, sheet and cell."""

import argparse
import sys

from catalogue import definitions
from catalogue.commands import ACCEPTED, day, moment
from indicators.commands.output import print_json, print_table
from indicators.commands.reading import add_unsuppressed, opened
from indicators.explain import COLUMNS, explain
from indicators.query import Query, one_version


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="indicator")
    parser.add_argument("--unit", required=True, help="code, unit_id or name")
    parser.add_argument("--period", help="e.g. 2024")
    parser.add_argument("--level", help="tier of the body, e.g. district")
    parser.add_argument("--term", help="e.g. 2020-2025")
    parser.add_argument("--as-of", type=moment, metavar="DATE", help="as recorded by this date")
    parser.add_argument("--boundaries", type=day, metavar="DATE", help="under the units of this day's map")
    parser.add_argument("--json", action="store_true", help="print JSON")
    add_unsuppressed(parser)


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    names = ("period", "level", "term")
    where = tuple(f"{name}={getattr(args, name)}" for name in names if getattr(args, name))
    unit = args.unit if args.boundaries else one_version(known, args.unit, args.period or args.term)
    query = Query.parse(known, args.id, by="unit", where=(f"unit={unit}", *where), as_of=args.as_of, boundaries=args.boundaries)
    for told in query.resolved:
        print(known.words.say(told, args.lang), file=sys.stderr)
    with opened(args) as connection:
        rows = explain(connection, known, query).select(list(COLUMNS)).to_pylist()
    (print_json if args.json else lambda found: print_table(found, COLUMNS))(rows)
    return ACCEPTED
