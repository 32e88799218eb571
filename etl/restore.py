"""Put a backup in the place of the working folder: checked whole before anything is touched, switched at once."""

import ctypes
import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from catalogue import paths
from catalogue.clock import office_now
from catalogue.errors import UserError
from etl.backup_file import Backup, Manifest, opened
from store import connection as db
from store import desk_file, lock, snapshot
from store.faults import told
from store.full import PRIVATE, SUFFIX

UNFINISHED = "UNFINISHED"  # stands in a folder that is being filled; without it, it is whole
AT_FDCWD, RENAME_EXCHANGE = -100, 2  # of Linux


def restore(
    path: Path,
    *,
    replace: bool,
    wait: float = lock.WAIT,
    on_file: Callable[[int, int], None] = lambda _done, _all: None,
) -> tuple[Manifest, Path | None]:
    """Restore a backup; return its manifest and where the working folder that was there lies now.

    Raises:
        UserError: the backup is damaged or none; the folder holds something and `replace` is not
            set; the disk is full. The folder that was there is untouched then.
    """
    home = paths.home().resolve()
    if _holds_something(home) and not replace:
        raise UserError("restore_not_empty", path=home)
    with opened(path) as backup, told(home.parent):
        home.parent.mkdir(parents=True, exist_ok=True)
        _sweep(home)
        if shutil.disk_usage(home.parent).free < backup.manifest.size:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        stamp = f"{office_now():%Y%m%dT%H%M%S%f}"
        staged = home.with_name(f".{home.name}.restoring-{stamp}")
        try:
            _fill(staged, backup, on_file)
            aside = _switch(staged, home, home.with_name(f"{home.name}.before-{stamp}"), wait)
        finally:
            if (staged / UNFINISHED).exists():
                shutil.rmtree(staged)
    return backup.manifest, aside


def _holds_something(home: Path) -> bool:
    return home.exists() and (not home.is_dir() or any(path.name != lock.NAME for path in home.iterdir()))


def _sweep(home: Path) -> None:
    """Remove folders that killed restores were filling."""
    for left in home.parent.glob(f".{home.name}.restoring-*"):
        if (left / UNFINISHED).exists():
            shutil.rmtree(left)


def _fill(staged: Path, backup: Backup, on_file: Callable[[int, int], None]) -> None:
    """Write all files, each checked against its SHA-256; open the databases; bring all to the disk."""
    staged.mkdir()
    (staged / UNFINISHED).touch()
    files = backup.manifest.files
    for done, entry in enumerate(files, 1):
        target = staged / entry.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as stream:
            if target.stem.endswith(SUFFIX):
                target.chmod(PRIVATE)
            backup.copy(entry, stream.write)
        on_file(done, len(files))
    for database in (staged / entry.path for entry in files if entry.path.endswith(".duckdb")):
        db.check(database)
    if (staged / paths.desk_file().name).exists():
        desk_file.check(staged / paths.desk_file().name)
    os.sync()


def _switch(staged: Path, home: Path, aside: Path, wait: float) -> Path | None:
    """Put the filled folder in the place of the working folder; return where that lies now, if it held anything."""
    if not home.exists():
        _finish(staged, lambda: staged.rename(home))
        snapshot.flush(home.parent)
        return None
    with lock.writing(wait, folder=home):
        held = _holds_something(home)
        _finish(staged, lambda: _exchange(staged, home, aside))
        if staged.exists():  # they have changed names: this is what was there
            staged.rename(aside)
        snapshot.flush(home.parent)
    if held:
        return aside
    shutil.rmtree(aside)
    return None


def _finish(staged: Path, rename: Callable[[], object]) -> None:
    """Call the folder whole and give it its place; if that fails it is not whole after all."""
    (staged / UNFINISHED).unlink()
    snapshot.flush(staged)
    try:
        rename()
    except OSError:
        (staged / UNFINISHED).touch()
        raise


def _exchange(staged: Path, home: Path, aside: Path) -> None:
    """Let the two folders change names at once; all or nothing."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename and rename(AT_FDCWD, os.fsencode(staged), AT_FDCWD, os.fsencode(home), RENAME_EXCHANGE) == 0:
        return
    failed = ctypes.get_errno() if rename else errno.ENOSYS
    if failed not in (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP):
        raise OSError(failed, os.strerror(failed), str(home))
    home.rename(aside)  # a file system that cannot: for a moment the folder has only its other name
    try:
        staged.rename(home)
    except OSError:
        aside.rename(home)
        raise
