"""Show the figures that the sentences of a narrative report tell, for an officer to confirm.

Of a FILE that need not be loaded; without FILE, or with --csv or --differences, of the reports that are loaded. Each figure
comes with its sentence and a confidence; what is doubtful says why. --csv writes the list that `review` applies.
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from catalogue import definitions
from catalogue.commands import ACCEPTED, REJECTED
from catalogue.definitions import Definitions
from catalogue.errors import UserError
from catalogue.words import number_text
from etl.choices import collected_period
from etl.narrative.judge import Proposal
from etl.narrative.listing import heading, told, written
from etl.narrative.propose import propose
from etl.narrative.reading import read_narrative
from etl.narrative.sentences import left_out
from etl.storing import prepare
from etl.workbook import named
from etl.writer import add_wait, writing
from store import connection as db
from store.beside import SURE, beside, differs
from store.proposals import proposals

_BEGINNING = 60  # characters of a sentence by which it is found again
COLUMNS = ("indicator", "unit", "level", "time", "stage", "counts", "percentage", "confidence", "flags", "sentence")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="narrative report (.docx, .doc, .pdf, .txt)")
    parser.add_argument("--unit", help="code, unit_id or name of the unit whose report it is")
    parser.add_argument("--period", help="reporting period, e.g. 2024-S1")
    parser.add_argument(
        "--csv", type=Path, metavar="OUT.csv", help="write the loaded reports' figures as a list to be reviewed"
    )
    parser.add_argument("--differences", action="store_true",
                        help="only figures that differ from what the unit's other files say, side by side")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print JSON")
    add_wait(parser)


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    period = collected_period(known, args.period) if args.period else None
    unit = known.geography.resolve(args.unit, period.reference_date if period else None) if args.unit else None
    if args.file is None or args.csv or args.differences:
        return _of_loaded(known, args, unit.unit_id if unit else None, period.period if period else None)
    text = read_narrative(args.file, known)
    found = propose(text, known, unit=unit, period=period.period if period else None)
    if unread := left_out(text):
        begins = text[unread[0].start : unread[0].start + _BEGINNING]
        print(known.words("proposals_left_out", args.lang, count=len(unread), sentence=begins), file=sys.stderr)
    if args.json:
        json.dump([as_dict(proposal) for proposal in found], sys.stdout, ensure_ascii=False, indent=2)
        print()
    elif found:
        _show(known, found, args.lang)
    else:
        print(known.words("proposals_none", args.lang, path=args.file))
    return ACCEPTED


def _of_loaded(known: Definitions, args: argparse.Namespace, unit: str | None, period: str | None) -> int:
    """List the figures of reports in the store."""
    sha256 = None
    if args.file is not None:
        if not args.file.is_file():
            raise UserError("path_missing", path=args.file)
        sha256 = named(args.file, args.file.read_bytes()).sha256
    with writing(args, known.words), db.store() as connection:
        with connection.begin():
            prepare(connection, known)
        with connection.begin():
            rows = proposals(connection, sha256=sha256, unit_id=unit, period=period).to_pylist()
    if sha256 and not rows:
        raise UserError("proposals_not_loaded", path=args.file)
    if args.differences:
        rows = [row for row in rows if differs(row)]
    if args.csv:
        args.csv.write_bytes(written(rows, known, args.lang))
        print(known.words("proposals_written", args.lang, count=len(rows), path=args.csv), file=sys.stderr)
    if args.json:
        json.dump([_stored(row) for row in rows], sys.stdout, ensure_ascii=False, indent=2)
        print()
    elif not args.csv:
        _show_stored(known, rows, args)
    return REJECTED if args.differences and rows else ACCEPTED


def _stored(row: dict[str, Any]) -> dict[str, Any]:
    """A stored proposal as JSON tells it: the keys of `as_dict`, its place and number, its decision, what other files say."""
    women, total = beside(row)
    names = ("proposal_id", "unit_id", "period", "version", "file_name", "sha256", "section", "paragraph", "sentence_number",
             "indicator", "element", "about", "level", "term", "of_period", "numerator", "denominator", "stage", "sentence",
             "confidence", "demonstration")  # fmt: skip
    decided = row["decided_decision"] and {
        "decision": row["decided_decision"], "at": row["decided_at"].isoformat(), "by": row["decided_by"],
        "reason": row["decided_reason"], "numerator": row["decided_numerator"], "denominator": row["decided_denominator"],
    }  # fmt: skip
    form = {"numerator": women, "denominator": total, "file": row["women_file_name"] or row["total_file_name"],
            "sheet": row["women_sheet"] or row["total_sheet"], "cell": row["women_cell"] or row["total_cell"],
            "cells": row["women_cells"] or row["total_cells"]}  # fmt: skip
    return {name: row[name] for name in names} | {
        "printed_percentage": row["percentage"], "flags": row["flags"].split(), "decided": decided,
        "form": form if form["file"] else None, "differs": differs(row),
    }  # fmt: skip


def _show_stored(known: Definitions, rows: list[dict[str, Any]], args: argparse.Namespace) -> None:
    words = known.words
    shown = ("id", "unit", "period", "sentence", "place", "element", "level", "women", "total", "percentage", "form_women",
             "form_total", "form_place", "decision")  # fmt: skip
    table = Table(title=words("differences_title" if args.differences else "proposals_title", args.lang), show_lines=True)
    for column in shown:
        table.add_column(heading(column, words, args.lang))
    for row in rows:
        line = told(row, known, args.lang)
        table.add_row(*(line[column] for column in shown))
    if rows:
        Console(width=None if sys.stdout.isatty() else 260).print(table)
    sure = sum(row["confidence"] >= SURE for row in rows)
    print(words("proposals_listed", args.lang, count=len(rows), sure=sure, different=sum(differs(row) for row in rows)))


def as_dict(proposal: Proposal) -> dict[str, Any]:
    """The proposal as JSON tells it; whole numbers are written as such."""
    content = asdict(proposal) | {"flags": list(proposal.flags)}
    for name in ("numerator", "denominator"):
        if content[name] is not None and content[name] == int(content[name]):
            content[name] = int(content[name])
    return content


def _share(value: float | None, lang: str) -> str:
    """The percentage with the decimals it was printed with."""
    return "" if value is None else f"{number_text(value, len(f'{value:g}'.partition('.')[2]), lang)}%"


def _show(known: Definitions, found: list[Proposal], lang: str) -> None:
    words = known.words
    table = Table(title=words("proposals_title", lang), show_lines=True)
    for name in COLUMNS:
        table.add_column(words("proposals_column_" + name, lang))
    for one in found:
        time = "; ".join(words.period(text, lang) for text in (one.term, one.period) if text)
        counts = "/".join(number_text(value, 0 if value == int(value) else 1, lang) if value is not None else "…"
                          for value in (one.numerator, one.denominator))  # fmt: skip
        table.add_row(
            getattr(known.indicators[one.indicator], f"title_{lang}"), one.unit or "",
            known.name("level", one.level, lang) if one.level else "", time,
            words(f"proposal_stage_{one.stage}", lang) if one.stage else "",
            "" if one.numerator is None and one.denominator is None else counts,
            _share(one.printed_percentage, lang),
            number_text(one.confidence, 2, lang),
            "; ".join(words(f"proposal_flag_{flag}", lang) for flag in one.flags), one.sentence,
        )  # fmt: skip
    Console(width=None if sys.stdout.isatty() else 220).print(table)
    print(words("proposals_count", lang, count=len(found), sure=sum(one.confidence >= SURE for one in found)))
