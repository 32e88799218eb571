"""Which demonstration reports exist: sent on time, late, never, with errors, corrected."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalogue.definitions import Definitions
from catalogue.forms import Forms
from catalogue.geography import Unit
from catalogue.models import Period
from etl.samples.people import SEED

LAST_PERIOD = "2026-S1"  # the last round that demonstration data cover


@dataclass(frozen=True)
class Sent:
    """One demonstration file: what was sent, when, and the error it carries, if any."""

    unit: Unit
    period: Period
    received_at: dt.datetime
    fault: str | None = None  # more_women, words, negative
    correction: bool = False

    @property
    def file_name(self) -> str:
        suffix = "-loi" if self.fault else "-dinhchinh" if self.correction else ""
        return f"{self.period.period}/{self.unit.unit_id.replace('@', '_')}{suffix}.xlsx"


def rounds(definitions: Definitions, forms: Forms, spec: dict[str, Any]) -> Iterator[Sent]:
    """Yield every file of every round in the order received within a round."""
    last = definitions.periods[LAST_PERIOD].reference_date
    for period in definitions.periods.values():
        if period.collected and period.reference_date <= last:
            files = [file for unit, _ in forms.expected(period) for file in _files(unit, period, spec["round"])]
            yield from sorted(files, key=lambda file: (file.received_at, file.unit.unit_id))


def _files(unit: Unit, period: Period, shares: dict[str, float]) -> Iterator[Sent]:
    dice = random.Random(f"{SEED}|{unit.code}|{period.period}|round")
    place = dice.random()
    due = dt.datetime.combine(period.due_date or period.ends, dt.time(8))
    holder = unit.code in ("BTCTU", "VPHDND", "VPUBND")
    if place < shares["missing"] and not holder:
        return
    if place < shares["missing"] + shares["late"] and not holder:
        received = due + dt.timedelta(days=dice.randint(1, 25), minutes=dice.randint(0, 500))
    else:
        received = due - dt.timedelta(days=dice.randint(0, 9), minutes=-dice.randint(0, 500))
    kind = dice.random()
    if kind < shares["faulty"] and not holder:
        fault = dice.choice(["more_women", "words", "negative"])
        yield Sent(unit, period, received, fault=fault)
        if dice.random() < 0.6:
            yield Sent(unit, period, received + dt.timedelta(days=3))
        return
    yield Sent(unit, period, received)
    if kind > 1 - shares["corrected"]:
        yield Sent(unit, period, received + dt.timedelta(days=dice.randint(4, 20)), correction=True)
