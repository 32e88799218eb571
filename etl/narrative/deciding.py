"""Lines of a reviewed list against the proposals: what is confirmed, in which words, and what is wrong, all at once."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.definitions import Definitions
from catalogue.text import label
from catalogue.words import plain_text
from etl.cells import CellReader, Fault
from etl.narrative.listing import Decision, told
from etl.narrative.recording import Figure
from etl.problems import Problem

Row = Mapping[str, Any]
_FIGURE = ("element", "level", "term", "women", "total")  # columns that say what is recorded


@dataclass(frozen=True)
class Decided:
    """A decision on a proposal, and the figure it confirms; none for a refusal."""

    row: Row
    decision: str
    reason: str | None
    figure: Figure | None
    spot: str = ""  # in the reviewed list


class Decider:
    """Turns lines into decisions; what is wrong is noted in `problems`."""

    def __init__(self, definitions: Definitions, rows: Mapping[int, Row], name: str) -> None:
        """`rows`: the proposals of the reports in force, by number; `name`: of the reviewed list."""
        self.definitions, self.rows, self.name = definitions, rows, name
        self.cells = CellReader(definitions)
        self.problems: list[Problem] = []
        elements, words = definitions.elements.values(), definitions.code_names.items()
        self._elements = {label(text): e.id for e in elements for text in (e.id, e.name_vi, e.name_en)}
        self._levels = {label(text): code for (codelist, code), one in words if codelist == "level"
                        for text in (code, one.name_vi, one.name_en)}  # fmt: skip

    def decide(self, line: Decision) -> Decided | None:
        """Return what a line decides; None if something is wrong with it."""
        row = self.rows.get(line.proposal_id)
        if row is None:
            self._wrong("review_unknown", line, "id", line.said["id"])
            return None
        if line.decision == "declined":
            return Decided(row, line.decision, line.reason or None, None, line.spot("decision"))
        changed = self._changed(line, row)
        if line.decision == "accepted" and changed:
            self._wrong(
                "review_changed", line, changed[0], line.said[changed[0]], told(row, self.definitions, "vi")[changed[0]]
            )
            return None
        if line.decision == "corrected" and not line.reason:
            self._wrong("review_needs_reason", line, "reason")
            return None
        figure = self._figure(line, row, changed)
        if figure is None:
            return None
        return Decided(row, line.decision, line.reason or None, figure, line.spot("decision"))

    def _wrong(self, code: str, line: Decision, column: str, found: str = "", expected: str | None = None) -> None:
        self.problems.append(Problem(code, self.name, line.spot(column), found, expected))

    def _changed(self, line: Decision, row: Row) -> list[str]:
        """The columns in which the line says something else than the proposal."""
        said = [told(row, self.definitions, lang) for lang in ("vi", "en")]
        columns = [c for c in _FIGURE if c in line.columns]
        return [
            c for c in columns if label(line.said[c]).replace(".", ",") not in {label(one[c]).replace(".", ",") for one in said}
        ]

    def _figure(self, line: Decision, row: Row, changed: list[str]) -> Figure | None:
        """The figure that is confirmed, with the officer's changes."""
        element = self._coded(line, "element", self._elements, changed, row["element"])
        level = self._coded(line, "level", self._levels, changed, row["level"])
        women, total = (self._number(line, column, changed, row[name])
                        for column, name in (("women", "numerator"), ("total", "denominator")))  # fmt: skip
        if self.problems and any(p.cell == line.spot(c) for p in self.problems for c in ("element", "level", "women", "total")):
            return None
        if element is None or level is None or (women is None and total is None):
            self._wrong("review_incomplete", line, "element" if element is None else "level" if level is None else "women")
            return None
        if row["of_period"] not in (None, row["period"]) and line.decision == "accepted":
            self._wrong("review_other_period", line, "decision", row["of_period"], row["period"])
            return None
        if women is not None and total is not None and women > total:
            self._wrong("review_more_women", line, "women", plain_text(women), plain_text(total))
            return None
        term = (line.said["term"].replace("–", "-") if "term" in changed else row["term"]) or None
        kind = self.definitions.elements[element].kind
        where = (row["section"], row["paragraph"], row["sentence_number"])
        return Figure(row["proposal_id"], *where, element, level, row["about"] or row["unit_id"],
                      term if kind == "term" else None, women, total)  # fmt: skip

    def _coded(
        self, line: Decision, column: str, names: Mapping[str, str], changed: list[str], proposed: str | None
    ) -> str | None:
        """A code that the officer wrote by its name, else the proposed one."""
        if column not in changed:
            return proposed
        found = names.get(label(line.said[column]))
        if found is None and line.said[column]:
            self._wrong("review_name_unknown", line, column, line.said[column])
        return found

    def _number(self, line: Decision, column: str, changed: list[str], proposed: float | None) -> float | None:
        if column not in changed:
            return proposed
        text = line.said[column]
        if not text:
            return None
        reading = self.cells.read(text, "decimal")
        if isinstance(reading, Fault) or reading.value is None or reading.value < 0 or not math.isfinite(reading.value):
            self._wrong("review_not_a_number", line, column, text)
            return None
        return reading.value
