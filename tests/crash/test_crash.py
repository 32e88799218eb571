"""A load killed at random moments: the invariants hold each time. `make crash` does it 300 times."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.killing import Rounds

KILLS = 20


@pytest.fixture
def rounds(tmp_path: Path, empty_home: Path) -> Iterator[Rounds]:
    killing = Rounds(tmp_path, empty_home)
    yield killing
    killing.close()


def test_what_a_killed_load_leaves_is_whole_and_the_next_load_recovers(rounds: Rounds) -> None:
    phases = [rounds.round() for _ in range(KILLS)]
    assert len(phases) == KILLS
    assert len(set(phases)) > 5, "the moments are spread over the load"
