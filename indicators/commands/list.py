"""List the indicators: id, title, kind, unit, direction, official codes."""

import argparse

from catalogue import definitions
from catalogue.commands import ACCEPTED
from indicators.commands.output import print_json, print_table


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    if args.json:
        print_json([indicator.model_dump(mode="json") for indicator in known.indicators.values()])
        return ACCEPTED
    title = f"title_{args.lang}"
    columns = ("id", title, "kind", "unit", "direction")
    print_table([{name: getattr(i, name) for name in columns} for i in known.indicators.values()], columns)
    return ACCEPTED
