"""What `load --dry-run` says would change is what the load then changes, and the dry run itself changes nothing."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from rich.console import Console

from catalogue.definitions import Definitions
from etl.difference import Changes, Difference, tables
from indicators.compute import compute
from indicators.query import Query, terms, versions
from store import connection as db
from store import full, snapshot
from tests.conftest import CommandLine
from tests.workbooks import filled

Value = tuple[float | None, float | None, float | None, str, int]
PLACES = ("24", "218", "219")  # asked for by name, a unit stands for all it contains


def sheet_of(book: Workbook, beginning: str) -> Any:
    return next(sheet for sheet in book.worksheets if sheet.title.startswith(beginning))


def corrected(book: Workbook) -> None:
    """E5: 9 → 10 women; E6: 2 → blank; a commune's committee: 2 → 3 women; D7: 4 → “x”."""
    district = sheet_of(book, "II.3.2 Cấp huyện")
    district["E5"], district["E6"] = 10, None
    sheet_of(book, "II.3.2 Xã - đương nhiệm")["D6"] = 3
    district["D7"] = district["E7"] = "x"


def published(known: Definitions) -> dict[tuple[Any, ...], Value]:
    """All values of all indicators in the snapshot in use: of each unit, and the sums of the districts and the province."""
    times = tuple(known.periods) + tuple(terms(known))
    named = tuple(version for place in PLACES for version in versions(known, place))
    found: dict[tuple[Any, ...], Value] = {}
    with full.reading(snapshot.current(), full.FULL).connect() as connection:  # what a load says is said to the office
        for indicator in known.indicators:
            for units in ((), named):
                query = Query(indicator, by=("unit", "level", "period"), units=units, periods=times)
                for row in compute(connection, known, query).to_pylist():
                    key = (indicator, row["unit_id"], row["level"], row["period"], bool(units))
                    value = (row["numerator"], row["denominator"], row["value"], row["state"], row["units_reported"])
                    found[key] = value
    return found


def predicted(changes: list[dict[str, Any]]) -> dict[tuple[Any, ...], tuple[Value, Value]]:
    def value(said: dict[str, Any]) -> Value:
        return said["numerator"], said["denominator"], said["value"], said["state"], said["units"]

    return {
        (row["indicator"], row["unit_id"], row["level"], row["period"], row["total"]): (value(row["old"]), value(row["new"]))
        for row in changes
    }


def alike(one: Value, other: Value) -> bool:
    return one[3:] == other[3:] and all(a == b or a == pytest.approx(b) for a, b in zip(one[:3], other[:3], strict=True))


def first(folder: Path) -> list[Path]:
    return [filled(folder / "218.xlsx"), filled(folder / "stp.xlsx", unit="STP")]


def then(folder: Path) -> list[Path]:
    """A correction, a new district, the next period of a unit that has reported before, a refused file, the same again."""
    wrong = filled(folder / "stc.xlsx", unit="STC", change=lambda book: sheet_of(book, "II.1").__setitem__("C5", -1))
    again = [folder / "stp.xlsx"] if (folder / "stp.xlsx").exists() else []
    files = [filled(folder / "218-2.xlsx", change=corrected), filled(folder / "219.xlsx", unit="219"), wrong]
    return [*files, filled(folder / "stp-2024.xlsx", unit="STP", period="2024"), *again]


@pytest.mark.parametrize("before", [first, lambda _: []], ids=["on reports", "on an empty store"])
def test_the_values_that_would_move_are_those_that_then_move(
    run: CommandLine, tmp_path: Path, known: Definitions, before: Callable[[Path], list[Path]]
) -> None:
    if files := before(tmp_path):
        run.json("etl", "load", *files, "--json")
    old, files = published(known), then(tmp_path)
    said = run.json("etl", "load", *files, "--dry-run", "--json", status=1)
    assert published(known) == old
    run.json("etl", "load", *files, "--json", status=1)
    new = published(known)
    foreseen = predicted(said["indicator_changes"])
    moved = {key for key in old.keys() | new.keys() if not (key in old and key in new and alike(old[key], new[key]))}
    asked_for = {key for key in foreseen if not key[4] or key[1].split("@")[0] in PLACES}
    # Asked for by name, a unit without others in it is told as itself: such rows repeat its own value.
    own = {key for key in moved if key[4] and (*key[:4], True) not in foreseen}
    assert all((*key[:4], False) in foreseen for key in own)
    assert moved - own == {key for key in asked_for if key in old or key in new}
    assert len(moved) > 100
    assert any(key[4] for key in moved - own)
    for key in moved - own:
        assert alike(foreseen[key][0], old[key]), key
        assert alike(foreseen[key][1], new[key]), key


