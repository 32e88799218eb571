"""Pages are asked for the working folder of each test, not for the one before."""

import pytest

from presentation import data


@pytest.fixture(autouse=True)
def forget_the_snapshot_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "_seen", (-1.0, ""))
