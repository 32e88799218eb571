"""Which tests go to one worker: those of a file; those in the browser all, because they share a server and its answers."""

import pytest
from xdist.scheduler import LoadFileScheduling

# What takes long comes first, so that at the end no worker has much left while others have nothing.
ORDER = ("browser", "crash", "integration", "pages", "golden", "unit", "conventions")


class Parts(LoadFileScheduling):
    """Files in the order in which they were collected, not those with the most tests first."""

    def __init__(self, config: pytest.Config, log: object) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if folder(nodeid) == "browser" else super()._split_scope(nodeid)


def folder(nodeid: str) -> str:
    """The folder below tests/ that a test is in."""
    return nodeid.removeprefix("tests/").partition("/")[0]


def place(item: pytest.Item) -> int:
    """Where a test stands in the order."""
    name = folder(item.nodeid)
    return ORDER.index(name) if name in ORDER else -1
