"""A confirmed figure → the cells of the unit's form that it answers."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.forms import AskedCells
from etl.narrative.found import place_of
from etl.reading import Places, Readings

WOMEN, TOTAL = ("count", "F", "_T", "_T"), ("count", "_T", "_T", "_T")


@dataclass(frozen=True)
class Figure:
    """What an officer confirmed: of which element, level, unit and mandate; women and total, or a count as `women`."""

    proposal_id: int
    section: str
    paragraph: int
    number: int
    element: str
    level: str
    about: str
    term: str | None
    women: float | None
    total: float | None

    @property
    def place(self) -> str:
        return place_of(self.paragraph, self.number)


class FormCells:
    """Finds the cells of one form that figures answer."""

    def __init__(self, asked: AskedCells) -> None:
        self.asked = asked
        keys = zip(asked.unit_id, asked.level, asked.term, asked.element, asked.column, strict=True)
        self._places = {(u, level, term, element, c.dimensions): place
                        for place, (u, level, term, element, c) in enumerate(keys)}  # fmt: skip

    def elements(self) -> set[tuple[str, str, str | None]]:
        """Element, level and term of every figure that the form asks for."""
        return {(element, level, term) for _, level, term, element, dimensions in self._places if dimensions in (WOMEN, TOTAL)}

    def of(self, figure: Figure) -> dict[int, float]:
        """Places in the form → what the figure says there; empty if the form asks for nothing of the kind."""
        key = (figure.about, figure.level, figure.term, figure.element)
        women, total = self._places.get((*key, WOMEN)), self._places.get((*key, TOTAL))
        if women is None and total is not None and figure.total is None and figure.women is not None:
            return {total: figure.women}  # a count: of events, of documents
        found = {}
        for place, value in ((women, figure.women), (total, figure.total)):
            if place is not None and value is not None:
                found[place] = value
            elif value is not None:
                return {}
        return found


@dataclass(frozen=True)
class Twice:
    """Two confirmed figures that say different things of one cell."""

    one: Figure
    other: Figure


def readings_of(cells: FormCells, figures: list[Figure]) -> tuple[AskedCells, Readings, list[Twice]]:
    """The figures as readings of a form's cells, in its order; what two say differently is in the third part."""
    found: dict[int, tuple[float, Figure]] = {}
    twice = []
    for figure in figures:
        for place, value in cells.of(figure).items():
            if place not in found:
                found[place] = (value, figure)
            elif found[place][0] != value:
                twice.append(Twice(found[place][1], figure))
    readings = Readings(places=Places())
    for place in sorted(found):
        value, figure = found[place]
        readings.state.append("value")
        readings.value.append(value)
        readings.text.append(None)
        readings.raw.append(None)  # the sentence stands with its proposal; one of hot issues must enter no snapshot
        readings.places.sheet.append(figure.section)
        readings.places.cell.append(figure.place)
    return cells.asked.only(sorted(found)), readings, twice


def choices(cells: FormCells) -> Iterator[tuple[str, str, str | None]]:
    """What a figure may be recorded as, in the order of the form."""
    yield from dict.fromkeys(zip(cells.asked.element, cells.asked.level, cells.asked.term, strict=True))
