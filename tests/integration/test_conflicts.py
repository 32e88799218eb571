"""Sources that contradict each other are kept and shown, one by a declared order; nothing is averaged or summed."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from catalogue.definitions import Definitions
from catalogue.forms import Forms
from catalogue.paths import DATA
from store.series import Key, keys
from tests.conftest import CommandLine
from tests.integration.test_load import set_cell
from tests.integration.test_parts import COMMITTEE, table
from tests.workbooks import filled

PRINTED = "{id},Lục Nam,district,Bắc Giang,,party_committee,{level},member,in_office,share_of_persons,2020-2025,,,,{counts},,,,Báo cáo đại hội 2020,official\n"
TERM = ("--by", "unit,level,term", "--where", "unit=218", "--where", "term=2020-2025", "--format", "json")


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Definitions with printed figures of our own: of the district's committee, of its communes' committees together."""
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    with (folder / "published_figures.csv").open("a", encoding="utf-8") as lines:
        lines.write(PRINTED.format(id="F901", level="district", counts="12,41,29.27"))
        lines.write(PRINTED.format(id="F902", level="commune", counts="60,100,60.00"))
    monkeypatch.setenv("VSTBPN_DATA", str(folder))
    return folder


def of_kind(run: CommandLine, kind: str, *more: str) -> list[dict[str, Any]]:
    return [row for row in run.json("etl", "conflicts", "--unit", "218", "--json", *more) if row["kind"] == kind]


def shown(run: CommandLine) -> dict[str, tuple[Any, ...]]:
    rows = run.json("indicators", "compute", "party_committee_women_share", *TERM)
    return {row["level"]: (row["numerator"], row["denominator"], row["source"]) for row in rows}


def test_a_submission_stands_before_a_publication_and_both_are_shown(run: CommandLine, printed: Path, tmp_path: Path) -> None:
    run.json("etl", "load", filled(tmp_path / "f.xlsx"), "--json")
    assert shown(run)["district"] == (2, 4, "submission")
    (found,) = of_kind(run, "sources")
    assert (found["rule"], found["order"]) == ("sources", ["submission", "publication", "demonstration"])
    mine, other = found["shown"], found["other"]
    assert (mine["source"], mine["numerator"], mine["denominator"]) == ("submission", 2, 4)
    assert {(c["file"], c["version"], c["sheet"], c["value"]) for c in mine["cells"]} == {
        ("f.xlsx", 1, "II.3.2 Nhiệm kỳ", 2), ("f.xlsx", 1, "II.3.2 Nhiệm kỳ", 4)}  # fmt: skip
    assert (other["figure_id"], other["numerator"], other["denominator"], other["printed"]) == ("F901", 12, 41, "29.27")
    assert other["publication"] == "Báo cáo đại hội 2020"
    told = run("etl", "conflicts", "--unit", "218").stdout
    assert "F901" in told
    assert "theo thứ tự nguồn" in told


def test_the_order_of_sources_is_data(run: CommandLine, printed: Path, tmp_path: Path) -> None:
    path = printed / "precedence.yaml"
    order = "sources: [submission, publication, demonstration]"
    assert order in path.read_text(encoding="utf-8")
    path.write_text(
        path.read_text(encoding="utf-8").replace(order, "sources: [publication, submission, demonstration]"), encoding="utf-8"
    )
    run.json("etl", "load", filled(tmp_path / "f.xlsx"), "--json")
    assert shown(run)["district"] == (12, 41, "publication")
    (found,) = of_kind(run, "sources")
    assert (found["shown"]["figure_id"], found["other"]["source"]) == ("F901", "submission")


def test_a_printed_total_is_an_alternative_to_the_sum_over_communes(run: CommandLine, printed: Path, tmp_path: Path) -> None:
    run("etl", "publish")
    assert shown(run)["commune"] == (60, 100, "publication")  # nothing else is known
    run.json("etl", "load", filled(tmp_path / "f.xlsx"), "--json")
    assert shown(run)["commune"] == (50, 100, "submission")
    (found,) = of_kind(run, "total")
    mine, other = found["shown"], found["other"]
    assert (mine["source"], mine["numerator"], mine["denominator"], mine["units_reported"]) == ("sum", 50, 100, 25)
    assert (other["figure_id"], other["numerator"], other["denominator"]) == ("F902", 60, 100)


def test_what_agrees_to_the_printed_precision_is_no_conflict(run: CommandLine, printed: Path, tmp_path: Path) -> None:
    path = printed / "published_figures.csv"
    content = path.read_text(encoding="utf-8").replace("12,41,29.27", ",,50.0").replace("60,100,60.00", "50,100,50.00")
    path.write_text(content, encoding="utf-8")
    run.json("etl", "load", filled(tmp_path / "f.xlsx"), "--json")
    assert run.json("etl", "conflicts", "--unit", "218", "--json") == []


def test_of_two_reports_on_one_term_the_latest_is_shown(run: CommandLine, tmp_path: Path) -> None:
    early = filled(tmp_path / "half.xlsx", change=set_cell("II.3.2 Nhiệm kỳ", "C5", 5))
    run.json("etl", "load", early, filled(tmp_path / "year.xlsx", period="2024"), "--json")
    (found,) = of_kind(run, "term", "--period", "2024-S1")
    assert (found["element"], found["sex"], found["rule"]) == ("party_committee_elected", "_T", "latest_report")
    for side, file, period, value in (("shown", "year.xlsx", "2024", 4), ("other", "half.xlsx", "2024-S1", 5)):
        told = found[side]
        assert (told["file"], told["sent_for"], told["value"], told["cell"]) == (file, period, value, "C5")


def test_of_several_files_of_a_report_the_last_is_shown(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", filled(tmp_path / "form.xlsx"), "--json")
    before = run.json("etl", "history", "--unit", "218", "--json")[0]["recorded_from"]
    run.json("etl", "load", table(tmp_path / "part.xlsx", (COMMITTEE, 41, 11)), "--correction", "--json")
    (found,) = of_kind(run, "files")
    assert [(found[side]["file"], found[side]["value"]) for side in ("shown", "other")] == [("part.xlsx", 11), ("form.xlsx", 9)]
    assert of_kind(run, "files", "--as-of", before) == []


def test_no_cell_is_asked_of_two_units_in_one_period(known: Definitions, forms: Forms) -> None:
    """So a district's row on a commune and the commune's own report never speak of the same figure: none is counted twice."""
    for period in known.periods.values():
        told: dict[Key, str] = {}
        for unit, _ in forms.expected(period):
            for key in keys(forms.asked_cells(forms.instance(unit, period))):
                assert told.setdefault(key, unit.unit_id) == unit.unit_id, (period.period, key)
