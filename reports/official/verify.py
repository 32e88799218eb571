"""Hold a delivered report against the data: numbers that they no longer support, that were edited by hand, that are gone."""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from docx import Document
from lxml import etree
from sqlalchemy import Connection

from catalogue.definitions import Definitions
from catalogue.errors import UsageError
from reports.official import carried, controls
from reports.official.carried import Carried, Entry
from reports.official.controls import Place
from reports.official.facts import gather
from reports.official.fields import Field
from store import snapshot

LARGEST = 200 * 2**20  # bytes of an unpacked document
CHANGED, EDITED, VANISHED, UNKNOWN = "changed", "edited", "vanished", "unknown"


@dataclass(frozen=True)
class Finding:
    """A number that differs. `kind`: changed (the data say `now`), edited (the document says `shown`), vanished (it is no
    longer in the document), unknown (the data know no such number any more). `told`: indicator, unit, time, cells."""

    kind: str
    field: str
    printed: str
    shown: str
    now: str
    heading: str
    around: str
    told: dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """What verification found. `checked`: numbers looked at; `by_bookmark`: of these without their tag."""

    carried: Carried
    snapshot: str
    checked: int
    by_bookmark: int
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        known = self.carried
        return {
            "period": known.period, "unit_id": known.unit_id or None, "built_from": known.snapshot, "snapshot": self.snapshot,
            "numbers": self.checked, "without_tag": self.by_bookmark, "findings": [asdict(one) for one in self.findings],
        }  # fmt: skip


def verify(connection: Connection, definitions: Definitions, content: bytes) -> Verdict:
    """Compare every number of a report with the data of now.

    Raises:
        UsageError: the file is no Word document, or no report of this program.
        UserError: nothing is reported any more for its period.
    """
    document = _opened(content)
    told = carried.carried_by(document)
    if told is None:
        raise UsageError("verify_not_ours")
    facts = gather(connection, definitions, told.period, told.unit_id or None)
    places = list(controls.read(document.element.body))
    matched, lost = _match(told.entries, places)
    fields = facts.register.fields
    findings = [finding for entry, place in matched for finding in _compared(entry, place, fields.get(entry.field))]
    findings += [_finding(VANISHED, entry, None, fields.get(entry.field)) for entry in lost]
    for entry in told.entries:
        if entry.number is None:
            findings += _compared(entry, None, fields.get(entry.field))
    by_bookmark = sum(place.field is None for _, place in matched)
    return Verdict(told, snapshot.facts(connection)["snapshot"], len(told.entries), by_bookmark, tuple(findings))


def _opened(content: bytes) -> Any:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(part.file_size for part in package.infolist()) > LARGEST:
                raise UsageError("verify_too_large", most=LARGEST // 2**20)
        return Document(io.BytesIO(content))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, etree.XMLSyntaxError, EOFError, RuntimeError) as error:
        raise UsageError("verify_unreadable", reason=error) from error


def _match(entries: tuple[Entry, ...], places: list[Place]) -> tuple[list[tuple[Entry, Place]], list[Entry]]:
    """Find each number of the list in the document: by its bookmark, else by its field; and those that are not there."""
    wanted = {entry.number: entry for entry in entries if entry.number is not None}
    matched: list[tuple[Entry, Place]] = []
    rest: list[Place] = []
    for place in places:
        entry = wanted.get(place.number or 0)
        if entry is not None and place.field in (None, entry.field):
            matched.append((entry, place))
            del wanted[place.number or 0]
        elif place.field is not None:
            rest.append(place)
    waiting: dict[str, list[Entry]] = defaultdict(list)
    for entry in wanted.values():
        waiting[entry.field].append(entry)
    known = {entry.field: entry for entry in entries}
    for place in rest:
        name = str(place.field)
        if waiting[name]:
            matched.append((waiting[name].pop(0), place))
        elif name in known:  # copied in the document: it is held against the data too
            matched.append((known[name], place))
    return matched, [entry for left in waiting.values() for entry in left]


def _compared(entry: Entry, place: Place | None, now: Field | None) -> Iterator[Finding]:
    """What is wrong with a number: nothing where the document says what the data say."""
    shown = entry.text if place is None else place.text
    if now is None:
        yield _finding(UNKNOWN, entry, place, None)
        return
    same_unit = entry.told.get("unit_id", "") == now.unit_id
    if _plain(shown) == _plain(now.text) and same_unit:
        return
    if now.text != entry.text or not same_unit:
        yield _finding(CHANGED, entry, place, now)
    if _plain(shown) != _plain(entry.text):
        yield _finding(EDITED, entry, place, now)


def _finding(kind: str, entry: Entry, place: Place | None, now: Field | None) -> Finding:
    said = "" if now is None else now.text
    if now is not None and now.unit_id != entry.told.get("unit_id", "") and now.unit:
        said = f"{said} ({now.unit})"
    return Finding(
        kind, entry.field, entry.text, place.text if place else "", said, place.heading if place else "",
        place.around if place else "", entry.told,
    )  # fmt: skip


def _plain(text: str) -> str:
    return "".join(text.split())
