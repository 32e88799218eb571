"""What a brief speaks of: requirements that bind on its day, and how each commune stands in the two headline bodies."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from catalogue.definitions import Definitions
from catalogue.errors import UsageError
from catalogue.geography import Unit, describe
from catalogue.target_models import Target
from indicators.compute import compute
from indicators.progress.assess import assess
from indicators.progress.requirement import needed
from indicators.query import Query
from store import snapshot

Row = dict[str, Any]
LEVEL = "commune"  # the bodies compared with each other
# The two bodies of the headline: indicator, family of mandates, indicator of seats filled.
BODIES = (
    ("party_committee_women_share", "party", "party_committee_seats_filled_share"),
    ("peoples_council_women_share", "council", None),
)


@dataclass(frozen=True)
class Standing:
    """One commune against the requirement. `vacant`: seats without a holder, None where not told."""

    unit: str
    women: int
    whole: int
    needed: int
    gap: int
    vacant: int | None

    @property
    def share(self) -> float:
        return 100 * self.women / self.whole if self.whole else 0.0


@dataclass(frozen=True)
class Body:
    """All communes' committees or councils of the term that runs, against the requirement of that term."""

    indicator: str
    term: str
    target: Target
    standings: tuple[Standing, ...]
    silent: tuple[str, ...]  # units that have not reported

    @property
    def short(self) -> list[Standing]:
        """Communes below the requirement, the furthest first."""
        return sorted((s for s in self.standings if s.gap), key=lambda s: (-s.gap, s.share, s.unit))

    @property
    def gap(self) -> int:
        return sum(s.gap for s in self.standings)


@dataclass(frozen=True)
class Facts:
    """Everything a brief says, before it is put into words. `unit` is None for the whole province."""

    at: dt.date
    as_of: dt.datetime | None
    place: str
    unit: Unit | None
    rows: tuple[Row, ...]
    bodies: tuple[Body, ...]
    snapshot: Mapping[str, str]


def gather(
    connection: Connection,
    definitions: Definitions,
    *,
    unit: str | None = None,
    at: dt.date | None = None,
    as_of: dt.datetime | None = None,
) -> Facts:
    """Collect the facts for the province, or for the one unit meant by a code, unit_id or name.

    Args:
        at: day the statuses are judged at, default the snapshot's.
        as_of: only what was recorded by then.

    Raises:
        UsageError: the unit is unknown or ambiguous.
    """
    known = snapshot.facts(connection)
    at = at or dt.date.fromisoformat(known["published_at"][:10])
    one = _one_unit(definitions, unit, at) if unit else None
    asked = Query("", units=(one.unit_id,) if one else (), as_of=as_of)
    rows = [row for row in assess(connection, definitions, asked, at) if _binds(definitions, row, at)]
    bodies = () if one else tuple(_bodies(connection, definitions, at, as_of))
    province = definitions.geography.version_at(definitions.office.province_code, at)
    return Facts(at, as_of, province.name if province else "", one, tuple(rows), bodies, known)


def _one_unit(definitions: Definitions, text: str, at: dt.date) -> Unit:
    """The unit meant on the day, or its last version where it has ceased to exist."""
    geography = definitions.geography
    found = geography.find(text, at) or geography.find(text)
    if not found:
        raise UsageError("unit_unknown", text=text)
    if len({unit.code for unit in found}) > 1 or len({unit.level for unit in found}) > 1:
        raise UsageError("unit_ambiguous", text=text, candidates=describe(found))
    return max(found, key=lambda unit: unit.valid_from or dt.date.min)


def _binds(definitions: Definitions, row: Row, at: dt.date) -> bool:
    """Whether a requirement still binds: its document in force, its day not over or its term running or to come."""
    target = definitions.targets[row["target"]]
    if row["reason"] == "replaced" or not target.in_force(at):
        return False
    if target.term:
        ends = [m.ends for m in definitions.mandates if (m.term, m.level) == (target.term, row["level"])]
        return max(ends, default=dt.date(int(target.term[-4:]), 12, 31)) >= at
    return target.due_date is None or target.due_date >= at


def _bodies(connection: Connection, definitions: Definitions, at: dt.date, as_of: dt.datetime | None) -> Iterator[Body]:
    for indicator, family, seats in BODIES:
        term = _term(definitions, family, at)
        target = _target(definitions, indicator, term, at)
        if term is None or target is None:
            continue
        vacant: dict[str, int] = {}
        if seats:
            for row in _by_unit(connection, definitions, Query(seats, as_of=as_of, until=at)):
                if row["state"] == "value":
                    vacant[row["unit_id"]] = max(0, int(row["denominator"] - row["numerator"]))
        rows = _by_unit(connection, definitions, Query(indicator, terms=(term,), as_of=as_of, until=at))
        counted = [row for row in rows if row["state"] == "value" and row["denominator"] is not None]
        silent = sorted(row["unit"] for row in rows if row["state"] != "value")
        yield Body(indicator, term, target, tuple(_standing(row, target, vacant) for row in counted), tuple(silent))


def _by_unit(connection: Connection, definitions: Definitions, asked: Query) -> list[Row]:
    query = Query(
        asked.indicator, by=("unit", "level"), levels=(LEVEL,), terms=asked.terms, as_of=asked.as_of, until=asked.until
    )
    rows: list[Row] = compute(connection, definitions, query).to_pylist()
    return rows


def _standing(row: Row, target: Target, vacant: Mapping[str, int]) -> Standing:
    women, whole = int(row["numerator"]), int(row["denominator"])
    people = int(needed(str(target.comparator), float(target.value or 0), whole))
    return Standing(row["unit"], women, whole, people, max(0, people - women), vacant.get(row["unit_id"]))


def _term(definitions: Definitions, family: str, at: dt.date) -> str | None:
    """The term of the communes' bodies that runs on the day."""
    running = [m for m in definitions.mandates if (m.family, m.level) == (family, LEVEL) and m.event_date <= at]
    return max(running, key=lambda mandate: mandate.event_date).term if running else None


def _target(definitions: Definitions, indicator: str, term: str | None, at: dt.date) -> Target | None:
    """The requirement of a term in persons that is in force on the day; the strictest of several."""
    found = [
        target
        for target in definitions.targets.values()
        if target.indicator == indicator and target.term == term and target.level in ("all", LEVEL)
        and target.comparator in (">=", ">") and target.in_force(at)
    ]  # fmt: skip
    return max(found, key=lambda target: target.value or 0, default=None)
