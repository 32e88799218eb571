"""Servers with sign-in set up, each with a provider of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.access.office import Office, started


@pytest.fixture(scope="module")
def office(empty_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Anyone reads what is published."""
    found = started(empty_home, tmp_path_factory.mktemp("open"))
    yield found
    found.stop()


@pytest.fixture(scope="module")
def closed(empty_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Readers sign in."""
    found = started(empty_home, tmp_path_factory.mktemp("closed"), readers="signed_in")
    yield found
    found.stop()
