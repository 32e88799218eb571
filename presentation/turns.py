"""Few pages are worked out at a time; the others wait in the order in which they came.

Python works for one thread at a time. Of two hundred pages begun at once all would be late, and nothing that is finished
could be sent.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 2  # one that works, one that waits for the database
LONGEST = 5.0  # seconds that a page waits for one that takes very long, such as a report
_turns = threading.Semaphore(AT_ONCE)
_mine = threading.local()


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a turn of this run, and keep it within; what is begun within another turn needs none of its own."""
    if getattr(_mine, "held", False):
        yield
        return
    got = _turns.acquire(timeout=LONGEST)
    _mine.held = True
    try:
        yield
    finally:
        _mine.held = False
        if got:
            _turns.release()
