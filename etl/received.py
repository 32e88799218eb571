"""Everything that was received, kept byte for byte under its SHA-256."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from catalogue import paths
from etl.workbook import ReceivedFile
from store import lock
from store.faults import told

ENDING = 12  # characters kept of a file name's ending


@contextmanager
def receiving() -> Iterator[None]:
    """Hold the working folder's lock while files are received; what a killed writer left half-written is removed.

    Raises:
        UserError: another command writes, or the folder cannot be written.
    """
    with lock.writing():
        with told(paths.home()):
            for left in _drafts().glob("*"):
                left.unlink(missing_ok=True)
        yield


def place(sha256: str, suffix: str) -> Path:
    """Where the bytes of a file with this SHA-256 lie."""
    ending = "".join(char for char in suffix.lower() if char.isalnum())[:ENDING]
    return paths.received() / sha256[:2] / (f"{sha256}.{ending}" if ending else sha256)


def keep(file: ReceivedFile) -> None:
    """Write the bytes to their place and to the disk, unless they are there.

    Raises:
        UserError: the working folder cannot be written or its disk is full; nothing was loaded.
    """
    if not file.sha256:
        return
    target = place(file.sha256, file.path.suffix)
    with told(paths.home()):
        if target.exists() and target.read_bytes() == file.content:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        _drafts().mkdir(exist_ok=True)
        draft = _drafts() / f"{file.sha256}.{threading.get_ident()}"
        try:
            with draft.open("wb") as stream:
                stream.write(file.content)
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(target)
        except OSError:
            draft.unlink(missing_ok=True)
            raise


def _drafts() -> Path:
    return paths.received() / "drafts"
