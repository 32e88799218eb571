"""Show the figures that the sentences of a narrative report tell, for an officer to confirm.

Nothing is loaded. Each figure comes with its sentence and a confidence; what is doubtful says why.
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
from catalogue.commands import ACCEPTED
from catalogue.definitions import Definitions
from catalogue.words import number_text
from etl.choices import collected_period
from etl.narrative.judge import SURE, Proposal
from etl.narrative.propose import propose
from etl.narrative.reading import read_narrative
from etl.narrative.sentences import left_out

_BEGINNING = 60  # characters of a sentence by which it is found again
COLUMNS = ("indicator", "unit", "level", "time", "stage", "counts", "percentage", "confidence", "flags", "sentence")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="narrative report (.docx, .txt)")
    parser.add_argument("--unit", help="code, unit_id or name of the unit whose report it is")
    parser.add_argument("--period", help="reporting period, e.g. 2024-S1")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    period = collected_period(known, args.period) if args.period else None
    unit = known.geography.resolve(args.unit, period.reference_date if period else None) if args.unit else None
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
