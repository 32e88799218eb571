"""Everything that was received, kept byte for byte under its SHA-256."""

import hashlib
import os
import threading
from pathlib import Path

from catalogue import paths
from store.faults import told
from store.snapshot import flush

ENDING = 12  # characters kept of a file name's ending


def place(sha256: str, suffix: str) -> Path:
    """Where the bytes of a file with this SHA-256 lie."""
    ending = "".join(char for char in suffix.lower() if char.isalnum())[:ENDING]
    return paths.received() / sha256[:2] / (f"{sha256}.{ending}" if ending else sha256)


def keep(content: bytes, suffix: str, drafts: Path | None = None) -> str:
    """Write bytes to their place and to the disk, unless they are there; return their SHA-256.

    Args:
        content: the file.
        suffix: the ending of its name.
        drafts: where it is written before it gets its name (default: that of writers of the store, who hold its lock).

    Raises:
        UserError: the working folder cannot be written or its disk is full; nothing was kept.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    target, folder = place(sha256, suffix), drafts or draft_folder()
    with told(paths.home()):
        if target.exists() and target.read_bytes() == content:
            return sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"{sha256}.{os.getpid()}.{threading.get_ident()}"
        try:
            with draft.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(target)
            if drafts:
                flush(target.parent)  # what someone was given a receipt for must not be lost
        except OSError:
            draft.unlink(missing_ok=True)
            raise
    return sha256


def draft_folder() -> Path:
    return paths.received() / "drafts"


def read(sha256: str, suffix: str) -> bytes:
    """The bytes kept under a SHA-256, held against it.

    Raises:
        OSError: the file is gone.
        ValueError: the bytes are no longer those that were received.
    """
    content = place(sha256, suffix).read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(sha256)
    return content
