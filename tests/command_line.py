"""The project's commands, run as an officer runs them: each in a process of its own, on one working folder."""

import atexit
import json
import os
import select
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from tests import forks

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 300  # seconds a command may take
Done = subprocess.CompletedProcess[str]


class Forks:
    """A process that has imported what commands need and forks one for each; one at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None

    def run(self, arguments: list[str], env: dict[str, str]) -> Done:
        """Run a command; the lock is held by who calls.

        Raises:
            subprocess.TimeoutExpired: it took too long; it and its parent have been killed.
        """
        server = self._started()
        assert server.stdin is not None
        assert server.stdout is not None
        with tempfile.TemporaryDirectory() as folder:
            out, err = Path(folder, "out"), Path(folder, "err")
            asked = {"arguments": arguments, "env": env, "out": str(out), "err": str(err)}
            server.stdin.write(json.dumps(asked).encode() + b"\n")
            server.stdin.flush()
            ready, _, _ = select.select([server.stdout], [], [], LONGEST)
            if not ready:
                os.killpg(server.pid, 9)
                self.close()
                raise subprocess.TimeoutExpired(arguments, LONGEST)
            status = int(server.stdout.readline())
            said = [path.read_text(encoding="utf-8") for path in (out, err)]
        return subprocess.CompletedProcess(arguments, status, *said)

    def close(self) -> None:
        if self.process is not None:
            assert self.process.stdin is not None
            self.process.stdin.close()  # it ends with its input
            self.process.wait(20)
            self.process = None

    def _started(self) -> subprocess.Popen[bytes]:
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, "-m", forks.__name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=ROOT,
                env=os.environ | {"PYTHONPATH": str(ROOT)},
                start_new_session=True,
            )
        return self.process


_forks = Forks()
atexit.register(_forks.close)


class CommandLine:
    """Runs commands on one working folder; `anew` in a process that begins from nothing, else in a fork of one that has imported them."""

    def __init__(self, home: Path, *, anew: bool = False, longest: int = LONGEST) -> None:
        self.home, self.anew, self.longest = home, anew, longest

    def __call__(self, *args: str | Path, env: dict[str, str] | None = None) -> Done:
        settings = os.environ | {"VSTBPN_HOME": str(self.home), "PYTHONPATH": str(ROOT)} | (env or {})
        arguments = [str(argument) for argument in args]
        if not self.anew and arguments[0] in forks.PROGRAMS and _forks.lock.acquire(blocking=False):
            try:
                return _forks.run(arguments, settings)
            finally:
                _forks.lock.release()
        command, limit = [sys.executable, "-m", *arguments], self.longest
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=settings, timeout=limit, check=False)

    def json(self, *args: str | Path, status: int = 0, env: dict[str, str] | None = None) -> Any:
        done = self(*args, env=env)
        assert done.returncode == status, done.stderr + done.stdout
        return json.loads(done.stdout)
