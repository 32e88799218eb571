"""From sheets to candidate observations: every cell the form asks for, with its address."""

from dataclasses import dataclass, field

from catalogue.errors import Message
from catalogue.forms import FormInstance, SheetInstance, TableInstance
from catalogue.text import fold, label
from etl.cells import CellReader, Fault
from etl.problems import Problem
from etl.tables import Place, asked_heads, find
from etl.workbook import Sheet, address

META_SHEET = "_vstbpn"  # hidden; carries the identity of the form


@dataclass
class Readings:
    """What the cells say, as equally long columns in the order of `Forms.asked_cells`."""

    state: list[str] = field(default_factory=list)
    value: list[float | None] = field(default_factory=list)
    text: list[str | None] = field(default_factory=list)
    raw: list[str | None] = field(default_factory=list)
    sheet: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)


def identity(sheets: dict[str, Sheet]) -> dict[str, str]:
    """What the hidden sheet says: form, form_version, unit_id, period, demonstration."""
    sheet = sheets.get(META_SHEET)
    rows = sheet.rows if sheet else []
    return {str(row[0]).strip(): str(row[1]).strip() for row in rows if len(row) > 1 and row[0] != ""}


def read_form(instance: FormInstance, sheets: dict[str, Sheet], cells: CellReader) -> tuple[Readings, list[Problem]]:
    """Read every cell that `instance` asks for.

    Returns:
        The readings (complete only if there are no problems) and all problems found.
    """
    readings, problems = Readings(), []
    for asked in instance.sheets:
        sheet = _sheet_of(asked, sheets)
        if sheet is None:
            problems.append(Problem("missing_sheet", asked.name, expected=asked.title))
            continue
        labels = {table.id: frozenset(label(row.label) for row in table.rows) for table in asked.tables}
        for table in asked.tables:
            others = frozenset().union(*(labels[t.id] for t in asked.tables if t.id != table.id)) - labels[table.id]
            place = find(table, sheet, others)
            problems += place.problems
            if not place.problems:
                problems += _read_table(table, place, cells, readings)
    return readings, problems


def _sheet_of(asked: SheetInstance, sheets: dict[str, Sheet]) -> Sheet | None:
    """The sheet of that name, else the one that holds most of its row labels."""
    wanted = fold(asked.name)
    for sheet in sheets.values():
        if fold(sheet.name) == wanted:
            return sheet
    rows = {label(row.label) for table in asked.tables for row in table.rows}
    best = max(sheets.values(), key=lambda sheet: len(rows & sheet.labels.keys()), default=None)
    return best if best and 2 * len(rows & best.labels.keys()) > len(rows) else None


def _read_table(table: TableInstance, place: Place, cells: CellReader, readings: Readings) -> list[Problem]:
    """Append the table's readings. The plain case, a whole number, is decided here for speed."""
    problems: list[Problem] = []
    heads, name = place.heads, place.sheet.name
    columns = [(c, head.column.value_type) for c, head in zip(place.columns, heads, strict=True)]
    whole = [value_type in ("count", "decimal") for _, value_type in columns]
    states, values, texts, raws = readings.state, readings.value, readings.text, readings.raw
    parts = _parts(table)
    for r in place.rows:
        line, start = place.sheet.rows[r], len(values)
        for (c, value_type), is_count in zip(columns, whole, strict=True):
            cell = line[c]
            if is_count and cell.__class__ is float and cell >= 0 and cell.is_integer():
                states.append("value")
                values.append(cell)
                texts.append(None)
                raws.append(None)
            else:
                reading = cells.read(cell, value_type)
                if isinstance(reading, Fault):
                    problems.append(Problem(reading.code, name, address(r, c), str(cell), reading.expected))
                    states.append("missing")
                    values.append(None)
                    texts.append(None)
                    raws.append(str(cell))
                else:
                    states.append(reading.state)
                    values.append(reading.value)
                    texts.append(reading.text)
                    raws.append(reading.raw)
            readings.cell.append(address(r, c))
        for part, whole_of in parts:
            share, total = values[start + part], values[start + whole_of]
            if share is not None and total is not None and share > total:
                problems.append(_exceeds(place, r, part, whole_of, share, total))
    readings.sheet += [name] * (len(values) - len(readings.sheet))
    return problems


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


def _exceeds(place: Place, r: int, part: int, whole: int, share: float, total: float) -> Problem:
    columns, heads = place.columns, place.heads
    return Problem(
        "part_exceeds_whole",
        place.sheet.name,
        address(r, columns[part]),
        f"{share:g}",
        Message.of("expect_at_most", most=f"{total:g}", cell=address(r, columns[whole])),
        about=(("part", heads[part].column.label_vi), ("whole", heads[whole].column.label_vi)),
    )
