"""An empty desk, and people as the sign-in would tell them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from catalogue.access import Principal
from catalogue.definitions import Definitions


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of this test's own without a store."""
    monkeypatch.setenv("VSTBPN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def person(known: Definitions) -> Callable[..., Principal]:
    """Make a principal: role, and the units they report for."""

    def make(role: str, *units: str, name: str = "") -> Principal:
        who = name or f"{role}{'-'.join(units)}"
        return Principal(f"{who}@example.org", who, known.roles[role], frozenset(units))

    return make
