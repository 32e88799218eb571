"""A change of units loaded by the office: in force everywhere from then on, kept through a backup."""

from collections.abc import Callable
from pathlib import Path

import pytest

from catalogue import definitions
from tests.conftest import ROOT, CommandLine

EXAMPLE = ROOT / "docs" / "examples" / "boundaries.csv"


@pytest.fixture
def office(full_home: Path, copy_of: Callable[[Path], Path]) -> CommandLine:
    return CommandLine(copy_of(full_home))


def shares(office: CommandLine, *args: str) -> dict[str, dict[str, object]]:
    asked = ("--by", "unit,period", "--where", "level=commune", "--where", "period=2026-S1", "--format", "json")
    return {row["unit_id"]: row for row in office.json("indicators", "compute", "party_committee_women_share", *asked, *args)}


def test_a_future_merger_is_summed_a_split_left_out_and_the_file_kept(
    office: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VSTBPN_HOME", str(office.home))
    before = shares(office)
    assert "07246@2027-01" not in definitions.load().geography.units
    assert office.json("etl", "boundaries", EXAMPLE, "--dry-run", "--json")["status"] == "checked"
    done = office.json("etl", "boundaries", EXAMPLE, "--json")
    assert (done["status"], done["problems"]) == ("loaded", [])
    assert {unit["unit_id"] for unit in done["begun"]} >= {"07246@2027-01", "07999@2027-07"}
    assert "07246@2027-01" in definitions.load().geography.units, "a running process knows it"
    assert office.json("etl", "boundaries", EXAMPLE, "--json")["status"] == "unchanged"

    after = shares(office, "--boundaries", "2027-08-01")
    parts = [before[unit]["numerator"] for unit in ("07246@2025-07", "07264@2025-07")]
    assert after["07246@2027-01"]["numerator"] == sum(parts)  # type: ignore[arg-type]
    assert after["07282@2027-01"]["value"] == before["07282@2025-07"]["value"], "a new name changes nothing"
    assert (after["07288@2027-07"]["state"], after["07288@2027-07"]["reason"]) == ("missing", "split")
    assert shares(office) == before, "as reported nothing moved"
    assert office("etl", "status", "--period", "2026-S1").returncode == 0
    assert office("etl", "template", "--unit", "07282", "--period", "2026-S1", "--out", tmp_path / "f.xlsx").returncode == 0

    packed, other = tmp_path / "backup.zip", CommandLine(tmp_path / "other")
    assert office("etl", "backup", "--out", packed).returncode == 0
    restored = other("etl", "restore", packed)
    assert restored.returncode == 0, restored.stderr + restored.stdout
    assert shares(other, "--boundaries", "2027-08-01") == after


def test_a_wrong_file_is_told_whole_and_changes_nothing(office: CommandLine, tmp_path: Path) -> None:
    before = shares(office)
    wrong = tmp_path / "wrong.csv"
    text = EXAMPLE.read_text(encoding="utf-8")
    wrong.write_text(
        text.replace("07264@2025-07", "07264@2019").replace("07288@2025-07,07999", "07288@2019,07999"), encoding="utf-8"
    )
    done = office("etl", "boundaries", wrong)
    assert done.returncode == 1
    assert "Dòng 3, cột from_unit_id" in done.stdout
    assert "Dòng 6, cột from_unit_id" in done.stdout
    assert "Tệp chưa được nạp" in done.stdout
    assert not list((office.home / "boundaries").glob("*")) if (office.home / "boundaries").exists() else True
    assert shares(office) == before


def test_a_kept_file_that_was_altered_is_named(office: CommandLine) -> None:
    office.json("etl", "boundaries", EXAMPLE, "--json")
    (kept,) = (office.home / "boundaries").glob("*.csv")
    kept.write_bytes(kept.read_bytes() + b"\n")
    done = office("indicators", "list")
    assert done.returncode == 2
    assert kept.name in done.stderr
