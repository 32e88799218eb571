"""What the commands and the page ask for: a report built and written, with what the officer must know."""

import datetime as dt
from pathlib import Path

from catalogue import paths
from catalogue.definitions import Definitions
from catalogue.errors import Message
from reports import files
from reports.official import narrative_file, office_pdf
from reports.official.build import Built, build
from reports.official.facts import gather
from reports.official.narrative import CHOSEN_BY_DEFAULT, Line, Merged, proposed
from store import connection as db
from store import snapshot
from store.passages import passages

NAMED = 8  # passages that a message names


def working_file(period: str) -> Path:
    """Where the officer's choice of passages for a period is kept."""
    return paths.reports() / f"narrative-{period}.xlsx"


def made(
    definitions: Definitions,
    period: str,
    *,
    narrative: Path | None = None,
    day: dt.date | None = None,
    file: Path | None = None,
) -> tuple[Built, Merged, Path]:
    """Build the consolidated report in memory, from the snapshot `file` or the one in use; the working file is only read."""
    path = narrative or working_file(period)
    with db.reading(file or snapshot.current()).connect() as connection:
        facts = gather(connection, definitions, period)
        chosen = narrative_file.bring(definitions, path, passages(connection, period))
        return build(connection, definitions, facts, chosen.lines, day=day), chosen, path


def consolidated(
    definitions: Definitions, period: str, out: Path, *, narrative: Path | None = None, day: dt.date | None = None
) -> list[Message]:
    """Build and write the consolidated report, bring the working file of passages up to date.

    Raises:
        UserError: nothing was written; the message says why.
    """
    files.check(out)
    built, chosen, path = made(definitions, period, narrative=narrative, day=day)
    first = not path.exists()
    _write(built, out)
    narrative_file.keep(definitions, path, chosen.lines)
    told = [Message.of("report_written", path=out, numbers=len(built.carried.entries))]
    return [*told, *passages_told(chosen, path, first=first)]


def passages_told(chosen: Merged, path: Path, *, first: bool) -> list[Message]:
    """What happened to the passages, for the officer."""
    if first:
        return [Message.of("narrative_created", path=path, all=len(chosen.lines), most=CHOSEN_BY_DEFAULT)]
    told = [Message.of("narrative_kept", path=path, chosen=sum(line.chosen for line in chosen.lines))]
    for name in ("new", "changed", "vanished", "reworded", "refused"):
        texts = getattr(chosen, name)
        if texts:
            more = f" … +{len(texts) - NAMED}" if len(texts) > NAMED else ""
            told.append(Message.of(f"narrative_{name}", count=len(texts), names="; ".join(texts[:NAMED]) + more))
    return told


def bring_narrative(definitions: Definitions, period: str, out: Path) -> list[Message]:
    """Write, or bring up to date, the working file of passages alone.

    Raises:
        UserError: nobody has reported for the period, or the file there is no working file.
    """
    with db.reading(snapshot.current()).connect() as connection:
        gather(connection, definitions, period)
        chosen = narrative_file.bring(definitions, out, passages(connection, period))
    first = not out.exists()
    narrative_file.keep(definitions, out, chosen.lines)
    return passages_told(chosen, out, first=first)


def of_unit(definitions: Definitions, unit: str, period: str, out: Path, *, day: dt.date | None = None) -> list[Message]:
    """Build and write the report of one unit, filled in from its form.

    Raises:
        UserError: nothing was written; the message says why.
    """
    files.check(out)
    built = unit_made(definitions, unit, period, day=day)
    _write(built, out)
    return [Message.of("report_written", path=out, numbers=len(built.carried.entries))]


def unit_made(
    definitions: Definitions, unit: str, period: str, *, day: dt.date | None = None, file: Path | None = None
) -> Built:
    """Build the report of one unit in memory, from the snapshot `file` or the one in use: all its own passages, whole."""
    with db.reading(file or snapshot.current()).connect() as connection:
        facts = gather(connection, definitions, period, unit)
        own = [one for one in passages(connection, period) if facts.unit and one.unit_id == facts.unit.unit_id]
        whole = {line.key: one.text for line, one in zip(proposed(definitions, own), own, strict=True)}
        lines = [Line("", line.section, True, line.order, "", whole[line.key]) for line in proposed(definitions, own)]
        return build(connection, definitions, facts, lines, day=day)


def _write(built: Built, out: Path) -> None:
    content = office_pdf.pdf(built.docx) if out.suffix.lower() == ".pdf" else built.docx
    files.save(content, out)
