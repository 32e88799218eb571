"""A report against the unit's last one: exact methods that hold for small and skewed counts.

- sent_again: last period's form was sent again: all counts that both reports give and that are
  not zero are the same, those of activities among them. Posts often stay as they were; a whole
  half-year of activities does not.
- body_jumped: a body's total changed by more than `most` of its former size.
- sexes_swapped: the women reported are improbable at the former share (exact two-sided binomial
  test at `most`), the men reported are not: the columns were swapped.
- share_improbable: the women reported are improbable at the former share and the columns do not
  explain it; `most` is divided by the number of bodies compared (Bonferroni), as one report
  compares many. The former share p is (women + 1/2) / (total + 1), so that 0 of 5 is not “never”.
- unlike_peers: the share is outside those of all other units of the level in the earlier period
  (ten at least) and improbable at their pooled share (exact two-sided binomial test at `most`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalogue.errors import Message
from catalogue.forms import AskedCells
from catalogue.rule_models import FirstHalf, History, Rule
from etl.problems import Problem, Severity
from etl.reading import Readings
from etl.tally import Checks, Tally
from etl.validation.binomial import two_sided
from store.earlier import Cell, Peers

PEERS = 10  # fewer others say nothing of what is usual


@dataclass(frozen=True)
class Body:
    """A stock of persons in both reports: places of total and women, and what was said before."""

    total: int
    women: int
    earlier_total: float
    earlier_women: float


class Compared:
    """What is compared of a form, worked out once: places of totals of stocks with their women, and of flows."""

    def __init__(self, asked: AskedCells) -> None:
        self.asked, self.cells = asked, cells_of(asked)
        places = {cell: place for place, cell in enumerate(self.cells)}
        self.bodies = [
            (place, places.get((*self.cells[place][:5], "F", "_T", "_T")))
            for place, column in enumerate(asked.column)
            if column.id == "total" and asked.kind[place] == "stock"
        ]
        self.flows = [place for place, kind in enumerate(asked.kind) if kind == "flow"]


class Comparison:
    """One report beside the numbers of an earlier one; without any of them nothing can be checked."""

    def __init__(self, compared: Compared, readings: Readings, earlier: dict[Cell, float]) -> None:
        self.compared, self.asked, self.readings = compared, compared.asked, readings
        cells = compared.cells
        self.before: list[float | None] = [earlier.get(cell) for cell in cells] if earlier else [None] * len(cells)
        self.silent = not earlier

    def check(self, rules: Iterable[Rule], checks: Checks, period: str) -> Iterator[Problem]:
        """Yield what fails of the rules about history; `period` is that of the earlier report."""
        for rule in rules:
            if isinstance(rule, History) and rule.method != "unlike_peers":
                tally = checks.setdefault(rule.id, Tally())
                yield from getattr(self, f"_{rule.method}")(rule, tally, period)

    def not_less(self, rule: FirstHalf, checks: Checks, *, year: bool, period: str) -> Iterator[Problem]:
        """The flows of a year against those of its first half; `year` tells which of them this report is."""
        tally = checks.setdefault(rule.id, Tally())
        for place in self.compared.flows:
            now, before = self.readings.value[place], self.before[place]
            if now is None or before is None:
                tally.unchecked += 1
            elif (now >= before) if year else (now <= before):
                tally.passed += 1
            else:
                tally.failed += 1
                expected = Message.of("expect_not_below" if year else "expect_not_above", value=f"{before:g}", period=period)
                yield self._problem("year_below_first_half", place, expected, rule.severity)

    def _sent_again(self, rule: History, tally: Tally, period: str) -> Iterator[Problem]:
        if self.silent:
            tally.unchecked += 1
            return
        pairs = [
            (now, before, kind)
            for now, before, kind in zip(self.readings.value, self.before, self.asked.kind, strict=True)
            if now and before and kind != "term"
        ]
        activities = sum(kind == "flow" for _, _, kind in pairs)
        if len(pairs) < rule.least or activities < 3:
            tally.unchecked += 1
            return
        same = sum(now == before for now, before, _ in pairs)
        if same < rule.most * len(pairs):
            tally.passed += 1
            return
        tally.failed += 1
        about = (("period", period), ("same", str(same)))
        yield Problem("sent_again", severity=rule.severity, about=about)

    def _body_jumped(self, rule: History, tally: Tally, period: str) -> Iterator[Problem]:
        for body in self._bodies(rule.least, tally):
            total = self.readings.value[body.total] or 0.0
            if abs(total - body.earlier_total) <= rule.most * body.earlier_total:
                tally.passed += 1
                continue
            tally.failed += 1
            expected = Message.of("expect_like_before", value=f"{body.earlier_total:g}", period=period)
            yield self._problem("body_jumped", body.total, expected, rule.severity)

    def _sexes_swapped(self, rule: History, tally: Tally, period: str) -> Iterator[Problem]:
        for body in self._bodies(rule.least, tally):
            chance, chance_of_men = self._chances(body)
            if chance >= rule.most or chance_of_men < 5 * rule.most:
                tally.passed += 1
                continue
            tally.failed += 1
            yield self._problem("sexes_swapped", body.women, self._before(body, period), rule.severity)

    def _share_improbable(self, rule: History, tally: Tally, period: str) -> Iterator[Problem]:
        bodies = self._bodies(rule.least, tally)
        for body in bodies:
            chance, chance_of_men = self._chances(body)
            if chance >= rule.most / len(bodies) or chance_of_men >= 5 * rule.most:
                tally.passed += 1
                continue
            tally.failed += 1
            yield self._problem("share_improbable", body.women, self._before(body, period), rule.severity)

    def unlike_peers(
        self, rule: History, checks: Checks, peers: dict[tuple[str, str], Peers], period: str
    ) -> Iterator[Problem]:
        """Yield bodies whose share of women no peer has; `peers` by level and element, of `period`."""
        tally = checks.setdefault(rule.id, Tally())
        if not peers:
            tally.unchecked += len(self.compared.bodies)
            return
        for place, women in self.compared.bodies:
            others = peers.get((self.asked.level[place], self.asked.element[place]))
            size = self.readings.value[place]
            count = None if women is None else self.readings.value[women]
            if women is None or count is None or not size or size < rule.least or others is None or others.units < PEERS:
                tally.unchecked += 1
                continue
            chance = two_sided(int(count), int(size), others.women / others.total)
            if others.lowest <= count / size <= others.highest or chance >= rule.most:
                tally.passed += 1
                continue
            tally.failed += 1
            spread = f"{100 * others.lowest:.0f}–{100 * others.highest:.0f}%"
            expected = Message.of("expect_like_peers", spread=spread, units=others.units, period=period)
            yield self._problem("unlike_peers", women, expected, rule.severity)

    def _chances(self, body: Body) -> tuple[float, float]:
        """Probability, at the former share, of a result no likelier than the women reported, and than the men reported."""
        total, women = int(self.readings.value[body.total] or 0), int(self.readings.value[body.women] or 0)
        share = (body.earlier_women + 0.5) / (body.earlier_total + 1)
        return two_sided(women, total, share), two_sided(total - women, total, share)

    def _before(self, body: Body, period: str) -> Message:
        return Message.of("expect_like_before", value=f"{body.earlier_women:g}/{body.earlier_total:g}", period=period)

    def _bodies(self, least: int, tally: Tally) -> list[Body]:
        """Stocks of `least` persons or more, in both reports; the others cannot be checked."""
        if self.silent:
            tally.unchecked += len(self.compared.bodies)
            return []
        found = []
        for place, women in self.compared.bodies:
            sizes = (self.readings.value[place], self.before[place])
            others = (None, None) if women is None else (self.readings.value[women], self.before[women])
            if women is None or None in sizes or None in others or min(s for s in sizes if s is not None) < least:
                tally.unchecked += 1
                continue
            found.append(Body(place, women, self.before[place] or 0.0, self.before[women] or 0.0))
        return found

    def _problem(self, code: str, place: int, expected: Message, severity: Severity) -> Problem:
        spots = self.readings.places
        return Problem(code, spots.sheet[place], spots.cell[place], f"{self.readings.value[place]:g}", expected, severity)


def cells_of(asked: AskedCells) -> list[Cell]:
    """What each asked cell is about, as the store names it."""
    columns = zip(asked.unit_id, asked.level, asked.term, asked.element, asked.column, strict=True)
    return [(u, level, term, e, c.measure, c.sex, c.ethnicity, c.age) for u, level, term, e, c in columns]
