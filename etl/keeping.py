"""The figures proposed from reports → rows of the store, once for each file, unit and period."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, func, select

from etl.candidates import Candidate
from etl.narrative.found import Found
from store.schema import proposal
from store.submissions import append_rows


def keep_proposals(connection: Connection, candidates: Iterable[Candidate]) -> None:
    """Add the proposals of new reports; a file that was read before for the same unit and period has its own already."""
    p = proposal.c
    known = {tuple(row) for row in connection.execute(select(p.sha256, p.unit_id, p.period).distinct())}
    last = int(connection.execute(select(func.coalesce(func.max(p.proposal_id), 0))).scalar_one())
    rows: list[dict[str, Any]] = []
    for candidate in candidates:
        if candidate.unit and candidate.period and candidate.entry:
            report = (candidate.file.sha256, candidate.unit.unit_id, candidate.period.period)
            if report not in known:
                known.add(report)
                sha256, unit_id, period = report
                about = {"sha256": sha256, "unit_id": unit_id, "period": period, "found_at": candidate.entry.recorded_from}
                rows += [about | _row(found) for found in candidate.proposals]
    for place, row in enumerate(rows, start=last + 1):
        row["proposal_id"] = place
    append_rows(connection, proposal, rows)


def _row(found: Found) -> dict[str, Any]:
    said = found.proposal
    return {
        "section": found.section, "paragraph": found.paragraph, "sentence_number": found.number, "sentence": said.sentence,
        "indicator": said.indicator, "element": said.element, "about": found.about,
        "level": found.level, "term": said.term, "of_period": said.period, "numerator": said.numerator,
        "denominator": said.denominator, "percentage": said.printed_percentage, "stage": said.stage,
        "confidence": said.confidence, "flags": " ".join(said.flags),
    }  # fmt: skip
