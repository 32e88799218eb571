"""The figures proposed from a report's sentences, each with its section, paragraph and sentence."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from catalogue.definitions import Definitions
from catalogue.models import Period
from catalogue.units import Unit
from etl.narrative.headings import is_spelling
from etl.narrative.judge import Proposal
from etl.narrative.propose import propose
from etl.narrative.sections import Section
from etl.narrative.sentences import sentences
from store.submissions import SENTENCE

# Read in place of a heading that only names a section of the outline: “… và quy hoạch cán bộ nữ” over all its figures
# makes none of them a figure of planning. A heading in the unit's own words stands as written.
NEUTRAL = "II. Nội dung"


@dataclass(frozen=True)
class Found:
    """A proposal, the level it is recorded for, the unit_id of the unit it names, and where its sentence stands:
    section of the outline, paragraph, sentence in it (from 1)."""

    proposal: Proposal
    level: str | None
    about: str | None
    section: str
    paragraph: int
    number: int


def flagged(one: Found, flag: str) -> Found:
    """The same figure with one doubt more."""
    return replace(one, proposal=replace(one.proposal, flags=(*one.proposal.flags, flag)))


def place_of(paragraph: int, number: int) -> str:
    """How the place of a sentence is written: “đoạn 12, câu 2”."""
    return f"{SENTENCE}{paragraph}, câu {number}"


def found_in(
    sections: Sequence[Section], definitions: Definitions, unit: Unit | None, period: Period | None, levels: Mapping[str, str]
) -> list[Found]:
    """Return the figures that the sections tell, in the order of the text. Headings are read with what they stand over.

    Args:
        sections: of one report, in order.
        definitions: the definitions in use.
        unit: whose report it is; period: for which period.
        levels: the level of elements that name none.
    """
    lines: list[str] = []
    places: list[tuple[str, int]] = []
    for section in sections:
        if section.heading:
            lines.append(NEUTRAL if is_spelling(definitions.outline, section.code, section.heading) else section.heading)
            places.append((section.code, section.first))
        for count, line in enumerate(section.lines):
            lines.append(line)
            places.append((section.code, section.first + count))
    text = "\n".join(lines)
    starts = [0]
    for each in lines[:-1]:
        starts.append(starts[-1] + len(each) + 1)
    numbers = _numbered(text, starts)
    found = []
    for proposal in propose(text, definitions, unit=unit, period=period.period if period else None):
        code, paragraph = places[bisect_right(starts, proposal.start) - 1]
        level = proposal.level or levels.get(proposal.element or "")
        about = _named(proposal.unit, definitions, period)
        found.append(Found(proposal, level, about, code, paragraph, numbers.get(proposal.start, 1)))
    return found


def _numbered(text: str, starts: Sequence[int]) -> dict[int, int]:
    """Where each sentence starts → its number in its line."""
    numbers: dict[int, int] = {}
    of_line: Counter[int] = Counter()
    for sentence in sentences(text):
        place = bisect_right(starts, sentence.start) - 1
        of_line[place] += 1
        numbers[sentence.start] = of_line[place]
    return numbers


def _named(name: str | None, definitions: Definitions, period: Period | None) -> str | None:
    """The one unit of this name on the reference date."""
    units = definitions.geography.find(name, period.reference_date if period else None) if name else []
    return units[0].unit_id if len(units) == 1 else None
