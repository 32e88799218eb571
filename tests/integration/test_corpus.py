"""Every file of the corpus: read without an error in a single figure, or refused for the right reason."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.check import check, expectations

CONTENT = expectations()


@pytest.fixture(scope="module")
def office(empty_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared folder for all files: each is a dry run, which keeps nothing."""
    return Path(shutil.copytree(empty_home, tmp_path_factory.mktemp("office") / "home"))


@pytest.fixture(autouse=True)
def in_the_office(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VSTBPN_HOME", str(office))


@pytest.mark.parametrize("entry", CONTENT["files"], ids=lambda entry: entry["file"])
def test_a_file_is_read_rightly_or_refused_for_its_fault(entry: dict[str, Any]) -> None:
    result = check(entry, CONTENT["values"])
    assert (result.wrong, result.unread, result.faults) == ([], [], [])


def test_the_corpus_is_large_and_varied() -> None:
    names = [entry["file"] for entry in CONTENT["files"]]
    assert len(names) >= 120
    assert {Path(name).suffix for name in names} >= {".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".docx"}
