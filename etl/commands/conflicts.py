"""Show where sources contradict each other: both values, where each stands, which is shown and by which rule.

Between a submission and a published figure, publications, a printed total and the units it covers,
reports on one term, files of one report. Nothing is averaged; see data/precedence.yaml.
"""

import argparse
import json
import sys
from collections import Counter
from typing import Any

from rich.console import Console
from rich.table import Table

from catalogue import definitions
from catalogue.commands import ACCEPTED, moment
from catalogue.definitions import Definitions
from catalogue.words import number_text
from store import connection as db
from store import snapshot
from store.conflicts import Row, conflicts

COLUMNS = ("kind", "what", "unit", "period", "shown", "other", "rule")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--period", help="reporting period or term (default: all)")
    parser.add_argument("--unit", help="code, unit_id or name of the unit the values are about")
    parser.add_argument("--as-of", type=moment, metavar="DATE", help="as recorded by this date (default: now)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    units = {unit.unit_id for unit in known.geography.find(args.unit)} | {args.unit} if args.unit else None
    with db.reading(snapshot.current()).connect() as connection:
        rows = [
            row
            for row in conflicts(connection, args.as_of)
            if (units is None or row["unit_id"] in units) and args.period in (None, *_periods(row))
        ]
    if args.json:
        told = [row | {"unit": _unit(known, row["unit_id"]), "order": _order(known, row)} for row in rows]
        json.dump(told, sys.stdout, ensure_ascii=False, indent=2)
        print()
        return ACCEPTED
    _show(known, rows, args.lang)
    return ACCEPTED


def _periods(row: Row) -> set[str]:
    """Every period a conflict touches: of the value, and of the reports that speak of it."""
    return {row["period"], *(row[side].get("sent_for") for side in ("shown", "other"))} - {None}


def _order(known: Definitions, row: Row) -> list[str]:
    """The declared order that decides, where it is data."""
    return list({"sources": known.precedence.sources, "publications": known.precedence.source_ranks}.get(row["rule"], ()))


def _unit(known: Definitions, unit_id: str) -> str:
    if unit_id == "VN":
        return known.office.country_vi
    unit = known.geography.units.get(unit_id)
    return unit.name if unit else unit_id.removeprefix("REF:")


def _show(known: Definitions, rows: list[Row], lang: str) -> None:
    words = known.words
    table = Table(show_lines=True)
    for name in COLUMNS:
        table.add_column(words("conflicts_" + name, lang))
    for row in rows:
        when = words.period(row["period"], lang)
        sides = (_side(known, row["shown"], lang), _side(known, row["other"], lang))
        order = ", ".join(words("source_" + name, lang) for name in _order(known, row))
        kind, rule = words("conflict_" + row["kind"], lang), words("rule_" + row["rule"], lang, order=order)
        table.add_row(kind, _what(known, row, lang), _unit(known, row["unit_id"]), when, *sides, rule)
    console = Console(width=None if sys.stdout.isatty() else 200)
    if rows:
        console.print(table)
    counts = Counter(row["kind"] for row in rows)
    about = " · ".join(f"{words('conflict_' + kind, lang)}: {count}" for kind, count in counts.items())
    print(words("conflicts_count", lang, count=len(rows)) + (f" {about}" if about else ""))


def _what(known: Definitions, row: Row, lang: str) -> str:
    if "indicator" in row:
        return f"{getattr(known.indicators[row['indicator']], f'title_{lang}')} ({known.name('level', row['level'])})"
    about = [getattr(known.elements[row["element"]], f"name_{lang}"), known.name("level", row["level"])]
    return " · ".join(
        [*about, *(row[name] for name in ("measure", "sex", "ethnicity", "age") if row[name] not in ("_T", "count"))]
    )


def _side(known: Definitions, side: dict[str, Any], lang: str) -> str:
    """The value, and where it stands."""
    if "state" in side:
        value = "x" if side["state"] == "not_applicable" else side["text"] or f"{side['value']:g}"
        return f"{value}\n{side['file']} ({known.words.period(side['sent_for'], lang)}), {side['sheet']}!{side['cell']}"
    counts = "/".join("…" if side[name] is None else f"{side[name]:g}" for name in ("numerator", "denominator"))
    share = "" if side["percentage"] is None else f" = {number_text(side['percentage'], 2, lang)}%"
    if side["source"] == "publication":
        return f"{counts}{share}\n{side['publication']} ({side['figure_id']}, {side['place']})"
    if side["source"] == "sum":
        return f"{counts}{share}\n" + known.words("conflicts_sum", lang, n=side["units_reported"], of=side["units_expected"])
    cells = "; ".join(dict.fromkeys(f"{cell['file']}, {cell['sheet']}!{cell['cell']}" for cell in side["cells"][:4]))
    return f"{counts}{share}\n{cells}" + ("; …" if len(side["cells"]) > 4 else "")
