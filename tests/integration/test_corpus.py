"""Every file of the corpus: read without an error in a single figure, or refused for the right reason."""

from pathlib import Path
from typing import Any

import pytest

from tests.corpus.check import check, expectations

CONTENT = expectations()


@pytest.fixture(autouse=True)
def empty_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VSTBPN_HOME", str(tmp_path))


@pytest.mark.parametrize("entry", CONTENT["files"], ids=lambda entry: entry["file"])
def test_a_file_is_read_rightly_or_refused_for_its_fault(entry: dict[str, Any]) -> None:
    result = check(entry, CONTENT["values"])
    assert (result.wrong, result.unread, result.faults) == ([], [], [])


def test_the_corpus_is_large_and_varied() -> None:
    names = [entry["file"] for entry in CONTENT["files"]]
    assert len(names) >= 120
    assert {Path(name).suffix for name in names} >= {".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".docx"}
