"""One writer at a time: a lock of the operating system on a file of the working folder.

The lock ends with the process that holds it, however that ends; what stands in the file only
says who holds it. Readers never look at it.
"""

import fcntl
import getpass
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from pathlib import Path

from catalogue import paths
from catalogue.clock import office_now
from catalogue.errors import Message, UserError
from store.faults import told

NAME = "writer.lock"
WAIT = 5.0  # seconds a second writer waits unless told otherwise
PAUSE = 0.05  # seconds between two tries

_open: set[int] = set()  # the locked files of this process
_held: ContextVar[tuple[Path, ...]] = ContextVar("locks held in this thread", default=())


@dataclass(frozen=True)
class Holder:
    """Who holds the lock, as they said when they took it. `since` is ISO, by the office's clock."""

    pid: int
    command: str
    user: str
    since: str

    def message(self, key: str, **values: object) -> Message:
        return Message.of(key, path=paths.home(), **asdict(self), **values)


@contextmanager
def writing(
    wait: float = WAIT, on_wait: Callable[[Message], None] = lambda _: None, folder: Path | None = None
) -> Iterator[None]:
    """Hold the lock of a working folder (default: the one in use); within a thread it can be taken again.

    Args:
        wait: seconds to wait for another writer to end.
        on_wait: told once who is being waited for.
        folder: another working folder, which exists.

    Raises:
        UserError: another process still writes, or the folder cannot be written.
    """
    path = (folder or paths.home()) / NAME
    if path in _held.get():
        yield
        return
    with told(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = _taken(path, time.monotonic() + wait, wait, on_wait)
    _open.add(handle)
    before = _held.set((*_held.get(), path))
    try:
        yield
    finally:
        _held.reset(before)
        if handle in _open:  # not in a forked child
            _say(handle, "")
            _open.discard(handle)
            os.close(handle)


def _forked() -> None:
    """A child does not keep its parent's lock: the lock must end with the parent, should the child outlive it."""
    while _open:
        os.close(_open.pop())


os.register_at_fork(after_in_child=_forked)


def holder(path: Path) -> Holder:
    """Who the lock file says holds it; unknown if it says nothing yet."""
    try:
        return Holder(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Holder(0, "?", "?", "?")


def _taken(path: Path, until: float, wait: float, on_wait: Callable[[Message], None]) -> int:
    """The open and locked file."""
    waited = False
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _still_there(handle, path):
                _introduce(handle)
                return handle
        except BlockingIOError:
            if not waited and wait > 0:
                waited = True
                on_wait(holder(path).message("store_waited_for", wait=f"{wait:g}"))
        except OSError:
            os.close(handle)
            raise
        os.close(handle)
        if time.monotonic() >= until:
            raise UserError("store_locked", **dict(holder(path).message("").values))
        time.sleep(PAUSE)


def _still_there(handle: int, path: Path) -> bool:
    """Whether the locked file is still the one of this name: a restore may have put another folder there."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _introduce(handle: int) -> None:
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = str(os.getuid())
    me = Holder(os.getpid(), _command(), user, office_now().isoformat(" ", "seconds"))
    _say(handle, json.dumps(asdict(me), ensure_ascii=False))


def _say(handle: int, text: str) -> None:
    """Write who holds the lock. A full disk is no reason not to hold it."""
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.pwrite(handle, text.encode(), 0)


def _command() -> str:
    """`etl load` of `python -m etl load …`, else the program's name."""
    program = Path(sys.argv[0] or "python")
    name = program.parent.name if program.name == "__main__.py" else program.name
    return " ".join([name, *sys.argv[1:2]])
