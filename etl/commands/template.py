"""Write the form of a unit and period as a workbook."""

import argparse
from pathlib import Path

from catalogue import definitions
from catalogue.commands import ACCEPTED
from catalogue.errors import UsageError, UserError
from catalogue.forms import Forms
from etl.template import FormWriter


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--unit", required=True, help="code, unit_id or name, e.g. 218")
    parser.add_argument("--period", required=True, help="e.g. 2024-S1")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="workbook to write (.xlsx)")


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    period = known.periods.get(args.period)
    if period is None or not period.collected:
        allowed = ", ".join(p.period for p in known.periods.values() if p.collected)
        raise UsageError("period_unknown", found=args.period, expected=allowed)
    unit = known.geography.resolve(args.unit, period.reference_date)
    instance = Forms(known).instance(unit, period)
    try:
        FormWriter(known).write(instance, args.out)
    except OSError as error:
        raise UserError("file_unwritable", path=args.out, reason=error.strerror or error) from error
    print(
        known.words(
            "template_written", args.lang, path=args.out, unit=unit.name, period=known.words.period(period.period, args.lang)
        )
    )
    return ACCEPTED
