"""Compute an indicator, grouped and filtered as asked, with coverage and bounds."""

import argparse

from catalogue import definitions
from catalogue.commands import ACCEPTED, moment
from indicators.commands.output import print_csv, print_json, print_table
from indicators.compute import COLUMNS, compute
from indicators.query import Query
from store import connection as db
from store import snapshot

SHOWN = ("unit_id", "unit", "level", "period", "term", "numerator", "denominator", "value", "state", "units_reported",
         "units_expected", "source")  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="indicator, see: python -m indicators list")
    parser.add_argument("--by", default="", help="comma list of unit, level, period, term, district")
    parser.add_argument("--where", action="append", default=[], metavar="NAME=VALUE",
                        help="filter; repeatable: unit=218, level=district, parent=218, period=2024")  # fmt: skip
    parser.add_argument("--as-of", type=moment, metavar="DATE", help="as recorded by this date")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    query = Query.parse(known, args.id, by=args.by, where=tuple(args.where), as_of=args.as_of)
    with db.reading(snapshot.current()).connect() as connection:
        rows = compute(connection, known, query).select(list(COLUMNS)).to_pylist()
    if args.format == "json":
        print_json(rows)
    elif args.format == "csv":
        print_csv(rows, COLUMNS)
    else:
        print_table(rows, SHOWN)
    return ACCEPTED
