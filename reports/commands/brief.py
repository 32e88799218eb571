"""Write the two-page brief: where the requirement is missed, by how many women, by when, what can still be done."""

import argparse
from pathlib import Path

from catalogue import definitions
from catalogue.commands import ACCEPTED, day, moment
from reports import files
from reports.brief import brief
from reports.facts import gather
from store import connection as db
from store import snapshot


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--unit", help="code, unit_id or name (default: the whole province)")
    parser.add_argument("--at", type=day, metavar="DATE", help="day the status is judged at (default: the snapshot's)")
    parser.add_argument("--as-of", type=moment, metavar="DATE", help="as recorded by this date")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="document to write (.pdf or .docx)")


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    files.check(args.out)
    with db.reading(snapshot.current()).connect() as connection:
        facts = gather(connection, known, unit=args.unit, at=args.at, as_of=args.as_of)
    files.write(brief(known, facts, args.lang), args.out)
    print(known.words("brief_written", args.lang, path=args.out))
    return ACCEPTED
