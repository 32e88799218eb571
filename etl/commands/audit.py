"""The record of who did what at the desk: `verify` holds it against its seals, `export` writes it as CSV or JSON.

Exit status: 0 it holds, 1 it was changed, cut or has a gap, 2 wrong usage.
"""

import argparse
import csv
import json
import sys
from typing import Any

from catalogue import definitions
from catalogue.commands import ACCEPTED, REJECTED
from desk import audit, tables
from desk.anchors import verified
from desk.people import local_officer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("verify", "export"), help="what to do")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    if args.action == "export":
        _export(audit.entries(local_officer(known))[::-1], as_json=args.json)
        return ACCEPTED
    head, count, faults = verified(local_officer(known))
    if args.json:
        said = {"entries": count, "head": str(head), "faults": [vars(fault) for fault in faults]}
        json.dump(said, sys.stdout, ensure_ascii=False)
        print()
    else:
        for fault in faults:
            print(known.words(f"audit_{fault.kind}", args.lang, number=fault.number))
        verdict = "audit_broken" if faults else "audit_holds"
        print(known.words(verdict, args.lang, count=count, faults=len(faults), head=head.hash[:12]))
    return REJECTED if faults else ACCEPTED


def _export(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=2, default=str)
        print()
        return
    columns = [column.name for column in tables.audit.columns]
    writer = csv.writer(sys.stdout)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([json.dumps(row[c], ensure_ascii=False) if c == "detail" else row[c] for c in columns])
