"""One version of a territorial unit or agency."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    """One version of a territorial unit or agency. Dates are inclusive; None is open."""

    unit_id: str
    code: str
    name: str
    level: str  # province, district, commune, agency
    kind: str  # of an agency: codelist agency_kind; else the level
    parent_id: str | None
    valid_from: dt.date | None
    valid_to: dt.date | None

    def exists(self, date: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= date) and (self.valid_to is None or date <= self.valid_to)


def describe(units: Iterable[Unit]) -> str:
    """List units with their lives: "24@2020 Tỉnh Bắc Giang (–30/06/2025)"."""
    return "; ".join(_described(unit) for unit in units)


def _described(unit: Unit) -> str:
    start = f"{unit.valid_from:%d/%m/%Y}" if unit.valid_from else ""
    end = f"{unit.valid_to:%d/%m/%Y}" if unit.valid_to else ""
    return f"{unit.unit_id} {unit.name} ({start}–{end})"
