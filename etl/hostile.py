"""Files that would exhaust the machine are refused before they are parsed, with the reason."""

import io
import re
import struct
import zipfile
import zlib

from etl.problems import Problem

MEGABYTE = 1024 * 1024
FILE, INSIDE, PARTS = 50 * MEGABYTE, 100 * MEGABYTE, 5_000  # bytes of a file, bytes unpacked, parts of a workbook
# A cell or row so far out that its sheet would fill the memory: column AAA, row 100 000, or further.
_FAR = re.compile(rb"""\sr\s*=\s*["'](?:[A-Z]{3}|[A-Z]{0,2}[0-9]{6})[A-Z0-9]*""")
_LOCAL_HEADER, _STORED, _DEFLATED = 30, 0, 8
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
        return _far_cell(content, listed)
    found = f"{unpacked / MEGABYTE:.0f} MB, {len(listed)}"
    return Problem("file_unpacks_too_large", found=found, expected=f"{INSIDE / MEGABYTE:.0f} MB, {PARTS}")


def _far_cell(content: bytes, listed: list[zipfile.ZipInfo]) -> Problem | None:
    """Say so if a sheet of an .xlsx has a cell far outside any report: the parser lays out every cell up to it."""
    for part in listed:
        if part.filename.startswith("xl/") and part.filename.endswith(".xml") and "sharedStrings" not in part.filename:
            try:
                found = _FAR.search(_unpacked(content, part))
            except (zlib.error, struct.error) as error:
                return Problem("not_a_workbook", found=str(error)[:200])
            if found:
                place = found.group().split(b"=")[1].strip(b" \"'").decode("ascii", "replace")
                return Problem("sheet_too_large", found=place)
    return None


def _unpacked(content: bytes, part: zipfile.ZipInfo) -> bytes:
    """The bytes of a part, as far as it declares to unpack; without the checks of zipfile, which the parser makes again."""
    names, extra = struct.unpack_from("<HH", content, part.header_offset + _LOCAL_HEADER - 4)
    start = part.header_offset + _LOCAL_HEADER + names + extra
    packed = content[start : start + part.compress_size]
    if part.compress_type == _STORED:
        return packed
    if part.compress_type != _DEFLATED:
        raise zlib.error(f"compression {part.compress_type}")
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, part.file_size + 1)
