"""Shared by the tests of pages."""

import pytest

from presentation import data


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test looks up its own snapshot."""
    monkeypatch.setattr(data, "_seen", (-1.0, ""))
