"""Prepare an empty working folder: published figures, demonstration reports, first snapshot.

Can be repeated, and resumes after an interruption. A folder with real reports is left as it is.
"""

import argparse
import datetime as dt

from rich.console import Console
from rich.progress import Progress
from sqlalchemy import func, select

from catalogue import definitions, paths
from catalogue.commands import ACCEPTED
from catalogue.definitions import Definitions
from catalogue.errors import UsageError
from etl.load import Request, load
from etl.publish import is_current, publish
from etl.samples.generate import generate, received_times
from etl.storing import Clock, prepare
from etl.workbook import ReceivedFile
from etl.writer import add_wait, writing
from store import connection as db
from store import settings, snapshot, upgrade
from store.schema import submission


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--without-samples", action="store_true", help="only published figures: what a real office uses")
    add_wait(parser)


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    with writing(args, known.words):
        return _run(args, known)


def _run(args: argparse.Namespace, known: Definitions) -> int:
    real, generated = _held()
    if args.without_samples and generated:
        raise UsageError("init_has_samples", path=paths.home())
    if real:
        print(known.words("init_has_own", args.lang, path=paths.home()))
        return ACCEPTED
    files = _prepare(known, args.lang, with_samples=not args.without_samples)
    print(known.words("init_done", args.lang, path=paths.home(), files=files, snapshot=snapshot.current_id()))
    return ACCEPTED


def _held() -> tuple[int, int]:
    """Count the real and the demonstration reports that the store holds."""
    if not paths.store_file().exists():
        return 0, 0
    with db.store() as connection, connection.begin():
        upgrade.create_tables(connection)
        generated = connection.execute(select(func.count()).where(submission.c.demonstration)).scalar_one()
        total = connection.execute(select(func.count()).select_from(submission)).scalar_one()
    return total - generated, generated


def _prepare(known: Definitions, lang: str, *, with_samples: bool) -> int:
    """Load the demonstration reports, unless a run before has finished it, and publish."""
    with db.store() as connection, connection.begin():
        prepare(connection, known)
        complete = int(settings.read_setting(connection, "samples") or 0)
    files = complete or (_load_samples(known, lang) if with_samples else 0)
    with db.store() as connection:
        with connection.begin():
            settings.save_setting(connection, "samples", str(files))
        if not is_current(connection, known):
            publish(connection, known)
    return files


def _load_samples(known: Definitions, lang: str) -> int:
    folder = paths.samples()
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task(known.words("samples_progress", lang), total=None)
        files = generate(folder, lambda: progress.advance(task))
        progress.update(task, description=known.words("load_progress", lang), completed=0, total=len(files))
        times = received_times(folder)

        def claimed(file: ReceivedFile) -> dt.datetime:
            return times[str(file.path)]

        clock = Clock(received=claimed, recorded=claimed)
        load(files, known, Request(clock=clock), lambda _: progress.advance(task))
    return len(files)
