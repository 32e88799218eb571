"""Write a new snapshot of what the store holds and switch readers to it."""

import argparse

from catalogue import definitions
from catalogue.commands import ACCEPTED
from etl.publish import publish
from etl.storing import prepare
from store import connection as db


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to ask."""


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    with db.store() as connection:
        with connection.begin():
            prepare(connection, known)
        identifier = publish(connection, known)
    print(known.words("load_snapshot", args.lang, snapshot=identifier))
    return ACCEPTED
