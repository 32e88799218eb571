"""What all command lines share: language, errors in words, exit status."""

import argparse
import datetime as dt
import importlib
import os
import sys
from collections.abc import Mapping
from typing import Protocol

from catalogue import definitions, paths
from catalogue.errors import DefinitionError, UsageError, UserError
from catalogue.words import LANGUAGES

ACCEPTED, REJECTED, WRONG_USAGE = 0, 1, 2


class Command(Protocol):
    """A module with one subcommand: its help is the module's docstring."""

    __doc__: str | None

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, args: argparse.Namespace) -> int: ...


def main(program: str, modules: Mapping[str, str], argv: list[str] | None = None) -> int:
    """Parse, run one subcommand and return its exit status.

    Args:
        program: how the command is called, for the usage line.
        modules: subcommand → module that implements it, imported only when it is used.
        argv: arguments, default those of the process.
    """
    argv = sys.argv[1:] if argv is None else argv
    shown = [name for name in argv if name in modules][:1] or list(modules)
    parser = argparse.ArgumentParser(prog=program)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="{" + ",".join(modules) + "}")
    commands = {name: importlib.import_module(modules[name]) for name in shown}
    for name, command in commands.items():
        text = (command.__doc__ or "").strip()
        sub = subparsers.add_parser(name, help=text.splitlines()[0], description=text)
        sub.add_argument("--lang", choices=LANGUAGES, default="vi", help="language of messages (default: vi)")
        command.add_arguments(sub)
    args = parser.parse_args(argv)
    return _run(commands[args.command], args)


def _run(command: Command, args: argparse.Namespace) -> int:
    try:
        return command.run(args)
    except DefinitionError as error:
        print(error, file=sys.stderr)
        return WRONG_USAGE
    except UserError as error:
        words = definitions.load(paths.data_folder()).words  # also where what the office added cannot be read
        print(words.say(error.message, args.lang), file=sys.stderr)
        return WRONG_USAGE if isinstance(error, UsageError) else REJECTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ACCEPTED


def moment(text: str) -> dt.datetime:
    """Read --as-of: a date means the end of that day; a date and time is taken as it is."""
    try:
        when = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: YYYY-MM-DD[THH:MM:SS]") from error
    return when if len(text) > 10 else dt.datetime.combine(when, dt.time.max)


def day(text: str) -> dt.date:
    """Read a date argument."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: YYYY-MM-DD") from error
