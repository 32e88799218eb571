"""Figures in the sentences of reports that an officer confirmed, corrected or declined: applied whole or not at all."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select

from catalogue.access import Principal
from catalogue.definitions import Definitions
from catalogue.words import LANGUAGES
from desk import audit
from desk.jobs import Job
from desk.reviews import ACTION, SUBJECT
from etl.narrative.review import Outcome, Review
from etl.publish import HELD
from etl.received import keep, receiving
from etl.storing import prepare
from etl.workbook import ReceivedFile, named
from store import connection as db
from store import desk_file
from store.moments import moment
from store.schema import proposal_decision
from store.settings import save_setting

COLUMNS = ("id", "decision", "element", "level", "term", "women", "total", "reason")
Result = dict[str, Any]


def review(job: Job, known: Definitions, who: Principal) -> Result:
    """Apply decisions (payload: `lines`, each with the keys of COLUMNS); readers see them with the next publication."""
    lines = job.payload["lines"]
    file = _listed(known, lines)
    with receiving():
        keep(file)
        with db.store() as connection, connection.begin():
            prepare(connection, known)
            same = select(proposal_decision.c.review).where(proposal_decision.c.review == file.sha256).limit(1)
            if connection.execute(same).first() is None:  # else a killed worker, or the press before, has done it
                by = who.name or who.person
                outcome = Review(connection, known, file, moment(connection), by=by).apply()
                if outcome.accepted:
                    save_setting(connection, HELD, "confirmed")
            else:
                outcome = Outcome([], [])
    if outcome.accepted:
        with desk_file.writing() as desk:
            if not audit.noted(desk, ACTION, SUBJECT, after=file.sha256):
                audit.record(desk, who, ACTION, SUBJECT, after=file.sha256, ids=[int(line["id"]) for line in lines])
    return _told(outcome, known)


def _listed(known: Definitions, lines: Iterable[Mapping[str, str]]) -> ReceivedFile:
    """The decisions as the list that an officer could have filled in by hand: it is kept as one."""
    words, stream = known.words, io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([words(f"review_{column}") for column in COLUMNS])
    writer.writerows([line[column] for column in COLUMNS] for line in lines)
    return named(Path(f"{words('review_file')}.csv"), b"\xef\xbb\xbf" + stream.getvalue().encode())


def _told(outcome: Outcome, known: Definitions) -> Result:
    problems = [problem.as_dict(known.words, lang) for problem in outcome.problems for lang in LANGUAGES[:1]]
    for told, problem in zip(problems, outcome.problems, strict=True):
        told["message_en"] = problem.as_dict(known.words, "en")["message"]
    return {"accepted": outcome.accepted, "reports": [vars(report) for report in outcome.reports] if outcome.accepted else [],
            "problems": problems}  # fmt: skip
