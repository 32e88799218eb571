"""Short narrative texts with the figures that a person finds in them, and what the grammar makes of them.

An entry has `text`, `expected` and `kind`, which names it where it has no `id`; `unit` and `period` of the report;
`form` if the text is met in another form than Unicode composed. A figure expected has the fields of COMPARED, null
where left out, a list where several values are admissible. `sure: false` says that doubt is admissible, `low: true`
that it may be proposed but never for sure, `optional: true` that it may be proposed or not.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from catalogue import definitions
from etl.commands.proposals import as_dict
from etl.narrative.judge import Proposal
from etl.narrative.propose import propose
from store.beside import SURE
from tests.corpus.legacy import encode

FOLDER = Path(__file__).parent
COMPARED = ("indicator", "level", "term", "period", "stage", "numerator", "denominator", "printed_percentage")
PRECISION, RECALL = 0.98, 0.85  # what is demanded of the grammar
Figure = tuple[Any, ...]
Entry = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What became of one text. Figures proposed for sure, proposed at all; those expected that were not found."""

    name: str
    text: str
    expected: int
    proposed: int
    sure: int
    sure_right: int
    wrong: list[Figure]  # proposed for sure and not expected, or not for sure
    doubtful: list[Figure]  # proposed and not expected
    missed: list[Figure]
    unsure: list[Figure]  # expected and proposed, but not for sure


@dataclass(frozen=True)
class Score:
    texts: int
    expected: int
    sure: int
    sure_right: int
    wrong: int
    proposed: int
    doubtful: int
    missed: int

    @property
    def precision(self) -> float:
        return self.sure_right / (self.sure_right + self.wrong) if self.sure_right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return 1 - self.missed / self.expected if self.expected else 1.0

    @property
    def sure_recall(self) -> float:
        return self.sure_right / self.expected if self.expected else 1.0


def outcomes() -> list[Outcome]:
    """Every text of the corpus, read."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            found.append(_outcome(f"{path.stem}: {entry.get('id') or entry['kind']}", entry))
    return found


def score(results: Sequence[Outcome]) -> Score:
    return Score(
        len(results), sum(r.expected for r in results), sum(r.sure for r in results), sum(r.sure_right for r in results),
        sum(len(r.wrong) for r in results), sum(r.proposed for r in results), sum(len(r.doubtful) for r in results),
        sum(len(r.missed) for r in results),
    )  # fmt: skip


def _outcome(name: str, entry: Entry) -> Outcome:
    proposals = sorted(_proposals(entry), key=lambda one: -one.confidence)
    figures = [_figure(one) for one in proposals]
    firm = [_with_period(one, entry) for one in entry["expected"] if not (one.get("low") or one.get("optional"))]
    soft = [_with_period(one, entry) for one in entry["expected"] if one.get("low") or one.get("optional")]
    matched = assigned(figures, firm)
    rest = [place for place in range(len(figures)) if place not in matched]
    excused = {rest[one]: soft[two] for one, two in assigned([figures[place] for place in rest], soft).items()}
    sure = {place for place, one in enumerate(proposals) if one.confidence >= SURE}
    return Outcome(
        name, entry["text"], len(firm), len(proposals), len(sure), len(sure & matched.keys()),
        wrong=[figures[place] for place in rest if place in sure and not excused.get(place, {}).get("optional")],
        doubtful=[figures[place] for place in rest if place not in excused],
        missed=[tuple(one.get(key) for key in COMPARED) for order, one in enumerate(firm) if order not in matched.values()],
        unsure=[figures[place] for place, order in matched.items() if place not in sure and firm[order].get("sure", True)],
    )  # fmt: skip


def _with_period(expected: Entry, entry: Entry) -> Entry:
    """Where no period needs to be told, the one of the report may be."""
    told = expected.get("period")
    admissible = list(told) if isinstance(told, list) else [told]
    return expected | {"period": [*admissible, entry.get("period")] if None in admissible else admissible}


def _proposals(entry: Entry) -> list[Proposal]:
    known, text = definitions.load(), entry["text"]
    if entry.get("form") == "NFD":
        text = unicodedata.normalize("NFD", text)
    elif entry.get("form"):
        text = encode(text, entry["form"])
    unit = known.geography.find(entry["unit"])[0] if entry.get("unit") else None
    return propose(text, known, unit=unit, period=entry.get("period"))


def _figure(proposal: Proposal) -> Figure:
    content = as_dict(proposal)
    return tuple(content[key] for key in COMPARED)


def assigned(figures: Sequence[Figure], expected: Sequence[Entry]) -> dict[int, int]:
    """Return the greatest matching of figures with those expected, each used once; the first figures are served first."""
    fits = [[order for order, one in enumerate(expected) if _fits(figure, one)] for figure in figures]
    taken: dict[int, int] = {}

    def take(place: int, seen: set[int]) -> bool:
        for order in fits[place]:
            if order in seen:
                continue
            seen.add(order)
            if order not in taken or take(taken[order], seen):
                taken[order] = place
                return True
        return False

    for place in range(len(figures)):
        take(place, set())
    return {place: order for order, place in taken.items()}


def _fits(figure: Figure, expected: Entry) -> bool:
    return all(
        any(value == one for one in _admissible(expected.get(key))) for key, value in zip(COMPARED, figure, strict=True)
    )  # fmt: skip


def _admissible(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [value]
