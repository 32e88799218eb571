"""Write the demonstration reports through the real forms (no loading)."""

import argparse
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from catalogue import definitions
from catalogue.commands import ACCEPTED
from etl.samples.generate import generate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", required=True, type=Path, metavar="FOLDER", help="folder to write to")


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task(known.words("samples_progress", args.lang), total=None)
        paths = generate(args.out, lambda: progress.advance(task))
    print(known.words("samples_written", args.lang, count=len(paths), path=args.out))
    return ACCEPTED
