"""From a cell to every value it feeds; the other way than explain, and in agreement with it."""

from pathlib import Path
from typing import Any

from tests.conftest import CommandLine
from tests.integration.test_load import set_cell
from tests.integration.test_parts import COMMITTEE, table
from tests.workbooks import filled

OF = ("--unit", "218", "--period", "2024-S1")
SHEET, COMMUNES, TERMS = "II.3.2 Cấp huyện", "II.3.2 Xã - đương nhiệm", "II.3.2 Nhiệm kỳ"


def feeds(run: CommandLine, cell: str, *more: str) -> dict[str, Any]:
    return dict(run.json("indicators", "feeds", cell, *(more or OF), "--json"))


def values(found: dict[str, Any], indicator: str) -> set[tuple[Any, ...]]:
    names = ("part", "scope", "unit_id", "level", "period", "numerator", "denominator")
    return {tuple(row[name] for name in names) for row in found["values"] if row["indicator"] == indicator}


def test_a_cell_leads_to_the_values_of_its_unit_and_to_totals(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", filled(tmp_path / "f.xlsx"), "--json")
    found = feeds(run, f"{SHEET}!E5")
    (cell,) = found["cells"]
    assert (cell["file"], cell["version"], cell["value"], cell["element"], cell["sex"], cell["shown"]) == (
        "f.xlsx", 1, 9, "party_committee_members", "F", True)  # fmt: skip
    assert values(found, "party_committee_women_share") == {
        ("numerator", "unit", "218@2020", "district", "2024-S1", 9, 41),
        ("numerator", "total", "24@2020", "district", "2024-S1", 9, 41),
        ("numerator", "all_levels", "24@2020", None, "2024-S1", 61, 145),  # 9 + 25 communes × 2 + 2 in grassroots bodies
    }
    (total,) = feeds(run, f"{SHEET}!$D$5")["cells"]
    assert total["sex"] == "_T"
    totals = feeds(run, f"{SHEET}!D5")["values"]
    parts = {(row["indicator"], row["part"]) for row in totals}
    assert ("party_committee_women_share", "denominator") in parts
    assert ("party_committee_seats_filled_share", "numerator") in parts


def test_a_communes_cell_enters_the_sums_of_its_district_and_province(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", filled(tmp_path / "f.xlsx"), "--json")
    found = feeds(run, f"{COMMUNES}!D6")
    (cell,) = found["cells"]
    told = values(found, "party_committee_women_share")
    assert ("numerator", "unit", cell["unit_id"], "commune", "2024-S1", 2, 4) in told
    assert ("numerator", "total", "218@2020", "commune", "2024-S1", 50, 100) in told
    assert ("numerator", "total", "24@2020", "commune", "2024-S1", 50, 100) in told


def test_explain_leads_back_to_the_cell(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", filled(tmp_path / "f.xlsx"), "--json")
    behind = run.json("indicators", "explain", "party_committee_women_share", *OF, "--level", "commune", "--json")
    for cell in (behind[0], behind[-1]):
        found = feeds(run, f"{cell['sheet']}!{cell['cell']}")
        assert [(c["element"], c["sex"], c["value"]) for c in found["cells"]] == [(cell["element"], cell["sex"], cell["value"])]
        assert "218@2020" in {row["unit_id"] for row in found["values"] if row["indicator"] == "party_committee_women_share"}


def test_a_cell_that_does_not_count_says_which_does(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", filled(tmp_path / "form.xlsx"), "--json")
    run.json("etl", "load", table(tmp_path / "part.xlsx", (COMMITTEE, 41, 11)), "--correction", "--json")
    found = feeds(run, f"{SHEET}!E5")
    assert found["values"] == []
    assert [(c["shown"], c["instead"]["file"], c["instead"]["cell"], c["instead"]["value"]) for c in found["cells"]] == [
        (False, "part.xlsx", "C4", 11)
    ]
    assert "Không được tính; được tính là “part.xlsx”" in run("indicators", "feeds", f"{SHEET}!E5", *OF).stdout
    run.json("etl", "withdraw", *OF, "--reason", "thử", "--json")
    (ended,) = feeds(run, f"{SHEET}!E5", *OF, "--version", "1")["cells"]
    assert (ended["shown"], ended["instead"]) == (False, None)
    assert feeds(run, f"{SHEET}!E5")["cells"] == []


def test_of_a_term_the_latest_report_counts(run: CommandLine, tmp_path: Path) -> None:
    first = filled(tmp_path / "a.xlsx", change=set_cell(TERMS, "C5", 5))
    run.json("etl", "load", first, filled(tmp_path / "b.xlsx", period="2024"), "--json")
    (early,) = feeds(run, f"{TERMS}!C5")["cells"]
    assert (early["value"], early["shown"], early["instead"]["period"]) == (5, False, "2024")
    late = feeds(run, f"{TERMS}!C5", "--unit", "218", "--period", "2024")
    assert late["cells"][0]["shown"]
    assert {row["term"] for row in late["values"]} == {early["term"]}


def test_a_cell_that_is_none_or_not_published(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", filled(tmp_path / "f.xlsx"), "--json")
    assert run("indicators", "feeds", "D5", *OF).returncode == 2
    for cell in (f"{SHEET}!Z99", "II.4 Vấn đề nổi cộm!C5"):  # nothing there; cases of violence
        assert feeds(run, cell) == {"cells": [], "values": []}
        assert "Không đọc số liệu nào từ ô" in run("indicators", "feeds", cell, *OF).stdout
