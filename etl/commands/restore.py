"""Restore a working folder from a backup: checked whole first, then put in place at once.

A folder that holds something is replaced only with --replace, and kept beside under another name.
"""

import argparse
from pathlib import Path

from catalogue import definitions, paths
from catalogue.commands import ACCEPTED
from etl.recorded import recorded
from etl.restore import restore
from etl.writer import add_wait, counting


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.zip", help="backup to restore")
    parser.add_argument("--replace", action="store_true", help="put it in the place of what the working folder holds")
    add_wait(parser)


def run(args: argparse.Namespace) -> int:
    words = definitions.load(paths.data_folder()).words  # a restore is also how changes of units that cannot be read are mended
    with recorded(args, words, held=False) as record, counting(words("restore_progress", args.lang)) as on_file:
        manifest, aside = restore(args.file, replace=args.replace, wait=args.wait, on_file=on_file)
        record.note("backup", after=manifest.made_at, file=args.file.name, aside=aside.name if aside else None)
    values = {"path": paths.home(), "made_at": manifest.made_at.replace("T", " "), "submissions": manifest.submissions}
    print(words("restore_done", args.lang, files=len(manifest.files), **values))
    if aside:
        print(words("restore_aside", args.lang, path=aside))
    if manifest.snapshot is None or manifest.definitions != definitions.load().version:
        print(words("restore_publish", args.lang))
    return ACCEPTED
