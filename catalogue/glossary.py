"""The official terms shown on screen, each in plain words: data/glossary.csv."""

import re
from collections.abc import Iterable, Iterator
from typing import Annotated

from pydantic import Field

from catalogue.documents import NUMBER, Document
from catalogue.models import Definition, OptText
from catalogue.text import unmarked

FEWEST = 12  # letters of a definition that says anything


class Term(Definition):
    """A term with its meaning here.

    `abbreviation` holds other ways to say it, apart by “;”. `source` is empty where none is known.
    """

    term_vi: str = Field(min_length=2)
    term_en: str = Field(min_length=2)
    abbreviation: str
    definition_vi: Annotated[str, Field(min_length=FEWEST, pattern=r"[.…]$")]
    definition_en: Annotated[str, Field(min_length=FEWEST, pattern=r"[.…]$")]
    source: OptText

    @property
    def id(self) -> str:
        """For links: “Cấp ủy” → cap-uy."""
        return "-".join(re.findall(r"[a-z0-9]+", unmarked(self.term_vi)))

    @property
    def other_names(self) -> tuple[str, ...]:
        return tuple(name.strip() for name in self.abbreviation.split(";") if name.strip())


def faults(terms: Iterable[Term], documents: Iterable[Document]) -> Iterator[str]:
    """Sources that cite a document which neither a target nor a change of units names: a citation is never invented."""
    cited = " ".join(text for document in documents for text in document.cited)
    for term in terms:
        for number in NUMBER.findall(term.source or ""):
            if number not in cited:
                yield f"glossary.csv, {term.term_vi}, source: found {number!r}; allowed: documents of targets.csv and changes"
