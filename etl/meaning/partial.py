"""Tables of any layout → readings of those cells of the form that they answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalogue.errors import Message
from catalogue.forms import AskedCells
from etl.cells import CellReader, Fault, Reading, kind_of
from etl.meaning.matching import Matcher, Spot, Understood, is_figure
from etl.printed import ambiguous, disagreements, share_disagrees
from etl.problems import Problem
from etl.reading import Readings
from etl.workbook import Sheet, address

Found = tuple[Spot, Any, Reading]


@dataclass
class Partial:
    """The part of a form that a file answers: places in the form (`AskedCells`), readings, problems."""

    places: list[int] = field(default_factory=list)
    readings: Readings = field(default_factory=Readings)
    problems: list[Problem] = field(default_factory=list)
    blanks: set[tuple[str, str]] = field(default_factory=set)  # sheet and address of cells that say nothing, or 0


def read_partial(matcher: Matcher, cells: CellReader, sheets: Sequence[Sheet]) -> Partial:
    """Read every figure that the sheets give for the form; blanks answer nothing.

    What is said twice must be said alike; “13/55” gives the total too where no other cell does.
    """
    part = Partial()
    by_name = {sheet.name: sheet for sheet in sheets}
    understood = matcher.find(sheets, lambda cell: is_figure(cell, cells))
    part.problems += understood.problems
    found: dict[int, Found] = {}
    for place, spots in sorted(understood.spots.items()):
        kind = kind_of(matcher.asked.column[place])
        for spot in spots:
            cell = by_name[spot[0]].rows[spot[1]][spot[2]]
            where = address(spot[1], spot[2])
            if cell is None or (isinstance(cell, str) and not cell.strip()):
                part.blanks.add((spot[0], where))
                continue
            if cell == 0:
                part.blanks.add((spot[0], where))  # the result that a script writes for a formula it does not compute
            reading = cells.read(cell, kind)
            if isinstance(reading, Fault):
                part.problems.append(Problem(reading.code, spot[0], where, str(cell), reading.expected))
            elif place not in found:
                found[place] = (spot, cell, reading)
                part.problems += [ambiguous(spot[0], where, reading)] if reading.ambiguous else []
            elif not _alike(found[place][2], reading):
                part.problems.append(_twice(found[place], (spot, cell, reading)))
    _wholes(matcher.asked, found, part.problems)
    part.problems += [*_sums(understood, found, by_name, cells), *_percents(matcher.asked, understood, found, by_name)]
    for place in sorted(found):
        spot, cell, reading = found[place]
        _append(part, place, spot, cell, reading)
    return part


def _sums(understood: Understood, found: dict[int, Found], sheets: dict[str, Sheet], cells: CellReader) -> Iterator[Problem]:
    """Printed sums that are not the sum of what the units say; where one is silent there is nothing to hold them against."""
    for line, spots in understood.sums.items():
        if line in understood.incomplete or len(spots) > 1:
            continue  # figures that were not understood, or sums of parts
        sheet, row, column = spots[0]
        values = [found[place][2].value if place in found else None for place in understood.listed.get(line, ())]
        cell = sheets[sheet].rows[row][column]
        printed = cells.read(cell, "count")
        if not values or None in values or isinstance(printed, Fault) or not printed.value:
            continue
        total = sum(value for value in values if value is not None)
        if printed.value != total:
            yield Problem("sum_differs", sheet, address(row, column), str(cell), f"{total:g}")


def _percents(
    asked: AskedCells, understood: Understood, found: dict[int, Found], sheets: dict[str, Sheet]
) -> Iterator[Problem]:
    """Printed shares that the counts do not give."""
    places = {_row_and_column(asked, p, column.id): p for p, column in enumerate(asked.column)}
    for place, (sheet, row, column) in understood.percents:
        part, whole = found.get(place), found.get(places.get(_row_and_column(asked, place, "total"), -1))
        women, total = (said[2].value if said else None for said in (part, whole))
        yield from share_disagrees(sheet, address(row, column), sheets[sheet].rows[row][column], women, total)


def _alike(one: Reading, other: Reading) -> bool:
    return (one.state, one.value, one.text) == (other.state, other.value, other.text)


def _twice(first: Found, second: Found) -> Problem:
    (sheet, row, column), cell, _ = first
    expected = Message.of("expect_alike", found=cell, sheet=sheet, cell=address(row, column))
    return Problem("said_twice", second[0][0], address(second[0][1], second[0][2]), str(second[1]), expected)


def _wholes(asked: AskedCells, found: dict[int, Found], problems: list[Problem]) -> None:
    """A part against its whole, of its own cell and printed in “13/55”; what is printed is the whole where no other cell is."""
    places = {_row_and_column(asked, p, column.id): p for p, column in enumerate(asked.column)}
    for place, (spot, cell, reading) in list(found.items()):
        column = asked.column[place]
        total = places.get(_row_and_column(asked, place, column.part_of or ""))
        if total is None:
            continue
        if total not in found and reading.whole is not None:
            found[total] = (spot, cell, Reading("value", reading.whole, None, str(cell)))
        if total not in found:
            continue
        (_, row, below), _, whole = found[total]
        where, other = address(spot[1], spot[2]), address(row, below)
        problems += disagreements(spot[0], where, reading, whole.value, other)
        if reading.value is not None and whole.value is not None and reading.value > whole.value:
            expected = Message.of("expect_at_most", most=f"{whole.value:g}", cell=other)
            about = (("part", column.label_vi), ("whole", asked.column[total].label_vi))
            problems.append(Problem("part_exceeds_whole", spot[0], where, f"{reading.value:g}", expected, about=about))


def _row_and_column(asked: AskedCells, place: int, column: str) -> tuple[str | None, ...]:
    return (asked.unit_id[place], asked.level[place], asked.term[place], asked.element[place], column)


def _append(part: Partial, place: int, spot: Spot, cell: Any, reading: Reading) -> None:
    part.places.append(place)
    said = part.readings
    said.state.append(reading.state)
    said.value.append(reading.value)
    said.text.append(reading.text)
    said.raw.append(reading.raw)
    said.places.sheet.append(spot[0])
    said.places.cell.append(address(spot[1], spot[2]))
