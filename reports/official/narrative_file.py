"""The officer's working file for the narrative: a workbook with a line per passage, kept from build to build."""

import io
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from catalogue.definitions import Definitions
from catalogue.errors import UserError
from reports.files import save
from reports.official.narrative import Line, Merged, merged, proposed
from store.passages import Passage

COLUMNS = ("section", "order", "chosen", "unit", "text", "source", "note", "key", "digest")
WIDTHS = (9, 9, 7, 28, 90, 36, 16, 4, 4)
YES = "x"
HIDDEN = ("key", "digest")


def bring(definitions: Definitions, path: Path, passages: Sequence[Passage]) -> Merged:
    """Return the lines to print: those of the working file brought together with `passages`, or a proposal without it.

    Raises:
        UserError: the file is there and cannot be read as a working file.
    """
    if not path.exists():
        return Merged(proposed(definitions, passages))
    return merged(definitions, _read(definitions, path), passages)


def keep(definitions: Definitions, path: Path, lines: Sequence[Line]) -> None:
    """Write the working file anew, with a sheet of instructions.

    Raises:
        UsageError: it cannot be written.
    """
    words = definitions.words
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, help_ = book.add_worksheet(words("narrative_sheet")), book.add_worksheet(words("narrative_help_sheet"))
    head = book.add_format({"bold": True, "bg_color": "#E8E2F0", "border": 1, "text_wrap": True, "valign": "vcenter"})
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    for place, (name, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
        sheet.set_column(place, place, width, None, {"hidden": name in HIDDEN})
        sheet.write_string(0, place, words(f"narrative_column_{name}"), head)
    for row, line in enumerate(lines, 1):
        note = words(f"narrative_note_{line.note}") if line.note else ""
        values = (line.section, line.order, YES if line.chosen else "", line.unit, line.text, line.source, note, line.key,
                  line.digest)  # fmt: skip
        for place, value in enumerate(values):
            sheet.write(row, place, value, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(lines)), len(COLUMNS) - 1)
    help_.set_column(0, 0, 110)
    for row, text in enumerate(words("narrative_help").split("|")):
        help_.write_string(row, 0, text.strip(), book.add_format({"text_wrap": True}))
    book.close()
    path.parent.mkdir(parents=True, exist_ok=True)
    save(stream.getvalue(), path)


def _read(definitions: Definitions, path: Path) -> list[Line]:
    words = definitions.words
    try:
        book = CalamineWorkbook.from_path(str(path))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise UserError("narrative_file_unreadable", path=path, reason=error) from error
    heads = [str(value).strip() for value in rows[0]] if rows else []
    missing = [words(f"narrative_column_{name}") for name in COLUMNS if words(f"narrative_column_{name}") not in heads]
    if missing:
        raise UserError("narrative_columns", path=path, missing=", ".join(missing))
    at = {name: heads.index(words(f"narrative_column_{name}")) for name in COLUMNS}
    found = []
    for place, row in enumerate(rows[1:], 1):
        told = {name: str(row[column]).strip() if column < len(row) else "" for name, column in at.items()}
        if (told["section"] and told["text"]) or told["key"]:
            found.append(_line(told, place))
    return found


def _line(told: dict[str, str], place: int) -> Line:
    try:
        order = float(told["order"].replace(",", "."))
    except ValueError:
        order = float(place)
    return Line(
        told["key"], told["section"], bool(told["chosen"]), order, told["unit"], told["text"], told["source"], told["digest"]
    )
