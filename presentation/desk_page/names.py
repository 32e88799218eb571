"""To be written."""

from catalogue.access import Principal
from catalogue.models import Period


def show(who: Principal, period: Period) -> None:
    """Nothing yet."""
