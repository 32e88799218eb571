"""Which numbers the reports can print: data/report/figures.yaml as frozen models, checked against the definitions."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from catalogue.definitions import Definitions
from catalogue.errors import DefinitionError
from catalogue.loader import read_yaml, to_model
from catalogue.models import Definition

FOLDER = "report"
FILE = "figures.yaml"


class Item(Definition):
    """One number of the reports, at every level that has it."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{1,23}$")
    indicator: str
    name: str  # inside a sentence, after its number
    section: str
    title: str = ""  # in a table; default: the name
    time: Literal["period", "term_current", "term_next"] = "period"
    family: Literal["party", "council"] | None = None
    by_unit: bool = False
    overall: bool = False
    targets: bool = False
    levels: dict[str, str] = Field(default={})


class Figures(Definition):
    """All items, and how levels and units are called in sentences."""

    levels: dict[str, str]
    units: dict[str, str]
    reporters: dict[str, str]
    items: tuple[Item, ...]

    def level(self, item: Item, level: str) -> str:
        """How the bodies of a level are called in a sentence on `item`."""
        return item.levels.get(level) or self.levels.get(level, level)


def load(definitions: Definitions) -> Figures:
    """Return the numbers that the reports can print.

    Raises:
        DefinitionError: naming the entry, what is wrong with it and what is allowed.
    """
    figures = _read(definitions.folder / FOLDER / FILE)
    faults = list(_faults(figures, definitions))
    if faults:
        raise DefinitionError(faults)
    return figures


@lru_cache(maxsize=4)
def _read(path: Path) -> Figures:
    return to_model(path, read_yaml(path), Figures)


def _faults(figures: Figures, definitions: Definitions) -> Iterator[str]:
    seen: set[str] = set()
    for item in figures.items:
        place = f"{FOLDER}/{FILE}, {item.id}"
        if item.id in seen:
            yield f"{place}: the id stands twice; ids are unique"
        seen.add(item.id)
        if item.indicator not in definitions.indicators:
            yield f"{place}: found indicator {item.indicator}; allowed: {', '.join(definitions.indicators)}"
        wrong = sorted({*item.levels} - {*figures.levels})
        if wrong:
            yield f"{place}: found levels {', '.join(wrong)}; allowed: {', '.join(figures.levels)}"
        if (item.time == "period") != (item.family is None):
            yield f"{place}: an item of a term needs `family` (party or council), one of the period has none"
