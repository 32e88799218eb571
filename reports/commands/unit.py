"""Build one unit's own report, filled in from its form, with prompts where the unit has to write."""

import argparse
from pathlib import Path

from catalogue import definitions
from catalogue.commands import ACCEPTED, day
from reports.official import service


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--unit", required=True, help="code, unit_id or name")
    parser.add_argument("--period", required=True, help="e.g. 2024-S1")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="document to write (.docx or .pdf)")
    parser.add_argument("--date", type=day, metavar="DATE", help="day of the report (default: left open)")


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    for message in service.of_unit(known, args.unit, args.period, args.out, day=args.date):
        print(known.words.say(message, args.lang))
    return ACCEPTED
