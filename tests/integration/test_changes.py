"""What changed between two publications: every cause as its record shows it, none that no record shows."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from catalogue.definitions import Definitions
from indicators.changes import changes
from store import past, snapshot
from tests.conftest import ROOT, CommandLine
from tests.integration.test_load import set_cell
from tests.integration.test_parts import COMMITTEE, COUNCIL, table
from tests.workbooks import filled

OF = ("--unit", "218", "--period", "2024-S1")
WOMEN = ("II.3.2 Cấp huyện", "E5")
SHARE = "party_committee_women_share"
EXAMPLE = ROOT / "docs" / "examples" / "boundaries.csv"
Row = dict[str, Any]


def named(run: CommandLine) -> str:
    return (run.home / "snapshots" / "CURRENT").read_text().strip()


def told(run: CommandLine, since: str, *more: str) -> Row:
    found: Row = run.json("indicators", "changes", "--since", since, *more, "--json")
    return found


def share(found: Row, *, total: bool = False, unit: str = "218", indicator: str = SHARE) -> Row:
    (row,) = [
        row
        for row in found["values"]
        if (row["indicator"], row["unit_id"].split("@")[0], row["level"], row["period"], row["total"])
        == (indicator, unit, "district", "2024-S1", total)
    ]
    return row


def kinds(row: Row) -> list[str]:
    return [cause["cause"] for cause in row["causes"]]


def test_a_late_report_then_its_correction_down_to_the_cell(run: CommandLine, tmp_path: Path) -> None:
    empty = named(run)
    run.json("etl", "load", filled(tmp_path / "one.xlsx"), "--json")
    first = named(run)
    run.json("etl", "load", filled(tmp_path / "two.xlsx", change=set_cell(*WOMEN, 10)), "--json")
    late = told(run, empty, "--until", first)
    row = share(late)
    assert (row["before"]["state"], row["after"]["numerator"], row["difference"]) == ("missing", 9, None)
    (cause,) = row["causes"]
    assert (cause["cause"], cause["file"], cause["version"], cause["due_date"]) == ("late", "one.xlsx", 1, "2024-06-10")
    assert set(late["causes"]) == {"late"}
    found = told(run, first)
    assert found["values_changed"] == found["causes"]["correction"] == 4, "two shares, each of the district and of the province"
    row = share(found)
    assert (row["before"]["numerator"], row["after"]["numerator"]) == (9, 10)
    assert row["difference"] == pytest.approx(100 / 41)
    (cause,) = row["causes"]
    assert (cause["cause"], cause["file"], cause["version"]) == ("correction", "two.xlsx", 2)
    (cell,) = row["cells"]
    place = {name: cell["after"][name] for name in ("file", "sheet", "cell", "value")}
    assert place == {"file": "two.xlsx", "sheet": WOMEN[0], "cell": WOMEN[1], "value": 10}
    assert (cell["before"]["file"], cell["before"]["value"], cell["part"], cell["sex"]) == ("one.xlsx", 9, "numerator", "F")
    total = share(found, total=True, unit="24")
    assert (total["after"]["reported"], total["after"]["expected"], kinds(total)) == (1, 10, ["correction"])
    assert kinds(share(told(run, empty))) == ["late", "correction"]


def test_a_report_in_time_is_no_late_one(run: CommandLine, tmp_path: Path) -> None:
    before = named(run)
    run.json("etl", "load", filled(tmp_path / "one.xlsx"), "--received", "2024-06-03", "--json")
    found = told(run, before)
    assert kinds(share(found)) == ["report"]
    (timely,) = [row for row in found["values"] if row["indicator"] == "report_timeliness" and not row["total"]]
    assert (timely["before"]["value"], timely["after"]["value"], kinds(timely)) == (0, 100, ["report"])


def test_withdrawn_and_brought_back(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", filled(tmp_path / "one.xlsx"), "--json")
    full = named(run)
    run.json("etl", "withdraw", *OF, "--reason", "nhầm kỳ", "--json")
    gone = named(run)
    run.json("etl", "reinstate", *OF, "--version", "1", "--reason", "đúng kỳ", "--json")
    row = share(told(run, full, "--until", gone))
    assert (row["before"]["state"], row["after"]["state"]) == ("value", "missing")
    assert [(cause["cause"], cause["reason"]) for cause in row["causes"]] == [("withdrawal", "nhầm kỳ")]
    row = share(told(run, gone))
    assert [(cause["cause"], cause["reason"]) for cause in row["causes"]] == [("reinstatement", "đúng kỳ")]
    assert told(run, full)["values_changed"] == 0
    assert "Không có giá trị nào đổi" in run("indicators", "changes", "--since", full).stdout


def test_a_further_part_of_a_report_touches_only_what_it_answers(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", table(tmp_path / "a.xlsx", (COMMITTEE, 41, 9)), "--received", "2024-06-03", "--json")
    before = named(run)
    run.json("etl", "load", table(tmp_path / "b.xlsx", (COUNCIL, 35, 10)), "--json")
    found = told(run, before)
    assert {row["indicator"] for row in found["values"]} == {"peoples_council_women_share"}
    assert kinds(share(found, indicator="peoples_council_women_share")) == ["late"]


def test_a_printed_figure_that_was_changed(run: CommandLine, tmp_path: Path) -> None:
    before = named(run)
    data = changed_data(
        tmp_path,
        "published_figures.csv",
        lambda text: "".join(line for line in text.splitlines(keepends=True) if not line.startswith("F001,")),
    )
    assert run("etl", "publish", env={"VSTBPN_DATA": str(data)}).returncode == 0
    found = told(run, before)
    assert found["values_changed"] >= 1
    causes = [cause for row in found["values"] if not row["total"] for cause in row["causes"]]
    assert {(c["cause"], c.get("figure_id"), c.get("what")) for c in causes} >= {("publication", "F001", "removed")}
    assert found["since"]["definitions"] != found["until"]["definitions"]
    assert {c["cause"] for c in causes} == {"publication"}, "the hash alone is no cause"


def changed_data(tmp_path: Path, file: str, change: Callable[[str], str]) -> Path:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    text = (data / file).read_text(encoding="utf-8")
    (data / file).write_text(change(text), encoding="utf-8")
    return data


def test_another_formula_is_named_with_its_parts(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", filled(tmp_path / "one.xlsx"), "--json")
    before = named(run)
    data = changed_data(tmp_path, f"indicators/{SHARE}.yaml", lambda text: text.replace(
        "{element: party_committee_members, sex: F}", "{element: party_committee_members, sex: F, ethnicity: EM}"))  # fmt: skip
    assert run("etl", "publish", env={"VSTBPN_DATA": str(data)}).returncode == 0
    found = told(run, before)
    row = share(found)
    assert row["before"]["numerator"] == 9 != row["after"]["numerator"]
    assert "definition" in kinds(row)
    (formula,) = [cause for cause in row["causes"] if cause.get("what") == "formula"]
    assert formula["detail"] == (
        "− numerator: party_committee_members count F; + numerator: party_committee_members count F EM"
    )
    assert {row["indicator"] for row in found["values"]} == {SHARE}


def test_a_merger_of_units_with_its_basis(run: CommandLine, tmp_path: Path) -> None:
    data = changed_data(tmp_path, "periods.csv", lambda text: text + (
        "2027-S1,half_year,2027-01-01,2027-06-30,2027-06-10,2027-06-10,yes,no,a test\n"))  # fmt: skip
    later = {"VSTBPN_DATA": str(data)}
    assert run("etl", "publish", env=later).returncode == 0
    before = named(run)
    assert run("etl", "boundaries", EXAMPLE, env=later).returncode == 0
    done = run("indicators", "changes", "--since", before, "--json", env=later)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert set(found["causes"]) == {"boundary"}
    ended = [row for row in found["values"] if row["unit_id"].startswith("07264@") and row["period"] == "2027-S1"]
    assert ended
    assert all(row["after"]["state"] is None and "07264" in row["causes"][0]["detail"] for row in ended)
    total = next(row for row in found["values"] if row["total"] and row["level"] == "commune")
    assert total["before"]["expected"] > total["after"]["expected"]


def test_nothing_changed(run: CommandLine) -> None:
    before = named(run)
    assert run("etl", "publish").returncode == 0
    found = told(run, before)
    assert (found["values_changed"], found["causes"], found["values"]) == (0, {}, [])


def test_a_pruned_snapshot_is_told_again_from_records(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", filled(tmp_path / "one.xlsx"), "--json")
    first = named(run)
    run.json("etl", "load", filled(tmp_path / "two.xlsx", change=set_cell(*WOMEN, 10)), "--json")
    kept = told(run, first)
    for path in (run.home / "snapshots").glob("*.duckdb"):
        if path.stem != named(run):
            path.unlink()
    found = told(run, first)
    assert (found["since"]["file_kept"], found["since"]["told_from_records"]) == (False, "pruned")
    assert found["values"] == kept["values"]
    assert "không còn được lưu" in run("indicators", "changes", "--since", first).stdout
    done = run("indicators", "changes", "--since", first[:-1] + ("1" if first[-1] != "1" else "2"))
    assert done.returncode == 0, "a moment before all that are kept"
    later = f"{named(run)[:-6]}999999"
    done = run("indicators", "changes", "--since", later)
    assert (done.returncode, "Không có bản công bố" in done.stderr) == (2, True)


def test_a_snapshot_of_another_release_does_not_break_it(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", filled(tmp_path / "one.xlsx"), "--json")
    first = named(run)
    run.json("etl", "load", filled(tmp_path / "two.xlsx", change=set_cell(*WOMEN, 10)), "--json")
    kept = told(run, first)
    alter(run.home / "snapshots" / f"{first}.duckdb", "ALTER TABLE unit_value DROP COLUMN on_map")
    found = told(run, first)
    assert found["since"]["told_from_records"] == "release"
    assert found["values"] == kept["values"]


def alter(path: Path, statement: str) -> None:
    engine = create_engine(f"duckdb:///{path}", poolclass=NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def test_what_no_record_shows_has_no_cause(run: CommandLine, tmp_path: Path, known: Definitions) -> None:
    run.json("etl", "load", filled(tmp_path / "one.xlsx"), "--json")
    first = named(run)
    assert run("etl", "publish").returncode == 0
    wrong = "UPDATE unit_value SET numerator = 8 WHERE indicator = 'party_committee_women_share' AND unit_id = '218@2020'"
    alter(run.home / "snapshots" / f"{first}.duckdb", f"{wrong} AND period = '2024-S1' AND level = 'district'")
    found = changes(known, past.resolve(first), past.latest())
    assert {change.kinds for change in found.values} == {("unknown",)}
    assert len(found.values) == 2
    assert "chưa xác định" in run("indicators", "changes", "--since", first).stdout


def test_sides_in_the_wrong_order_and_names_that_are_none(run: CommandLine) -> None:
    current = named(run)
    for since in (current, "2030-01-01", "hôm qua", "../CURRENT"):
        done = run("indicators", "changes", "--since", since)
        assert done.returncode == 2, since
        assert done.stderr.strip()
        assert "Traceback" not in done.stderr


def test_a_date_means_what_was_in_use_at_its_end(home: Path) -> None:
    (at, path) = max(snapshot.kept())
    assert past.resolve(at.date().isoformat()).identifier == path.stem
    assert past.resolve("2024-01-01").reason == "date"
    assert past.before(past.latest()) is None
