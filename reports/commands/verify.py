"""Hold a delivered report against the data: numbers no longer supported, edited by hand, or gone (exit status 1)."""

import argparse
import json
from pathlib import Path

from catalogue import definitions
from catalogue.commands import ACCEPTED, REJECTED
from catalogue.errors import UsageError
from reports.official.verify import verify
from reports.official.verify_words import sentences
from store import connection as db
from store import snapshot


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="report made by build or unit (.docx)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    try:
        content = args.file.read_bytes()
    except OSError as error:
        raise UsageError("verify_unreadable", reason=error.strerror or error) from error
    with db.reading(snapshot.current()).connect() as connection:
        verdict = verify(connection, known, content)
    if args.json:
        print(json.dumps(verdict.as_dict(), ensure_ascii=False, indent=1))
    else:
        print("\n".join(sentences(known, verdict, args.lang)))
    return REJECTED if verdict.findings else ACCEPTED
