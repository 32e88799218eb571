"""Whose report, and for which period: the units that a person reports for, what each owes and how it stands."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from catalogue import definitions
from catalogue.access import Principal
from catalogue.clock import office_now
from catalogue.forms import Forms
from catalogue.models import Period
from catalogue.units import Unit
from catalogue.words import period_order
from desk import sendings
from desk.sending import Sending
from presentation import data, tables, units
from presentation.language import date, number, t, when
from presentation.links import chosen, select
from presentation.unit_page import ORDER

UNIT, PERIOD = "don_vi", "ky"


@dataclass(frozen=True)
class Owed:
    """A report that a unit owes."""

    unit: Unit
    period: Period

    @property
    def key(self) -> str:
        """Names it among the keys of widgets."""
        return f"{self.unit.unit_id}_{self.period.period}"


def choose_unit(who: Principal) -> Unit | None:
    """Choose one of the units that they report for; None where there is none."""
    mine = [unit for unit in _owing(definitions.load().version) if who.may("report", unit)]
    if not mine:
        return None
    known = definitions.load().geography
    options = {unit_id: units.placed(known.units[unit_id]) for unit_id in sorted(mine, key=_place)}
    asked = st.query_params.get(UNIT, "")
    if asked not in options and (same := [one for one in options if known.units[one].code == asked]):
        st.query_params[UNIT] = same[0]
    if len(options) == 1:
        return known.units[chosen(UNIT, list(options), next(iter(options)))]
    with st.container(width=560):
        return known.units[select(t("sending_unit"), UNIT, options, next(iter(options)))]


def _place(unit_id: str) -> tuple[bool, int, str]:
    """Units that report now come first."""
    owing, unit = _owing(definitions.load().version), definitions.load().geography.units[unit_id]
    last = max(owing.values(), key=len)[-1] if owing else ""
    return last not in owing[unit_id], ORDER.index(unit.level), unit.unit_id


@lru_cache(maxsize=2)
def _owing(_version: str) -> dict[str, list[str]]:
    """Each unit that ever owes a report, with the periods, oldest first."""
    known = definitions.load()
    forms, found = Forms(known), dict[str, list[str]]()
    for period in sorted(known.periods.values(), key=period_order):
        for unit, _ in forms.expected(period):
            found.setdefault(unit.unit_id, []).append(period.period)
    return found


def owed_by(unit: Unit) -> list[Period]:
    """The periods for which a unit owes a report and that have begun, the latest first."""
    known, today = definitions.load(), office_now().date()
    periods = [known.periods[period] for period in _owing(known.version)[unit.unit_id]]
    return [period for period in reversed(periods) if period.starts <= today]


def choose_period(who: Principal, unit: Unit) -> Owed | None:
    """Show what the unit owes and how it stands; let one period be chosen, at first the next that is due."""
    periods = owed_by(unit)
    if not periods:
        st.info(t("sending_owes_nothing"), icon=":material/event_available:")
        return None
    _table(unit, periods, sendings.listed(who, units=[unit.unit_id]))
    today = office_now().date()
    open_now = [period for period in periods if period.due_date and period.due_date >= today]
    first = (open_now or periods)[-1 if open_now else 0]
    with st.container(width=560):
        asked = select(t("sending_period"), PERIOD, {p.period: when(p.period) for p in periods}, first.period)
    return Owed(unit, definitions.load().periods[asked])


def _table(unit: Unit, periods: Sequence[Period], sent: list[Sending]) -> None:
    today = office_now().date()
    settled = [period for period in periods[1:] if _arrived(unit, period) and not _under_way(period, sent)]
    rows = {
        period.period: {
            t("column_period"): when(period.period),
            t("column_due"): date(period.due_date),
            t("sending_time_left"): time_left(period, today) if not _arrived(unit, period) else "",
            t("sending_at_desk"): _at_desk(period, sent),
            t("sending_published"): _published(unit, period),
        }
        for period in periods
    }
    tables.read(pd.DataFrame([rows[p.period] for p in periods if p not in settled]), {}, key="sending_owed")
    if settled:
        with st.expander(t("sending_settled", count=number(len(settled))), icon=":material/inventory:"):
            tables.read(pd.DataFrame([rows[p.period] for p in settled]), {}, key="sending_settled")


def time_left(period: Period, today: dt.date) -> str:
    """How long until a report is due, or how late it is."""
    if period.due_date is None:
        return ""
    days = (period.due_date - today).days
    if days == 0:
        return t("sending_due_today")
    return t("sending_days_left" if days > 0 else "sending_days_late", days=number(abs(days)))


def _at_desk(period: Period, sent: list[Sending]) -> str:
    """Where the latest sending for a period stands."""
    mine = [one for one in sent if one.period == period.period and one.state != "discarded"]
    return t(f"sending_state_{mine[0].state}") if mine else t("sending_nothing")


def _arrived(unit: Unit, period: Period) -> bool:
    row = _row(unit, period)
    return row is not None and row["status"] in ("complete", "late")


def _under_way(period: Period, sent: list[Sending]) -> bool:
    return any(one.period == period.period and one.state not in ("discarded", "published", "withdrawn") for one in sent)


def _published(unit: Unit, period: Period) -> str:
    """What the publication in use has of it."""
    row = _row(unit, period)
    if row is None:
        return ""
    told = t(f"report_{row['status']}")
    if pd.notna(row["version"]):
        told += f" ({t('sending_version', version=number(row['version']))})"
    return f"{told} – {t('source_demonstration')}" if row["demonstration"] else told


def _row(unit: Unit, period: Period) -> dict[str, Any] | None:
    rows = data.round_of(data.current(), period.period)
    mine = rows[rows["unit_id"] == unit.unit_id].to_dict("records")
    return mine[0] if mine else None
