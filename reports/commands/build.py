"""Build the consolidated report of a period as DOCX or PDF, every number a field that `verify` checks."""

import argparse
from pathlib import Path

from catalogue import definitions
from catalogue.commands import ACCEPTED, day
from reports.official import service


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--period", required=True, help="e.g. 2024-S1")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="document to write (.docx or .pdf)")
    parser.add_argument(
        "--narrative", type=Path, metavar="FILE", help="working file of passages (default: in the working folder)"
    )
    parser.add_argument("--date", type=day, metavar="DATE", help="day of the report (default: left open)")


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    told = service.consolidated(known, args.period, args.out, narrative=args.narrative, day=args.date)
    for message in told:
        print(known.words.say(message, args.lang))
    return ACCEPTED
