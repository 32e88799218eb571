"""Loads files in forked processes that say in which phase they are, so that they can be killed there.

Reads lines of JSON [home, file, …] and forks one process for each; the fork saves the imports.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from catalogue import definitions
from etl import load as loading
from etl import publish as publishing
from etl.load import Request

said = [""]


def say(line: str) -> None:
    os.write(1, line.encode() + b"\n")


def enter(phase: str) -> None:
    """Say that a phase begins, once while it lasts."""
    if phase != said[0]:
        said[0] = phase
        say(f"phase {phase}")


def marked(module: Any, name: str, phase: str, after: str = "") -> None:
    """Let a function say its phase when it is entered, and another when it is left."""
    inner: Callable[..., Any] = getattr(module, name)

    def outer(*args: Any, **kwargs: Any) -> Any:
        enter(phase)
        result = inner(*args, **kwargs)
        if after:
            enter(after)
        return result

    setattr(module, name, outer)


def rename_slowly(source: Path, target: Path) -> Path:
    """Renaming, as on a slow disk: the moments between two renames are hit too."""
    moved = rename(source, target)
    time.sleep(0.005)
    return moved


rename = Path.replace


def load(home: str, files: list[str]) -> None:
    os.environ["VSTBPN_HOME"] = home
    Path.replace = rename_slowly  # type: ignore[method-assign, assignment]
    marked(loading, "receiving", "receiving")
    marked(loading.Reader, "read", "reading")
    marked(loading, "prepare", "preparing")
    marked(loading, "store", "storing", after="committing")
    marked(loading, "is_current", "comparing")
    marked(loading, "publish", "publishing", after="closing")
    marked(publishing.snapshot_file, "write", "writing the snapshot")
    marked(publishing.snapshot_file, "_fill", "filling the snapshot", after="flushing the snapshot")
    marked(publishing.snapshot, "switch_to", "switching")
    marked(publishing.snapshot, "prune", "pruning")
    loading.load([Path(file) for file in files], definitions.load(), Request())


def main() -> None:
    definitions.load()
    for line in sys.stdin:
        home, *files = json.loads(line)
        pid = os.fork()
        if pid == 0:
            say(f"pid {os.getpid()}")
            load(home, files)
            say("phase ended")
            os._exit(0)  # no clean-up: what is not on the disk by now is not there
        _, status = os.waitpid(pid, 0)
        say(f"over {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    main()
