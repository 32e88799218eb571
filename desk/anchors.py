"""Where the record was before: the heads that publications noted. A record cut at its end lacks one of them."""

from collections.abc import Iterator

from catalogue.access import Principal
from desk import audit
from store import connection as db
from store import desk_file, snapshot
from store.past import fits

ANCHOR = "audit"  # of a publication's facts: the head of the record when it was made


def anchors() -> Iterator[audit.Head]:
    """The heads that the publications kept have noted."""
    for _, path in snapshot.kept():
        if fits(path):
            with db.reading(path).connect() as connection:
                told = snapshot.facts(connection).get(ANCHOR)
            if told:
                yield audit.Head.parse(told)


def verified(who: Principal) -> tuple[audit.Head, int, list[audit.Fault]]:
    """Hold the record against its seals and the publications; its last entry, how many there are, what does not hold."""
    who.require("read_audit")
    with desk_file.reading() as connection:
        count, faults = audit.verify(connection, anchors())
        return audit.head(connection), count, faults
