"""Show every indicator value that a cell of a report feeds: of its unit, and the totals it enters.

`explain` goes the other way.
"""

import argparse
import json
import sys

from catalogue import definitions
from catalogue.commands import ACCEPTED, moment
from catalogue.errors import UsageError
from catalogue.words import Words
from indicators.commands.output import print_table, tidy
from indicators.commands.reading import add_unsuppressed, opened
from indicators.feeds import Place, Row, feeds
from indicators.query import one_version

SHOWN = ("indicator", "part", "scope", "unit", "level", "period", "term", "numerator", "denominator", "value", "units_reported",
         "units_expected")  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("cell", metavar="SHEET!CELL", help='e.g. "II.3.2 Cấp huyện!D5"')
    parser.add_argument("--unit", required=True, help="unit that sent the report: code, unit_id or name")
    parser.add_argument("--period", required=True, help="e.g. 2024-S1")
    parser.add_argument("--version", type=int, help="version of the report (default: what is in force)")
    parser.add_argument("--as-of", type=moment, metavar="DATE", help="as recorded by this date")
    parser.add_argument("--json", action="store_true", help="print JSON")
    add_unsuppressed(parser)


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    if args.period not in known.periods:
        raise UsageError("period_unknown", found=args.period, expected=", ".join(known.periods))
    place = Place.parse(one_version(known, args.unit, args.period), args.period, args.cell, args.version)
    if place is None:
        raise UsageError("cell_wrong", found=args.cell)
    with opened(args) as connection:
        found = feeds(connection, known, place, args.as_of)
    if args.json:
        found["values"] = [{name: tidy(value) for name, value in row.items()} for row in found["values"]]
        json.dump(found, sys.stdout, ensure_ascii=False, indent=2, default=tidy)
        print()
        return ACCEPTED
    if not found["cells"]:
        print(known.words("feeds_no_cell", args.lang, cell=args.cell))
    for cell in found["cells"]:
        print(_line(cell, known.words, args.lang))
    if found["values"]:
        print_table(found["values"], SHOWN)
    elif any(cell["shown"] for cell in found["cells"]):
        print(known.words("feeds_nothing", args.lang))
    return ACCEPTED


def _line(cell: Row, words: Words, lang: str) -> str:
    """What a cell says, of what, and which cell counts instead of it."""
    about = [
        cell["unit_id"],
        cell["element"],
        cell["level"],
        cell["term"],
        cell["measure"],
        cell["sex"],
        cell["ethnicity"],
        cell["age"],
    ]
    said = words("feeds_cell", lang, file=cell["file"], version=cell["version"], sheet=cell["sheet"], cell=cell["cell"],
                 value=cell["state"] if cell["value"] is None else tidy(cell["value"]),
                 about=" · ".join(text for text in about if text not in (None, "_T")))  # fmt: skip
    if cell["shown"]:
        return said
    other = cell["instead"]
    if other is None:
        return f"{said} {words('feeds_not_in_force', lang)}"
    place = {name: other[name] for name in ("file", "version", "period", "sheet", "cell")}
    return f"{said} {words('feeds_instead', lang, **place, value=tidy(other['value']))}"
