"""Back the working folder up into one file, which is read back and verified.

It holds the store, all files received and the snapshot in use, with the SHA-256 of each.
Exit status: 0 verified, 1 something is missing or damaged.
"""

import argparse
from pathlib import Path

from catalogue import definitions
from catalogue.commands import ACCEPTED, REJECTED
from etl.backup import back_up
from etl.writer import add_wait, counting, writing

SHOWN = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", required=True, type=Path, metavar="FILE.zip|FOLDER",
                        help="file to write, or folder for a file named after the present moment")  # fmt: skip
    add_wait(parser)


def run(args: argparse.Namespace) -> int:
    known = definitions.load()
    with counting(known.words("backup_progress", args.lang)) as on_file:
        done = back_up(args.out, known, writing(args, known.words), on_file)
    values = {"path": done.path, "files": len(done.manifest.files), "submissions": done.manifest.submissions}
    print(known.words("backup_done", args.lang, size=f"{done.path.stat().st_size / 1e6:.1f}", **values))
    if done.damaged:
        print(known.words("backup_source_damaged", args.lang, count=len(done.damaged)))
        print("\n".join(f"  {name}" for name in done.damaged[:SHOWN]) + ("\n  …" if len(done.damaged) > SHOWN else ""))
    return REJECTED if done.damaged else ACCEPTED
