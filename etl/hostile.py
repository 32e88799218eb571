"""Files that would exhaust the machine are refused before they are parsed, with the reason."""

import io
import re
import zipfile

from etl.problems import Problem

MEGABYTE = 1024 * 1024
FILE, INSIDE, PARTS = 50 * MEGABYTE, 100 * MEGABYTE, 5_000  # bytes of a file, bytes unpacked, parts of a workbook
ZIP = b"PK\x03\x04"
# A cell beyond row 99,999 or column ZZ: the parser lays out every cell up to it, filled or not.
FAR_CELL = re.compile(rb"""\br=["'](?:[A-Z]{3,}\d+|[A-Z]{1,2}\d{6,}|\d{6,})["']""")
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)


def too_large(size: int) -> Problem | None:
    """Say so if a file is larger than any report can be."""
    if size <= FILE:
        return None
    return Problem("file_too_large", found=f"{size / MEGABYTE:.0f} MB", expected=f"{FILE / MEGABYTE:.0f} MB")


def hostile(content: bytes) -> Problem | None:
    """Return why a workbook must not be parsed, None if it may be.

    Looks at what is declared before unpacking: a bomb is refused without being unpacked.
    """
    if not content.startswith(ZIP):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return _of_parts(parts)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError) as error:
        return Problem("not_a_workbook", found=(str(error) or type(error).__name__)[:200])


def _of_parts(parts: zipfile.ZipFile) -> Problem | None:
    listed = parts.infolist()
    unpacked = sum(part.file_size for part in listed)
    if unpacked > INSIDE or len(listed) > PARTS:
        found = f"{unpacked / MEGABYTE:.0f} MB, {len(listed)}"
        return Problem("file_unpacks_too_large", found=found, expected=f"{INSIDE / MEGABYTE:.0f} MB, {PARTS}")
    for part in listed:
        if SHEET.fullmatch(part.filename):
            text = parts.read(part)
            if DECLARATION.search(text, 0, 4096):
                return Problem("file_declares_entities", found=part.filename[:80])
            far = FAR_CELL.search(text)
            if far:
                return Problem("sheet_too_far", found=far[0].decode("ascii")[3:-1], expected="ZZ99999")
    return None
