"""Files that the desk's work starts from and leaves for someone to fetch."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from catalogue import paths
from desk.sending import Sending
from store import files

KEPT = 24 * 3600  # seconds after which what was made is removed: it can be made again


@contextmanager
def as_sent(sending: Sending) -> Iterator[Path]:
    """The file of a sending under the name it was sent with, for as long as the work lasts."""
    place = files.place(sending.sha256, sending.suffix)
    with tempfile.TemporaryDirectory(dir=paths.home(), prefix=".desk-") as folder:
        named = Path(folder) / sending.file_name
        try:
            os.link(place, named)
        except OSError:  # a file system without links
            named.write_bytes(files.read(sending.sha256, sending.suffix))
        yield named


def made(name: str, content: bytes) -> dict[str, str]:
    """Leave a file to be fetched; return what the job tells of it."""
    folder = paths.desk_output()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, path = tempfile.mkstemp(dir=folder, suffix=Path(name).suffix)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    return {"file": Path(path).name, "name": name}


def sweep() -> None:
    """Remove what was made a day ago, and what a killed worker left."""
    before = time.time() - KEPT
    for path in [*paths.desk_output().glob("*"), *paths.home().glob(".desk-*")]:
        with suppress(OSError):
            if path.is_file() and path.stat().st_mtime < before:
                path.unlink()
            elif path.is_dir():
                for left in path.iterdir():
                    left.unlink()
                path.rmdir()
