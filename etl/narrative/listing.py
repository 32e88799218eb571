"""The proposals as a list that an officer reviews in a spreadsheet, and the reviewed list read again."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalogue.definitions import Definitions
from catalogue.text import unmarked
from catalogue.words import LANGUAGES, Words, number_text, plain_text
from etl.delimited import parse_text
from etl.narrative.found import place_of
from etl.problems import Problem
from etl.workbook import address
from store.beside import SURE, Row, beside, has_cell

# Columns in order; the officer writes in those of EDITED.
COLUMNS = ("id", "unit", "period", "section", "place", "sentence", "indicator", "element", "level", "term", "women", "total",
           "percentage", "stage", "confidence", "flags", "form_women", "form_total", "form_place", "suggested", "decision",
           "reason")  # fmt: skip
EDITED = ("element", "level", "term", "women", "total", "decision", "reason")
DECISIONS = ("accepted", "corrected", "declined")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Decision:
    """What a line of the reviewed list says; texts as written. `spot` of a column: where it stands in the list."""

    proposal_id: int
    decision: str
    reason: str
    said: Mapping[str, str]
    line: int
    columns: Mapping[str, int]

    def spot(self, column: str) -> str:
        return address(self.line, self.columns.get(column, 0))


def heading(column: str, words: Words, lang: str) -> str:
    """The title of a column of the list."""
    return words(f"review_{column}", lang)


def written(rows: Iterable[Row], definitions: Definitions, lang: str) -> bytes:
    """The list as CSV: UTF-8 with a mark, so that Excel reads it; a text that looks like a formula gets an apostrophe."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([heading(column, definitions.words, lang) for column in COLUMNS])
    for row in rows:
        line = told(row, definitions, lang)
        writer.writerow([_harmless(line[column]) for column in COLUMNS])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def told(row: Row, definitions: Definitions, lang: str) -> dict[str, str]:
    """A proposal in words, by column."""
    words, elements = definitions.words, definitions.elements
    indicator = definitions.indicators.get(row["indicator"] or "")
    unit = definitions.geography.units.get(row["about"] or row["unit_id"])
    women, total = beside(row)
    decided = row["decided_decision"]
    return {
        "id": str(row["proposal_id"]),
        "unit": unit.name if unit else row["unit_id"],
        "period": words.period(row["period"], lang),
        "section": definitions.outline.titled(row["section"], lang),
        "place": place_of(row["paragraph"], row["sentence_number"]),
        "sentence": row["sentence"],
        "indicator": getattr(indicator, f"title_{lang}") if indicator else "",
        "element": getattr(elements[row["element"]], f"name_{lang}") if row["element"] in elements else "",
        "level": definitions.name("level", row["level"], lang) if row["level"] else "",
        "term": row["term"] or "",
        "women": plain_text(row["numerator"]),
        "total": plain_text(row["denominator"]),
        "percentage": number_text(row["percentage"], 2, lang),
        "stage": words(f"proposal_stage_{row['stage']}", lang) if row["stage"] else "",
        "confidence": number_text(row["confidence"], 2, lang),
        "flags": "; ".join(words(f"proposal_flag_{flag}", lang) for flag in (row["flags"] or "").split()),
        "form_women": plain_text(women),
        "form_total": plain_text(total),
        "form_place": place_beside(row),
        "suggested": words("review_accepted", lang) if row["confidence"] >= SURE and has_cell(row) else "",
        "decision": words(f"review_{decided}", lang) if decided else "",
        "reason": row["decided_reason"] or "",
    }


def place_beside(row: Row) -> str:
    """Where that stands; of a sum how many cells it is the sum of."""
    side = "women" if row["women_file_name"] else "total"
    if not row[f"{side}_file_name"]:
        return ""
    count = row[f"{side}_cells"]
    spot = f"{row[f'{side}_sheet']}!{row[f'{side}_cell']}" if count == 1 else f"Σ {count}"
    return f"{row[f'{side}_file_name']}, {spot}"


def read(content: bytes, definitions: Definitions, name: str) -> tuple[list[Decision], list[Problem]]:
    """Return the decided lines of a reviewed list, and what is wrong with it as a list."""
    try:
        rows = parse_text(content)
    except ValueError as error:
        return [], [Problem("review_unreadable", found=str(error)[:200])]
    columns = _columns(rows[0], definitions.words)
    missing = [c for c in ("id", "decision") if c not in columns]
    if missing:
        expected = ", ".join(f"“{heading(c, definitions.words, 'vi')}”" for c in missing)
        return [], [Problem("review_no_column", name, "A1", expected=expected)]
    decisions, problems = [], []
    words = _decisions(definitions.words)
    for line, cells in enumerate(rows[1:], start=1):
        said = {column: cells[place].strip().removeprefix("'") for column, place in columns.items()}
        if not said["decision"]:
            continue
        decision = Decision(
            _whole(said["id"]), words.get(unmarked(said["decision"]), ""), said.get("reason", ""), said, line, columns
        )
        if not decision.decision:
            expected = ", ".join(definitions.words(f"review_{one}") for one in DECISIONS)
            problems.append(Problem("review_decision_unknown", name, decision.spot("decision"), said["decision"], expected))
        else:
            decisions.append(decision)
    if not rows[1:] or not (decisions or problems):
        problems.append(Problem("review_nothing_decided", name, "A1"))
    return decisions, problems


def _columns(titles: list[str], words: Words) -> dict[str, int]:
    """Where the columns stand, told by their titles in either language."""
    known = {unmarked(heading(column, words, lang)): column for column in COLUMNS for lang in LANGUAGES}
    return {known[unmarked(title)]: place for place, title in enumerate(titles) if unmarked(title) in known}


def _decisions(words: Words) -> dict[str, str]:
    found = {unmarked(words(f"review_{one}", lang)): one for one in DECISIONS for lang in LANGUAGES}
    return found | {one: one for one in DECISIONS}


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
