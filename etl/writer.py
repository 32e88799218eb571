"""What commands that write share: they wait for one another, and say for whom they wait."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from catalogue.errors import Message
from catalogue.words import Words
from store import lock


def add_wait(parser: argparse.ArgumentParser) -> None:
    """Add --wait."""
    parser.add_argument("--wait", type=float, default=lock.WAIT, metavar="SECONDS",
                        help="how long to wait for another command that writes (default: %(default)g)")  # fmt: skip


@contextmanager
def writing(args: argparse.Namespace, words: Words) -> Iterator[None]:
    """Hold the working folder's lock; on a terminal say who is being waited for.

    Raises:
        UserError: another command still writes after `args.wait` seconds.
    """

    def say(message: Message) -> None:
        if sys.stderr.isatty():
            print(words.say(message, args.lang), file=sys.stderr)

    with lock.writing(args.wait, say):
        yield
