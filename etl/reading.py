"""From sheets to candidate observations: every cell the form asks for, with its address.

A sheet that stands exactly as the system wrote it is read at once; any other is searched for
the form's tables by their labels.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from catalogue.errors import Message
from catalogue.form_layout import FIRST, SheetLayout, layout
from catalogue.forms import TOTAL_ROW, ColumnHead, FormInstance, TableInstance
from catalogue.text import fold, label
from catalogue.words import Words
from etl.cells import EXACT, CellReader, Fault, Reading, kind_of
from etl.meaning.matching import Matcher, is_figure
from etl.printed import ambiguous, disagreements
from etl.problems import Problem
from etl.shown import Standing, contradictions
from etl.tables import Place, asked_heads, find
from etl.workbook import Sheet, address

META_SHEET = "_vstbpn"  # hidden; carries the identity of the form


@dataclass
class Places:
    """Where cells stand, as equally long columns. Files that stand as written share one."""

    sheet: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)


@dataclass
class Readings:
    """What the cells say, as equally long columns in the order of `Forms.asked_cells`."""

    state: list[str] = field(default_factory=list)
    value: list[float | None] = field(default_factory=list)
    text: list[str | None] = field(default_factory=list)
    raw: list[str | None] = field(default_factory=list)
    places: Places = field(default_factory=Places)


class TablePlan:
    """What the cells of a table must be, in order: row by row, column by column."""

    def __init__(self, table: TableInstance, start: int) -> None:
        self.table, self.start = table, start
        heads = asked_heads(table)
        self.titles = [head.column.label_vi for head in heads]
        types = [kind_of(head.column) for head in heads]
        self.types = types * len(table.rows)
        worded = [place for place, kind in enumerate(types) if kind not in ("count", "part", "decimal")]
        width, rows = len(heads), range(len(table.rows))
        self.worded = [r * width + place for r in rows for place in worded]
        self.parts = [(r * width + part, r * width + whole) for r in rows for part, whole in _parts(table)]
        self.width = width
        # Sheet column of a share, as the form is written → places of women and total among the asked columns.
        self.shares = {
            FIRST + shown: pair for shown, head in enumerate(table.columns) if head.column.value_type == "percent"
            for pair in [_of_share(heads, head)] if pair
        }  # fmt: skip
        self.share_labels = {label(table.columns[shown - FIRST].column.label_vi) for shown in self.shares}


class FormPlan:
    """A form instance prepared for reading; shared by all files of the same unit and period."""

    def __init__(self, instance: FormInstance, words: Words) -> None:
        self.instance = instance
        self.sheets = layout(instance, words)
        self.tables = {}
        start = 0  # place of the table's first cell among all asked cells
        for table in (t.table for sheet in self.sheets for t in sheet.tables):
            self.tables[id(table)] = TablePlan(table, start)
            start += len(self.tables[id(table)].types)

    def stands_in(self, sheets: dict[str, Sheet]) -> bool:
        """Whether a workbook that lost its hidden sheet is still the system's form: most of its sheets are there."""
        return 2 * sum(_sheet_of(asked, sheets) is not None for asked in self.sheets) > len(self.sheets)

    @cached_property
    def spots(self) -> list[list[str]]:
        """Addresses of the asked cells of each sheet that stands as written."""
        return [
            [address(r, c) for t in sheet.tables for r in range(t.first, t.last + 1) for c in t.columns]
            for sheet in self.sheets
        ]

    @cached_property
    def places(self) -> Places:
        """Where all asked cells stand in a file that is as written."""
        names = [sheet.sheet.name for sheet, spots in zip(self.sheets, self.spots, strict=True) for _ in spots]
        return Places(names, [spot for spots in self.spots for spot in spots])


def identity(sheets: dict[str, Sheet]) -> dict[str, str]:
    """What the hidden sheet says: form, form_version, unit_id, period, demonstration."""
    sheet = sheets.get(META_SHEET)
    rows = sheet.rows if sheet else []
    return {str(row[0]).strip(): str(row[1]).strip() for row in rows if len(row) > 1 and row[0] != ""}


