"""The bodies of a scenario from the snapshot, and the targets that bind them now."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import Connection

from catalogue.definitions import Definitions
from catalogue.errors import UsageError
from catalogue.scenario_models import Scenario
from catalogue.target_models import Target
from indicators.compute import compute
from indicators.progress.scenario import Body, Goal, Outcome, after, total
from indicators.query import Query

DEFAULT, DEFAULT_LEVEL = "party_committee_women_share", "commune"
COMPARATORS = (">=", ">", "exists")  # what more women can bring about
Row = dict[str, Any]


@dataclass(frozen=True)
class Absent:
    """A unit whose body is not known. `state`: missing, not_applicable, suppressed, not_yet_due."""

    unit_id: str
    unit: str
    state: str


@dataclass(frozen=True)
class Gathered:
    """The bodies of a level in the latest count, and the units that stay out because theirs is not known."""

    bodies: tuple[Body, ...]
    absent: tuple[Absent, ...]


def scenario_of(definitions: Definitions, indicator: str) -> Scenario:
    """Return the scenario of an indicator: of a target, or of the persons behind it.

    Raises:
        UsageError: the indicator has none.
    """
    for scenario in definitions.scenarios:
        if indicator in (scenario.indicator, scenario.persons):
            return scenario
    raise UsageError("scenario_no_indicator", found=indicator, expected=", ".join(s.indicator for s in definitions.scenarios))


def levels_of(definitions: Definitions, scenario: Scenario, at: dt.date) -> list[str]:
    """Levels whose units exist on a day; districts ended on 1/7/2025 and nothing of theirs can change."""
    there = {unit.level for unit in definitions.geography.units.values() if unit.exists(at)}
    return [level for level in scenario.levels if level in there]


def binding(definitions: Definitions, scenario: Scenario, level: str, at: dt.date) -> list[Target]:
    """Targets of these bodies that bind on a day, by due day: the term runs, or the due year is not over."""
    indicators = {scenario.indicator, scenario.persons}
    running = {m.term for m in definitions.mandates if m.level == level and m.event_date <= at <= m.ends}
    return [
        target
        for target in sorted(definitions.targets.values(), key=lambda one: (str(one.due), one.id))
        if target.indicator in indicators
        and target.level in ("all", level)
        and target.comparator in COMPARATORS
        and target.assessed
        and target.in_force(at)
        and (target.term in running if target.term else target.due_date is None or target.due_date.year >= at.year)
    ]


def goal_of(target: Target, scope: Literal["each", "total"]) -> Goal:
    """What a target asks of the persons. “A woman in every committee” is asked of each, whatever the scope."""
    required = float(target.value or 0)
    if target.unit == "boolean" or target.comparator == "exists":
        return Goal(target.id, "exists", required, "each")
    return Goal(target.id, str(target.comparator), required, scope)


def bodies(
    connection: Connection,
    definitions: Definitions,
    indicator: str,
    level: str,
    districts: tuple[str, ...] = (),
    units: tuple[str, ...] = (),
    at: dt.date | None = None,
) -> Gathered:
    """Return the bodies of a level as last counted, by unit; `at`: only those of units that exist then.

    Vacancies are established seats less people in them, where both were counted in one period.

    Raises:
        UsageError: an indicator without a scenario, or a level at which it has no bodies.
    """
    scenario = scenario_of(definitions, indicator)
    if level not in scenario.levels:
        raise UsageError("value_unknown", name="level", found=level, expected=", ".join(scenario.levels))
    asked = Query(scenario.persons, by=("unit", "level"), levels=(level,), districts=districts, units=units)
    known = definitions.geography.units
    rows = [
        row
        for row in compute(connection, definitions, asked).to_pylist()
        if row["unit_id"] in known
        and known[row["unit_id"]].level in (level, "agency")
        and (at is None or known[row["unit_id"]].exists(at))
    ]
    seats = _established(connection, definitions, replace(asked, indicator=scenario.established or ""))
    there = tuple(_body(row, seats.get((row["unit_id"], row["counted_in"]))) for row in rows if row["state"] == "value")
    absent = tuple(Absent(row["unit_id"], row["unit"], row["state"]) for row in rows if row["state"] != "value")
    return Gathered(there, absent)


def what_if(found: Gathered, goals: Sequence[Goal], places: int, women: int, leaving: str) -> list[Row]:
    """One row per unit: women and people before and after `women` of its next `places` places go to women.

    `needed`, `gap` (whole women) and `met` are those of the strictest goal, asked of each body whatever
    its scope; None without goals. Units that did not report have no numbers, and their state.

    Raises:
        UsageError: more women than places, or more places than one of the bodies has.
    """
    if not 0 <= women <= places:
        raise UsageError("scenario_women_over_places", women=women, places=places)
    for body in found.bodies:
        if places > body.seats + body.vacancies:
            raise UsageError("scenario_places_over_seats", places=places, unit=body.unit, seats=body.seats + body.vacancies)
    rows = []
    for body in found.bodies:
        now, then = Outcome(body.women, body.seats), after(body, places, women, leaving)
        rows.append(
            {"unit_id": body.unit_id, "unit": body.unit, "state": "value", "period": body.time,
             "vacancies": body.vacancies if body.vacancies_known else None}
            | _standing(now, goals, "") | _standing(then, goals, "_after")
        )  # fmt: skip
    nothing = dict.fromkeys(rows[0] if rows else ("unit_id", "unit", "state"))
    return rows + [nothing | {"unit_id": a.unit_id, "unit": a.unit, "state": a.state} for a in found.absent]


def what_if_total(found: Gathered, places: int, women: int, leaving: str) -> tuple[Outcome, Outcome]:
    """The sum over the bodies that reported, before and after."""
    return total(found.bodies), total([after(body, places, women, leaving) for body in found.bodies])


def _standing(one: Outcome, goals: Sequence[Goal], mark: str) -> Row:
    """Where a body stands against the strictest goal."""
    people = max((goal.women_of(one.seats) for goal in goals), default=None)
    gap = None if people is None else max(0, people - one.women)
    told = {"seats": one.seats, "women": one.women, "share": one.share, "needed": people, "gap": gap,
            "met": None if gap is None else gap == 0}  # fmt: skip
    return {f"{key}{mark}": value for key, value in told.items()}


def _established(connection: Connection, definitions: Definitions, asked: Query) -> dict[tuple[str, str], int]:
    """Unit and period → established seats."""
    if not asked.indicator:
        return {}
    rows = compute(connection, definitions, asked).to_pylist()
    return {(row["unit_id"], row["counted_in"]): int(row["denominator"]) for row in rows if row["state"] == "value"}


def _body(row: Row, established: int | None) -> Body:
    seats = int(row["denominator"])
    vacancies = 0 if established is None else max(0, established - seats)
    return Body(
        row["unit_id"],
        row["unit"],
        row["level"],
        seats,
        int(row["numerator"]),
        vacancies,
        established is not None,
        row["counted_in"],
    )
