"""A reviewed list of proposals → decisions, and a new version of each report with what was confirmed; whole or not at all.

A confirmed figure takes the ordinary path: it is held against the rules and against the unit's other files, joins them
as a part of the unit's report, and is published with the next snapshot. See docs/adr/0013.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa
from sqlalchemy import Connection

from catalogue.definitions import Definitions
from catalogue.forms import Forms
from catalogue.words import plain_text
from etl.candidates import Candidate
from etl.joining import Parts, cells_of, contradiction, excess
from etl.narrative.deciding import Decided, Decider
from etl.narrative.listing import read
from etl.narrative.recording import Figure, FormCells, Twice, readings_of
from etl.problems import Problem
from etl.storing import columns_of, observation_batches
from etl.validation.validator import Validator
from etl.workbook import ReceivedFile
from store import proposals as stored
from store import submissions
from store.schema import observation, proposal_decision
from store.submissions import Version

Report = tuple[str, str, str]  # sha256, unit_id, period


@dataclass
class Reviewed:
    """What became of one report: its new version (none if nothing was confirmed or taken back), how many were decided how."""

    unit_id: str
    period: str
    file_name: str
    version: int | None = None
    observations: int = 0
    counts: dict[str, int] = field(default_factory=lambda: {"accepted": 0, "corrected": 0, "declined": 0})


@dataclass
class Outcome:
    """All reports of a review and all problems; with a problem of severity error nothing was stored."""

    reports: list[Reviewed]
    problems: list[Problem]

    @property
    def accepted(self) -> bool:
        return not any(problem.severity == "error" for problem in self.problems)


class Review:
    """Applies one reviewed list, inside one transaction."""

    def __init__(self, connection: Connection, definitions: Definitions, file: ReceivedFile, at: dt.datetime, *,
                 by: str | None = None, correction: bool = False) -> None:  # fmt: skip
        self.connection, self.definitions, self.forms = connection, definitions, Forms(definitions)
        self.file, self.at, self.by, self.correction = file, at, by, correction
        self.problems: list[Problem] = []
        self.rows: dict[int, Mapping[str, Any]] = {row["proposal_id"]: row for row in stored.proposals(connection).to_pylist()}
        self.chains = submissions.chains(connection)

    def apply(self) -> Outcome:
        """Store what the list decides, unless something is wrong with any of it."""
        lines, self.problems = read(self.file.content, self.definitions, self.file.path.name)
        decider = Decider(self.definitions, self.rows, self.file.path.name)
        found = [decided for line in lines if (decided := decider.decide(line))]
        self.problems += [*decider.problems, *_decided_twice(found, self.file.path.name)]
        of_report: dict[Report, list[Decided]] = defaultdict(list)
        for decided in found:
            of_report[decided.row["sha256"], decided.row["unit_id"], decided.row["period"]].append(decided)
        prepared = [self._prepare(report, decisions) for report, decisions in of_report.items()]
        outcome = Outcome([reviewed for _, reviewed, _ in prepared], self.problems)
        if outcome.accepted:
            for candidate, reviewed, decisions in prepared:
                self._store(candidate, reviewed, decisions)
        return outcome

    def _prepare(self, report: Report, decisions: list[Decided]) -> tuple[Candidate, Reviewed, list[Decided]]:
        """The report's next version as a candidate, held against the rules and the unit's other files."""
        sha256, unit_id, period = report
        unit, when = self.definitions.geography.units[unit_id], self.definitions.periods[period]
        row = decisions[0].row
        instance = self.forms.instance(unit, when)
        cells = FormCells(self.forms.asked_cells(instance))
        figures = self._confirmed(report, decisions)
        self.problems += [
            Problem("review_not_asked", self.file.path.name, one.spot, str(one.row["sentence"])[:80])
            for one in decisions if one.figure and not cells.of(one.figure)
        ]  # fmt: skip
        asked, readings, twice = readings_of(cells, figures)
        self.problems += [_twice(one, self.file.path.name) for one in twice]
        source = ReceivedFile(self.file.path.with_name(row["file_name"]), b"", sha256, {})
        candidate = Candidate(source, unit=unit, period=when, demonstration=row["demonstration"], partial=True,
                              instance=instance, asked=asked, readings=readings)  # fmt: skip
        validator = Validator(self.definitions)
        validator.within([candidate])
        validator.against(self.connection, [candidate], self.at)
        self._beside(candidate, row["submission_id"])
        self.problems += candidate.problems
        reviewed = Reviewed(unit_id, period, row["file_name"])
        for one in decisions:
            reviewed.counts[one.decision] += 1
        return candidate, reviewed, decisions

    def _confirmed(self, report: Report, decisions: list[Decided]) -> list[Figure]:
        """All figures of a report that are confirmed, now or before and not taken back now."""
        now = {one.row["proposal_id"]: one.figure for one in decisions}
        figures = []
        for number_, row in self.rows.items():
            if (row["sha256"], row["unit_id"], row["period"]) == report:
                figure = now.get(number_) if number_ in now else _before(row)
                figures += [figure] if figure else []
        return figures

    def _beside(self, candidate: Candidate, own: int) -> None:
        """What the unit's other files contradict; a correction shows the confirmed figure before theirs."""
        chain = self._chain(candidate)
        parts, mine = Parts(self.connection), cells_of(candidate)
        others = [version for version in chain if version.in_force and version.submission_id != own]
        candidate.problems += [excess(found) for found in parts.excesses(mine, others, columns_of(candidate))]
        if not self.correction:
            pairs = parts.contradictions(mine, others)
            candidate.problems += [replace(contradiction(*pair), code="review_contradicts") for pair in pairs]

    def _chain(self, candidate: Candidate) -> list[Version]:
        unit, period = candidate.unit, candidate.period
        return self.chains[unit.unit_id, period.period, candidate.demonstration] if unit and period else []

    def _store(self, candidate: Candidate, reviewed: Reviewed, decisions: list[Decided]) -> None:
        chain = self._chain(candidate)
        earlier = next(v for v in chain if v.submission_id == decisions[0].row["submission_id"])
        figures = len(candidate.readings.value)
        changes = any(one.figure or one.row["decided_decision"] in ("accepted", "corrected") for one in decisions)
        entry = None
        if changes:
            entry = self._restate(chain, earlier, candidate, figures)
            reviewed.version, reviewed.observations = entry.version, figures
        submissions.append_rows(self.connection, proposal_decision, [self._row(one, entry) for one in decisions])

    def _restate(self, chain: list[Version], earlier: Version, candidate: Candidate, figures: int) -> Version:
        """A new version that says what the report said, with the figures that are confirmed now."""
        begins = submissions.after(chain, self.at)
        entry = Version(submissions.next_id(self.connection), chain[-1].version + 1, earlier.sha256, earlier.file_name, begins,
                        partial=True, narrative=True)  # fmt: skip
        earlier.recorded_to = begins
        submissions.close(self.connection, [earlier])
        note = self.definitions.words("note_reviewed", count=figures)
        submissions.restate(self.connection, earlier, entry, self.by, note, confirmed=False)
        candidate.entry = entry
        chain.append(entry)
        batches: list[pa.RecordBatch] = list(observation_batches(self.connection, [candidate])) if figures else []
        submissions.append_batches(self.connection, observation, batches)
        submissions.count_observations(self.connection, entry)
        return entry

    def _row(self, one: Decided, entry: Version | None) -> dict[str, Any]:
        said = one.figure
        figure = {name: getattr(said, name) if said else None for name in ("element", "level", "term")}
        return {
            "proposal_id": one.row["proposal_id"], "decision": one.decision, "at": self.at, "by": self.by, "reason": one.reason,
            **figure, "numerator": said.women if said else None, "denominator": said.total if said else None,
            "submission_id": entry.submission_id if entry and said else None, "review": self.file.sha256,
        }  # fmt: skip


def _before(row: Mapping[str, Any]) -> Figure | None:
    """The figure that an earlier review confirmed."""
    if row["decided_decision"] not in ("accepted", "corrected"):
        return None
    return Figure(row["proposal_id"], row["section"], row["paragraph"], row["sentence_number"],
                  row["decided_element"], row["decided_level"], row["about"] or row["unit_id"], row["decided_term"],
                  row["decided_numerator"], row["decided_denominator"])  # fmt: skip


def _decided_twice(found: Iterable[Decided], name: str) -> list[Problem]:
    """Lines that decide one proposal again."""
    seen: set[int] = set()
    problems = []
    for one in found:
        if one.row["proposal_id"] in seen:
            problems.append(Problem("review_decided_twice", name, one.spot, str(one.row["proposal_id"])))
        seen.add(one.row["proposal_id"])
    return problems


def _twice(twice: Twice, name: str) -> Problem:
    def said(figure: Figure) -> str:
        return f"{plain_text(figure.women)}/{plain_text(figure.total)} ({figure.place})"

    return Problem("review_said_twice", name, None, said(twice.other), said(twice.one))
