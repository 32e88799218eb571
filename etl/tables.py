"""Find a form's tables in a sheet by their labels, wherever they stand."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from catalogue.forms import TOTAL_ROW, ColumnHead, TableInstance
from catalogue.text import label
from etl.problems import Problem
from etl.workbook import Sheet, address


@dataclass
class Place:
    """Where a table stands: sheet row of each form row, sheet column of each asked form column."""

    sheet: Sheet
    rows: list[int]
    columns: list[int]
    heads: list[ColumnHead]
    problems: list[Problem] = field(default_factory=list)


def asked_heads(table: TableInstance) -> list[ColumnHead]:
    return [head for head in table.columns if head.column.value_type != "percent"]


def find(table: TableInstance, sheet: Sheet, other_labels: frozenset[str]) -> Place:
    """Return where `table` stands in `sheet`; what is not found is among the problems.

    Args:
        table: the table asked for.
        sheet: the sheet it should be in.
        other_labels: row labels of the sheet's other tables, which are no strangers.
    """
    place = Place(sheet, [], [], asked_heads(table))
    top, bottom = (_grid_columns if table.layout == "grid" else _list_columns)(table, place)
    _rows(table, place, top, bottom)
    if place.rows and all(problem.code == "missing_row" for problem in place.problems):
        _strangers(table, place, other_labels)
    return place


def _list_columns(table: TableInstance, place: Place) -> tuple[int, int]:
    """Find the header: of the rows that hold the column labels, the one with most of the table's rows below.

    Returns:
        The header's row, and the row where the next header begins.
    """
    labels = place.sheet.labels
    wanted = [label(head.column.label_vi) for head in place.heads]
    spots = {text: dict(labels.get(text, ())) for text in wanted}  # row → column, the last of a row
    tops = sorted({r for columns in spots.values() for r in columns})
    held = {r: sum(r in spots[text] for text in wanted) for r in tops}
    tops = [r for r in tops if held[r] == max(held.values())]
    rows = [[r for r, _ in labels.get(label(row.label), ())] for row in table.rows]
    ends = dict(zip(tops, [*tops[1:], len(place.sheet.rows)], strict=False))
    top = max(tops, key=lambda t: (sum(any(t < r < ends[t] for r in spot) for spot in rows), t), default=0)
    for text, head in zip(wanted, place.heads, strict=True):
        if top in spots[text]:
            place.columns.append(spots[text][top])
        else:
            place.problems.append(_missing("missing_column", place.sheet, head.column.label_vi))
    return top, ends.get(top, len(place.sheet.rows))


def _grid_columns(table: TableInstance, place: Place) -> tuple[int, int]:
    """Find the two header rows: a group label, and below it total and women.

    Returns:
        The lower header's row, and the row after the sheet's last.
    """
    labels, tops = place.sheet.labels, []
    groups = list(dict.fromkeys(head.group or "" for head in place.heads))
    spots = {group: labels[label(group)][0] for group in groups if label(group) in labels}
    edges = sorted(c for _, c in spots.values())
    for head in place.heads:
        start = spots.get(head.group or "")
        if start is None:
            place.problems.append(_missing("missing_column", place.sheet, head.group or ""))
            continue
        end = next((c for c in edges if c > start[1]), len(place.sheet.rows[0]))
        below = [(r, c) for r, c in labels.get(label(head.column.label_vi), ()) if r > start[0] and start[1] <= c < end]
        if below:
            tops.append(below[0][0])
            place.columns.append(below[0][1])
        else:
            place.problems.append(_missing("missing_column", place.sheet, f"{head.group} / {head.column.label_vi}"))
    return max(tops, default=0), len(place.sheet.rows)


def _rows(table: TableInstance, place: Place, top: int, bottom: int) -> None:
    labels = place.sheet.labels
    for row in table.rows:
        spots = [r for r, _ in labels.get(label(row.label), ()) if top < r < bottom]
        if spots:
            place.rows.append(spots[0])
        else:
            place.problems.append(_missing("missing_row", place.sheet, row.label))
    for taken, times in Counter(place.rows).items():
        if times > 1:
            place.problems.append(Problem("row_twice", place.sheet.name, address(taken, 0)))


def _strangers(table: TableInstance, place: Place, other_labels: Iterable[str]) -> None:
    """Rows with numbers among the table's rows whose label the form does not know: nothing may be lost."""
    known = {label(row.label) for row in table.rows} | {label(TOTAL_ROW)} | set(other_labels)
    named = [c for row in table.rows for _, c in place.sheet.labels.get(label(row.label), ())[:1]]
    column = Counter(named).most_common(1)[0][0]
    taken, last = set(place.rows), max(place.rows)
    for r in range(min(place.rows), len(place.sheet.rows)):
        cells = place.sheet.rows[r]
        name = cells[column]
        if r in taken or not isinstance(name, str) or not name.strip():
            if r > last and not any(cells):
                break
            continue
        if label(name) in known:
            if r > last:
                break
            continue
        if any(isinstance(cells[c], (int, float)) for c in place.columns):
            place.problems.append(Problem("unknown_row", place.sheet.name, address(r, column), found=name))


def _missing(code: str, sheet: Sheet, text: str) -> Problem:
    return Problem(code, sheet.name, None, found=None, expected=text)
