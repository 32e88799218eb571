"""Shared fixtures. Every test has a working folder of its own, copied from one prepared per session."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from catalogue import definitions as definition_files
from catalogue.definitions import Definitions
from catalogue.forms import Forms

ROOT = Path(__file__).resolve().parent.parent
# Which periods are due depends on the day; tests always run on this one.
os.environ["VSTBPN_TODAY"] = "2026-11-23"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden-write", action="store_true", help="write the golden files anew; read the difference in review")


@pytest.fixture(scope="session")
def known() -> Definitions:
    return definition_files.load()


@pytest.fixture(scope="session")
def forms(known: Definitions) -> Forms:
    return Forms(known)


class CommandLine:
    """Runs the project's commands in a process of their own, on one working folder."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, *args: str | Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        settings = os.environ | {"VSTBPN_HOME": str(self.home), "PYTHONPATH": str(ROOT)} | (env or {})
        command = [sys.executable, "-m", *map(str, args)]
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=settings, timeout=300, check=False)

    def json(self, *args: str | Path, status: int = 0) -> Any:
        done = self(*args)
        assert done.returncode == status, done.stderr + done.stdout
        return json.loads(done.stdout)


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with published figures only."""
    home = tmp_path_factory.mktemp("empty")
    done = CommandLine(home)("etl", "init", "--without-samples")
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture(scope="session")
def full_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with all demonstration data. Read only: tests that write take `copy_of`."""
    home = tmp_path_factory.mktemp("full")
    done = CommandLine(home)("etl", "init")
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def home(empty_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of this test's own, with published figures only; used by this process too."""
    mine = tmp_path / "home"
    shutil.copytree(empty_home, mine)
    monkeypatch.setenv("VSTBPN_HOME", str(mine))
    return mine


@pytest.fixture
def copy_of(tmp_path: Path) -> Callable[[Path], Path]:
    """Copy a working folder."""

    def copy(home: Path) -> Path:
        return Path(shutil.copytree(home, tmp_path / "copy"))

    return copy


@pytest.fixture
def run(home: Path) -> CommandLine:
    """The command line on this test's working folder."""
    return CommandLine(home)


@pytest.fixture
def on_full(full_home: Path) -> CommandLine:
    """The command line on the demonstration data. For reading only."""
    return CommandLine(full_home)


@pytest.fixture
def full(full_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The demonstration data, used by this process. For reading only."""
    monkeypatch.setenv("VSTBPN_HOME", str(full_home))
    yield full_home
