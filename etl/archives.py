"""A path → the files received: one, or the members of a zip archive.

Members are read in memory; nothing is unpacked to the disk, so no path can lead astray.
"""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from etl.hostile import FILE, MEGABYTE, ZIP, ZIP_FAULTS, too_large
from etl.problems import Problem
from etl.workbook import ReceivedFile, received

MEMBERS, UNPACKED = 500, 200 * MEGABYTE
WORKBOOK_PARTS = ("[Content_Types].xml", "mimetype", "content.xml")
ENCRYPTED = 0x1
BEGINNING = 64  # bytes; most workbooks begin with their list of parts


def receive(path: Path) -> list[ReceivedFile]:
    """Read a file whole and parse its sheets, or those of the files in it. Never raises for what a file may contain."""
    try:
        problem = too_large(path.stat().st_size)
        content = b"" if problem else path.read_bytes()
    except OSError as error:
        problem, content = Problem("unreadable", found=error.strerror or str(error)), b""
    if problem:
        return [ReceivedFile(path, b"", "", {}, problem)]
    return list(members(path, content)) if is_archive(content) else [received(path, content)]


def is_archive(content: bytes) -> bool:
    """Whether these bytes are a zip archive of files, not one of the workbooks that are zip archives themselves."""
    if not content.startswith(ZIP) or WORKBOOK_PARTS[0].encode() in content[:BEGINNING]:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return not any(name in WORKBOOK_PARTS for name in archive.namelist())
    except ZIP_FAULTS:
        return False


def members(path: Path, content: bytes) -> Iterator[ReceivedFile]:
    """Yield each file of an archive, named after archive and member; an archive too large is one refused file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        listed = [part for part in archive.infolist() if not part.filename.endswith("/") and not _of_the_system(part.filename)]
        unpacked = sum(part.file_size for part in listed)
        if len(listed) > MEMBERS or unpacked > UNPACKED or not listed:
            found = f"{unpacked / MEGABYTE:.0f} MB, {len(listed)}"
            problem = Problem("archive_too_large" if listed else "archive_empty", found=found,
                              expected=f"{UNPACKED / MEGABYTE:.0f} MB, {MEMBERS}")  # fmt: skip
            yield ReceivedFile(path, b"", "", {}, problem)
            return
        for part in listed:
            yield _member(path, archive, part)


def _of_the_system(name: str) -> bool:
    """Files that Office, macOS or Windows put beside the reports."""
    last = PurePosixPath(name).name
    return last.startswith(("~$", ".")) or last == "Thumbs.db" or "__MACOSX" in PurePosixPath(name).parts


def _member(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> ReceivedFile:
    named = path / _harmless(part.filename)
    if part.flag_bits & ENCRYPTED:
        return ReceivedFile(named, b"", "", {}, Problem("encrypted"))
    if part.file_size > FILE:
        found = f"{part.file_size / MEGABYTE:.0f} MB"
        return ReceivedFile(named, b"", "", {}, Problem("file_too_large", found=found, expected=f"{FILE / MEGABYTE:.0f} MB"))
    try:
        content = archive.read(part)
    except ZIP_FAULTS as error:
        return ReceivedFile(named, b"", "", {}, Problem("unreadable", found=(str(error) or type(error).__name__)[:200]))
    if is_archive(content):
        return ReceivedFile(named, b"", "", {}, Problem("archive_nested"))
    return received(named, content)


def _harmless(name: str) -> str:
    """A member's name as it is shown: no way up, no root, no control characters."""
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..", ".")]
    return "/".join("".join(char for char in part if char.isprintable()) for part in parts) or "?"
