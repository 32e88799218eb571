"""The table of faults: what is done to the form, and what must come of it. One fault a file, and mixtures of five."""

import datetime as dt
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.corpus.base import BODIES, ORGANISATION, PLANNING

Change = Callable[[Workbook], None]
PARTY = "SNV@2020|agency||party_committee_members|"
BUDGET = "SNV@2020|agency||budget_planned_state|amount"
HIDDEN = "_vstbpn"


@dataclass(frozen=True)
class Fault:
    """One file of the corpus made from the form.

    Attributes:
        values: what is read otherwise than from the untouched form.
        refused: codes of the errors; empty: the file is accepted.
        save_as: suffix of a format that LibreOffice writes, or a text format.
    """

    name: str
    change: Change
    values: dict[str, Any] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    save_as: str = "xlsx"
    mixable: bool = True
    warned: frozenset[str] = frozenset()


FAULTS: list[Fault] = []


def reads(
    name: str, change: Change, save_as: str = "xlsx", *, mixable: bool = True, warned: tuple[str, ...] = (), **values: Any
) -> None:
    said = {_full(k): v for k, v in values.items()}
    FAULTS.append(Fault(name, change, said, frozenset(), save_as, mixable, frozenset(warned)))


def refuses(name: str, change: Change, *codes: str, save_as: str = "xlsx") -> None:
    FAULTS.append(Fault(name, change, {}, frozenset(codes), save_as, mixable=False))


def _full(name: str) -> str:
    if name.startswith("standing_"):
        return PARTY.replace("party_committee", "standing_committee") + name.replace("standing_", "women_").replace(
            "women_women", "women"
        )
    return {"party_total": PARTY + "total", "party_women": PARTY + "women", "party_seats": PARTY + "seats", "budget": BUDGET, "budget_other": BUDGET.replace("_state", "_other"),
            "party_em": PARTY + "women_em", "party_u40": PARTY + "women_u40"}[name]  # fmt: skip


def cell(sheet: str, place: str, value: Any, number_format: str | None = None) -> Change:
    def change(book: Workbook) -> None:
        target = book[sheet][place]
        target.value = value
        if number_format:
            target.number_format = number_format

    return change


def women(value: Any) -> Change:
    """The women of the party committee, none of them of a minority or under 40."""

    def change(book: Workbook) -> None:
        sheet = book[BODIES]
        sheet["E8"], sheet["G8"], sheet["H8"] = value, 0, 0
        sheet["E9"], sheet["G9"], sheet["H9"] = 0, 0, 0

    return change


def both(one: Change, other: Change) -> Change:
    def change(book: Workbook) -> None:
        one(book)
        other(book)

    return change


def nothing(_: Workbook) -> None:
    """The form as it is."""


def every_text(spell: Callable[[str], str]) -> Change:
    """Spell the labels of all sheets otherwise, not what the unit filled in."""

    def change(book: Workbook) -> None:
        for sheet in book.worksheets:
            if sheet.title == HIDDEN:
                continue
            for row in sheet.iter_rows():
                for target in row:
                    if isinstance(target.value, str) and target.protection.locked and not target.value.startswith("="):
                        target.value = spell(target.value)

    return change


def every_sheet(do: Callable[[Worksheet], None]) -> Change:
    def change(book: Workbook) -> None:
        for sheet in book.worksheets:
            if sheet.title not in (HIDDEN, "Hướng dẫn"):
                do(sheet)

    return change


def blank_rows(sheet: Worksheet) -> None:
    _rebuilt(sheet, lambda rows: [r for row in rows for r in (row, [None] * len(row))])


def _rebuilt(sheet: Worksheet, arrange: Callable[[list[list[Any]]], list[list[Any]]]) -> None:
    """Write the sheet's values anew as arranged; percentages, which are formulas, fall away."""
    rows = [[None if str(v).startswith("=") else v for v in row] for row in sheet.iter_rows(values_only=True)]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    for row in sheet.iter_rows():
        for target in row:
            target.value, target.number_format = None, "General"
    for r, values in enumerate(arrange(rows), 1):
        for c, value in enumerate(values, 1):
            sheet.cell(r, c, value)


