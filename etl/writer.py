"""What commands that write share: they wait for one another, say for whom, and show how far they are."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress

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


@contextmanager
def counting(text: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a function to be told how many of how many are done; shown on a terminal only."""
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task(text, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
