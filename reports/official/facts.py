"""Everything a report says in numbers, for the province or for one unit; verification gathers it anew."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection

from catalogue.definitions import Definitions
from catalogue.errors import UsageError, UserError
from catalogue.units import Unit
from catalogue.words import number_text
from reports.official import figures as figure_files
from reports.official.coverage import SENT, Group, coverage
from reports.official.fields import Field, Register
from reports.official.figures import Figures
from reports.official.gather import Gatherer, ItemValues
from reports.official.goals import Goal, goals
from reports.official.times import Times, times
from reports.official.values import Value
from store import rounds, snapshot
from store.passages import NOW


@dataclass(frozen=True)
class Facts:
    """The numbers of a report. `unit` is None for the consolidated one."""

    times: Times
    unit: Unit | None
    figures: Figures
    register: Register
    items: dict[str, ItemValues]
    goals: list[Goal]
    goal_counts: dict[str, Field]
    groups: list[Group]
    before: Value | None  # tells the coverage that most sums of a year before share; None where it need not be told


def gather(connection: Connection, definitions: Definitions, period: str, unit: str | None = None) -> Facts:
    """Gather the numbers of a report on `period`, of the province or of the unit meant by a code, unit_id or name.

    Raises:
        UsageError: an unknown period, one that is not collected, an unknown unit or one that owes no report then.
        UserError: nobody, or not this unit, has reported for the period.
    """
    published = dt.datetime.fromisoformat(snapshot.facts(connection)["published_at"]).date()
    when = times(definitions, period, published)
    plan, register = figure_files.load(definitions), Register()
    groups = coverage(connection, definitions, plan, when.period, register)
    one = _unit(connection, definitions, when, unit) if unit else None
    items = Gatherer(connection, definitions, plan, when, register, one).items()
    found = goals(connection, definitions, plan, when, register, one.unit_id if one else None)
    before = None if one else _usual_coverage(items, groups)
    return Facts(when, one, plan, register, items, found, _counts(register, found), groups, before)


def _usual_coverage(items: dict[str, ItemValues], groups: list[Group]) -> Value | None:
    """Mark the values whose coverage is that of the reports themselves, so that it is told once."""
    usual = {group.form: (group.da_gui.value, group.phai_gui.value) for group in groups}
    whole = (sum(sent for sent, _ in usual.values()), sum(owed for _, owed in usual.values()))
    usual["grassroots"] = next(iter(usual.values()))  # told by the territorial units
    sums = [item.chung for item in items.values() if item.chung]
    for item in items.values():
        for value in item.cac_cap:
            value.pham_vi_chung = value.pham_vi == usual.get(value.level)
    for value in sums:
        value.pham_vi_chung = value.pham_vi == whole
    earlier = [value.truoc for value in sums if value.truoc and value.so_sanh == "do_phu"]
    if not earlier:
        return None
    common, _ = Counter(value.pham_vi for value in earlier).most_common(1)[0]
    alike = [value for value in earlier if value.pham_vi == common]
    for value in alike:
        value.pham_vi_chung = True
    return alike[0]


def _unit(connection: Connection, definitions: Definitions, when: Times, text: str) -> Unit:
    unit = definitions.geography.resolve(text, when.period.reference_date)
    status = {row["unit_id"]: row["status"] for row in rounds.reports(connection, when.period.period, NOW).to_pylist()}
    name = definitions.words.period(when.period.period)
    if unit.unit_id not in status:
        raise UsageError("unit_owes_nothing", unit=unit.name, period=when.period.period)
    if status[unit.unit_id] not in SENT:
        raise UserError("report_unit_silent", unit=unit.name, period=name)
    return unit


def _counts(register: Register, found: list[Goal]) -> dict[str, Field]:
    """How many requirements are met, unmet, not told."""
    verdicts = [goal.dat for goal in found]
    told = {
        "tat_ca": len(found),
        "dat": verdicts.count(True),
        "chua_dat": verdicts.count(False),
        "chua_ro": verdicts.count(None),
    }
    return {
        name: register.add(Field(f"muc_tieu.{name}", number_text(number), number, "muc_tieu", "count", "", "", "", "", "", ""))
        for name, number in told.items()
    }
