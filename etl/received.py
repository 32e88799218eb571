"""Everything that was received, kept byte for byte under its SHA-256."""

import os
from pathlib import Path

from catalogue import paths
from catalogue.errors import UserError
from etl.workbook import ReceivedFile


def place(sha256: str, suffix: str) -> Path:
    """Where the bytes of a file with this SHA-256 lie."""
    return paths.received() / sha256[:2] / f"{sha256}{suffix.lower()}"


def keep(file: ReceivedFile) -> None:
    """Write the bytes to their place and to the disk, unless they are there.

    Raises:
        UserError: the working folder cannot be written; nothing was loaded.
    """
    if not file.sha256:
        return
    target = place(file.sha256, file.path.suffix)
    try:
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f"{target.name}.{os.getpid()}.draft")
        with draft.open("wb") as stream:
            stream.write(file.content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(target)
    except OSError as error:
        raise UserError("folder_unwritable", path=paths.home(), reason=error.strerror) from error
