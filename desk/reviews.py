"""Which proposed figures were decided at the desk and are not yet published."""

import datetime as dt

from catalogue.access import Principal
from desk import audit
from store import desk_file

ACTION, SUBJECT = "reviewed", "proposals"  # how the record names a review


def decided_since(who: Principal, published: dt.datetime) -> set[int]:
    """Numbers of the proposals decided after a publication was made: readers do not see that yet."""
    who.require("confirm_figures")
    with desk_file.reading() as connection:
        rows = audit.about(connection, SUBJECT)
    return {number for row in rows if row["action"] == ACTION and row["at"] > published for number in row["detail"]["ids"]}
