"""Give a unit its workbook back with the problems marked in their cells; the original values stay.

Exit status: 0 nothing to mark (nothing is written), 1 problems were marked, 2 wrong usage.
"""

import argparse
import json
import sys
from pathlib import Path

from catalogue import definitions
from catalogue.commands import ACCEPTED, REJECTED
from catalogue.errors import UsageError, UserError
from etl.annotated import annotate
from etl.archives import receive
from etl.legacy import LegacyText
from etl.load import Request, load


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the submission")
    parser.add_argument("--out", type=Path, required=True, help="the marked workbook (.xlsx, .xlsm)")
    parser.add_argument("--unit", help="reporting unit where the file does not say")
    parser.add_argument("--period", help="reporting period where the file does not say")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    suffix = args.file.suffix.lower() if args.file.suffix.lower() in (".xlsx", ".xlsm") else ".xlsx"
    if not args.file.is_file():
        raise UserError("path_missing", path=args.file)
    if args.out.resolve() == args.file.resolve() or args.out.suffix.lower() != suffix:
        raise UsageError("annotate_out", out=args.out, suffix=suffix)
    received = receive(args.file)
    if len(received) != 1 or not received[0].sheets:
        problem = received[0].problem if len(received) == 1 else None
        raise UserError("annotate_no_workbook", path=args.file, reason=problem.code if problem else "zip")
    legacy = LegacyText(known.legacy_letters)
    sheets = [legacy.unicode(sheet) for sheet in received[0].sheets.values()]
    candidate = load([args.file], known, Request(unit=args.unit, period=args.period, dry_run=True)).candidates[0]
    problems = [problem for problem in candidate.problems if problem.code != "partial" and not problem.confirmed]
    if problems:
        args.out.write_bytes(annotate(received[0].content, args.file.suffix, sheets, problems, known.words, args.lang))
    if args.json:
        said = [problem.as_dict(known.words, args.lang) for problem in problems]
        json.dump({"out": str(args.out) if problems else None, "problems": said}, sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        print(known.words("annotate_done" if problems else "annotate_nothing", args.lang, count=len(problems), out=args.out))
    return REJECTED if problems else ACCEPTED