def test_each_cell_is_told_with_what_it_said_and_says(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", *first(tmp_path), "--json")
    (file,) = run.json("etl", "load", filled(tmp_path / "2.xlsx", change=corrected), "--dry-run", "--json")["files"]
    assert (file["status"], file["version"], file["observations"]) == ("replaced", 2, 1587)
    changes = file["changes"]
    shown = {(row["sheet"], row["cell"]): (row["element"], row["sex"], row["old"], row["new"]) for row in changes["changed"]}
    assert shown["II.3.2 Cấp huyện", "E5"] == ("party_committee_members", "F", 9, 10)
    assert shown["II.3.2 Cấp huyện", "D7"][2:] == (4, "x")
    assert shown["II.3.2 Cấp huyện", "E7"][2:] == (2, "x")
    (commune,) = [row for row in changes["changed"] if row["level"] == "commune"]
    assert (commune["old"], commune["new"], commune["unit_id"] != "218@2020") == (2, 3, True)
    assert [(row["cell"], row["old"], row["new"]) for row in changes["removed"]] == [("E6", 2, None)]
    assert changes["added"] == 0
    assert changes["unchanged"] == 1587 - len(changes["changed"]) - 1


def test_files_of_one_run_are_each_compared_with_the_one_before(run: CommandLine, tmp_path: Path) -> None:
    def women(number: int | None) -> Callable[[Workbook], None]:
        return lambda book: sheet_of(book, "II.3.2 Cấp huyện").__setitem__("E5", number)

    names = ((9, "a"), (10, "b"), (None, "c"), (11, "d"))
    files = [filled(tmp_path / f"{name}.xlsx", change=women(number)) for number, name in names]
    said = [file["changes"] for file in run.json("etl", "load", *files, "--dry-run", "--json")["files"]]
    assert said[0]["changed"] == said[0]["removed"] == []
    assert said[0]["added"] + said[0]["unchanged"] == 1587
    assert [(row["old"], row["new"]) for row in said[1]["changed"]] == [(9, 10)]
    assert [(row["old"], row["new"]) for row in said[2]["removed"]] == [(10, None)]
    assert (said[2]["changed"], said[3]["added"], said[3]["changed"]) == ([], 1, [])


def test_a_part_changes_only_what_it_answers(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", filled(tmp_path / "f.xlsx"), "--json")
    book = openpyxl.Workbook()
    for row in (["Báo cáo 6 tháng đầu năm 2024 huyện Lục Nam"], [], ["Chỉ tiêu", "Tổng số", "Trong đó: nữ"],
                ["Ủy viên ban chấp hành đảng bộ cấp huyện", 41, 12]):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "part.xlsx")
    done = run.json("etl", "load", tmp_path / "part.xlsx", "--correction", "--dry-run", "--json")
    changes = done["files"][0]["changes"]
    assert [(row["sheet"], row["old"], row["new"]) for row in changes["changed"]] == [("Sheet", 9, 12)]
    assert (changes["added"], changes["removed"]) == (0, [])
    (share,) = [r for r in done["indicator_changes"] if r["indicator"] == "party_committee_women_share" and not r["total"]]
    assert (share["old"]["numerator"], share["new"]["numerator"]) == (9, 12)


def test_a_refused_and_an_unchanged_file_change_nothing(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", *first(tmp_path), "--json")
    wrong = filled(tmp_path / "w.xlsx", change=lambda book: sheet_of(book, "II.1").__setitem__("C5", -1))
    done = run.json("etl", "load", wrong, tmp_path / "stp.xlsx", "--dry-run", "--json", status=1)
    nothing = {"added": 0, "changed": [], "unchanged": 0, "removed": []}
    assert [(file["status"], file["changes"]) for file in done["files"]] == [("rejected", nothing), ("unchanged", nothing)]
    assert done["indicator_changes"] == []


def test_a_dry_run_leaves_every_table_as_it_was(run: CommandLine, tmp_path: Path) -> None:
    def tables() -> list[tuple[Any, ...]]:
        with db.store() as connection:
            names = connection.exec_driver_sql("SELECT table_name FROM duckdb_tables() ORDER BY 1").scalars().all()
            sums = "SELECT count(*), sum(hash(t)::HUGEINT) FROM {} t"
            return [(name, *connection.exec_driver_sql(sums.format(name)).one()) for name in names]

    run.json("etl", "load", *first(tmp_path), "--json")
    before = tables()
    run.json("etl", "load", *then(tmp_path), "--dry-run", "--json", status=1)
    assert tables() == before
    assert not list((run.home / "received").rglob("*219*"))


def test_a_dry_run_without_a_working_folder_makes_none(tmp_path: Path) -> None:
    run = CommandLine(tmp_path / "none")
    done = run.json("etl", "load", filled(tmp_path / "f.xlsx"), "--dry-run", "--json")
    assert done["files"][0]["changes"]["added"] > 1000
    assert done["snapshot"] is None
    assert len(done["indicator_changes"]) > 100
    assert not run.home.exists()


def test_the_difference_is_readable_on_a_terminal(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", *first(tmp_path), "--json")
    shown = run("etl", "load", filled(tmp_path / "2.xlsx", change=corrected), "--dry-run").stdout
    assert "0 số liệu mới, 4 thay đổi, 1582 không đổi, 1 trở thành chưa có" in shown
    assert "9/41 = 22,0" in shown
    assert "10/41 = 24,4" in shown
    assert "giá trị nữa" in shown
    assert shown.count("\n") < 50
    english = run("etl", "load", tmp_path / "2.xlsx", "--dry-run", "--lang", "en").stdout
    assert "0 figures new, 4 changed, 1582 unchanged, 1 become missing" in english


def test_a_correction_says_how_much_it_changed(run: CommandLine, tmp_path: Path) -> None:
    assert "thay đổi so với" not in run("etl", "load", *first(tmp_path)).stdout
    foreseen = run.json("etl", "load", filled(tmp_path / "2.xlsx", change=corrected), "--dry-run", "--json")
    own = [row for row in foreseen["indicator_changes"] if not row["total"]]
    shown = run("etl", "load", tmp_path / "2.xlsx").stdout
    assert f"5 số liệu thay đổi, {len(own)} giá trị chỉ số thay đổi so với bản công bố trước." in shown
    assert "thay đổi so với" not in run("etl", "load", tmp_path / "2.xlsx").stdout


def test_what_a_file_holds_is_shown_as_it_is(known: Definitions) -> None:
    cell = {"unit_id": "218@2020", "level": "district", "term": None, "element": "party_committee_members", "measure": "count",
            "sex": "F", "ethnicity": "_T", "age": "_T", "sheet": "[red]x[/] \x1b[2J", "cell": "A1", "old": 1, "new": "[b]"}  # fmt: skip
    found = Difference({1: Changes(changed=[cell])}, [])
    console = Console(width=160, record=True, file=io.StringIO())
    for part in tables(found, known, "vi"):
        console.print(part)
    text = console.export_text()
    assert "[red]x[/] �[2J" in text
    assert "[b]" in text
    assert "\x1b" not in text


def blanks(done: dict[str, Any]) -> list[tuple[Any, ...]]:
    problems = done["files"][0]["problems"]
    return [(p["severity"], p["sheet"], p["cell"], p["found"]) for p in problems if p["code"] == "answers_become_blank"]


def test_a_correction_that_leaves_blank_what_was_answered_warns(run: CommandLine, tmp_path: Path) -> None:
    def emptied(book: Workbook) -> None:
        for spot in ("C5", "C6"):
            book["II.1 Văn bản"][spot] = None

    run.json("etl", "load", filled(tmp_path / "a.xlsx"), "--json")
    again = filled(tmp_path / "b.xlsx", change=emptied)
    expected = [("warning", "II.1 Văn bản", "C5", "2")]
    assert blanks(run.json("etl", "load", again, "--dry-run", "--json")) == expected
    assert blanks(run.json("etl", "load", again, "--json")) == expected


def test_a_first_report_leaves_no_answers_blank(on_full: CommandLine, tmp_path: Path) -> None:
    """What it hides was generated."""
    assert blanks(on_full.json("etl", "load", filled(tmp_path / "a.xlsx"), "--dry-run", "--json")) == []
