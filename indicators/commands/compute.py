"""Compute an indicator, grouped and filtered as asked, with coverage and bounds."""

import argparse
import sys

from catalogue import definitions
from catalogue.commands import ACCEPTED, day, moment
from indicators.commands.output import print_csv, print_json, print_table
from indicators.commands.reading import add_unsuppressed, opened
from indicators.compute import COLUMNS, compute
from indicators.estimate import BASES, with_estimates
from indicators.query import DIMENSIONS, Query

SHOWN = ("unit_id", "unit", "level", "period", "term", "numerator", "denominator", "value", "state", "units_reported",
         "units_expected", "source")  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="indicator, see: python -m indicators list")
    parser.add_argument("--by", default="", help=f"comma list of {', '.join(DIMENSIONS)}")
    parser.add_argument("--where", action="append", default=[], metavar="NAME=VALUE",
                        help="filter; repeatable: unit=218, level=district, parent=218, period=2024")  # fmt: skip
    parser.add_argument("--as-of", type=moment, metavar="DATE", help="as recorded by this date")
    parser.add_argument("--boundaries", type=day, metavar="DATE",
                        help="on this day's map; what cannot be allotted is missing with its reason")  # fmt: skip
    parser.add_argument("--estimate", choices=BASES,
                        help="with --boundaries: an estimate beside a value that a split left unknown")  # fmt: skip
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    add_unsuppressed(parser)


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    query = Query.parse(known, args.id, by=args.by, where=tuple(args.where), as_of=args.as_of, boundaries=args.boundaries)
    for told in query.resolved:
        print(known.words.say(told, args.lang), file=sys.stderr)
    extra = (*(("district_id",) if "district" in query.by else ()), *(("reason",) if args.boundaries else ()))
    with opened(args) as connection:
        table = compute(connection, known, query)
        if args.estimate:
            table = with_estimates(connection, known, query, table, args.estimate)
            extra = (*extra, "estimate", "estimate_basis")
            if not any(one.basis == args.estimate for one in known.allocation):
                print(known.words("estimate_no_shares", args.lang, basis=args.estimate), file=sys.stderr)
    rows = table.select([*COLUMNS, *extra]).to_pylist()
    if args.format == "json":
        print_json(rows)
    elif args.format == "csv":
        print_csv(rows, (*COLUMNS, *extra))
    else:
        print_table(rows, (*SHOWN, *(("lower", "upper") if args.boundaries else ()), *extra))
    return ACCEPTED
