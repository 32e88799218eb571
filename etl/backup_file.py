"""The file of a backup: a zip archive and its manifest, with the SHA-256 of everything in it.

What was received lies in it as bytes; nothing of it is unpacked further or parsed.
"""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field

from catalogue.errors import UserError

FORMAT, MANIFEST = "vstbpn-backup/1", "manifest.json"
# The only names that a backup may hold: none leads out of the folder it is restored to.
NAMES = re.compile(
    r"store\.duckdb(\.wal)?|snapshots/CURRENT|snapshots/[0-9T]+\.(duckdb|search)|received/[0-9a-f]{2}/[0-9a-f]{64}(\.[^\W_]{1,12})?"
    r"|boundaries/\d{4}-\d\d-\d\d-[0-9a-f]{16}\.csv|decisions/(unit_names|labels|periods|reporting|sources)\.csv"
)
BLOCK = 1 << 20  # bytes read at once
LARGEST_MANIFEST = 256 << 20  # bytes
UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, KeyError, AttributeError)


class Entry(BaseModel, frozen=True, extra="forbid", strict=True):
    """A file of the backup."""

    path: str
    size: int = Field(ge=0)
    sha256: str


class Manifest(BaseModel, frozen=True, extra="forbid", strict=True):
    """What a backup holds. `seal` is the SHA-256 of all the rest."""

    format: str = FORMAT
    made_at: str
    definitions: str
    snapshot: str | None
    submissions: int
    files: list[Entry]
    seal: str = ""

    def sealed(self) -> "Manifest":
        open_ = self.model_copy(update={"seal": ""})
        return self.model_copy(update={"seal": hashlib.sha256(open_.model_dump_json().encode()).hexdigest()})

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(entry.size for entry in self.files)


class Backup:
    """A backup opened for reading: names and sizes are those of its manifest, the bytes still to be checked."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self.path, self.manifest, self._archive = path, manifest, archive

    def check(self) -> None:
        """Read every file and compare its SHA-256.

        Raises:
            UserError: backup_damaged, naming the first file that differs.
        """
        for entry in self.manifest.files:
            self.copy(entry, len)

    def copy(self, entry: Entry, write: Callable[[bytes], Any]) -> None:
        """Hand the bytes of a file to `write`, never more than the manifest says.

        Raises:
            UserError: backup_damaged, if they are not those that were backed up.
        """
        digest, left = hashlib.sha256(), entry.size
        with damage_told(self.path, entry.path):
            source = self._archive.open(entry.path)
        with source:
            while left >= 0:
                with damage_told(self.path, entry.path):
                    block = source.read(min(BLOCK, left + 1))
                if not block:
                    break
                left -= len(block)
                digest.update(block)
                write(block)
        if left or digest.hexdigest() != entry.sha256:
            raise UserError("backup_damaged", path=self.path, file=entry.path, reason="SHA-256")


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """Open a backup and hold its list of files against its manifest.

    Raises:
        UserError: it cannot be read, is no backup of this program, or holds other files than it says.
    """
    with damage_told(path, path.name):
        archive = zipfile.ZipFile(path)
    with archive:
        manifest = _manifest(path, archive)
        listed = sorted((part.filename, part.file_size) for part in archive.infolist() if part.filename != MANIFEST)
        if listed != sorted((entry.path, entry.size) for entry in manifest.files):
            raise UserError("backup_damaged", path=path, file=path.name, reason=MANIFEST)
        yield Backup(path, archive, manifest)


@contextmanager
def damage_told(path: Path, file: str) -> Iterator[None]:
    """Turn what is wrong with an archive into a UserError that names the file in it."""
    try:
        yield
    except OSError as error:
        raise UserError("path_missing" if isinstance(error, FileNotFoundError) else "backup_damaged",
                        path=path, file=file, reason=error.strerror or error) from error  # fmt: skip
    except UNREADABLE as error:
        raise UserError("backup_damaged", path=path, file=file, reason=error) from error


def _manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    """The manifest, which must be sealed and name only files of a working folder."""
    if MANIFEST not in archive.namelist():
        raise UserError("backup_foreign", path=path)
    with damage_told(path, MANIFEST), archive.open(MANIFEST) as stream:
        said = stream.read(LARGEST_MANIFEST)
        if json.loads(said).get("format") != FORMAT:
            raise UserError("backup_foreign", path=path)
        manifest = Manifest.model_validate_json(said)
    names = [entry.path for entry in manifest.files]
    if manifest.sealed() != manifest or len(set(names)) != len(names):
        raise UserError("backup_damaged", path=path, file=MANIFEST, reason="SHA-256")
    if not all(NAMES.fullmatch(name) for name in names) or "store.duckdb" not in names:
        raise UserError("backup_foreign", path=path)
    return manifest
