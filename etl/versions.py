"""Withdraw versions of a report, or make an earlier one hold again. What was known before stays known."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from catalogue.definitions import Definitions
from catalogue.errors import UsageError, UserError
from etl.joining import Parts, contradiction
from store import said, submissions
from store.moments import moment
from store.steps import REINSTATED, WITHDRAWN
from store.submissions import Version


@dataclass(frozen=True)
class Act:
    """Whose report of which period is touched, by whom and why."""

    unit_id: str
    period: str
    by: str | None
    reason: str


def withdraw(connection: Connection, act: Act, number: int | None) -> list[Version]:
    """End version `number`, or all versions in force, and return what ended.

    An earlier version does not come back by itself, and no demonstration report shows in its
    place: the unit is without a report until it sends another or a version is reinstated.

    Raises:
        UsageError: there is no such version in force.
    """
    real, generated = _chains(connection, act)
    chain = real or generated
    ended = [version for version in chain if version.in_force and number in (None, version.version)]
    if not ended:
        raise UsageError("version_not_in_force", **_about(act, number), versions=_numbers(v for v in chain if v.in_force))
    if chain is real and all(version in ended for version in real if version.in_force):
        ended += [version for version in generated if version.in_force]
    at = submissions.after(ended, moment(connection))
    for version in ended:
        version.recorded_to, version.withdrawn = at, True
    submissions.close(connection, ended)
    submissions.record_event(connection, ended, WITHDRAWN, at, act.by, act.reason)
    return [version for version in ended if version in chain]


def reinstate(connection: Connection, definitions: Definitions, act: Act, number: int) -> Version:
    """Make what version `number` says hold again, as a new version, and return it.

    A whole form ends the figures in force, a narrative report the one before it, a partial file joins them.

    Raises:
        UsageError: there is no such version, or it is in force.
        UserError: a partial file contradicts what is in force.
    """
    real, generated = _chains(connection, act)
    chain = real or generated
    earlier = next((version for version in chain if version.version == number), None)
    if earlier is None or earlier.in_force:
        past = _numbers(version for version in chain if not version.in_force)
        raise UsageError("version_not_ended", **_about(act, number), versions=past)
    in_force = [version for version in chain if version.in_force]
    ended = [version for version in in_force if version.gives_way_to(earlier)]
    if earlier.partial:
        _check(connection, definitions, act, earlier, [version for version in in_force if version not in ended])
    at = submissions.after(chain, moment(connection))
    for version in ended:
        version.recorded_to = at
    submissions.close(connection, ended)
    again = Version(submissions.next_id(connection), chain[-1].version + 1, earlier.sha256, earlier.file_name, at,
                    partial=earlier.partial, narrative=earlier.narrative)  # fmt: skip
    submissions.restate(connection, earlier, again, act.by, definitions.words("note_reinstated", version=number))
    submissions.record_event(connection, [again], REINSTATED, at, act.by, act.reason)
    return again


def _chains(connection: Connection, act: Act) -> tuple[list[Version], list[Version]]:
    chains = submissions.chains(connection)
    return chains.get((act.unit_id, act.period, False), []), chains.get((act.unit_id, act.period, True), [])


def _check(connection: Connection, definitions: Definitions, act: Act, earlier: Version, in_force: list[Version]) -> None:
    parts, cells = Parts(connection), said.cells(connection, earlier)
    pairs = parts.contradictions(cells, in_force)
    pairs += [(found.mine, found.other) for found in parts.excesses(cells, in_force, definitions.columns.values())]
    if pairs:
        found = contradiction(*pairs[0])
        cell = f"{found.sheet}!{found.cell}"
        told = {**_about(act, earlier.version), **dict(found.about), "found": found.found, "expected": found.expected}
        raise UserError("reinstate_contradicts", **told, cell=cell, count=len(pairs))


def _about(act: Act, number: int | None) -> dict[str, object]:
    return {"unit": act.unit_id, "period": act.period, "version": number or "–"}


def _numbers(versions: Iterable[Version]) -> str:
    return ", ".join(str(version.version) for version in versions) or "–"
