"""Files that would exhaust the machine are refused before they are parsed, with the reason."""

import io
import struct
import zipfile
import zlib

from etl.problems import Problem

MEGABYTE = 1024 * 1024
FILE, INSIDE, PARTS = 50 * MEGABYTE, 100 * MEGABYTE, 5_000  # bytes of a file, bytes unpacked, parts of a workbook
ZIP = b"PK\x03\x04"
# All that reading a damaged archive may raise.
ZIP_FAULTS = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError, LookupError, zlib.error, struct.error,
)  # fmt: skip


def too_large(size: int) -> Problem | None:
    """Say so if a file is larger than any report can be."""
    if size <= FILE:
        return None
    return Problem("file_too_large", found=f"{size / MEGABYTE:.0f} MB", expected=f"{FILE / MEGABYTE:.0f} MB")


def hostile(content: bytes) -> Problem | None:
    """Return why a workbook must not be parsed, None if it may be.

    Looks at what is declared, before unpacking anything: a bomb is refused without being unpacked.
    """
    if not content.startswith(ZIP):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            listed = parts.infolist()
    except ZIP_FAULTS as error:
        return Problem("not_a_workbook", found=(str(error) or type(error).__name__)[:200])
    unpacked = sum(part.file_size for part in listed)
    if unpacked <= INSIDE and len(listed) <= PARTS:
        return None
    found = f"{unpacked / MEGABYTE:.0f} MB, {len(listed)}"
    return Problem("file_unpacks_too_large", found=found, expected=f"{INSIDE / MEGABYTE:.0f} MB, {PARTS}")
