"""The two files of a snapshot, written under drafts' names: what anyone may read, and what only officers and leaders do."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, CreateTableAs, SelectBase, and_, false, func, literal, or_, select, union_all

from catalogue import paths
from store import protecting, schema, section_index, snapshot
from store.full import PRIVATE, beside

PUBLIC, BESIDE = "snapshot", "beside"  # names of the two files while they are written


@dataclass(frozen=True)
class Public:
    """What anyone may read: all but some data elements, indicators without their small counts, the published sections.

    `private`: the other sections of the outline, and text that belongs to none.
    """

    hidden: Collection[str]
    guarded: Collection[str]
    published: Collection[str]
    private: Collection[str]


def write(connection: Connection, identifier: str, public: Public, facts: dict[str, str]) -> Path:
    """Write the two files of a snapshot of the store under temporary names and return the path of the public one.

    Args:
        connection: open on the store, which remembers the values to publish (`protecting.remember`).
        identifier: name of the snapshot.
        public: what the public file carries; the other one carries the rest.
        facts: rows of the snapshot's table `meta`.
    """
    folder = paths.snapshots()
    folder.mkdir(parents=True, exist_ok=True)
    snapshot.clear(folder)  # what a killed writer left: the lock is ours
    draft = folder / f"{identifier}.draft"
    full = snapshot.draft_of(beside(snapshot.path_of(identifier)))
    attached: list[str] = []
    try:
        for name, file in ((PUBLIC, draft), (BESIDE, full)):
            place = str(file).replace("'", "''")
            _alone(connection, f"ATTACH '{place}' AS {name}")
            attached.append(name)
        full.chmod(PRIVATE)
        with connection.begin():
            _fill(connection, public, facts)
            _fill_file(connection, public, PUBLIC)
        with connection.begin():  # the engine writes one file in one transaction
            _fill_file(connection, public, BESIDE)
        for name in attached:
            _alone(connection, f"CHECKPOINT {name}")
        with connection.begin():
            _index(connection, identifier, public)
    except BaseException:
        snapshot.clear(folder)  # a full disk needs the space
        raise
    finally:
        for name in attached:
            _alone(connection, f"DETACH {name}")
    return draft


def _index(connection: Connection, identifier: str, public: Public) -> None:
    """Write the index of the published sections, and that of the others."""
    index = section_index.index_of(identifier)
    section_index.write(snapshot.draft_of(index), section_index.parts(connection, public.published))
    private = snapshot.draft_of(beside(index))
    section_index.write(private, section_index.parts(connection, public.private))
    private.chmod(PRIVATE)


def _alone(connection: Connection, statement: str) -> None:
    """Run a statement that must be a transaction of its own."""
    with connection.begin():
        connection.exec_driver_sql(statement)


def _fill(connection: Connection, public: Public, facts: dict[str, str]) -> None:
    """The public file; that a file was refused is public, what it held is not."""
    for table in schema.COPIED:
        _copy(connection, table.name, select(table))
    observation, held, tried = schema.observation, schema.series.c, schema.attempt.c
    answered = select(observation.c.submission_id, *(held[c.name] for c in schema.withheld.columns if c.name in held))
    answered = answered.join(schema.series, held.series_id == observation.c.series_id)
    hidden = held.element.in_(list(public.hidden))
    _copy(connection, schema.withheld.name, answered.where(hidden, observation.c.state != "missing"))
    shown_attempts = select(tried.at, literal("").label("path"), tried.sha256, tried.unit_id, tried.period, tried.status,
                            literal("[]").label("problems"))  # fmt: skip
    _copy(connection, schema.attempt.name, shown_attempts)
    _copy(connection, schema.unit_value.name, protecting.shown(public.guarded))
    _copy(connection, schema.protected_total.name, protecting.totals())
    rows = [select(literal(name).label("name"), literal(value).label("value")) for name, value in facts.items()]
    _copy(connection, schema.meta.name, union_all(*rows))


def _fill_file(connection: Connection, public: Public, file: str) -> None:
    """What either of the two files holds: cells, and text, proposals and decisions of parts of the outline."""
    text, proposal, decision = schema.section, schema.proposal, schema.proposal_decision
    p, published = proposal.c, list(public.published)
    sensitive = or_(p.element.in_(list(public.hidden)), p.indicator.in_(list(public.guarded)))
    wanted = {"cells": schema.series.c.element.not_in(list(public.hidden)), "text": text.c.code.in_(published),
              "proposal": and_(p.section.in_(published), ~func.coalesce(sensitive, false()))}  # fmt: skip
    if file == BESIDE:
        wanted = {name: ~condition for name, condition in wanted.items()}
        _copy(connection, schema.unit_value.name, protecting.raw(public.guarded), file)
    observation = schema.observation
    cells = select(observation).join(schema.series, schema.series.c.series_id == observation.c.series_id)
    _copy(connection, schema.series.name, select(schema.series).where(wanted["cells"]), file)
    _copy(connection, observation.name, cells.where(wanted["cells"]), file)
    _copy(connection, text.name, select(text).where(wanted["text"]), file)
    proposed = select(proposal).where(wanted["proposal"])
    _copy(connection, proposal.name, proposed, file)
    told = proposed.with_only_columns(p.proposal_id)
    _copy(connection, decision.name, select(decision).where(decision.c.proposal_id.in_(told)), file)


def _copy(connection: Connection, name: str, rows: SelectBase, file: str = PUBLIC) -> None:
    connection.execute(CreateTableAs(rows, name, schema=f"{file}.main"))
