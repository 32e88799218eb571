"""Do what the desk asks for: check files that were sent, store what is accepted, publish. The dashboard starts this itself.

Ends when its standard input ends; `--once` when nothing waits any more.
"""

import argparse

from catalogue import definitions
from catalogue.commands import ACCEPTED
from etl.worker.run import work_off


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do what waits and end")


def run(args: argparse.Namespace) -> int:
    done = work_off(once=args.once)
    if args.once:
        print(definitions.load().words("desk_done", args.lang, count=done))
    return ACCEPTED
