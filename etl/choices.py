"""What several commands take: a reporting period, a unit at that period."""

from catalogue.definitions import Definitions
from catalogue.errors import UsageError
from catalogue.models import Period


def collected_period(known: Definitions, text: str) -> Period:
    """Return the period for which reports are collected.

    Raises:
        UsageError: there is none of that name.
    """
    period = known.periods.get(text)
    if period is None or not period.collected:
        allowed = ", ".join(p.period for p in known.periods.values() if p.collected)
        raise UsageError("period_unknown", found=text, expected=allowed)
    return period
