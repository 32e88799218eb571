"""Short narrative texts with the figures that a person finds in them, and what the grammar makes of them."""

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from catalogue import definitions
from etl.commands.proposals import as_dict
from etl.legacy import LegacyText
from etl.narrative.judge import SURE
from etl.narrative.propose import propose
from etl.narrative.reading import unicode_text
from tests.corpus.legacy import encode

FOLDER = Path(__file__).parent
COMPARED = ("indicator", "level", "term", "period", "stage", "numerator", "denominator", "printed_percentage")
PRECISION, RECALL = 0.98, 0.85  # what is demanded of the grammar
Figure = tuple[Any, ...]


@dataclass
class Outcome:
    """What became of one text: figures expected, proposed for sure, proposed at all."""

    name: str
    text: str
    expected: Counter[Figure]
    due: Counter[Figure]  # those expected that may be proposed for sure
    sure: Counter[Figure] = field(default_factory=Counter)
    proposed: Counter[Figure] = field(default_factory=Counter)

    @property
    def wrong(self) -> list[Figure]:
        return list((self.sure - self.expected).elements())

    @property
    def doubtful(self) -> list[Figure]:
        return list((self.proposed - self.expected).elements())

    @property
    def missed(self) -> list[Figure]:
        return list((self.expected - self.proposed).elements())

    @property
    def unsure(self) -> list[Figure]:
        return list(((self.due & self.proposed) - self.sure).elements())


@dataclass(frozen=True)
class Score:
    texts: int
    expected: int
    sure: int
    sure_right: int
    proposed: int
    proposed_right: int

    @property
    def precision(self) -> float:
        return self.sure_right / self.sure if self.sure else 1.0

    @property
    def recall(self) -> float:
        return self.proposed_right / self.expected if self.expected else 1.0

    @property
    def sure_recall(self) -> float:
        return self.sure_right / self.expected if self.expected else 1.0


def outcomes() -> list[Outcome]:
    """Every text of the corpus, read."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            found.append(_outcome(f"{path.stem}: {entry['kind']}", entry))
    return found


def score(results: list[Outcome]) -> Score:
    return Score(
        len(results), sum(r.expected.total() for r in results), sum(r.sure.total() for r in results),
        sum((r.sure & r.expected).total() for r in results), sum(r.proposed.total() for r in results),
        sum((r.proposed & r.expected).total() for r in results),
    )  # fmt: skip


def _outcome(name: str, entry: dict[str, Any]) -> Outcome:
    known = definitions.load()
    expected = [tuple(figure.get(key) for key in COMPARED) for figure in entry["expected"]]
    due = [one for one, figure in zip(expected, entry["expected"], strict=True) if figure.get("sure", True)]
    text = entry["text"]
    if entry.get("form") == "NFD":
        text = unicodedata.normalize("NFD", text)
    elif entry.get("form"):
        text = unicode_text(encode(text, entry["form"]), LegacyText(known.legacy_letters))
    result = Outcome(name, entry["text"], Counter(expected), Counter(due))
    for proposal in propose(text, known):
        content = as_dict(proposal)
        figure = tuple(content[key] for key in COMPARED)
        result.proposed[figure] += 1
        if proposal.confidence >= SURE:
            result.sure[figure] += 1
    return result
