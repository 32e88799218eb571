"""Read reports, validate them, load them as versions and publish.

A file loads whole or not at all; all its problems are reported at once, each with its cell.
Exit status: 0 all accepted, 1 something rejected, 2 wrong usage.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from catalogue import definitions, paths
from catalogue.commands import ACCEPTED, REJECTED, moment
from catalogue.definitions import Definitions
from catalogue.errors import UsageError
from catalogue.words import Words
from etl.candidates import Candidate
from etl.confirming import Confirmations, parse_confirm
from etl.difference import summary, tables
from etl.load import Outcome, Request, expand, load
from etl.recorded import recorded
from etl.storing import Clock, Origin
from etl.tally import counted
from etl.writer import add_wait

ALIKE = 5  # problems of one kind on one sheet that are shown


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="workbook, report in Word or PDF, or folder of these"
    )
    parser.add_argument("--unit", help="reporting unit (code, unit_id or name) where the file does not say")
    parser.add_argument("--period", help="reporting period, e.g. 2024-S1, where the file does not say")
    parser.add_argument("--received", type=moment, help="when the office received the files (default: now)")
    parser.add_argument("--by", help="who sent the files")
    parser.add_argument("--note", help="why they are sent, kept with the version")
    parser.add_argument("--correction", action="store_true",
                        help="what a file of another layout says replaces what other files of its unit say")  # fmt: skip
    parser.add_argument("--confirm", action="append", default=[], type=parse_confirm, metavar="CODE[:SHEET!CELL]",
                        help="this warning is right; needs --reason")  # fmt: skip
    parser.add_argument("--reason", help="why what is confirmed is right, kept with the version")
    parser.add_argument("--dry-run", action="store_true", help="read and validate only; change nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    add_wait(parser)


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    clock = Clock()
    if args.received:
        clock = Clock(now=clock.now, received=lambda _: args.received)
    origin = Origin(sent_by=args.by, note=args.note, correction=args.correction)
    if args.confirm and not (args.reason or "").strip():
        raise UsageError("confirm_needs_reason")
    confirmations = Confirmations(tuple(args.confirm), (args.reason or "").strip(), args.by)
    request = Request(unit=args.unit, period=args.period, dry_run=args.dry_run, clock=clock, origin=origin,
                      confirmations=confirmations)  # fmt: skip
    files = list(expand(args.paths))
    nothing_there = args.dry_run and not paths.store_file().exists()
    with recorded(args, known.words, held=not nothing_there) as record, _progress(len(files), quiet=args.json) as progress:
        task = progress.add_task(known.words("load_progress", args.lang), total=len(files))
        outcome = load(files, known, request, lambda _: progress.advance(task))
        record.loaded(outcome.candidates)
    _print(outcome, known, args)
    if outcome.notice:
        print(known.words.say(outcome.notice, args.lang), file=sys.stderr)
    return ACCEPTED if outcome.all_accepted else REJECTED


def _progress(files: int, *, quiet: bool) -> Progress:
    console = Console(stderr=True)
    shown = console.is_terminal and not quiet and files > 1
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=console, disable=not shown, transient=True)


def _print(outcome: Outcome, known: Definitions, args: argparse.Namespace) -> None:
    words, found = known.words, outcome.difference
    if args.json:
        said: dict[str, Any] = {"files": [candidate.as_dict(words, args.lang) for candidate in outcome.candidates]}
        if found:
            for file, candidate in zip(said["files"], outcome.candidates, strict=True):
                file["changes"] = found.of(candidate).as_dict()
            said["indicator_changes"] = found.values
        print(json.dumps(said | {"snapshot": outcome.snapshot}, ensure_ascii=False))
        return
    for candidate in outcome.candidates:
        print(_line(candidate, words, args.lang))
        for line in _problems(candidate, words, args.lang):
            print(f"  {line}")
        if found and candidate.entry:
            print("  " + summary(found.of(candidate), words, args.lang))
    if counts := counted(candidate.checks for candidate in outcome.candidates):
        print(words("load_checks", args.lang, **counts))
    if found:
        console = Console(width=None if sys.stdout.isatty() else 160)
        for part in tables(found, known, args.lang):
            console.print(part)
    _print_ending(outcome, words, args)


def _print_ending(outcome: Outcome, words: Words, args: argparse.Namespace) -> None:
    """What to do about warnings, and what came of it all."""
    problems = [one for candidate in outcome.candidates for one in candidate.as_dict(words, args.lang)["problems"]]
    if any(one["severity"] == "warning" and "confirmed" not in one for one in problems):
        print(words("load_confirm_hint", args.lang))
    if outcome.correction:
        print(words.say(outcome.correction, args.lang))
    if args.dry_run:
        print(words("load_dry_run", args.lang))
    elif outcome.snapshot:
        print(words("load_snapshot", args.lang, snapshot=outcome.snapshot))


def _problems(candidate: Candidate, words: Words, lang: str) -> Iterator[str]:
    """A line for each problem; of many of one kind on one sheet the first few and how many more."""
    shown: Counter[tuple[str | None, str | None]] = Counter()
    for problem in candidate.as_dict(words, lang)["problems"]:
        kind = (problem["code"], problem["sheet"])
        shown[kind] += 1
        if shown[kind] <= ALIKE:
            confirmed = words("load_confirmed", lang, reason=problem["confirmed"]) if "confirmed" in problem else ""
            yield f"{words(problem['severity'], lang)}: {problem['message']} {confirmed}".rstrip()
    for (_, sheet), count in shown.items():
        if count > ALIKE:
            yield words("load_more_problems", lang, count=count - ALIKE, sheet=sheet or "–")


def _line(candidate: Candidate, words: Words, lang: str) -> str:
    said = candidate.as_dict(words, lang)
    about = " · ".join(
        text for text in (
            candidate.unit.name if candidate.unit else "",
            words.period(candidate.period.period, lang) if candidate.period else "",
            words("load_version", lang, version=candidate.version) if candidate.version else "",
            words("load_observations", lang, count=said["observations"]) if said["observations"] else "",
            words("load_sections", lang, count=candidate.of_outline) if candidate.entry and candidate.sections else "",
        ) if text
    )  # fmt: skip
    return f"{candidate.file.path}: {words('status_' + candidate.status, lang)}" + (f" ({about})" if about else "")
