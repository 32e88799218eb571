"""Servers that measures run against: started on a free port, stopped by their own process."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.measure import ROOT

FLOOR, PRODUCT = "bench/floor_page.py", "app.py"


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    port: int
    pid: int
    started: float  # time.perf_counter() when it was asked to start

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def busy(self) -> float:
        """Seconds of processor time it has taken so far."""
        spent = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()
        return (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """The most memory it has held so far, in megabytes."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


@contextmanager
def serving(script: str, home: Path) -> Iterator[Server]:
    """Serve a script with Streamlit until the block ends."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    started = time.perf_counter()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.address", "127.0.0.1",
               "--server.port", str(port), "--server.enableAgentApi", "true"]  # fmt: skip
    settings = os.environ | {"VSTBPN_HOME": str(home)}
    process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health")
        yield Server(port, process.pid, started)
    finally:
        process.terminate()
        process.wait(20)


def _wait(address: str) -> None:
    for _ in range(1200):
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own server
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise RuntimeError(f"no answer from {address}")
