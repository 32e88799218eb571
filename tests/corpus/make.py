"""Write the corpus: `python -m tests.corpus.make`. Files and what must come of them, under tests/assets/submissions/."""

import csv
import io
import json
import random
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any
from unicodedata import normalize

import docx
import openpyxl

from tests.corpus.base import PERIOD, UNIT, base, workbook
from tests.corpus.faults import FAULTS, Fault
from tests.corpus.legacy import encode
from tests.corpus.tables import TABLES, Table

FOLDER = Path(__file__).parents[1] / "assets" / "submissions"
MIXTURES, FAULTS_EACH, SEED = 16, 5, 20260630


def main() -> None:
    """Write every file anew."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        entries = [_form(fault, work) for fault in FAULTS] + _mixtures(work) + [_table(table, work) for table in TABLES]
    _own = {"values": base()[1], "files": entries}
    (FOLDER / "expected.json").write_text(json.dumps(_own, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{len(entries)} files")


def _form(fault: Fault, work: Path) -> dict[str, Any]:
    book = workbook(work)
    fault.change(book)
    target = FOLDER / f"form_{fault.name}.{fault.save_as.split('.')[-1]}"
    if fault.save_as == "xlsx":
        book.save(target)
    else:
        draft = work / f"form_{fault.name}.xlsx"
        book.save(draft)
        _convert(draft, target)
    return _entry(target, fault.values, sorted(fault.refused), sorted(fault.warned), UNIT, PERIOD, own=True)


def _mixtures(work: Path) -> list[dict[str, Any]]:
    """Five faults in one file, one of each kind at most: text, rows, columns, sheets, numbers."""
    dice, entries = random.Random(SEED), []
    kinds: dict[str, list[Fault]] = {}
    for fault in FAULTS:
        if fault.mixable:
            kinds.setdefault(fault.name.split("_")[0], []).append(fault)
    for number in range(1, MIXTURES + 1):
        book, chosen = workbook(work), []
        for kind in ("number", "sheets", "text", "columns", "rows"):
            chosen.append(dice.choice(kinds[kind]))
        for fault in chosen:
            if fault.name != "number_of_whole" or "columns_women_first" not in [f.name for f in chosen]:
                fault.change(book)
        target = FOLDER / f"mixture_{number:02d}.xlsx"
        book.save(target)
        entry = _entry(target, {}, [], [], UNIT, PERIOD, own=True)
        entries.append(entry | {"faults": [fault.name for fault in chosen]})
    return entries


def _table(table: Table, work: Path) -> dict[str, Any]:
    target = FOLDER / f"table_{table.name}.{table.save_as}"
    sheets = {name: [line.split("|") for line in text.strip("\n").split("\n")] for name, text in table.sheets.items()}
    if table.encoding in ("tcvn3", "vni"):
        sheets = {name: [[encode(cell, table.encoding) for cell in row] for row in rows] for name, rows in sheets.items()}
    if table.save_as in ("csv", "tsv"):
        _write_text(target, next(iter(sheets.values())), table)
    elif table.save_as == "docx":
        _write_docx(target, next(iter(sheets.values())))
    else:
        draft = work / f"{target.stem}.xlsx" if table.save_as != "xlsx" else target
        _write_xlsx(draft, sheets)
        if draft != target:
            _convert(draft, target)
    return _entry(target, table.reads, sorted(table.refused), sorted(table.warned), table.unit, table.period, own=False)


def _entry(target: Path, values: dict[str, Any], refused: list[str], warned: list[str], unit: str | None, period: str | None, *,
           own: bool) -> dict[str, Any]:  # fmt: skip
    return {"file": target.name, "own": own, "values": values, "refused": refused, "warned": warned,
            "unit": None if own else unit, "period": None if own else period}  # fmt: skip


def _number(cell: str) -> Any:
    try:
        return float(cell) if "." not in cell and len(cell) < 6 else cell
    except ValueError:
        return cell or None


def _write_xlsx(target: Path, sheets: dict[str, list[list[str]]]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([_number(cell) for cell in row])
    book.save(target)


def _write_text(target: Path, rows: list[list[str]], table: Table) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=table.separator).writerows(rows)
    encoding = "latin-1" if table.encoding in ("tcvn3", "vni") else table.encoding
    text = stream.getvalue()
    target.write_bytes(_cp1258(text) if encoding == "cp1258" else text.encode(encoding))


def _cp1258(text: str) -> bytes:
    """Windows-1258 writes tones as marks of their own."""
    found = b""
    for char in text:
        try:
            found += char.encode("cp1258")
        except UnicodeEncodeError:
            parts = normalize("NFD", char)
            tone = next(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
            found += normalize("NFC", parts.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")
    return found


def _write_docx(target: Path, rows: list[list[str]]) -> None:
    document = docx.Document()
    start = next(r for r, row in enumerate(rows) if row[0] in ("TT", "STT"))
    for row in rows[:start]:
        if row[0]:
            document.add_paragraph(row[0])
    body = [row for row in rows[start:] if any(row)]
    table = document.add_table(len(body), max(map(len, body)))
    for r, row in enumerate(body):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    document.save(str(target))


def _convert(draft: Path, target: Path) -> None:
    """Save as another format by LibreOffice; .xlsm is the same bytes under another name."""
    if target.suffix == ".xlsm":
        shutil.copy(draft, target)
        return
    out = draft.parent / "converted"
    profile = f"-env:UserInstallation=file://{draft.parent}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", target.suffix[1:], "--outdir", str(out), str(draft)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shutil.move(out / f"{draft.stem}{target.suffix}", target)


if __name__ == "__main__":
    main()
