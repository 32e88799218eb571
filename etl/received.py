"""Files on their way in: the lock under which they are received, and keeping them."""

from collections.abc import Iterator
from contextlib import contextmanager

from catalogue import paths
from etl.workbook import ReceivedFile
from store import files, lock
from store.faults import told
from store.files import place

__all__ = ["keep", "place", "receiving"]


@contextmanager
def receiving() -> Iterator[None]:
    """Hold the working folder's lock while files are received; what a killed writer left half-written is removed.

    Raises:
        UserError: another command writes, or the folder cannot be written.
    """
    with lock.writing():
        with told(paths.home()):
            for left in files.draft_folder().glob("*"):
                left.unlink(missing_ok=True)
        yield


def keep(file: ReceivedFile) -> None:
    """Write the bytes to their place and to the disk, unless they are there.

    Raises:
        UserError: the working folder cannot be written or its disk is full; nothing was loaded.
    """
    if file.sha256:
        files.keep(file.content, file.path.suffix)
