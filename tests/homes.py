"""Working folders that take long to prepare: each is made once for a state of the code, whichever worker or run needs it first.

They are kept where pytest keeps its own things (`pytest --cache-clear` removes them); tests are given copies.
"""

import datetime as dt
import fcntl
import functools
import hashlib
import shutil
import sys
from importlib.metadata import distributions
from pathlib import Path

from tests.command_line import ROOT, CommandLine

LONGEST = 1200  # seconds on a machine with much else to do
MAKERS = ("catalogue", "store", "etl", "data")  # what `etl init` runs and reads


@functools.cache
def state() -> str:
    """Digest of everything that a prepared folder depends on; the day too, which some records hold."""
    digest = hashlib.sha256(f"{sys.version} {dt.datetime.now().astimezone().date()}".encode())
    for one in sorted(f"{found.name} {found.version}" for found in distributions()):
        digest.update(one.encode())
    for folder in MAKERS:
        for path in sorted(path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix != ".pyc"):
            digest.update(f"{path.relative_to(ROOT)} {path.stat().st_size}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:20]


def prepared(kept: Path, name: str, target: Path, *arguments: str) -> Path:
    """Copy to `target` the working folder that `etl init ARGUMENTS` makes; make and keep it first if nobody has.

    Raises:
        AssertionError: the command failed; nothing is kept.
    """
    whole = kept / name / state()
    whole.parent.mkdir(exist_ok=True)
    with (kept / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until closed, also by a worker that is killed
        if not whole.exists():
            for stale in whole.parent.iterdir():
                shutil.rmtree(stale)
            draft = whole.with_name("draft")
            done = CommandLine(draft, anew=True, longest=LONGEST)("etl", "init", *arguments)
            assert done.returncode == 0, done.stderr
            draft.rename(whole)
        return Path(shutil.copytree(whole, target))
