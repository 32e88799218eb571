"""Where a series crosses a change of units: what changed, on what legal basis, and that the bodies are others since."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise

from catalogue.definitions import Definitions
from catalogue.geography import CONTINUES
from catalogue.models import UnitChange

# A new name or parent leaves the committees and councils as they are.
SAME_BODIES = {*CONTINUES, "renamed_or_status", "boundary_adjusted"}
UNITS_OF = {"grassroots": "commune"}  # bodies below the commune follow its territory


@dataclass(frozen=True)
class Break:
    """A change between two times of a series: `before` units became `after`, `ended` ended without a successor."""

    first: str  # the first time after it
    date: dt.date
    before: int
    after: int
    ended: int
    legal_basis: tuple[str, ...]
    verified: bool


def breaks(
    definitions: Definitions,
    times: Iterable[tuple[str, dt.date]],
    level: str,
    districts: Collection[str] = (),
    units: Collection[str] = (),
) -> list[Break]:
    """Return the changes of units of a level that lie between times of a series, in order.

    Args:
        definitions: units and their changes.
        times: (time, day it speaks of), each once.
        level: tier of the bodies.
        districts: official codes of districts that are looked at; empty means all.
        units: versions of units that are looked at; empty means all.
    """
    found: list[Break] = []
    ordered = sorted(times, key=lambda pair: pair[1])
    for (_, earlier), (first, later) in pairwise(ordered):
        by_date: dict[dt.date, list[UnitChange]] = defaultdict(list)
        for change in definitions.geography.succession.changes:
            sides = {change.from_unit_id, change.to_unit_id}
            looked_at = not units or bool(sides & set(units))
            if looked_at and earlier < change.date <= later and _concerns(definitions, change, level, districts):
                by_date[change.date].append(change)
        found += [_told(first, date, changes) for date, changes in sorted(by_date.items())]
    return found


def _concerns(definitions: Definitions, change: UnitChange, level: str, districts: Collection[str]) -> bool:
    geography = definitions.geography
    if change.change in SAME_BODIES or geography.units[change.from_unit_id].level != UNITS_OF.get(level, level):
        return False
    sides = [unit_id for unit_id in (change.from_unit_id, change.to_unit_id) if unit_id]
    within = {geography.units[district].code for unit_id in sides if (district := geography.district_of(unit_id))}
    return not districts or bool(within & set(districts))


def _told(first: str, date: dt.date, changes: list[UnitChange]) -> Break:
    lasting = [change for change in changes if change.change != "abolished"]
    return Break(
        first=first,
        date=date,
        before=len({change.from_unit_id for change in lasting}),
        after=len({change.to_unit_id for change in lasting if change.to_unit_id}),
        ended=len(changes) - len(lasting),
        legal_basis=tuple(dict.fromkeys(change.legal_basis for change in changes if change.legal_basis)),
        verified=all(change.verified == "yes" for change in changes),
    )
