"""The requirements that bind the report's period, and how the province stands against them."""

from dataclasses import dataclass

from sqlalchemy import Connection

from catalogue.definitions import Definitions
from catalogue.words import number_text
from indicators.progress.assess import assess
from indicators.progress.register import applicable
from indicators.query import Query
from reports.official.fields import Field, Register
from reports.official.figures import Figures
from reports.official.times import Times
from reports.official.values import Row
from reports.requirements import Requirement, merged
from reports.voice import Voice


@dataclass
class Goal:
    """A requirement at one level against the value of the report's period."""

    ten: str
    cap: str
    yeu_cau: str
    van_ban: str
    dat: bool | None  # None: cannot be told, `ly_do` says why
    ly_do: str
    nu: Field | None
    tong: Field | None
    ty_le: Field | None
    can: Field | None
    thieu: Field | None


def goals(
    connection: Connection, definitions: Definitions, figures: Figures, times: Times, register: Register,
    unit: str | None = None,
) -> list[Goal]:  # fmt: skip
    """Return the requirements that bind items of the period, in the order of the items, the strictest of a document."""
    period = times.period.period
    wanted: dict[tuple[str, str], str] = {}
    for item in figures.items:
        if item.targets:
            indicator = definitions.indicators[item.indicator]
            for level in indicator.levels:
                binding = [target.id for target in applicable(definitions, item.indicator, level, period)]
                for target in binding + _of_bodies(definitions, item.indicator, level, times):
                    wanted[target, level] = figures.level(item, level)
    query = Query("", units=(unit,) if unit else ())
    only = frozenset(target for target, _ in wanted)
    rows = assess(connection, definitions, query, times.period.reference_date, only=only) if only else []
    order = [item.indicator for item in figures.items]
    kept = [row for row in rows if (row["target"], row["level"]) in wanted and row["period"] == period]
    levels = list(figures.levels)
    bound = sorted(merged(kept), key=lambda one: (order.index(one.row["indicator"]), levels.index(one.row["level"])))
    return [_goal(definitions, register, one, wanted[one.row["target"], one.row["level"]]) for one in bound]


def _of_bodies(definitions: Definitions, indicator: str, level: str, times: Times) -> list[str]:
    """Requirements that every body has a woman, of no single term and in force on the reference date."""
    return [
        target.id
        for target in definitions.targets.values()
        if target.indicator == indicator and target.level in ("all", level) and target.assessed
        and target.comparator == "exists" and target.term is None and target.in_force(times.period.reference_date)
    ]  # fmt: skip


def _goal(definitions: Definitions, register: Register, one: Requirement, level: str) -> Goal:
    row = one.row
    say, target = Voice(definitions, "vi"), definitions.targets[row["target"]]
    name = f"muc_tieu.{row['target']}.{row['level']}"[:55]
    told = row["status"] != "not_assessed" and row["gap"] is not None

    def put(part: str, key: str, decimals: int = 0, sign: str = "") -> Field | None:
        number = row[key]
        if number is None:
            return None
        return register.add(
            Field(f"{name}.{part}", number_text(number, decimals) + sign, float(number), name, key, row["indicator"],
                  row["unit_id"] or "", row["unit"] or "", row["level"], row["period"],
                  f"{target.comparator} {target.value}", row["numerator"], row["denominator"])
        )  # fmt: skip

    return Goal(
        ten=say.title(row["indicator"]), cap=level, yeu_cau=_required(say, row),
        van_ban="; ".join(name if verified else f"{name}*" for name, verified in one.documents),
        dat=row["gap"] == 0 if told else None,
        ly_do="" if told or not row["reason"] else say("reason_" + row["reason"]),
        nu=put("nu", "numerator"), tong=put("tong", "denominator"),
        ty_le=put("ty_le", "value", definitions.indicators[row["indicator"]].decimals, "%"),
        can=put("can", "needed") if told else None, thieu=put("thieu", "gap") if told else None,
    )  # fmt: skip


def _required(say: Voice, row: Row) -> str:
    return say("brief_one_woman") if row["comparator"] == "exists" else say.required(row["comparator"], row["required"])
