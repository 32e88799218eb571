"""Before a publication: decide what of the sensitive counts is shown, and prove that nothing protected follows from it."""

from collections.abc import Collection

from sqlalchemy import Connection

from catalogue.definitions import Definitions
from etl.protecting.figures import Figure, Seen, seen
from store import protecting


def protect(connection: Connection, definitions: Definitions, identifier: str) -> dict[str, str]:
    """Suppress what may not be shown of the values remembered; return what the snapshot says of it (`meta`)."""
    rows = protecting.guarded_values(connection, definitions.sensitive)
    found = seen(definitions, rows, protecting.places_on_maps(connection))
    hidden = {figure for figure, count in found.counts.items() if definitions.protection.small(count)}
    _suppress(connection, found, hidden)
    return {}


def _suppress(connection: Connection, found: Seen, hidden: Collection[Figure]) -> None:
    """Suppress values of which a figure is hidden; keep totals of them whose figures are not."""
    gone = {key: figures for key, figures in found.values.items() if not hidden.isdisjoint(figures)}
    units = {(key[0], key[-1], member) for key, figures in gone.items() for member in figures[0].members}
    sums = [
        {
            "indicator": total.indicator, "series": "flow", "period": total.period, "mark": total.mark,
            "numerator": found.counts[total.figures[0]],
            "denominator": found.counts[total.figures[1]] if len(total.figures) > 1 else None,
        }
        for total in found.totals
        if hidden.isdisjoint(total.figures)
        and any((total.indicator, total.period, member) in units for member in total.figures[0].members)
    ]  # fmt: skip
    protecting.suppress(connection, gone, sums)
