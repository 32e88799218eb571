"""What the forms make us expect: reports of units, and cells behind each indicator value."""

import datetime as dt
from collections import Counter, defaultdict
from typing import Any, NamedTuple

from catalogue.forms import AskedCells, Forms
from catalogue.models import Component, Period


class Key(NamedTuple):
    """A value of an indicator that forms ask for; `period` is the term for series term."""

    indicator: str
    series: str
    unit_id: str
    level: str
    period: str


class Expectations:
    """Expected reports and values of all collected periods."""

    def __init__(self, forms: Forms) -> None:
        self.forms = forms
        self.reports: list[dict[str, Any]] = []
        self._cells: dict[Key, int] = {}
        self._parts: dict[Key, set[str]] = defaultdict(set)
        self._terms: dict[Key, str | None] = {}
        self._families: dict[tuple[str, str], str] = {}  # indicator, term → party or council
        self._last_day: dict[tuple[str, str, str], dt.date] = {}  # indicator, level, term → last time it is asked
        self._uses = _uses(forms)
        for period in forms.definitions.periods.values():
            self._expect(period)

    def _expect(self, period: Period) -> None:
        asked: Counter[Key] = Counter()
        for unit, form in self.forms.expected(period):
            form_cells = self.forms.asked_cells(self.forms.instance(unit, period))
            required = sum(column.required for column in form_cells.column)
            due = self.forms.definitions.due_date(period, unit.unit_id)
            self.reports.append({"unit_id": unit.unit_id, "period": period.period, "form_id": form.id, "due_date": due,
                                 "cells": len(form_cells.column), "required": required})  # fmt: skip
            self._count(form_cells, period, asked)
        for key, cells in asked.items():
            self._cells[key] = max(cells, self._cells.get(key, 0))

    def _count(self, cells: AskedCells, period: Period, asked: Counter[Key]) -> None:
        elements = self.forms.definitions.elements
        columns = zip(cells.unit_id, cells.level, cells.mandate, cells.element, cells.column, strict=True)
        for unit_id, level, term, element, column in columns:
            for indicator, series, part in self._uses[element, column.id]:
                of_term = series == "term" and term is not None
                key = Key(indicator, series, unit_id, level, term if of_term and term else period.period)
                asked[key] += 1
                self._parts[key].add(part)
                self._terms.setdefault(key, term)
                if of_term:
                    self._families[indicator, key.period] = elements[element].mandate or "council"
                    self._last_day[indicator, level, key.period] = period.reference_date

    def values(self) -> list[dict[str, Any]]:
        """Rows of `expected_value`. A share of persons is expected only of bodies whose forms ask for both its parts."""
        indicators = self.forms.definitions.indicators
        return [
            {**key._asdict(), "term": self._terms[key], "cells": cells, "in_total": self._in_total(key)}
            for key, cells in self._cells.items()
            if indicators[key.indicator].kind != "share_of_persons" or len(self._parts[key]) == 2
        ]

    def _in_total(self, key: Key) -> bool:
        """A term's total counts the units that existed at its congress or election; where a level
        has none (people planned for a term that the level does not live to see), those that
        existed when it was last asked. So a unit and its successor are never both counted.
        """
        if key.series != "term":
            return True
        mandate = self.forms.mandates.of(self._families[key.indicator, key.period], key.level, key.period)
        day = mandate.event_date if mandate else self._last_day[key.indicator, key.level, key.period]
        return self.forms.definitions.geography.units[key.unit_id].exists(day)


def _uses(forms: Forms) -> dict[tuple[str, str], list[tuple[str, str, str]]]:
    """Element and form column → the indicators that the cell feeds, with series and part."""
    d = forms.definitions
    feeds: dict[Component, list[tuple[str, str, str]]] = defaultdict(list)
    for indicator in d.indicators.values():
        for part in ("numerator", "denominator"):
            for series, components in getattr(indicator, part).items():
                for component in components:
                    feeds[component].append((indicator.id, series, part))
    return {
        (element, c.id): feeds.get(
            Component(element=element, measure=c.measure, sex=c.sex, ethnicity=c.ethnicity, age=c.age), []
        )
        for element in d.elements
        for c in d.columns.values()
    }
