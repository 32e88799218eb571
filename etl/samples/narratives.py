"""Which demonstration reports in sentences exist, and what they say: the figures of the unit's own demonstration form."""

import datetime as dt
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from catalogue import loader
from catalogue.definitions import Definitions
from catalogue.forms import ColumnHead, FormInstance, RowHead
from catalogue.models import Definition
from etl.samples.people import SEED
from etl.samples.rounds import Sent

_FIELD = re.compile(r"\{([a-z_.]+)\}")
_TIERS = {"district": "huyện", "commune": "xã"}
STYLES = ("headings", "bold", "automatic", "capitals", "decomposed", "old_font")


class Text(Definition):
    """A section of a demonstration report: its paragraphs, each one sentence or several to choose from."""

    code: str
    text: tuple[str | tuple[str, ...], ...] = ()


class Difference(Definition):
    """A figure that a report gives otherwise than the form."""

    unit: str
    period: str
    element: str
    women: int


class Spec(Definition):
    """sample_reports.yaml."""

    periods: dict[str, tuple[str, ...]]
    agencies: tuple[str, ...]
    communes: int
    differences: tuple[Difference, ...]
    sections: tuple[Text, ...]
    closing: tuple[str, ...]


@dataclass(frozen=True)
class Narrative:
    """One demonstration report in sentences: beside the form that its unit sent, an hour later, in one style of writing."""

    sent: Sent
    style: str

    @property
    def received_at(self) -> dt.datetime:
        return self.sent.received_at + dt.timedelta(hours=1)

    @property
    def file_name(self) -> str:
        return f"{self.sent.period.period}/{self.sent.unit.code}-loi-van.docx"


def spec_of(known: Definitions) -> Spec:
    """The texts of the demonstration reports."""
    path = known.folder / "sample_reports.yaml"
    return loader.to_model(path, loader.read_yaml(path), Spec)


def narratives(known: Definitions, spec: Spec, forms_sent: list[Sent]) -> Iterator[Narrative]:
    """The reports of the units chosen, each with the last form it sent without a fault."""
    last: dict[tuple[str, str], Sent] = {}
    for sent in forms_sent:
        if not sent.fault:
            last[sent.period.period, sent.unit.unit_id] = sent
    chosen = [sent for sent in last.values() if sent.period.period in spec.periods.get(sent.unit.level, ())]
    communes = sorted((s for s in chosen if s.unit.level == "commune"), key=lambda sent: sent.unit.code)
    spread = communes[:: max(1, len(communes) // max(1, spec.communes))][: spec.communes]
    others = (s for s in chosen if s.unit.level == "district" or s.unit.code in spec.agencies)
    for place, sent in enumerate(sorted((*others, *spread), key=lambda s: (s.period.period, s.unit.unit_id))):
        yield Narrative(sent, STYLES[place % len(STYLES)])


class Story:
    """The text of one report."""

    def __init__(self, known: Definitions, spec: Spec, instance: FormInstance, answers: Mapping[tuple[str, str, str], Any],
                 communes: Mapping[tuple[str, str], Any]) -> None:  # fmt: skip
        """`answers`: element, level, column → what the form says of the unit; `communes`: element, column → summed."""
        self.known, self.spec, self.unit, self.period = known, spec, instance.unit, instance.period
        self.answers, self.communes = answers, communes
        self.dice = random.Random(f"{SEED}|{instance.unit.code}|{instance.period.period}|narrative")

    @cached_property
    def when(self) -> str:
        """The period in words, as in a title."""
        words = self.known.words.period(self.period.period)
        return words[0].lower() + words[1:]

    def sections(self) -> Iterator[tuple[str, list[str]]]:
        """Code and paragraphs of each section that has text, or stands over one."""
        for section in self.spec.sections:
            lines = [self._filled(one if isinstance(one, str) else self.dice.choice(one)) for one in section.text]
            told = [line for line in lines if line]
            if told or not section.text:
                yield section.code, told

    def _filled(self, text: str) -> str | None:
        """A sentence with its figures; None if the form does not give one of them."""
        values: dict[str, str | None] = {
            "unit": self.unit.name,
            "period": self.when,
            "tier": _TIERS.get(self.unit.level, "cơ quan"),
        }
        for name in _FIELD.findall(text):
            if name not in values:
                *where, column = name.split(".")
                values[name] = self._figure(where, column)
        if any(values[name] is None for name in _FIELD.findall(text)):
            return None
        return _FIELD.sub(lambda found: str(values[found[1]]), text)

    def _figure(self, where: list[str], column: str) -> str | None:
        element = where[-1]

        def said(name: str) -> Any:
            if len(where) > 1:
                return self.communes.get((element, name))
            value = self.answers.get((element, self._level(element), name))
            return value + self._difference(element) if name == "women" and isinstance(value, int) else value

        if column == "share":
            women, total = said("women"), said("total")
            whole = isinstance(women, int) and isinstance(total, int) and total > 0
            return f"{100 * women / total:.2f}".replace(".", ",") if whole else None
        value = said(column)
        if not isinstance(value, int | float):
            return None
        return f"{value:02.0f}" if 0 < value < 10 else f"{value:,.0f}".replace(",", ".")

    def _level(self, element: str) -> str:
        levels = [level for one, level, _ in self.answers if one == element]
        return self.unit.level if self.unit.level in levels or not levels else levels[0]

    def _difference(self, element: str) -> int:
        return sum(d.women for d in self.spec.differences
                   if (d.unit, d.period, d.element) == (self.unit.code, self.period.period, element))  # fmt: skip


def story(known: Definitions, spec: Spec, instance: FormInstance, answer: Any) -> Story:
    """The story of one unit and period; `answer` gives what its form says in a cell (row head, column head)."""
    own, summed = _wanted(spec)
    answers: dict[tuple[str, str, str], Any] = {}
    sums: dict[tuple[str, str], int] = {}
    for row, head in _cells(instance):
        element, level = row.element or head.element or "", row.level
        if (row.term or head.term) is None and head.column.id in ("number", "total", "women"):
            mine = row.unit_id == instance.unit.unit_id
            if element not in (own if mine else summed):
                continue
            value = answer(row, head)
            if mine:
                answers[element, level, head.column.id] = value
            elif isinstance(value, int):
                sums[element, head.column.id] = sums.get((element, head.column.id), 0) + value
    return Story(known, spec, instance, answers, sums)


def _wanted(spec: Spec) -> tuple[set[str], set[str]]:
    """The elements that sentences name of the unit, and of its communes together."""
    texts = (text for part in spec.sections for one in part.text for text in ([one] if isinstance(one, str) else one))
    named = [name.split(".") for text in texts for name in _FIELD.findall(text) if "." in name]
    return {name[0] for name in named if len(name) == 2}, {name[1] for name in named if len(name) == 3}


def _cells(instance: FormInstance) -> Iterator[tuple[RowHead, ColumnHead]]:
    for sheet in instance.sheets:
        for table in sheet.tables:
            for row in table.rows:
                yield from ((row, head) for head in table.columns)
