"""Which passages of units a report prints: chosen and ordered by an officer, shortened by whole sentences, never reworded."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from catalogue.definitions import Definitions
from store.passages import WITHHELD_SECTIONS, Passage

SECTIONS = (
    "I", "II.1", "II.2.1", "II.2.2", "II.3.1", "II.3.2", "II.3.3", "II.5", "III", "IV", "IV.1", "IV.2", "IV.3", "V",
)  # fmt: skip
CHOSEN_BY_DEFAULT = 6  # passages of a section that are printed while nobody has chosen
FIGURES = "II.3.2"  # units' sentences repeat figures that the report has added up: none is printed unless chosen
LENGTH_BY_DEFAULT = 450  # characters of a passage, cut at the end of a sentence
LAST = 1000  # new passages come after what the officer has put in order
LEFT_OUT = "[…]"
SENTENCE = re.compile(r"[^.!?…;\n]+[.!?…;]*\s*|\n+")


@dataclass(frozen=True)
class Line:
    """One line of the working file. `key` is empty for a paragraph that the officer added."""

    key: str
    section: str
    chosen: bool
    order: float
    unit: str
    text: str
    source: str = ""
    digest: str = ""  # of the original, so that a correction is told from a rewording
    note: str = ""


@dataclass(frozen=True)
class Printed:
    """A passage as the templates see it."""

    don_vi: str
    van: str


@dataclass(frozen=True)
class Merged:
    """The lines after a rebuild, and what happened: sentences for the officer."""

    lines: tuple[Line, ...]
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def key_of(passage: Passage, place: int) -> str:
    """What names a passage through corrections: its unit, its section and its place among the unit's own."""
    return f"{passage.unit_id}|{passage.section}|{place}"


def proposed(definitions: Definitions, passages: Iterable[Passage]) -> tuple[Line, ...]:
    """All passages as lines of a new working file: the first of each section chosen, shortened at the end of a sentence."""
    lines: list[Line] = []
    for key, passage in _keyed(passages):
        place = sum(line.section == passage.section for line in lines) + 1
        chosen = place <= CHOSEN_BY_DEFAULT and passage.section != FIGURES
        unit = definitions.geography.units.get(passage.unit_id)
        name = unit.name if unit else passage.unit_id
        text = shortened(passage.text, LENGTH_BY_DEFAULT)
        lines.append(Line(key, passage.section, chosen, place, name, text, passage.source, digest(passage.text)))
    return tuple(lines)


def _keyed(passages: Iterable[Passage]) -> list[tuple[str, Passage]]:
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for passage in passages:
        if passage.section in SECTIONS:
            seen[passage.unit_id, passage.section] += 1
            found.append((key_of(passage, seen[passage.unit_id, passage.section]), passage))
    return found


def shortened(text: str, most: int) -> str:
    """The first sentences of a text, at most `most` characters; the first one whole whatever its length."""
    if len(text) <= most:
        return text
    kept = ""
    for sentence in sentences(text):
        if kept and len(kept) + len(sentence) > most:
            break
        kept += sentence
    return kept.strip() if kept.strip() == text.strip() else f"{kept.strip()} {LEFT_OUT}"


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with the blanks behind it."""
    return [match.group() for match in SENTENCE.finditer(text)] or [text]


def merged(definitions: Definitions, kept: Sequence[Line], passages: Sequence[Passage]) -> Merged:
    """Bring the officer's lines together with the passages of now: order, choice and own paragraphs stay."""
    fresh = {line.key: line for line in proposed(definitions, passages)}
    whole = dict(_keyed(passages))
    told: dict[str, list[str]] = {name: [] for name in ("new", "changed", "vanished", "reworded", "refused")}
    lines: list[Line] = []
    for line in kept:
        if line.section in WITHHELD_SECTIONS or line.section not in SECTIONS:
            told["refused"].append(f"{line.section}: {line.unit or line.text[:40]}")
        elif not line.key:
            lines.append(line)
        elif line.key not in fresh:
            told["vanished"].append(f"{line.section}: {line.unit}")
        else:
            lines.append(_brought(line, fresh[line.key], whole[line.key].text, told))
    known = {line.key for line in kept if line.key}
    for key, line in fresh.items():
        if key not in known:
            told["new"].append(f"{line.section}: {line.unit}")
            lines.append(replace(line, chosen=False, order=LAST + line.order, note="new"))
    return Merged(tuple(lines), **{name: tuple(texts) for name, texts in told.items()})


def _brought(line: Line, fresh: Line, whole: str, told: dict[str, list[str]]) -> Line:
    """The officer's line with the passage of now; a text that is no selection of its sentences gives way to the original."""
    brought = replace(fresh, section=line.section, chosen=line.chosen, order=line.order, text=line.text)
    if not line.text.strip():
        return replace(brought, text=fresh.text)
    if selection(line.text, whole):
        return brought
    note = "reworded" if line.digest in ("", fresh.digest) else "changed"
    told[note].append(f"{line.section}: {line.unit}")
    return replace(brought, text=fresh.text, note=note)


def selection(text: str, whole: str) -> bool:
    """Whether a text only leaves out sentences of the original: none is changed or moved."""
    rest = _plain(whole)
    for part in sentences(text.replace(LEFT_OUT, "")):
        wanted = _plain(part)
        place = rest.find(wanted)
        if place < 0:
            return False
        rest = rest[place + len(wanted) :]
    return True


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def digest(text: str) -> str:
    """A short name of an original text, kept beside a line so that a correction is told from a rewording."""
    return hashlib.sha256(_plain(text).encode()).hexdigest()[:8]


def printed(lines: Iterable[Line]) -> dict[str, list[Printed]]:
    """The chosen passages by section, in the officer's order; paragraphs of one passage run on."""
    found: dict[str, list[Printed]] = {section: [] for section in SECTIONS}
    for line in sorted(lines, key=lambda one: one.order):
        if line.chosen and line.text.strip():
            found[line.section].append(Printed(line.unit if line.key else "", _plain(line.text)))
    return found