class FormReader:
    """Reads every cell that a form asks for, and finds every problem."""

    def __init__(self, cells: CellReader, matcher: Callable[[], Matcher]) -> None:
        self.cells, self.matcher = cells, matcher

    def read(self, plan: FormPlan, sheets: dict[str, Sheet]) -> tuple[Readings, list[Problem]]:
        """Return the readings (complete only if there are no problems) and all problems found."""
        readings, problems = Readings(), []
        as_written = True
        for asked, spots in zip(plan.sheets, plan.spots, strict=True):
            sheet = _sheet_of(asked, sheets)
            if sheet is None:
                problems.append(Problem("missing_sheet", asked.sheet.name, expected=asked.sheet.title))
            elif asked.stands_in(sheet.rows):
                as_written = as_written and sheet.name == asked.sheet.name
                problems += self._as_written(plan, asked, sheet, spots, readings)
            else:
                as_written = False
                problems += self._by_labels(plan, asked, sheet, readings)
        if as_written:
            readings.places = plan.places
        return readings, problems

    def _as_written(self, plan: FormPlan, asked: SheetLayout, sheet: Sheet, spots: list[str], readings: Readings
                    ) -> list[Problem]:  # fmt: skip
        cells = asked.cells(sheet.rows)
        problems, start = [], 0
        for place in asked.tables:
            table = plan.tables[id(place.table)]
            end = start + len(table.types)
            problems += self._table(table, sheet.name, cells[start:end], spots[start:end], readings)
            sums = place.last + 1 if place.table.layout == "grid" else None
            standing = Standing(sheet.rows, range(place.first, place.last + 1), place.columns, table.shares, sums)
            problems += contradictions(sheet.name, standing, readings.value[-len(table.types) :])
            start = end
        return problems

    def _by_labels(self, plan: FormPlan, asked: SheetLayout, sheet: Sheet, readings: Readings) -> list[Problem]:
        problems = []
        labels = {t.table.id: frozenset(label(row.label) for row in t.table.rows) for t in asked.tables}
        for table in (place.table for place in asked.tables):
            others = frozenset().union(*(own for name, own in labels.items() if name != table.id)) - labels[table.id]
            place = find(table, sheet, others)
            own = plan.tables[id(table)]
            spots = [(r, c) for r in place.rows for c in place.columns] if not place.problems else self._by_meaning(own, sheet)
            if spots:
                cells = [sheet.rows[r][c] for r, c in spots]
                problems += self._table(own, sheet.name, cells, [address(r, c) for r, c in spots], readings)
                if not place.problems:
                    problems += contradictions(sheet.name, _standing(own, place), readings.value[-len(spots) :])
            else:
                problems += place.problems
        return problems

    def _by_meaning(self, plan: TablePlan, sheet: Sheet) -> list[tuple[int, int]]:
        """Where the table's cells stand under other labels that mean the same; none unless all are found."""
        understood = self.matcher().find([sheet], lambda cell: is_figure(cell, self.cells))
        places = [understood.spots.get(plan.start + place, []) for place in range(len(plan.types))]
        if understood.problems or not all(places):
            return []
        return [next((s for s in spots if sheet.rows[s[1]][s[2]] not in (None, "")), spots[0])[1:] for spots in places]

    def _table(self, plan: TablePlan, name: str, cells: list[Any], spots: list[str], readings: Readings) -> list[Problem]:
        """Append a table's readings. Plain whole numbers are taken as they are; the rest is read one by one."""
        problems: list[Problem] = []
        plain = [cell.__class__ is float and 0 <= cell <= EXACT and not cell % 1 for cell in cells]
        for place in plan.worded:
            plain[place] = False
        count = len(cells)
        states = ["value"] * count
        texts: list[str | None] = [None] * count
        raws: list[str | None] = [None] * count
        values = cells
        printed: dict[int, Reading] = {}
        for place in [place for place, is_plain in enumerate(plain) if not is_plain]:
            reading = self.cells.read(cells[place], plan.types[place])
            if isinstance(reading, Fault):
                problems.append(Problem(reading.code, name, spots[place], str(cells[place]), reading.expected))
                states[place], values[place] = "missing", None
            else:
                states[place], values[place] = reading.state, reading.value
                texts[place], raws[place] = reading.text, reading.raw
                if reading.whole is not None or reading.percent:
                    printed[place] = reading
                if reading.ambiguous:
                    problems.append(ambiguous(name, spots[place], reading))
        for part, whole in plan.parts:
            if part in printed:
                problems += disagreements(name, spots[part], printed[part], values[whole], spots[whole])
                if values[whole] is None and states[whole] == "missing" and printed[part].whole is not None:
                    states[whole], values[whole], raws[whole] = "value", printed[part].whole, raws[part]
            share, total = values[part], values[whole]
            if share is not None and total is not None and share > total:
                problems.append(_exceeds(plan, name, spots, (part, whole), (share, total)))
        readings.state += states
        readings.value += values
        readings.text += texts
        readings.raw += raws
        readings.places.sheet += [name] * count
        readings.places.cell += spots
        return problems


