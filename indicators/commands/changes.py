"""Show which values changed since a snapshot or date, and why: corrections, late reports, withdrawals, units, definitions.

Causes come from records; where no record shows one, that is said. A snapshot whose file is gone is told again from records.
"""

import argparse
import sys
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from catalogue import definitions
from catalogue.commands import ACCEPTED
from catalogue.definitions import Definitions
from catalogue.words import date_text, number_text
from indicators.causes import Cause
from indicators.changes import Change, Changes, Said, changes, counted
from indicators.commands.output import print_json_object
from store import past
from store.past import Moment

ROWS = 40  # on a terminal; --json has all
COLUMNS = ("indicator", "unit", "level", "time", "old", "new", "difference", "cause")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--since", required=True, metavar="SNAPSHOT|DATE", help="identifier of a snapshot, or YYYY-MM-DD[THH:MM]"
    )
    parser.add_argument("--until", metavar="SNAPSHOT|DATE", help="default: the snapshot in use")
    parser.add_argument("--json", action="store_true", help="print JSON, all values with their causes and cells")


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    before = past.resolve(args.since)
    found = changes(known, before, past.resolve(args.until) if args.until else past.latest())
    if args.json:
        print_json_object(_as_dict(found))
        return ACCEPTED
    print(sentence(found, known, args.lang))
    for note in notes(found, known, args.lang):
        print(note)
    if found.values:
        console = Console(width=None if sys.stdout.isatty() else 220)
        console.print(_table(found.values[:ROWS], known, args.lang))
        if len(found.values) > ROWS:
            print(known.words("changes_more", args.lang, count=len(found.values) - ROWS))
    return ACCEPTED


def _as_dict(found: Changes) -> dict[str, Any]:
    return {
        **{side: _moment(moment) for side, moment in (("since", found.before), ("until", found.after))},
        "definitions": {"since": found.definitions[0], "until": found.definitions[1]},
        "values_changed": len(found.values),
        "causes": found.count(),
        "values": [change.as_dict() for change in found.values],
    }


def _moment(moment: Moment) -> dict[str, Any]:
    told = {"snapshot": moment.identifier, "at": moment.at, "file_kept": moment.path is not None}
    return told | ({"reason": moment.reason} if moment.reason else {})


def _table(rows: tuple[Change, ...], known: Definitions, lang: str) -> Table:
    table = Table()
    for name in COLUMNS:
        table.add_column(known.words("column_" + name, lang), no_wrap=name not in ("indicator", "cause"), overflow="fold")
    for change in rows:
        about = known.indicators.get(change.indicator)
        title = change.indicator if about is None else about.title_vi if lang == "vi" else about.title_en
        unit = known.words("changes_total", lang, unit=change.unit) if change.total else change.unit
        row = [title, unit, known.name("level", change.level, lang), known.words.period(change.period, lang),
               *(said(side, change, known, lang) for side in (change.before, change.after)), points(change, known, lang),
               "; ".join(told(cause, known, lang) for cause in change.causes[:2])]  # fmt: skip
        if len(change.causes) > 2:
            row[-1] += "; " + known.words("changes_more_causes", lang, count=len(change.causes) - 2)
        table.add_row(*(Text("".join(c if c.isprintable() else "�" for c in text)) for text in row))
    return table


def sentence(found: Changes, known: Definitions, lang: str, values: tuple[Change, ...] | None = None) -> str:
    """“12 values changed since the publication of …: 8 by late reports, 4 by corrections”; of some `values` or of all."""
    values = found.values if values is None else values
    at = moment_text(found.before, known, lang)
    if not values:
        return known.words("changes_none", lang, at=at)
    causes = counted(values)
    why = ", ".join(known.words("changes_by", lang, count=number_text(count, 0, lang), cause=known.words(f"cause_{kind}", lang))
                    for kind, count in causes.items())  # fmt: skip
    text = known.words("changes_summary", lang, count=number_text(len(values), 0, lang), at=at, causes=why)
    several = sum(causes.values()) > len(values)
    return f"{text} {known.words('changes_several', lang)}" if several else text


def moment_text(moment: Moment, known: Definitions, lang: str) -> str:
    """A state of knowledge in words: the publication of a time, or what was recorded by a time."""
    key = "changes_recorded_by" if moment.reason == "date" else "changes_published"
    return known.words(key, lang, at=f"{date_text(moment.at.date(), lang)} {moment.at:%H:%M:%S}")


def notes(found: Changes, known: Definitions, lang: str) -> list[str]:
    """What must be known to read the comparison: a side told from records, other definitions."""
    told = [
        known.words(f"changes_from_records_{moment.reason}", lang, at=moment_text(moment, known, lang))
        for moment in (found.before, found.after)
        if moment.path is None
    ]
    if not found.same_definitions:
        told.append(known.words("changes_definitions", lang, old=found.definitions[0], new=found.definitions[1]))
    return told


def said(side: Said, change: Change, known: Definitions, lang: str) -> str:
    """“9/41 = 22,0%” with the coverage of a total; the state where there is no value; “–” where nobody asked for one."""
    about = known.indicators.get(change.indicator)
    if side.state is None:
        return "–"
    if side.state != "value" or side.value is None:
        text = known.name("state", side.state if side.state != "value" else "missing", lang)
    else:
        value = number_text(side.value, about.decimals if about else 1, lang) + (
            "%" if about and about.unit == "percent" else ""
        )
        counts = "" if side.denominator is None else f"{side.numerator:g}/{side.denominator:g} = "
        text = counts + value
    return f"{text} [{side.reported}/{side.expected}]" if change.total else text


def points(change: Change, known: Definitions, lang: str) -> str:
    """The difference with its sign; shares in percentage points."""
    if change.difference is None:
        return ""
    about = known.indicators.get(change.indicator)
    text = number_text(
        abs(change.difference), max(about.decimals if about else 1, 1 if about and about.unit == "percent" else 0), lang
    )
    return ("+" if change.difference >= 0 else "−") + text


def told(cause: Cause, known: Definitions, lang: str) -> str:
    """A cause with its record, in words: file, version, when received; printed figure; change of units; formula."""
    return known.words(f"cause_{cause.kind}", lang)
