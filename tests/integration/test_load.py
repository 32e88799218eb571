"""Files in, versions in the store, problems with their cells; each in a process of its own, as an officer runs it."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell
from openpyxl.workbook import Workbook

from tests.conftest import CommandLine
from tests.workbooks import filled


def set_cell(sheet: str, cell: str, value: Any) -> Callable[[Workbook], None]:
    return lambda book: book[sheet].__setitem__(cell, value)


def test_a_form_filled_by_one_program_and_saved_by_another_gives_its_numbers(run: CommandLine, tmp_path: Path) -> None:
    source = filled(tmp_path / "f.xlsx")
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "xlsx", "--outdir", tmp_path / "saved", source],
        check=True,
        capture_output=True,
        timeout=120,
    )
    done = run.json("etl", "load", tmp_path / "saved" / "f.xlsx", "--json")
    assert [(f["status"], f["version"], f["unit_id"], f["observations"]) for f in done["files"]] == [
        ("loaded", 1, "218@2020", 1587)
    ]
    rows = run.json(
        "indicators", "compute", "party_committee_women_share", "--by", "unit,level", "--where", "unit=218", "--format", "json"
    )
    found = {row["level"]: row for row in rows}
    district = found["district"]
    assert (district["numerator"], district["denominator"], district["units_reported"], district["units_expected"]) == (
        9,
        41,
        1,
        1,
    )
    assert district["value"] == pytest.approx(100 * 9 / 41)
    assert (district["period"], district["term"], district["state"], district["source"]) == (
        "2024-S1",
        "2020-2025",
        "value",
        "submission",
    )
    assert not district["demonstration"]
    commune = found["commune"]
    assert (commune["numerator"], commune["denominator"], commune["units_reported"], commune["units_expected"]) == (
        50,
        100,
        25,
        25,
    )
    cells = run.json(
        "indicators",
        "explain",
        "party_committee_women_share",
        "--unit",
        "218",
        "--period",
        "2024-S1",
        "--level",
        "district",
        "--json",
    )
    sha256 = done["files"][0]["sha256"]
    assert cells == [
        {"value": 9, "unit_id": "218@2020", "element": "party_committee_members", "sex": "F", "file": "f.xlsx", "sha256": sha256,
         "version": 1, "sheet": "II.3.2 Cấp huyện", "cell": "E5"},
        {"value": 41, "unit_id": "218@2020", "element": "party_committee_members", "sex": "_T", "file": "f.xlsx", "sha256": sha256,
         "version": 1, "sheet": "II.3.2 Cấp huyện", "cell": "D5"},
    ]  # fmt: skip


FAULTS = [
    ("part_exceeds_whole", "II.3.2 Cấp huyện", "E5", "42", set_cell("II.3.2 Cấp huyện", "E5", 42)),
    ("not_a_number", "II.3.2 Cấp huyện", "E6", "hai", set_cell("II.3.2 Cấp huyện", "E6", "hai")),
    ("negative", "II.1 Văn bản", "C5", "-1.0", set_cell("II.1 Văn bản", "C5", -1)),
    ("not_whole", "II.3.2 Xã - đương nhiệm", "C6", "2.5", set_cell("II.3.2 Xã - đương nhiệm", "C6", 2.5)),
    ("not_a_choice", "II.3.2 Nhiệm kỳ", "H5", "tự bầu", set_cell("II.3.2 Nhiệm kỳ", "H5", "tự bầu")),
    ("not_a_date", "II.3.2 Nhiệm kỳ", "I5", "hôm nay", set_cell("II.3.2 Nhiệm kỳ", "I5", "hôm nay")),
    ("missing_sheet", "II.1 Văn bản", None, None, lambda book: book.remove(book["II.1 Văn bản"])),
    ("missing_row", "II.3.2 Cấp huyện", None, None, lambda book: book["II.3.2 Cấp huyện"].delete_rows(6)),
    ("missing_column", "II.3.2 Cấp huyện", None, None, set_cell("II.3.2 Cấp huyện", "E4", "Nam")),
    ("unknown_row", "II.3.2 Xã - đương nhiệm", "B7", "Xã Không Có", set_cell("II.3.2 Xã - đương nhiệm", "B7", "Xã Không Có")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "sheet", "cell", "found", "change"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_one_fault_refuses_the_file_and_names_its_cell(
    run: CommandLine,
    tmp_path: Path,
    code: str,
    sheet: str,
    cell: str | None,
    found: str | None,
    change: Callable[[Workbook], None],
) -> None:
    before = run.json("indicators", "compute", "party_committee_women_share", "--by", "unit", "--format", "json")
    done = run.json("etl", "load", filled(tmp_path / "f.xlsx", change=change), "--json", status=1)
    (file,) = done["files"]
    assert (file["status"], file["observations"], file["version"]) == ("rejected", 0, None)
    problems = {(p["code"], p["sheet"], p["cell"], p["found"]): p for p in file["problems"]}
    wanted = code if code != "unknown_row" else "missing_row"
    assert (code, sheet, cell, found) in problems or (wanted, sheet, None, None) in problems, problems.keys()
    assert all(p["severity"] == "error" and len(p["message"]) > 40 for p in file["problems"])
    assert run.json("indicators", "compute", "party_committee_women_share", "--by", "unit", "--format", "json") == before


def test_an_extra_row_with_figures_is_not_lost(run: CommandLine, tmp_path: Path) -> None:
    def add(book: Workbook) -> None:
        sheet = book["II.3.2 Xã - đương nhiệm"]
        sheet.insert_rows(10)
        sheet["B10"], sheet["C10"], sheet["D10"] = "Xã Mới", 13, 2

    done = run.json("etl", "load", filled(tmp_path / "f.xlsx", change=add), "--json", status=1)
    assert [(p["code"], p["cell"], p["found"]) for p in done["files"][0]["problems"]] == [("unknown_row", "B10", "Xã Mới")]


def test_all_problems_are_reported_at_once(run: CommandLine, tmp_path: Path) -> None:
    def spoil(book: Workbook) -> None:
        book["II.3.2 Cấp huyện"]["E5"] = 50
        book["II.3.2 Cấp huyện"]["E6"] = "nhiều"
        book["II.1 Văn bản"]["C6"] = -4
        book.remove(book["II.3.2 Quy hoạch"])

    done = run.json("etl", "load", filled(tmp_path / "f.xlsx", change=spoil), "--json", status=1)
    codes = [problem["code"] for problem in done["files"][0]["problems"]]
    assert sorted(codes) == ["missing_sheet", "negative", "not_a_number", "part_exceeds_whole"]


def identity(key: str, value: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for row in book["_vstbpn"].iter_rows():
            if row[0].value == key:
                row[1].value = value

    return change


def anonymous(book: Workbook) -> None:
    """Nothing in the file says any more whose it is and for when."""
    book.remove(book["_vstbpn"])
    book.remove(book["Hướng dẫn"])
    for sheet in book.worksheets:
        for row in sheet["A1:C2"]:
            for cell in row:
                if not isinstance(cell, MergedCell):
                    cell.value = None


@pytest.mark.parametrize(("change", "code"), [
    (identity("unit_id", "999"), "unit_unknown"), (identity("unit_id", "224"), "unit_not_then"),
    (identity("unit_id", "Xã Quang Minh"), "unit_ambiguous"), (identity("unit_id", "256"), "unit_owes_nothing"),
    (identity("period", "2031"), "period_unknown"), (identity("form_version", "0.9"), "form_version_unknown"),
    (anonymous, "period_not_told"),
])  # fmt: skip
def test_a_form_whose_identity_is_wrong_is_refused(
    run: CommandLine, tmp_path: Path, change: Callable[[Workbook], None], code: str
) -> None:
    done = run.json("etl", "load", filled(tmp_path / "f.xlsx", change=change), "--json", status=1)
    assert code in [problem["code"] for problem in done["files"][0]["problems"]]


def test_unit_and_period_of_the_command_serve_where_the_file_is_silent(run: CommandLine, tmp_path: Path) -> None:
    file = filled(tmp_path / "f.xlsx", change=lambda book: book.remove(book["_vstbpn"]))
    done = run.json("etl", "load", file, "--unit", "Huyện Lục Nam", "--period", "2024-S1", "--json")
    assert done["files"][0]["status"] == "loaded"
    contradicting = run.json("etl", "load", filled(tmp_path / "g.xlsx"), "--unit", "219", "--json", status=1)
    assert contradicting["files"][0]["problems"][0]["code"] == "unit_contradicts"


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 cut off", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_a_file_that_is_no_workbook_is_kept_and_refused(run: CommandLine, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "f.xlsx"
    path.write_bytes(content)
    done = run.json("etl", "load", path, "--json", status=1)
    (file,) = done["files"]
    assert [problem["code"] for problem in file["problems"]] == ["not_a_workbook"]
    kept = list((run.home / "received").rglob(f"{file['sha256']}*"))
    assert [one.read_bytes() for one in kept] == [content]


def test_the_same_file_twice_changes_nothing(run: CommandLine, tmp_path: Path) -> None:
    file = filled(tmp_path / "f.xlsx")
    first = run.json("etl", "load", file, "--json")
    second = run.json("etl", "load", file, "--json")
    assert (second["files"][0]["status"], second["snapshot"]) == ("unchanged", first["snapshot"])


def test_a_corrected_file_is_a_new_version_and_the_old_one_stays(run: CommandLine, tmp_path: Path) -> None:
    first = filled(tmp_path / "one.xlsx")
    run.json("etl", "load", first, "--json")
    second = filled(tmp_path / "two.xlsx", change=set_cell("II.3.2 Cấp huyện", "E5", 10))
    done = run.json("etl", "load", second, "--json")
    assert (done["files"][0]["status"], done["files"][0]["version"]) == ("replaced", 2)
    history = run.json("etl", "history", "--unit", "218", "--period", "2024-S1", "--json")
    assert [(v["version"], v["recorded_to"] is None) for v in history] == [(1, False), (2, True)]

    def women(*more: str) -> int:
        query = ("--by", "unit", "--where", "unit=218", "--where", "level=district", "--format", "json")
        return run.json("indicators", "compute", "party_committee_women_share", *query, *more)[0]["numerator"]

    assert women() == 10
    assert women("--as-of", history[0]["recorded_from"]) == 9
    cells = run.json("indicators", "explain", "party_committee_women_share", "--unit", "218", "--period", "2024-S1", "--level",
                     "district", "--as-of", history[0]["recorded_from"], "--json")  # fmt: skip
    assert [(c["value"], c["version"], c["file"]) for c in cells] == [(9, 1, "one.xlsx"), (41, 1, "one.xlsx")]
    again = run.json("etl", "load", first, "--json")
    assert again["files"][0]["status"] == "unchanged"
    assert [p["code"] for p in again["files"][0]["problems"]] == ["older_version"]
    assert women() == 10


def test_a_dry_run_writes_nothing(run: CommandLine, tmp_path: Path) -> None:
    def state() -> dict[str, bytes]:
        return {str(p.relative_to(run.home)): p.read_bytes() for p in run.home.rglob("*") if p.is_file() and p.suffix != ".wal"}

    before = state()
    done = run.json("etl", "load", filled(tmp_path / "f.xlsx"), "--dry-run", "--json")
    assert done["files"][0]["status"] == "loaded"
    after = state()
    assert after.keys() == before.keys()
    assert {k for k in before if before[k] != after[k]} <= {
        "store.duckdb"
    }  # opened, not written: the engine touches its header
    rows = run.json(
        "indicators", "compute", "party_committee_women_share", "--by", "unit", "--where", "unit=218", "--format", "json"
    )
    assert rows[0]["state"] == "missing"


def test_a_folder_is_loaded_file_by_file(run: CommandLine, tmp_path: Path) -> None:
    filled(tmp_path / "a.xlsx")
    filled(tmp_path / "b.xlsx", unit="STP")
    filled(tmp_path / "c.xlsx", unit="219", change=set_cell("II.1 Văn bản", "C5", "nhiều"))
    (tmp_path / "~$a.xlsx").write_bytes(b"lock")
    done = run.json("etl", "load", tmp_path, "--json", status=1)
    assert [(Path(f["path"]).name, f["status"]) for f in done["files"] if "home" not in f["path"]] == [
        ("a.xlsx", "loaded"), ("b.xlsx", "loaded"), ("c.xlsx", "rejected")]  # fmt: skip


def test_messages_speak_the_language_asked_for(run: CommandLine, tmp_path: Path) -> None:
    file = filled(tmp_path / "f.xlsx", change=set_cell("II.3.2 Cấp huyện", "E5", 42))
    vietnamese, english = run("etl", "load", file), run("etl", "load", file, "--lang", "en")
    assert vietnamese.returncode == english.returncode == 1
    assert (
        "Trang “II.3.2 Cấp huyện”, ô E5: “Trong đó: nữ” là 42, lớn hơn “Tổng số”; cần nhiều nhất 41 (ô D5)."
        in vietnamese.stdout
    )
    assert "Sheet “II.3.2 Cấp huyện”, cell E5:" in english.stdout


def test_wrong_usage_exits_2(run: CommandLine, tmp_path: Path) -> None:
    assert run("etl", "template", "--unit", "24", "--period", "2031", "--out", tmp_path / "f.xlsx").returncode == 2
    assert run("etl", "history", "--unit", "24").returncode == 2
    assert run("indicators", "compute", "no_such_indicator").returncode == 2
    assert run("etl", "load").returncode == 2


def test_a_working_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    done = CommandLine(blocked)("etl", "load", filled(tmp_path / "f.xlsx"))
    assert done.returncode == 1
    assert "Không ghi được vào thư mục làm việc" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_corrupt_snapshot_is_said_and_publishing_mends_it(run: CommandLine) -> None:
    current = (run.home / "snapshots" / "CURRENT").read_text().strip()
    (run.home / "snapshots" / f"{current}.duckdb").write_bytes(b"garbage" * 1000)
    done = run("indicators", "compute", "party_committee_women_share")
    assert done.returncode == 1
    assert "Không đọc được bản công bố" in done.stderr
    assert "python -m etl publish" in done.stderr
    assert run("etl", "publish").returncode == 0
    assert run("indicators", "compute", "party_committee_women_share").returncode == 0


def test_a_corrupt_store_is_said_and_the_snapshot_serves_on(run: CommandLine, tmp_path: Path) -> None:
    (run.home / "store.duckdb").write_bytes(b"garbage" * 1000)
    done = run("etl", "load", filled(tmp_path / "f.xlsx"))
    assert done.returncode == 1
    assert "Không đọc được kho số liệu" in done.stderr
    assert run("indicators", "compute", "party_committee_women_share").returncode == 0


def test_readers_read_while_a_writer_holds_the_store(run: CommandLine, tmp_path: Path) -> None:
    from store import connection as db

    with db.store():
        assert run("indicators", "compute", "party_committee_women_share").returncode == 0
        refused = run("etl", "load", filled(tmp_path / "f.xlsx"))
        assert refused.returncode == 1
        assert "đang được một lệnh khác dùng" in refused.stderr


def test_json_is_all_that_is_printed(run: CommandLine, tmp_path: Path) -> None:
    done = run("etl", "load", filled(tmp_path / "f.xlsx"), "--json")
    content = json.loads(done.stdout)
    assert set(content) == {"files", "snapshot"}
    assert set(content["files"][0]) == {"path", "sha256", "unit_id", "period", "version", "status", "observations", "problems",
                                        "checks"}  # fmt: skip
    assert done.stderr == ""


def test_init_can_be_repeated_and_leaves_real_reports_alone(run: CommandLine, tmp_path: Path) -> None:
    assert run("etl", "init", "--without-samples").returncode == 0
    run.json("etl", "load", filled(tmp_path / "f.xlsx"), "--json")
    before = (run.home / "snapshots" / "CURRENT").read_text()
    done = run("etl", "init")
    assert done.returncode == 0
    assert "đã có báo cáo thật" in done.stdout
    assert (run.home / "snapshots" / "CURRENT").read_text() == before


def test_files_of_other_suffixes_are_read_by_content(run: CommandLine, tmp_path: Path) -> None:
    shutil.move(filled(tmp_path / "f.xlsx"), tmp_path / "bao-cao.bin")
    assert run.json("etl", "load", tmp_path / "bao-cao.bin", "--json")["files"][0]["status"] == "loaded"


def test_openpyxl_reads_what_we_write(tmp_path: Path) -> None:
    assert openpyxl.load_workbook(filled(tmp_path / "f.xlsx"))["II.3.2 Cấp huyện"]["E5"].value == 9
