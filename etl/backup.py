"""Back a working folder up into one file, and read it back before saying so."""

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from catalogue import boundaries, decisions, paths
from catalogue.clock import office_now
from catalogue.definitions import Definitions
from catalogue.errors import UserError
from etl.backup_file import BLOCK, MANIFEST, NAMES, Entry, Manifest, opened
from store import connection as db
from store import desk_file, lock, snapshot
from store.faults import told
from store.schema import received_file, submission


@dataclass(frozen=True)
class Written:
    """A backup that was written and verified; `damaged`: files received that are missing or not what they were."""

    path: Path
    manifest: Manifest
    damaged: tuple[str, ...]


def back_up(
    out: Path,
    definitions: Definitions,
    held: AbstractContextManager[None] | None = None,
    on_file: Callable[[int, int], None] = lambda _done, _all: None,
) -> Written:
    """Write a backup, read it back and verify it. Nobody writes to the folder meanwhile; readers are not blocked.

    Args:
        out: file to write (.zip, not there yet), or folder for a file named after the present moment.
        definitions: those in use.
        held: how the working folder's lock is to be taken.
        on_file: told how many files of how many are done.

    Raises:
        UserError: there is nothing to back up, the file exists or cannot be written, or it was not written rightly.
    """
    if not paths.store_file().exists():
        raise UserError("backup_nothing", path=paths.home())
    target = out if out.suffix.lower() == ".zip" else out / f"vstbpn-{office_now():%Y%m%d-%H%M%S}.zip"
    if target.exists():
        raise UserError("backup_exists", path=target)
    draft = target.with_name(f"{target.name}.{os.getpid()}.draft")
    with held or lock.writing():
        submissions, received = _settled()
        with told(target.parent):
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                with _desk(draft) as copies:
                    manifest = _write(draft, list(_files()), copies, definitions.version, submissions, on_file)
                with opened(draft) as backup:
                    backup.check()
                draft.replace(target)
                snapshot.flush(target.parent)
            finally:
                draft.unlink(missing_ok=True)
    return Written(target, manifest, tuple(_damaged(manifest, received)))


def _settled() -> tuple[int, set[str]]:
    """Bring all that was written into the store's one file; count its submissions and list the files it knows."""
    with db.store() as connection:
        db.checkpoint(connection)
        with connection.begin():
            submissions = connection.execute(select(func.count()).select_from(submission)).scalar_one()
            return submissions, set(connection.execute(select(received_file.c.sha256)).scalars())


@contextmanager
def _desk(draft: Path) -> Iterator[dict[str, Path]]:
    """The desk's file as it is now, copied beside the backup: people go on working in the one of the folder."""
    name, copy = paths.desk_file().name, draft.with_suffix(".desk")
    if not paths.desk_file().exists():
        yield {}
        return
    try:
        desk_file.copy_to(copy)
        yield {name: copy}
    finally:
        copy.unlink(missing_ok=True)


def _files() -> Iterator[str]:
    """The files of the working folder that are backed up."""
    home = paths.home()
    found = ["store.duckdb", "store.duckdb.wal", paths.desk_file().name, paths.people_file().name]
    with suppress(UserError):  # a snapshot that cannot be read is published anew from the store
        if identifier := snapshot.current_id():
            both = (f"snapshots/{identifier}.{kind}" for kind in ("duckdb", "search", "full.duckdb", "full.search"))
            found += [f"snapshots/{snapshot.POINTER}", *both]
    found += [f"boundaries/{name}" for name in boundaries.kept(paths.boundaries())]
    found += [f"decisions/{name}" for name in decisions.MODELS]
    found += sorted(path.relative_to(home).as_posix() for path in paths.received().glob("*/*"))
    return (name for name in found if NAMES.fullmatch(name) and (home / name).is_file())


def _write(
    draft: Path,
    names: list[str],
    copies: dict[str, Path],
    definitions: str,
    submissions: int,
    on_file: Callable[[int, int], None],
) -> Manifest:
    entries = []
    with draft.open("wb") as stream:
        with zipfile.ZipFile(stream, "w", compresslevel=1) as archive:
            for done, name in enumerate(names, 1):
                entries.append(_add(archive, name, copies.get(name, paths.home() / name)))
                on_file(done, len(names))
            used = next((Path(name).stem for name in names if name.startswith("snapshots/2")), None)
            made = office_now().isoformat(timespec="seconds")
            manifest = Manifest(
                made_at=made, definitions=definitions, snapshot=used, submissions=submissions, files=entries
            ).sealed()
            archive.writestr(MANIFEST, manifest.model_dump_json(indent=1), zipfile.ZIP_DEFLATED)
        stream.flush()
        os.fsync(stream.fileno())
    return manifest


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> Entry:
    digest, size = hashlib.sha256(), 0
    about = zipfile.ZipInfo(name)
    about.compress_type = zipfile.ZIP_STORED if name.startswith("received/") else zipfile.ZIP_DEFLATED  # workbooks are
    about.file_size = path.stat().st_size
    with path.open("rb") as source, archive.open(about, "w") as target:
        while block := source.read(BLOCK):
            digest.update(block)
            size += len(block)
            target.write(block)
    return Entry(path=name, size=size, sha256=digest.hexdigest())


def _damaged(manifest: Manifest, received: set[str]) -> Iterator[str]:
    """Files received that are not there, or whose bytes are not those that came."""
    kept = {entry.sha256 for entry in manifest.files}
    for entry in manifest.files:
        if entry.path.startswith("received/") and not Path(entry.path).name.startswith(entry.sha256):
            yield entry.path
    yield from (f"received/{sha256[:2]}/{sha256}" for sha256 in sorted(received - kept))
