"""Tables of a report as WordprocessingML, numbers as marked fields: headings repeated on each page, rows never cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reports.official.fields import Field
from reports.official.figures import Figures
from reports.official.gather import ItemValues
from reports.official.goals import Goal
from reports.official.layout import Column, Layout, Table
from reports.official.values import Value

PORTRAIT, LANDSCAPE = 9350, 14500  # width between the margins, twentieths of a point
MISSING, NOT_APPLICABLE = "…", "x"
LEFT, CENTRE, RIGHT = "left", "center", "right"
Cell = str | Field


@dataclass(frozen=True)
class Head:
    """A heading cell over `span` columns."""

    text: str
    span: int = 1


def table(
    spec: Table, layout: Layout, figures: Figures, items: dict[str, ItemValues], goals: Sequence[Goal], forms: Sequence[str]
) -> str:
    """Return the table as XML of one w:tbl; empty where the period has no such rows. `forms` are those owed for the period."""
    if spec.kind == "levels":
        return _levels(spec, layout, items)
    if spec.kind == "sums":
        return _sums(spec, layout, figures, items)
    if spec.kind == "goals":
        return _goals(layout, goals)
    return _units(spec, layout, items) if spec.form in forms else ""


def _levels(spec: Table, layout: Layout, items: dict[str, ItemValues]) -> str:
    rows: list[list[Cell]] = []
    for name in spec.items:
        for value in items[name].cac_cap:
            told = value.truoc.ty_le if value.truoc else None
            sign = {"tang": "+", "giam": "−"}.get(value.huong, "")
            change = f"{sign}{value.chenh}" if value.chenh is not None else "–"
            rows.append([
                items[name].tua, value.cap, *_counts(value),
                told or "–", change, f"{value.bao_cao or MISSING}/{value.phai_bao_cao or MISSING}",
            ])  # fmt: skip
    aligned = (LEFT, LEFT, RIGHT, RIGHT, RIGHT, RIGHT, RIGHT, RIGHT)
    widths = (25, 21, 9, 11, 10, 10, 12, 13)
    return grid([_heads(layout.headings["levels"])], rows, widths, aligned, PORTRAIT, size=10, merged=(0,))


def _counts(value: Value) -> list[Cell]:
    if not value.co:
        gap = NOT_APPLICABLE if value.trang_thai == "not_applicable" else MISSING
        return [gap, gap, gap]
    return [value.nu or "–", value.tong or "–", value.ty_le or MISSING]


def _sums(spec: Table, layout: Layout, figures: Figures, items: dict[str, ItemValues]) -> str:
    forms = [form for form in figures.reporters if any(form in items[name].cap for name in spec.items)]
    rows: list[list[Cell]] = []
    for name in spec.items:
        item = items[name]
        if item.chung is None:
            continue
        before = item.chung.truoc.so if item.chung.truoc and item.chung.so_sanh != "dia_gioi" else None
        by_form: list[Cell] = [(item.cap[form].so or MISSING) if form in item.cap else NOT_APPLICABLE for form in forms]
        rows.append([item.tua, *by_form, item.chung.so or MISSING, before or "–"])
    content, earlier, whole = layout.headings["sums"]
    heads = [content, *(_title(figures.reporters[form]) for form in forms), whole, earlier]
    return grid(
        [_heads(heads)], rows, (38, *(18 for _ in forms), 14, 14), (LEFT, *(RIGHT for _ in heads[1:])), PORTRAIT, size=11
    )


def _goals(layout: Layout, goals: Sequence[Goal]) -> str:
    rows: list[list[Cell]] = []
    for goal in goals:
        counts = f" ({goal.nu}/{goal.tong})" if goal.nu is not None and goal.tong is not None else ""
        verdict = goal.ly_do if goal.dat is None else layout.words["met" if goal.dat else "unmet"]
        rows.append([goal.ten, goal.cap, goal.yeu_cau, f"{goal.ty_le or MISSING}{counts}", goal.can or "–",
                     goal.thieu or "–", verdict, goal.van_ban])  # fmt: skip
    aligned = (LEFT, LEFT, CENTRE, RIGHT, RIGHT, RIGHT, LEFT, LEFT)
    widths = (21, 15, 11, 21, 9, 9, 16, 18)
    return grid([_heads(layout.headings["goals"])], rows, widths, aligned, PORTRAIT, size=10, merged=(0, 7)) if rows else ""


def _units(spec: Table, layout: Layout, items: dict[str, ItemValues]) -> str:
    units: dict[str, str] = {}
    for column in spec.columns:
        found = items[column.item].don_vi.get(column.level or spec.form, {})
        units |= {unit_id: value.don_vi for unit_id, value in found.items()}
    if not units:
        return ""
    shown = [column for column in spec.columns if _told(column, spec, items, units)]
    single = all(len(column.parts) == 1 for column in shown)
    top = [*_heads(layout.headings["units"]), *(Head(c.heading, len(c.parts)) for c in shown)]
    below = [Head(""), Head(""), *(Head(layout.parts[part]) for c in shown for part in c.parts)]
    rows: list[list[Cell]] = [
        [str(place), units[unit_id], *(cell for c in shown for cell in _unit_cells(c, spec, items, unit_id))]
        for place, unit_id in enumerate(sorted(units, key=_order), 1)
    ]
    widths = (4, 24, *(10 if part == "pair" else 8 for c in shown for part in c.parts))
    aligned = (CENTRE, LEFT, *(RIGHT for _ in widths[2:]))
    return grid([top] if single else [top, below], rows, widths, aligned, LANDSCAPE, size=9)


def _told(column: Column, spec: Table, items: dict[str, ItemValues], units: dict[str, str]) -> bool:
    """Whether any unit has the column: what is asked of none of them is left out."""
    return any(unit_id in items[column.item].don_vi.get(column.level or spec.form, {}) for unit_id in units)


def _order(unit_id: str) -> tuple[bool, str]:
    """By official code; agencies, whose codes are letters, after the territorial units."""
    return (not unit_id[:1].isdigit(), unit_id)


def _unit_cells(column: Column, spec: Table, items: dict[str, ItemValues], unit_id: str) -> list[Cell]:
    value = items[column.item].don_vi.get(column.level or spec.form, {}).get(unit_id)
    if value is None:
        return [NOT_APPLICABLE for _ in column.parts]
    if not value.co:
        return [MISSING for _ in column.parts]
    pair = f"{value.nu}/{value.tong}" if value.nu is not None else MISSING
    return [{"pair": pair, "share": value.ty_le or MISSING, "number": value.so or MISSING}[part] for part in column.parts]


def _title(text: str) -> str:
    return text[:1].upper() + text[1:]


def _heads(texts: Sequence[str]) -> list[Head]:
    return [Head(text) for text in texts]


def grid(
    heads: Sequence[Sequence[Head]], rows: Sequence[Sequence[Cell]], widths: Sequence[int], aligned: Sequence[str],
    width: int, *, size: float, merged: Sequence[int] = (),
) -> str:  # fmt: skip
    """Return a bordered table: `heads` are one or more rows of headings, `widths` relative, `size` in points.

    Cells of the columns `merged` that say the same as those above, in the same first cell, become one.
    """
    columns = [round(width * part / sum(widths)) for part in widths]
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    parts = [
        '<w:tbl><w:tblPr><w:tblW w:w="', str(sum(columns)), '" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>', edges,
        '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/>'
        '<w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>',
        *(f'<w:gridCol w:w="{column}"/>' for column in columns), "</w:tblGrid>",
    ]  # fmt: skip
    for place, head in enumerate(heads):
        parts.append("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
        start = 0
        for cell in head:
            across = sum(columns[start : start + cell.span])
            below = "" if len(heads) == 1 or cell.span > 1 or (place and cell.text) else _merged(place, cell, heads)
            parts.append(_cell(cell.text, across, CENTRE, size, bold=True, span=cell.span, extra=below, keep=True))
            start += cell.span
        parts.append("</w:tr>")
    for place, row in enumerate(rows):
        parts.append("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
        above = rows[place - 1] if place and rows[place - 1][0] == row[0] else None
        for at, content in enumerate(row):
            same = at in merged and above is not None and above[at] == content
            extra = "" if at not in merged else "<w:vMerge/>" if same else '<w:vMerge w:val="restart"/>'
            last = place == len(rows) - 1  # stays with the note below the table
            parts.append(_cell("" if same else str(content), columns[at], aligned[at], size, extra=extra, keep=last))
        parts.append("</w:tr>")
    return "".join((*parts, "</w:tbl>"))


def _merged(place: int, cell: Head, heads: Sequence[Sequence[Head]]) -> str:
    """A heading of one column goes down over the second row where that has no text of its own."""
    if place == 0:
        at = sum(other.span for other in heads[0][: list(heads[0]).index(cell)])
        return '<w:vMerge w:val="restart"/>' if not heads[1][at].text else ""
    return "<w:vMerge/>"


def _cell(
    text: str, width: int, align: str, size: float, *, bold: bool = False, span: int = 1, extra: str = "", keep: bool = False
) -> str:
    """A cell; `keep`: on one page with what follows."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    weight = "<w:b/>" if bold else ""
    together = "<w:keepNext/>" if keep else ""
    half_points = round(size * 2)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{extra}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr>{together}<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
        f'<w:ind w:firstLine="0"/><w:jc w:val="{align}"/></w:pPr><w:r><w:rPr>{weight}<w:sz w:val="{half_points}"/>'
        f'<w:szCs w:val="{half_points}"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
    )
