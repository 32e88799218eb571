"""Holds reports against the rules of data/rules.yaml: within one report, against the last one and against peers."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import Connection

from catalogue.definitions import Definitions
from catalogue.forms import AskedCells
from catalogue.models import Period
from catalogue.rule_models import FirstHalf, History
from etl.candidates import Candidate
from etl.validation.history import Compared, Comparison
from etl.validation.identities import Identities
from store import earlier


class Validator:
    """One per run: what is worked out for a form serves all its files."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self._identities: dict[int, Identities] = {}
        self._compared: dict[int, Compared] = {}
        collected = [period for period in definitions.periods.values() if period.collected]
        self._periods = sorted(collected, key=lambda period: period.reference_date)

    def within(self, candidates: Iterable[Candidate]) -> None:
        """Hold each report against the rules that need nothing else."""
        for candidate in candidates:
            asked, count = candidate.asked, len(candidate.readings.value)
            if asked is None or count != len(asked.column):
                continue  # something was not found at all: the cells are not where the form has them
            identities = self._of(asked)
            candidate.problems += identities.check(candidate.readings, candidate.checks)

    def _of(self, asked: AskedCells) -> Identities:
        known = self._identities.get(id(asked))
        if known is None or known.asked is not asked:
            known = self._identities[id(asked)] = Identities(self.definitions, asked)
        return known

    def _compared_of(self, asked: AskedCells) -> Compared:
        known = self._compared.get(id(asked))
        if known is None or known.asked is not asked:
            known = self._compared[id(asked)] = Compared(asked)
        return known

    def against(self, connection: Connection, candidates: Iterable[Candidate], at: dt.datetime) -> None:
        """Hold each acceptable report against what the store held at `at`."""
        wanted = [c for c in candidates if c.acceptable and c.asked and c.unit and c.period and not c.demonstration]
        periods = {c.period.period: c.period for c in wanted if c.period}
        reports = {
            (c.unit.unit_id, period)
            for c in wanted if c.unit and c.period
            for period in (self._before(c.period), self._counterpart(c.period)) if period
        }  # fmt: skip
        held = earlier.reported(connection, reports, at)
        peers = {name: earlier.peers(connection, before, at) for name, p in periods.items() if (before := self._before(p))}
        for candidate in wanted:
            if candidate.unit and candidate.period and candidate.asked:
                self._against(candidate, candidate.asked, candidate.unit.unit_id, candidate.period, held, peers)

    def _against(
        self,
        candidate: Candidate,
        asked: AskedCells,
        unit_id: str,
        period: Period,
        held: dict[earlier.Report, dict[earlier.Cell, float]],
        peers: dict[str, dict[tuple[str, str], earlier.Peers]],
    ) -> None:
        before, counterpart = self._before(period), self._counterpart(period)
        rules, said = self.definitions.rules, held.get((unit_id, before or ""), {})
        compared = self._compared_of(asked)
        last = Comparison(compared, candidate.readings, said)
        candidate.problems += last.check(rules, candidate.checks, before or "–")
        halves = Comparison(compared, candidate.readings, held.get((unit_id, counterpart or ""), {}))
        for rule in rules:
            if isinstance(rule, FirstHalf) and counterpart:
                year = period.kind == "year"
                candidate.problems += halves.not_less(rule, candidate.checks, year=year, period=counterpart)
            if isinstance(rule, History) and rule.method == "unlike_peers" and before:
                candidate.problems += last.unlike_peers(rule, candidate.checks, peers.get(period.period, {}), before)

    def _before(self, period: Period) -> str | None:
        """The collected period before `period`."""
        earlier_ones = [p.period for p in self._periods if p.reference_date < period.reference_date]
        return earlier_ones[-1] if earlier_ones else None

    def _counterpart(self, period: Period) -> str | None:
        """The first half of a year, the year of a first half."""
        name = f"{period.period}-S1" if period.kind == "year" else period.period.removesuffix("-S1")
        found = self.definitions.periods.get(name)
        return found.period if found and found.collected and found.period != period.period else None
