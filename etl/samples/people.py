"""Invented but plausible counts for every cell of a form: the same for the same seed and cell."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from catalogue.definitions import Definitions
from catalogue.forms import ColumnHead, FormInstance, Forms, RowHead
from catalogue.geography import Unit
from catalogue.models import Period

SEED = 20260630
UNDER_16 = 0.2  # share of those under 16, where samples.yaml names none
FIRST_TERM_YEAR = 2020  # shares in samples.yaml are those of terms that began about now


@dataclass(frozen=True)
class Counts:
    """A body's people: women_em and women_u40 overlap and are each part of the women."""

    total: int
    women: int
    women_em: int
    women_u40: int
    seats: int
    women_trained: int


class People:
    """Answers the cells of one form instance."""

    def __init__(self, definitions: Definitions, forms: Forms, spec: dict[str, Any]) -> None:
        self.definitions, self.forms, self.spec = definitions, forms, spec
        self.known = {(k["unit"], k["element"], str(k["term"])): k["counts"] for k in spec["known"]}

    def answer(self, instance: FormInstance, row: RowHead, head: ColumnHead) -> Any:
        """Return what the unit writes into a cell; None leaves it blank."""
        element, term = row.element or head.element or "", row.term or head.term
        column, period = head.column.id, instance.period
        unit = self.definitions.geography.units[row.unit_id]
        kind = self.definitions.elements[element].kind
        if column == "text":
            return self.definitions.words("sample_text", unit=unit.name)
        if column == "yes_no":
            return ["Có", "Không"][self._dice(unit, element, period.period).random() < 0.4]
        if kind == "flow":
            return self._activity(unit, element, period, column)
        if term is None:
            mandate = self.forms.mandates.current(self._family(element), row.level, period.reference_date)
            term = mandate.term if mandate else "2021-2026"
        if self._place(unit, row.level) in self.spec["not_applicable"].get(element, ()):
            return "x"
        if column in ("formation", "event_date"):
            return self._event(unit, row.level, element, term, column)
        counts = self._counts(unit, row.level, element, term, None if kind == "term" else period)
        if counts is None or (column.startswith("women_") and self._left_blank(unit, element, period, column)):
            return None if counts else "x"
        return getattr(counts, column)

    def _family(self, element: str) -> str:
        return self.definitions.elements[element].mandate or "council"

    def _place(self, unit: Unit, level: str) -> str:
        new = unit.level == "commune" and unit.valid_from is not None and unit.valid_from.isoformat() >= "2025-07-01"
        return f"new_{level}" if new and level in ("commune", "grassroots") else level

    def _dice(self, unit: Unit, *about: object) -> random.Random:
        key = unit.unit_id if unit.unit_id.endswith("@2025-07") else unit.code
        return random.Random(f"{SEED}|{key}|{'|'.join(map(str, about))}")

    def _left_blank(self, unit: Unit, element: str, period: Period, column: str) -> bool:
        return self._dice(unit, element, period.period, column, "blank").random() < 0.02

    def _share(self, unit: Unit, share: float, term: str) -> float:
        """The unit's own chance that a member is a woman in a term."""
        if share > 0.98:
            return share
        steps = (int(term[:4]) - FIRST_TERM_YEAR) / 5
        share = min(0.95, max(0.01, share + self.spec["trend"] * steps))
        own = self._dice(unit, "propensity").gauss(0, self.spec["spread"])
        return 1 / (1 + math.exp(-(math.log(share / (1 - share)) + own)))

    def _counts(self, unit: Unit, level: str, element: str, term: str, period: Period | None) -> Counts | None:
        base = self.spec["like"].get(element, element)
        if base in self.spec["candidates"]:
            return self._candidates(unit, level, base, term)
        sizes = self.spec["bodies"].get(base, {}).get(self._place(unit, level))
        if sizes is None:
            return None
        if base == "standing_committee_members" and level == "agency" and self._size(unit, level, term) < 9:
            return None
        dice = self._dice(unit, base, level, term)
        total = dice.randint(sizes[0], sizes[1])
        women = sum(dice.random() < self._share(unit, sizes[2], term) for _ in range(total))
        total, women = self._published(unit, base, term, total, women)
        if period and total > 3:
            women = self._drifted(unit, base, level, term, period, total, women)
        return self._inside(self._detailed(unit, dice, total, women), unit, level, base, term, period)

    def _inside(self, part: Counts, unit: Unit, level: str, base: str, term: str, period: Period | None) -> Counts:
        """A body whose members all belong to a larger one has no more women, or men, than that."""
        larger = self.spec["within"].get(base)
        whole = self._counts(unit, level, larger, term, period) if larger else None
        if whole is None or part.total > whole.total:
            return part
        women = min(part.women, whole.women)
        women = max(women, part.total - (whole.total - whole.women))
        em, young = min(part.women_em, women, whole.women_em), min(part.women_u40, women, whole.women_u40)
        return Counts(part.total, women, em, young, part.seats, min(part.women_trained, women))

    def _size(self, unit: Unit, level: str, term: str) -> int:
        counts = self._counts(unit, level, "party_committee_members", term, None)
        return counts.total if counts else 0

    def _published(self, unit: Unit, base: str, term: str, total: int, women: int) -> tuple[int, int]:
        known = self.known.get((unit.unit_id, base, term))
        if known is None:
            return total, women
        rescaled = round(women * known[0] / total) if total else 0
        return known[0], known[1] if known[1] is not None else rescaled

    def _drifted(self, unit: Unit, base: str, level: str, term: str, period: Period, total: int, women: int) -> int:
        """Appointments within a term: now and then a woman more or less."""
        for year in range(int(term[:4]) + 1, period.ends.year + 1):
            step = self._dice(unit, base, level, term, year, "drift").random()
            women += (step > 0.93) - (step < 0.05)
        return min(total, max(0, women))

    def _detailed(self, unit: Unit, dice: random.Random, total: int, women: int) -> Counts:
        district = self.definitions.geography.district_of(unit.unit_id) or ""
        minority = self.spec["ethnic_minority"]
        share = minority.get(district.split("@")[0], minority["other"])
        em = sum(dice.random() < share for _ in range(women))
        young = sum(dice.random() < self.spec["under_40"] for _ in range(women))
        trained = sum(dice.random() < 0.72 for _ in range(women))
        seats = total + (dice.random() < 0.25 if total > 3 else 0) + (dice.random() < 0.1 if total > 20 else 0)
        return Counts(total, women, em, young, int(seats), trained)

    def _candidates(self, unit: Unit, level: str, element: str, term: str) -> Counts | None:
        body, per_seat, share = self.spec["candidates"][element]
        elected = self._counts(unit, level, body, term, None)
        if elected is None:
            return None
        dice = self._dice(unit, element, level, term)
        total = max(elected.total + 2, round(elected.total * per_seat))
        women = sum(dice.random() < self._share(unit, share, term) for _ in range(total))
        known = self.known.get((unit.unit_id, element, term))
        if known:
            total, women = known
        # Those elected, women and men, stood on the list.
        women = min(max(women, elected.women), total - (elected.total - elected.women))
        found = self._detailed(unit, dice, total, women)
        em, young = max(found.women_em, elected.women_em), max(found.women_u40, elected.women_u40)
        return replace(found, women_em=em, women_u40=young)

    def _event(self, unit: Unit, level: str, element: str, term: str, column: str) -> Any:
        mandate = self.forms.mandates.of(self._family(element), level, term)
        if mandate is None:
            return None
        born_later = unit.valid_from is not None and unit.valid_from > mandate.event_date
        if column == "formation":
            return "Chỉ định" if born_later or (unit.level == "province" and term == "2025-2030") else "Bầu"
        return unit.valid_from if born_later else mandate.event_date

    def _activity(self, unit: Unit, element: str, period: Period, column: str) -> Any:
        spec = self.spec["activities"][element]
        halves = ["H1"] if period.kind == "half_year" else ["H1", "H2"]
        found = [self._half(unit, element, period.ends.year, half) for half in halves]
        if column in ("number", "total"):
            return sum(found)
        if column == "amount":
            return round(float(sum(found)), 1)
        return sum(self._part(round(n), spec, column) for n in found)

    def _part(self, everyone: int, spec: list[float], column: str) -> int:
        """Of the people of half a year: women, those under 16, girls; the parts agree with one another."""
        women = round(everyone * spec[2])
        under_16 = spec[3] if len(spec) > 3 else UNDER_16
        children = round(everyone * under_16)
        girls = min(children, women, max(round(everyone * under_16 * spec[2]), children - (everyone - women)))
        return {"women": women, "children": children}.get(column, girls)

    def _half(self, unit: Unit, element: str, year: int, half: str) -> float:
        low, high, *_ = self.spec["activities"][element]
        dice = self._dice(unit, element, year, half)
        scale = 1.0 if unit.level == "district" else 0.35 if unit.level == "commune" else 0.25
        value = low + (high - low) * dice.random() ** 1.5 * (scale if high > 6 else 1)
        amount = round(value, 1) if element.startswith("budget") else round(value)
        limit = self.spec["at_most"].get(element)
        return float(min(amount, self._half(unit, limit, year, half)) if limit else amount)


def texts(instance: FormInstance) -> Iterator[str]:
    """Elements of the form that are narrative."""
    for sheet in instance.sheets:
        for table in sheet.tables:
            for row in table.rows:
                if table.columns[0].column.value_type == "text" and row.element:
                    yield row.element
