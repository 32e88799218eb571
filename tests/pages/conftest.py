"""Pages are asked for the working folder of each test, not for the one before. Folders that many tests only read are made once."""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from streamlit.components.v2 import manifest_scanner

from presentation import data
from tests.conftest import CommandLine
from tests.workbooks import filled


@pytest.fixture(autouse=True)
def forget_the_snapshot_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "_seen", (-1.0, ""))


@pytest.fixture(autouse=True, scope="session")
def installed_components() -> Iterator[None]:
    """Streamlit's harness looks through all installed packages for components, for each page anew: once is enough."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


class Folder(NamedTuple):
    """A working folder, and its publication before what was loaded last."""

    home: Path
    then: str


def published(home: Path) -> str:
    return (home / "snapshots" / "CURRENT").read_text().strip()


@pytest.fixture(scope="session")
def one_report(empty_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """One report, of 41 members with 9 women. Read only."""
    folder = tmp_path_factory.mktemp("one_report")
    home, then = Path(shutil.copytree(empty_home, folder / "home")), published(empty_home)
    CommandLine(home).json("etl", "load", filled(folder / "one.xlsx"), "--json")
    return Folder(home, then)


@pytest.fixture(scope="session")
def correction(one_report: Folder, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The same report, then its correction to 10 women. Read only."""
    folder = tmp_path_factory.mktemp("correction")
    home, then = Path(shutil.copytree(one_report.home, folder / "home")), published(one_report.home)
    two = filled(folder / "two.xlsx", change=lambda book: book["II.3.2 Cấp huyện"].__setitem__("E5", 10))
    CommandLine(home).json("etl", "load", two, "--json")
    return Folder(home, then)


@pytest.fixture
def with_one_report(one_report: Folder, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one report, used by this process. For reading only."""
    monkeypatch.setenv("VSTBPN_HOME", str(one_report.home))
    return one_report.home


@pytest.fixture
def corrected(correction: Folder, monkeypatch: pytest.MonkeyPatch) -> str:
    """A report whose 9 women became 10, used by this process; returns the publication of then. For reading only."""
    monkeypatch.setenv("VSTBPN_HOME", str(correction.home))
    return correction.then


@pytest.fixture
def own_corrected(correction: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Folder]:
    """The same as a folder of this test's own; what is kept in memory of the same publications elsewhere is forgotten."""
    mine = Path(shutil.copytree(correction.home, tmp_path / "corrected"))
    monkeypatch.setenv("VSTBPN_HOME", str(mine))
    forget_answers()
    yield Folder(mine, correction.then)
    forget_answers()


def forget_answers() -> None:
    data.forget()
