"""Shared fixtures. Every test has a working folder of its own, copied from one that is prepared once."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from catalogue import definitions as definition_files
from catalogue.definitions import Definitions
from catalogue.forms import Forms
from tests.command_line import ROOT, CommandLine
from tests.homes import prepared
from tests.parts import Parts, place

__all__ = ["ROOT", "CommandLine"]
# Which periods are due depends on the day; tests always run on this one.
os.environ["VSTBPN_TODAY"] = "2026-11-23"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden-write", action="store_true", help="write the golden files anew; read the difference in review")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Parts | None:
    return Parts(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        items.sort(key=place)


@pytest.fixture(scope="session")
def known() -> Definitions:
    return definition_files.load()


@pytest.fixture(scope="session")
def forms(known: Definitions) -> Forms:
    return Forms(known)


@pytest.fixture(scope="session")
def kept_homes(pytestconfig: pytest.Config) -> Path:
    """Where prepared working folders are kept for all workers and later runs."""
    return Path(pytestconfig.cache.mkdir("homes"))


@pytest.fixture(scope="session")
def empty_home(kept_homes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with published figures only. Read only: tests that write take `home`."""
    return prepared(kept_homes, "empty", tmp_path_factory.mktemp("empty") / "home", "--without-samples")


@pytest.fixture(scope="session")
def full_home(kept_homes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with all demonstration data. Read only: tests that write take `copy_of`."""
    return prepared(kept_homes, "full", tmp_path_factory.mktemp("full") / "home")


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
