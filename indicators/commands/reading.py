"""The snapshot a command reads: as the public may, or with the counts that are protected."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from store import full, snapshot


def add_unsuppressed(parser: argparse.ArgumentParser) -> None:
    """Add --unsuppressed."""
    parser.add_argument("--unsuppressed", action="store_true",
                        help="small counts of violence victims too; for officers and leaders, not to be handed on")  # fmt: skip


@contextmanager
def opened(args: argparse.Namespace) -> Iterator[Connection]:
    """Yield a connection to the snapshot in use."""
    clearance = full.FULL if args.unsuppressed else full.PUBLIC
    with full.reading(snapshot.current(), clearance).connect() as connection:
        yield connection
