"""Write a new snapshot of what the store holds and switch readers to it."""

import argparse
import sys

from catalogue import definitions
from catalogue.commands import ACCEPTED
from etl.publish import is_current, is_held, publish
from etl.recorded import recorded
from etl.storing import prepare
from etl.writer import add_wait
from store import connection as db
from store import snapshot
from store.moments import behind


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--if-needed", action="store_true", help="only if data or definitions changed since the last one")
    add_wait(parser)


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    with recorded(args, known.words), db.store() as connection:
        with connection.begin():
            prepare(connection, known)
            notice = behind(connection)
        if not (args.if_needed and (is_current(connection, known) or is_held(connection, known))):
            publish(connection, known)
    print(known.words("load_snapshot", args.lang, snapshot=snapshot.current_id()))
    if notice:
        print(known.words.say(notice, args.lang), file=sys.stderr)
    return ACCEPTED
