"""The office's clock: local time without zone."""

import datetime as dt
import os

from catalogue.errors import UsageError


def office_now() -> dt.datetime:
    """Return the present moment; on the day that VSTBPN_TODAY (YYYY-MM-DD) names, for rehearsals and tests.

    Raises:
        UsageError: VSTBPN_TODAY is not a date.
    """
    moment = dt.datetime.now()
    rehearsed = os.environ.get("VSTBPN_TODAY")
    if not rehearsed:
        return moment
    try:
        return dt.datetime.combine(dt.date.fromisoformat(rehearsed), moment.time())
    except ValueError as error:
        raise UsageError("bad_today", found=rehearsed) from error
