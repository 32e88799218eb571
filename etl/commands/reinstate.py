"""Make an earlier version of a unit's report hold again, as a new version with the same file."""

import argparse
import json
import sys

from catalogue import definitions
from catalogue.commands import ACCEPTED
from etl.choices import collected_period
from etl.publish import publish
from etl.recorded import recorded
from etl.storing import prepare
from etl.versions import Act, reinstate
from etl.writer import add_wait
from store import connection as db


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--unit", required=True, help="code, unit_id or name")
    parser.add_argument("--period", required=True, help="e.g. 2024-S1")
    parser.add_argument("--version", type=int, required=True, help="version to bring back, see history")
    parser.add_argument("--reason", required=True, help="why, kept with the version")
    parser.add_argument("--by", help="who decided it")
    parser.add_argument("--json", action="store_true", help="print JSON")
    add_wait(parser)


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    period = collected_period(known, args.period)
    unit = known.geography.resolve(args.unit, period.reference_date)
    act = Act(unit.unit_id, period.period, args.by, args.reason)
    with recorded(args, known.words) as record, db.store() as connection:
        with connection.begin():
            prepare(connection, known)
            again = reinstate(connection, known, act, args.version)
        record.note(f"{act.unit_id} {act.period}", before=args.version, after=again.version)
        snapshot = publish(connection, known)
    if args.json:
        said = {
            "unit_id": unit.unit_id,
            "period": period.period,
            "version": again.version,
            "restores": args.version,
            "snapshot": snapshot,
        }
        json.dump(said, sys.stdout, ensure_ascii=False, indent=2)
        print()
        return ACCEPTED
    about = {"unit": unit.name, "period": known.words.period(period.period, args.lang)}
    print(known.words("reinstated", args.lang, **about, version=args.version, again=again.version))
    print(known.words("load_snapshot", args.lang, snapshot=snapshot))
    return ACCEPTED
