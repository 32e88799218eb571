"""Refusals in the record: who asked for what their role does not allow; the same one once an hour, and few of strangers."""

import threading
import time
from collections.abc import Mapping

from catalogue.access import Principal
from desk import audit

AGAIN = 3600  # seconds
STRANGERS = 20  # refusals of people who are not signed in, in all, noted within that time

_noted: dict[tuple[str, str], float] = {}
_lock = threading.Lock()


def note(who: Principal, told: Mapping[str, str]) -> bool:
    """Record a refusal unless the same one was recorded just now; return whether it was."""
    wanted = f"{told.get('permission', 'sight')} {told.get('unit', '–')}"
    now = time.monotonic()
    with _lock:
        for key in [key for key, at in _noted.items() if now - at > AGAIN]:
            del _noted[key]
        strangers = sum(not person for person, _ in _noted)
        if (who.person, wanted) in _noted or (not who.person and strangers >= STRANGERS):
            return False
        _noted[who.person, wanted] = now
    audit.record_alone(who, "refused", wanted, role=who.role.id)
    return True
