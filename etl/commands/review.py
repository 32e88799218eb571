"""Apply a reviewed list of proposals: what is accepted or corrected becomes a figure of the unit, with its sentence as source.

The list (`proposals --csv`) is applied whole or not at all; all its problems are reported at once.
Exit status: 0 applied, 1 something is wrong and nothing was changed, 2 wrong usage.
"""

import argparse
import json
import sys
from pathlib import Path

from catalogue import definitions
from catalogue.commands import ACCEPTED, REJECTED
from catalogue.errors import UserError
from catalogue.words import Words
from etl.hostile import too_large
from etl.narrative.review import Outcome, Review
from etl.publish import publish
from etl.received import keep, receiving
from etl.recorded import recorded
from etl.storing import prepare
from etl.workbook import ReceivedFile, named
from etl.writer import add_wait
from store import connection as db
from store import snapshot
from store.moments import moment


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="REVIEWED.csv", help="the list with its decisions")
    parser.add_argument("--by", help="who decided")
    parser.add_argument("--correction", action="store_true",
                        help="confirmed figures are shown before what the unit's other files say")  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="check only; change nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    add_wait(parser)


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    file = _file(args.file)
    with recorded(args, known.words) as record, receiving():
        if args.dry_run:
            with db.trial() as connection:
                prepare(connection, known)
                outcome = Review(connection, known, file, moment(connection), by=args.by, correction=args.correction).apply()
        else:
            keep(file)
            with db.store() as connection:
                with connection.begin():
                    prepare(connection, known)
                    outcome = Review(
                        connection, known, file, moment(connection), by=args.by, correction=args.correction
                    ).apply()
                if outcome.accepted:
                    for one in outcome.reports:
                        record.note(f"{one.unit_id} {one.period}", after=one.version, file=one.file_name, **one.counts)
                    publish(connection, known)
    _print(outcome, known.words, args)
    return ACCEPTED if outcome.accepted else REJECTED


def _file(path: Path) -> ReceivedFile:
    try:
        problem = too_large(path.stat().st_size)
        content = b"" if problem else path.read_bytes()
    except OSError as error:
        raise UserError("path_missing", path=path) from error
    if problem:
        raise UserError(f"problem_{problem.code}", found=problem.found, expected=problem.expected)
    return named(path, content)


def _print(outcome: Outcome, words: Words, args: argparse.Namespace) -> None:
    problems = [problem.as_dict(words, args.lang) for problem in outcome.problems]
    if args.json:
        reports = [vars(report) for report in outcome.reports] if outcome.accepted else []
        said = {"file": str(args.file), "reports": reports, "problems": problems, "snapshot": snapshot.current_id()}
        json.dump(said, sys.stdout, ensure_ascii=False)
        print()
        return
    for told in problems:
        print(f"{words(str(told['severity']), args.lang)}: {told['message']}")
    if not outcome.accepted:
        print(words("review_refused", args.lang, file=args.file))
        return
    for report in outcome.reports:
        period = words.period(report.period, args.lang)
        print(words("review_applied", args.lang, file=report.file_name, period=period, version=report.version or "–",
                    observations=report.observations, **report.counts))  # fmt: skip
    print(words("load_dry_run" if args.dry_run else "load_snapshot", args.lang, snapshot=snapshot.current_id()))