def _sheet_of(asked: SheetLayout, sheets: dict[str, Sheet]) -> Sheet | None:
    """The sheet of that name, else the one that holds most of its labels, of rows and of columns."""
    name = asked.sheet.name
    if name in sheets:
        return sheets[name]
    wanted = fold(name)
    for sheet in sheets.values():
        if fold(sheet.name) == wanted:
            return sheet
    labels = {label(text) for text in (*asked.labels, *(text for texts in asked.headers.values() for text in texts)) if text}
    best = max(sheets.values(), key=lambda sheet: len(labels & sheet.labels.keys()), default=None)
    return best if best and 2 * len(labels & best.labels.keys()) > len(labels) else None


def _parts(table: TableInstance) -> list[tuple[int, int]]:
    """Pairs of columns (part, whole) of one row: women are part of the total."""
    heads = asked_heads(table)
    spots = {(head.element, head.term, head.column.id): place for place, head in enumerate(heads)}
    pairs = [
        (place, spots.get((head.element, head.term, head.column.part_of or "")))
        for place, head in enumerate(heads)
        if head.column.part_of
    ]
    return [(part, whole) for part, whole in pairs if whole is not None]


def _of_share(heads: list[ColumnHead], share: ColumnHead) -> tuple[int, int] | None:
    """Places of women and total of the group in which a share stands."""
    spots = {head.column.id: p for p, head in enumerate(heads) if (head.element, head.term) == (share.element, share.term)}
    return (spots["women"], spots["total"]) if {"women", "total"} <= spots.keys() else None


def _standing(plan: TablePlan, place: Place) -> Standing:
    """Where a table found by its labels shows shares, right of the women, and sums, below the rows."""
    labels, last = place.sheet.labels, max(place.rows)
    heads = {c for text in plan.share_labels for r, c in labels.get(text, ()) if r < min(place.rows)}
    shares = {place.columns[pair[0]] + 1: pair for pair in plan.shares.values() if place.columns[pair[0]] + 1 in heads}
    sums = [r for r, _ in labels.get(label(TOTAL_ROW), ()) if r > last] if plan.table.layout == "grid" else []
    return Standing(place.sheet.rows, place.rows, place.columns, shares, min(sums, default=None))


def _exceeds(
    plan: TablePlan, name: str, spots: list[str], places: tuple[int, int], found: tuple[float, float]
) -> Problem:  # fmt: skip
    part, whole = places
    return Problem(
        "part_exceeds_whole",
        name,
        spots[part],
        f"{found[0]:g}",
        Message.of("expect_at_most", most=f"{found[1]:g}", cell=spots[whole]),
        about=(("part", plan.titles[part % plan.width]), ("whole", plan.titles[whole % plan.width])),
    )
