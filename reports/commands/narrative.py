"""Write or bring up to date the working file in which an officer chooses and orders the units' passages."""

import argparse
from pathlib import Path

from catalogue import definitions
from catalogue.commands import ACCEPTED
from reports.official import service


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--period", required=True, help="e.g. 2024-S1")
    parser.add_argument("--out", type=Path, metavar="FILE", help="workbook to write (.xlsx; default: in the working folder)")


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    for message in service.bring_narrative(known, args.period, args.out or service.working_file(args.period)):
        print(known.words.say(message, args.lang))
    return ACCEPTED
