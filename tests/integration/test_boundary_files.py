"""A change of units loaded by the office: in force everywhere from then on, kept through a backup."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogue import definitions
from catalogue.boundaries import sha256_of
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
    packed = office.home.parent / "backup.zip"
    kept.unlink()
    assert office("etl", "publish").returncode == 0
    assert office("etl", "backup", "--out", packed).returncode == 0
    kept.write_bytes(b"damaged")
    restored = office("etl", "restore", packed, "--replace")
    assert restored.returncode == 0, "a restore mends what no other command can read"
    assert office("indicators", "list").returncode == 0


def written(path: Path, *rows: str) -> Path:
    head = EXAMPLE.read_text(encoding="utf-8").splitlines()[0]
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    return path


def test_reports_follow_the_new_map_and_a_new_unit_can_be_split_again(office: CommandLine, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    with (data / "periods.csv").open("a", encoding="utf-8") as periods:
        periods.write("2027-S1,half_year,2027-01-01,2027-06-30,2027-06-10,2027-06-10,yes,no,a test\n")
    later = {"VSTBPN_DATA": str(data)}
    assert office("etl", "boundaries", EXAMPLE, env=later).returncode == 0
    table = office("etl", "status", "--period", "2027-S1", env=later).stdout
    assert "Phường Đồng Kỳ" in table
    assert "Xã Tam Tiến" not in table
    form = ("etl", "template", "--period", "2027-S1", "--out", tmp_path / "form.xlsx", "--unit")
    assert office(*form, "07246", env=later).returncode == 0
    assert office(*form, "07264", env=later).returncode == 2, "it ended"
    split = written(
        tmp_path / "split.csv",
        "2028-01-01,split_remainder,07246@2027-01,07246@2028,07246,Xã Xuân Lương,commune,24@2025-07,,,,,,no",
        "2028-01-01,split_off,07246@2027-01,07264@2028,07264,Xã Tam Tiến,commune,24@2025-07,,,,,,no",
    )
    assert office("etl", "boundaries", split, env=later).returncode == 0
    assert office("etl", "boundaries", split, env=later).returncode == 0
    office("etl", "publish")
    after = shares(office, "--boundaries", "2028-01-01")
    assert [after[name]["reason"] for name in ("07246@2028", "07264@2028")] == ["split", "split"]
    assert sorted(path.name[:10] for path in (office.home / "boundaries").iterdir()) == ["2027-01-01", "2028-01-01"]


def test_a_change_before_reports_that_speak_of_its_units_is_refused_with_all_else(office: CommandLine, tmp_path: Path) -> None:
    wrong = written(
        tmp_path / "early.csv",
        "2026-01-01,enlarged,07246@2025-07,07246@2026,07246,Xã Xuân Lương,commune,24@2025-07,,,,,,no",
        "2026-01-01,merged_into,07264@2025-07,07246@2026,,,,,,,,,,no",
        "01/01/2026,split_off,07288@2025-07,07999@2026,07999,Xã Ví Dụ,commune,24@2025-07,,,,,,perhaps",
        "2026-01-01,abolished,07282@1999,,,,,,,,,,,no",
    )
    done = office.json("etl", "boundaries", wrong, "--json", "--lang", "en", status=1)
    assert (done["status"], done["ended"], done["begun"]) == ("rejected", [], [])
    found = {(problem["code"], problem["line"]) for problem in done["problems"]}
    assert {("boundary_reported", 2), ("boundary_reported", 3), ("boundary_value", 4), ("boundary_unknown", 5)} <= found
    told = next(problem["message"] for problem in done["problems"] if problem["code"] == "boundary_reported")
    assert "2026-S1" in told
    assert not (office.home / "boundaries").exists()
    assert office("etl", "boundaries", tmp_path / "none.csv").returncode == 2


def test_what_a_killed_run_left_is_brought_to_an_end(office: CommandLine) -> None:
    """Killed while writing: a draft, which nobody reads. Killed after: a file in force, published by the next run."""
    content, folder = EXAMPLE.read_bytes(), office.home / "boundaries"
    folder.mkdir()
    name = f"2027-01-01-{sha256_of(content)[:16]}.csv"
    (folder / f"{name}.draft").write_bytes(content[:100])
    before = office.json("etl", "boundaries", EXAMPLE, "--dry-run", "--json")
    assert before["status"] == "checked"
    (folder / name).write_bytes(content)
    after = office.json("etl", "boundaries", EXAMPLE, "--json")
    assert after["status"] == "unchanged"
    assert after["snapshot"] != before["snapshot"]
    assert "07246@2027-01" in shares(office, "--boundaries", "2027-01-01")
