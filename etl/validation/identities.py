"""Rules within one report: a part is at most its whole. Worked out once for a form, then a comparison of pairs."""

from collections import defaultdict
from collections.abc import Iterable

from catalogue.definitions import Definitions
from catalogue.errors import Message
from catalogue.forms import AskedCells
from catalogue.rule_models import AtMost, ColumnsAtMost
from etl.problems import Problem
from etl.reading import Readings
from etl.tally import Checks, Tally

Key = tuple[str, str, str | None, str, str]  # unit, level, term, element, column


class Identities:
    """The identities of one form, as pairs of places in its asked cells."""

    def __init__(self, definitions: Definitions, asked: AskedCells) -> None:
        self.asked = asked
        self.names = {element.id: element.name_vi for element in definitions.elements.values()}
        own: dict[Key, int] = {}
        by_element: dict[str, list[int]] = defaultdict(list)
        for place, element in enumerate(asked.element):
            own[_key(asked, place, element, asked.column[place].id)] = place
            by_element[element].append(place)
        self.pairs: list[tuple[AtMost | ColumnsAtMost, list[tuple[int, int]]]] = []
        for rule in definitions.rules:
            if isinstance(rule, AtMost):
                parts = [p for p in by_element[rule.part] if asked.column[p].id in rule.columns]
                pairs = [(p, own.get(_key(asked, p, rule.whole, asked.column[p].id))) for p in parts]
            elif isinstance(rule, ColumnsAtMost):
                parts = [p for p, column in enumerate(asked.column) if column.id == rule.part]
                pairs = [(p, own.get(_key(asked, p, asked.element[p], rule.whole))) for p in parts]
            else:
                continue
            self.pairs.append((rule, [(part, whole) for part, whole in pairs if whole is not None]))

    def check(self, readings: Readings, checks: Checks) -> Iterable[Problem]:
        """Yield what fails; `checks` counts all."""
        values = readings.value
        for rule, pairs in self.pairs:
            if not pairs:
                continue
            tally = checks.setdefault(rule.id, Tally())
            for part, whole in pairs:
                a, b = values[part], values[whole]
                if a is None or b is None:
                    tally.unchecked += 1
                elif a <= b:
                    tally.passed += 1
                else:
                    tally.failed += 1
                    yield self._problem(rule, readings, part, whole)

    def _problem(self, rule: AtMost | ColumnsAtMost, readings: Readings, part: int, whole: int) -> Problem:
        cells, sheets = readings.places.cell, readings.places.sheet
        found, most = readings.value[part], readings.value[whole]
        expected = Message.of("expect_at_most_there", most=f"{most:g}", sheet=sheets[whole], cell=cells[whole])
        about = (("rule", rule.id), ("part", self._name(part)), ("whole", self._name(whole)))
        code = "part_exceeds_other" if rule.severity == "error" else "part_exceeds_usual"
        return Problem(code, sheets[part], cells[part], f"{found:g}", expected, rule.severity, about)

    def _name(self, place: int) -> str:
        return f"{self.names[self.asked.element[place]]} – {self.asked.column[place].label_vi}"


def _key(asked: AskedCells, place: int, element: str, column: str) -> Key:
    return asked.unit_id[place], asked.level[place], asked.term[place], element, column