def _permuted(rows: list[list[Any]]) -> list[list[Any]]:
    """The rows of each table in reverse order."""
    found: list[list[Any]] = []
    run: list[list[Any]] = []
    for row in [*rows, [None]]:
        if isinstance(row[0], (int, float)):
            run.append(row)
            continue
        found += [*reversed(run), row]
        run = []
    return found[:-1]


def _numbered(rows: list[list[Any]]) -> list[list[Any]]:
    """A row of column numbers, with a gap, under each heading."""
    found = []
    for row in rows:
        found.append(row)
        if str(row[0]).strip() == "TT":
            found.append(["A", "B", *range(1, len(row) - 2), len(row)])
    return found


def _repeated(rows: list[list[Any]]) -> list[list[Any]]:
    """The heading again in the middle of the long table, as on a second page."""
    heads = [r for r, row in enumerate(rows) if str(row[0]).strip() == "TT"]
    last = heads[-1] if heads else len(rows)
    return rows if len(rows) - last < 5 else [*rows[: last + 4], [None], rows[last], *rows[last + 4 :]]


def _shifted(rows: list[list[Any]]) -> list[list[Any]]:
    return [[None, None, *row] for row in rows]


def _titled(rows: list[list[Any]]) -> list[list[Any]]:
    width = len(rows[0])
    head = [["UBND TỈNH BẮC GIANG", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["SỞ NỘI VỤ", None, "Độc lập - Tự do - Hạnh phúc"],
            [None, None, "Bắc Giang, ngày 05 tháng 6 năm 2024"], [None]]  # fmt: skip
    return [*(row + [None] * (width - len(row)) for row in head), *rows]


def _signed(rows: list[list[Any]]) -> list[list[Any]]:
    return [*rows, [None], [None, "Nguồn: báo cáo của các phòng chuyên môn"], [None, "NGƯỜI LẬP BIỂU", None, "THỦ TRƯỞNG CƠ QUAN"],
            [None, "(ký, ghi rõ họ tên)"]]  # fmt: skip


def _remarks(rows: list[list[Any]]) -> list[list[Any]]:
    return [
        [*row, "Ghi chú" if str(row[0]).strip() == "TT" else "đã rà soát" if isinstance(row[0], (int, float)) else None]
        for row in rows
    ]


def _swapped(rows: list[list[Any]]) -> list[list[Any]]:
    """Women before the total."""
    found = []
    spots: tuple[int, int] | None = None
    for row in rows:
        if row[0] and str(row[0]).strip() == "TT":
            spots = (row.index("Tổng số"), row.index("Trong đó: nữ")) if {"Tổng số", "Trong đó: nữ"} <= set(row) else None
        found.append(list(row))
        if spots and row[0] is not None:
            a, b = spots
            found[-1][a], found[-1][b] = row[b], row[a]
    return found


def renamed(book: Workbook) -> None:
    for number, sheet in enumerate(book.worksheets):
        if sheet.title != HIDDEN:
            sheet.title = f"Sheet{number + 1}"


def reordered(book: Workbook) -> None:
    book._sheets.reverse()


def hidden(book: Workbook) -> None:
    book[BODIES].sheet_state = "hidden"


def extra_sheet(book: Workbook) -> None:
    sheet = book.create_sheet("Phụ lục", 0)
    sheet["A1"], sheet["A3"], sheet["B3"] = "Danh sách cán bộ", "Họ tên", 45


def as_text(book: Workbook) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for target in row:
                if isinstance(target.value, int) and target.column > 2:
                    target.value = str(target.value)


def without(sheet: str, row: int) -> Change:
    return lambda book: book[sheet].delete_rows(row)


def extra_row(book: Workbook) -> None:
    sheet = book[BODIES]
    sheet.insert_rows(12)
    sheet["A12"], sheet["B12"], sheet["D12"] = 9, "Ủy viên ủy ban kiểm tra", 3


def no_column(book: Workbook) -> None:
    _rebuilt(book[BODIES], lambda rows: [[*row[:6], None, row[7]] for row in rows])


def no_identity(book: Workbook) -> None:
    del book[HIDDEN]


def formulas_without_values(book: Workbook) -> None:
    book[BODIES]["D8"] = "=6+4"


def composed(form: Any) -> Callable[[str], str]:
    return lambda text: unicodedata.normalize(form, text)


def old_tones(text: str) -> str:
    for new, old in (("òa", "oà"), ("óa", "oá"), ("ủy", "uỷ"), ("Ủy", "Uỷ"), ("úy", "uý"), ("hóa", "hoá")):
        text = text.replace(new, old)
    return unicodedata.normalize("NFC", text)


def synonyms(text: str) -> str:
    return {"Tổng số": "TS", "Trong đó: nữ": "Nữ", "Ủy viên ban thường vụ": "UV BTV", "Bí thư cấp ủy": "Bí thư",
            "Phó bí thư cấp ủy": "PBT"}.get(text, text)  # fmt: skip


def fullwidth(book: Workbook) -> None:
    book[BODIES]["D8"] = "".join(chr(0xFF10 + int(digit)) for digit in str(book[BODIES]["D8"].value))


def spelled(template: str, place: str = "D8") -> Change:
    """The number of a cell in another spelling: `template` with {n}."""

    def change(book: Workbook) -> None:
        target = book[BODIES][place]
        target.value = template.format(n=target.value)

    return change


def part_of_whole(template: str) -> Change:
    def change(book: Workbook) -> None:
        sheet = book[BODIES]
        women, total = sheet["E8"].value, sheet["D8"].value
        sheet["E8"] = template.format(n=women, t=total, p=f"{100 * women / total:.2f}".replace(".", ","))

    return change


# --- read as the form says ------------------------------------------------------------------------------------------
reads("as_written_by_openpyxl", nothing)
reads("amount_thousand_or_decimal_told_by_another", both(cell(ORGANISATION, "C15", "1.234"), cell(ORGANISATION, "C16", "5,2")),
      budget=1234, budget_other=5.2, mixable=False)  # fmt: skip
reads("amount_decimal_told_by_another", both(cell(ORGANISATION, "C15", "1.234"), cell(ORGANISATION, "C16", "5.2")),
      budget=1.234, budget_other=5.2, mixable=False)  # fmt: skip
reads(
    "amount_thousand_or_decimal_not_told",
    cell(ORGANISATION, "C15", "1.234"),
    budget=1234,
    mixable=False,
    warned=("number_ambiguous",),
)
for suffix in ("xls", "ods", "xlsm"):
    reads(f"format_{suffix}", nothing, suffix, mixable=False)
reads("format_xlsx_of_libreoffice", nothing, "libreoffice.xlsx", mixable=False)
reads("rows_blank_between", every_sheet(blank_rows))
reads("rows_letterhead_above", every_sheet(lambda s: _rebuilt(s, _titled)))
reads("rows_footer_below", every_sheet(lambda s: _rebuilt(s, _signed)))
reads("rows_reversed", every_sheet(lambda s: _rebuilt(s, _permuted)))
reads("rows_numbers_of_columns", every_sheet(lambda s: _rebuilt(s, _numbered)))
reads("rows_heading_repeated", lambda book: _rebuilt(book[BODIES], _repeated))
reads("columns_shifted_right", every_sheet(lambda s: _rebuilt(s, _shifted)))
reads("columns_remarks_added", every_sheet(lambda s: _rebuilt(s, _remarks)))
reads("columns_women_first", every_sheet(lambda s: _rebuilt(s, _swapped)))
reads("sheets_renamed", renamed)
reads("sheets_reversed", reordered)
reads("sheets_one_hidden", hidden)
reads("sheets_one_more", extra_sheet)
reads("identity_sheet_lost", no_identity)
reads("text_decomposed", every_text(composed("NFD")))
reads("text_composed", every_text(composed("NFC")))
reads("text_upper_case", every_text(str.upper), mixable=False)
reads("text_old_tone_places", every_text(old_tones))
reads("text_spaces", every_text(lambda text: f"  {text.replace(' ', '  ')} "))
reads("text_no_break_spaces", every_text(lambda text: text.replace(" ", "\N{NO-BREAK SPACE}")))
reads("text_synonyms", every_text(synonyms))
reads("numbers_all_as_text", as_text)
reads("number_full_width", fullwidth)
for name, template in (
    ("persons", "{n} người"), ("comrades", "{n:02d} đ/c"), ("comrades_long", "{n} đồng chí"), ("leading_zero", "0{n}"),
    ("decimal_zero", "{n},0"), ("spaces", "  {n}  "), ("no_break_space", "\N{NO-BREAK SPACE}{n}"), ("apostrophe", "'{n}"),
):  # fmt: skip
    reads(f"number_{name}", spelled(template))
for name, template in (("of_whole", "{n}/{t}"), ("of_whole_spaced", "{n}/ {t} ({p}%)"), ("with_percentage", "{n} ({p}%)")):
    reads(f"number_{name}", part_of_whole(template))
for name, value, number in (
    ("thousand_point", "1.234", 1234), ("thousand_space", "1 234", 1234), ("thousand_comma", "1,234", 1234),
):  # fmt: skip
    reads(f"seats_{name}", cell(BODIES, "C8", value), party_seats=number, mixable=False)
for name, value, amount in (
    ("comma", "12,5", 12.5), ("thousand_and_comma", "1.234,5", 1234.5), ("thousands", "1.234.567", 1234567), ("point", "12.5", 12.5),
):  # fmt: skip
    reads(f"amount_{name}", cell(ORGANISATION, "C15", value), budget=amount, mixable=False)
for name, value, number in (
    ("zero_dash", "-", 0), ("zero_word", "không", 0), ("zero_words", "Không có", 0), ("zero", 0, 0), ("zero_as_text", "0", 0),
    ("missing_blank", None, None), ("missing_dots", "…", None), ("not_applicable", "x", None), ("missing_spaces", "   ", None),
):  # fmt: skip
    reads(f"women_{name}", women(value), party_women=number, party_em=0, party_u40=0, standing_women=0, standing_em=0, standing_u40=0,
          mixable=False)  # fmt: skip

# --- refused, with the reason ------------------------------------------------------------------------------------------
for name, value, code in (
    ("word", "nhiều", "not_a_number"), ("about", "khoảng 9", "not_a_number"), ("negative", -2, "negative"), ("half", 2.5, "not_whole"),
    ("half_as_text", "2,5", "not_whole"), ("range", "5-6", "not_a_number"), ("superscript_mark", "5²", "not_a_number"),
    ("question", "5?", "not_a_number"), ("a_date", dt.datetime(2024, 6, 5), "date_not_number"), ("plus", "3+1", "not_a_number"),
    ("script", "<script>alert(1)</script>", "not_a_number"), ("command", "@SUM(1)", "not_a_number"), ("infinity", "1e999", "not_a_number"),
):  # fmt: skip
    refuses(f"bad_number_{name}", cell(BODIES, "D8", value), code)
refuses("bad_women_more_than_total", cell(BODIES, "E8", 99), "part_exceeds_whole")
refuses("bad_minority_more_than_women", cell(BODIES, "G8", 98), "part_exceeds_whole")
for suffix in ("libreoffice.xlsx", "xls", "ods"):
    refuses(f"bad_error_value_{suffix.split('.')[0]}", cell(BODIES, "D8", "=1/0"), "error_value", save_as=suffix)
reads("number_formula_with_result", cell(BODIES, "D8", "=8+2"), "libreoffice.xlsx", party_total=10, mixable=False)
refuses("bad_formula_without_value", formulas_without_values, "formula_without_value")
refuses("bad_whole_disagrees", cell(BODIES, "E8", "4/55"), "whole_differs")
refuses("bad_row_missing", without(BODIES, 9), "missing_row")
refuses("bad_row_unknown", extra_row, "unknown_row")
refuses("bad_column_missing", no_column, "missing_column")
refuses("bad_sheet_missing", lambda book: book.remove(book[PLANNING]), "missing_sheet")
refuses("bad_yes_no", cell(ORGANISATION, "C8", "có lẽ"), "not_a_choice")
for name, row, value, code in (
    ("unit_unknown", "unit_id", "999", "unit_unknown"), ("period_unknown", "period", "2031", "period_unknown"),
    ("form_of_next_year", "form_version", "2", "form_version_unknown"), ("unit_gone", "unit_id", "SNV2", "unit_not_then"),
):  # fmt: skip

    def identity(book: Workbook, row: str = row, value: str = value) -> None:
        for line in book[HIDDEN].iter_rows():
            if line[0].value == row:
                line[1].value = value

    refuses(f"bad_{name}", identity, code)
