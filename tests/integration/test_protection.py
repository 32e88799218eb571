"""Small counts of violence are in no public file, follow from nothing that is, and whoever may read them finds them all."""

import csv
import io
import json
import shutil
import stat
import struct
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, select

from catalogue.definitions import Definitions
from indicators.changes import changes
from indicators.compute import compute
from indicators.query import Query
from store import connection as db
from store import full, past, snapshot
from store.schema import meta, observation, protected_total, series, unit_value
from tests.conftest import CommandLine
from tests.violence import CASES, PERIOD, SHEET, asking, reported

TELLTALE = 7919  # a count of cases that stands nowhere else


def load(run: CommandLine, *files: Path) -> dict[str, Any]:
    found: dict[str, Any] = run.json("etl", "load", *files, "--json")
    assert {file["status"] for file in found["files"]} <= {"loaded", "replaced"}, found
    return found


def everything(connection: Connection) -> list[tuple[str, tuple[Any, ...]]]:
    """Every row of every table."""
    names = inspect(connection).get_table_names()
    return [(name, tuple(row)) for name in names for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')]  # noqa: S608


def by_unit(rows: list[dict[str, Any]]) -> dict[str, tuple[str, float | None]]:
    return {row["unit_id"]: (row["state"], row["value"]) for row in rows}


def test_what_is_suppressed_is_nowhere_in_the_public_file(run: CommandLine, tmp_path: Path) -> None:
    """216 has 2 cases: they are small. 218 has as many as would give them away beside the total, so that these are hidden too."""
    load(run, reported(tmp_path, "216", 2), reported(tmp_path, "218", TELLTALE))
    ask = asking(run, "domestic_violence_cases")
    assert by_unit(ask("unit")) | {"216@2020": ("suppressed", None), "218@2020": ("suppressed", None)} == by_unit(ask("unit"))
    (total,) = ask("", "--where", "level=district")
    assert (total["state"], total["value"], total["units_reported"]) == ("value", TELLTALE + 2, 2)
    public = snapshot.current()
    with db.reading(public).connect() as connection:
        rows = everything(connection)
        assert connection.execute(select(protected_total.c.numerator)).scalars().all().count(TELLTALE + 2) >= 1
    assert len(rows) > 1000
    told = [(name, row) for name, row in rows if any(value == TELLTALE or str(TELLTALE) in str(value) for value in row)]
    assert not told
    assert struct.pack("<d", TELLTALE) not in public.read_bytes()
    beside = full.beside(public)
    assert struct.pack("<d", TELLTALE) in beside.read_bytes()
    assert stat.S_IMODE(beside.stat().st_mode) == 0o600
    assert by_unit(ask("unit", "--unsuppressed"))["218@2020"] == ("value", TELLTALE)


def test_no_raw_cell_of_a_sensitive_element_is_public(on_full: CommandLine, full_home: Path, known: Definitions) -> None:
    pointer = (full_home / "snapshots" / "CURRENT").read_text().strip()
    public = full_home / "snapshots" / f"{pointer}.duckdb"
    sensitive = list(known.sensitive_elements)
    with db.reading(public).connect() as connection:
        assert not connection.execute(select(series).where(series.c.element.in_(sensitive))).all()
        v = unit_value.c
        rows = connection.execute(select(unit_value).where(v.indicator.in_(list(known.sensitive)))).mappings().all()
        facts = {row.name: row.value for row in connection.execute(select(meta))}
    states = {row["state"] for row in rows}
    assert {"value", "suppressed"} <= states
    hidden = [row for row in rows if row["state"] == "suppressed"]
    assert len(hidden) > 1000
    assert all(row[name] is None for row in hidden for name in ("numerator", "denominator", "share", "size"))
    assert all(row["size"] is None for row in rows), "a size may be the count itself"
    small = [row for row in rows if row["numerator"] in (1, 2, 3, 4) or row["denominator"] in (1, 2, 3, 4)]
    assert not small
    assert int(facts["protected_primary"]) > 1000
    assert float(facts["protected_narrowest"]) >= 3
    with full.reading(public, full.FULL).connect() as connection:
        raw = connection.execute(select(unit_value).where(v.indicator.in_(list(known.sensitive)))).mappings().all()
        cells = connection.execute(select(observation).join(series, series.c.series_id == observation.c.series_id)
                                   .where(series.c.element.in_(sensitive))).all()  # fmt: skip
    assert len(raw) == len(rows)
    assert {row["state"] for row in raw} == states - {"suppressed"}
    assert len(cells) > 1000


def test_whatever_is_asked_a_group_with_a_hidden_unit_is_never_summed_from_the_rest(
    full_home: Path, known: Definitions
) -> None:
    """Lists of units, districts, kinds, levels, maps: either exactly a total that may be shown, or suppressed."""
    pointer = (full_home / "snapshots" / "CURRENT").read_text().strip()
    public = full_home / "snapshots" / f"{pointer}.duckdb"
    name, period = "violence_victims", "2025"
    asked: list[Query] = [
        Query(name, by=by, periods=(period,)) for by in ((), ("level",), ("district",), ("district", "level"))
    ]
    asked += [Query(name, by=("level",), periods=(period,), kinds=(kind,)) for kind in ("so", "dang", "doan_the")]
    with db.reading(public).connect() as shown, full.reading(public, full.FULL).connect() as raw:
        units = compute(raw, known, Query(name, by=("unit",), levels=("commune",), periods=(period,))).to_pylist()
        states = {row["unit_id"]: row["state"] for row in
                  compute(shown, known, Query(name, by=("unit",), levels=("commune",), periods=(period,))).to_pylist()}  # fmt: skip
        values = {row["unit_id"]: row["value"] for row in units if row["state"] == "value"}
        pairs = list(combinations(sorted(values)[:12], 2))
        for pair in pairs:
            (row,) = compute(shown, known, Query(name, units=pair, periods=(period,))).to_pylist()
            hidden = [unit for unit in pair if states[unit] == "suppressed"]
            assert (row["state"] == "suppressed") == bool(hidden), pair
            assert row["value"] == (None if hidden else sum(values[unit] for unit in pair))
            assert (row["lower"], row["upper"]) == ((None, None) if hidden else (row["value"], row["value"]))
        suppressed = checked = 0
        for query in asked:
            told = {tuple(row[k] for k in ("unit_id", "level", "district_id", "period")): row
                    for row in compute(raw, known, query).to_pylist()}  # fmt: skip
            for row in compute(shown, known, query).to_pylist():
                truth = told[tuple(row[k] for k in ("unit_id", "level", "district_id", "period"))]
                assert row["units_reported"] == truth["units_reported"], "coverage is told in any case"
                suppressed += row["state"] == "suppressed"
                checked += 1
                assert row["state"] == "suppressed" or row["value"] == truth["value"]
    assert checked > 20
    assert any(state == "suppressed" for state in states.values())


def test_what_a_share_would_give_away_is_hidden_with_it(run: CommandLine, tmp_path: Path) -> None:
    """12 victims, 10 women: the share tells 2 men. One of the three figures goes, and the share with it."""
    load(run, reported(tmp_path, "216", 0, (12, 10, 0, 0)), reported(tmp_path, "218", 0, (30, 20, 0, 0)))
    found = {name: by_unit(asking(run, name)("unit"))["216@2020"][0] for name in
             ("violence_victims", "violence_victims_women", "violence_victims_women_share")}  # fmt: skip
    assert found["violence_victims_women_share"] == "suppressed"
    assert "suppressed" in (found["violence_victims"], found["violence_victims_women"])
    (share,) = asking(run, "violence_victims_women_share")("unit", "--where", "unit=216", "--unsuppressed")
    assert share["value"] == pytest.approx(100 * 10 / 12)


def test_the_second_half_of_a_year_does_not_follow_from_the_first(run: CommandLine, tmp_path: Path) -> None:
    load(run, reported(tmp_path, "216", 9), reported(tmp_path, "218", 30))
    assert by_unit(asking(run, "domestic_violence_cases")("unit"))["216@2020"] == ("value", 9)
    load(run, reported(tmp_path, "216", 11, period="2024"), reported(tmp_path, "218", 70, period="2024"))
    assert by_unit(asking(run, "domestic_violence_cases", "2024")("unit"))["216@2020"] == ("suppressed", None), "11 - 9 = 2"
    assert by_unit(asking(run, "domestic_violence_cases")("unit"))["216@2020"] == ("value", 9), "shown before"


def test_a_later_publication_does_not_disclose_by_difference(run: CommandLine, tmp_path: Path) -> None:
    """19 over three districts was shown; with a fourth, 22 would tell that it has 3. Without the memory it is shown."""
    load(run, reported(tmp_path, "216", 2), reported(tmp_path, "218", 8), reported(tmp_path, "217", 9))
    ask = asking(run, "domestic_violence_cases")
    (total,) = ask("", "--where", "level=district")
    assert (total["state"], total["value"]) == ("value", 19)
    forgetful = CommandLine(Path(shutil.copytree(run.home, tmp_path / "forgetful")))
    later = reported(tmp_path, "223", 3)
    load(run, later)
    (total,) = ask("", "--where", "level=district")
    assert (total["state"], total["value"], total["units_reported"]) == ("suppressed", None, 4)
    assert by_unit(ask("unit"))["223@2020"] == ("suppressed", None)
    _forget(forgetful)
    load(forgetful, later)
    (total,) = asking(forgetful, "domestic_violence_cases")("", "--where", "level=district")
    assert (total["state"], total["value"]) == ("value", 22), "the test would not see it otherwise"


def _forget(run: CommandLine) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VSTBPN_HOME", str(run.home))
        with db.store() as connection, connection.begin():
            connection.exec_driver_sql("DELETE FROM released_cell")
            connection.exec_driver_sql("DELETE FROM pattern")


def test_a_correction_does_not_disclose_by_difference(run: CommandLine, tmp_path: Path, known: Definitions) -> None:
    """A corrected count is another count: with the total before and after, its old value must not tell the rest."""
    load(run, reported(tmp_path, "216", 2), reported(tmp_path, "218", 8), reported(tmp_path, "217", 9))
    before = snapshot.current()
    load(run, reported(tmp_path, "216", 3))
    (total,) = asking(run, "domestic_violence_cases")("", "--where", "level=district")
    assert total["state"] == "suppressed" or total["value"] == 20
    found = changes(known, past.resolve(before.stem), past.latest())
    assert not [one for one in found.values if one.indicator in known.sensitive and one.difference in (1, 2, 3, 4)]


def test_a_publication_whose_audit_fails_does_not_go_out(run: CommandLine, tmp_path: Path, known: Definitions) -> None:
    """Under a laxer rule 12 victims and 10 women were shown; under the stricter the 2 men are known from that."""
    data = Path(shutil.copytree(known.folder, tmp_path / "data"))
    rule = data / "protection.yaml"
    strict = rule.read_text(encoding="utf-8")
    rule.write_text(strict.replace("highest: 4", "highest: 1"), encoding="utf-8")
    lax = {"VSTBPN_DATA": str(data)}
    run.json("etl", "load", reported(tmp_path, "216", 0, (12, 10, 0, 0)), "--json", env=lax)
    before = snapshot.current_id()
    done = run("etl", "publish")
    assert done.returncode != 0
    assert "violence_victims 2024" in done.stderr
    assert snapshot.current_id() == before
    assert not list((run.home / "snapshots").glob("*.draft*"))
    assert run("indicators", "compute", "violence_victims").returncode == 0


def test_what_did_not_change_keeps_its_pattern(run: CommandLine, tmp_path: Path) -> None:
    load(run, reported(tmp_path, "216", 2), reported(tmp_path, "218", 8), reported(tmp_path, "217", 9))
    with db.store() as connection, connection.begin():
        kept = connection.exec_driver_sql("SELECT system, digest, suppressed FROM pattern ORDER BY system").all()
        released = connection.exec_driver_sql("SELECT count(*) FROM released_cell").scalar()
    assert run("etl", "publish").returncode == 0
    with db.store() as connection, connection.begin():
        assert connection.exec_driver_sql("SELECT system, digest, suppressed FROM pattern ORDER BY system").all() == kept
        assert connection.exec_driver_sql("SELECT count(*) FROM released_cell").scalar() == released
    ask = asking(run, "domestic_violence_cases")
    assert by_unit(ask("unit"))["216@2020"][0] == "suppressed"


def test_a_zero_is_shown_and_missing_is_not_suppressed(run: CommandLine, tmp_path: Path) -> None:
    load(run, reported(tmp_path, "216", 0), reported(tmp_path, "218", 3))
    rows = by_unit(asking(run, "domestic_violence_cases")("unit"))
    assert rows["216@2020"] == ("value", 0)
    assert rows["218@2020"] == ("suppressed", None)
    assert rows["217@2020"] == ("missing", None)
    assert by_unit(asking(run, "violence_victims_women_share")("unit"))["216@2020"] == ("not_applicable", None)


def test_zeros_are_hidden_where_the_rule_says_so(run: CommandLine, tmp_path: Path, known: Definitions) -> None:
    data = Path(shutil.copytree(known.folder, tmp_path / "data"))
    rule = data / "protection.yaml"
    rule.write_text(rule.read_text(encoding="utf-8").replace("zeros_shown: yes", "zeros_shown: no"), encoding="utf-8")
    env = {"VSTBPN_DATA": str(data)}
    run.json("etl", "load", reported(tmp_path, "216", 0), reported(tmp_path, "218", 30), "--json", env=env)
    done = run("indicators", "compute", "domestic_violence_cases", "--by", "unit", "--where", f"period={PERIOD}", "--format",
               "csv", env=env)  # fmt: skip
    rows = {row["unit_id"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    assert (rows["216@2020"]["state"], rows["216@2020"]["value"]) == ("suppressed", "")


def test_the_past_is_suppressed_for_the_public_and_told_to_those_who_may(run: CommandLine, tmp_path: Path) -> None:
    load(run, reported(tmp_path, "216", 2), reported(tmp_path, "218", 8), reported(tmp_path, "217", 9))
    ask, then = asking(run, "domestic_violence_cases"), ("--as-of", "2100-01-01")
    rows = by_unit(ask("unit", *then))
    assert rows["216@2020"] == rows["218@2020"] == ("suppressed", None)
    assert rows["223@2020"] == ("missing", None)
    (total,) = ask("", *then, "--where", "level=district")
    assert (total["state"], total["value"], total["units_reported"]) == ("suppressed", None, 3)
    assert by_unit(ask("unit", *then, "--unsuppressed"))["216@2020"] == ("value", 2)


def test_neither_explain_nor_feeds_tells_a_cell(run: CommandLine, tmp_path: Path) -> None:
    load(run, reported(tmp_path, "216", 2), reported(tmp_path, "218", 8))
    of = ("--unit", "216", "--period", PERIOD, "--json")
    explain = ("indicators", "explain", "domestic_violence_cases", *of)
    assert run.json(*explain) == []
    assert [row["value"] for row in run.json(*explain, "--unsuppressed")] == [2]
    feeds = ("indicators", "feeds", f"{SHEET}!{CASES}", *of)
    assert run.json(*feeds) == {"cells": [], "values": []}
    found = run.json(*feeds, "--unsuppressed")
    assert [cell["value"] for cell in found["cells"]] == [2]
    assert {value["value"] for value in found["values"]} >= {2, 10}


def test_the_two_files_come_and_go_together(run: CommandLine, copy_of: Callable[[Path], Path], tmp_path: Path) -> None:
    load(run, reported(tmp_path, "216", 2))
    names = {path.stem.removesuffix(".full") for path in (run.home / "snapshots").glob("*.duckdb")}
    for name in names:
        assert {path.name.removeprefix(name) for path in (run.home / "snapshots").glob(f"{name}*")} == {
            ".duckdb", ".full.duckdb", ".search", ".full.search"}  # fmt: skip
    snapshot.prune(1)
    left = {path.stem.removesuffix(".full") for path in (run.home / "snapshots").glob("2*")}
    assert left == {snapshot.current_id()}
    full.beside(snapshot.current()).unlink()
    assert run("indicators", "compute", "violence_victims").returncode == 0
    done = run("indicators", "compute", "violence_victims", "--unsuppressed")
    assert done.returncode != 0
    assert "full" in done.stderr
    assert run("etl", "publish", "--if-needed").returncode == 0
    assert run("indicators", "compute", "violence_victims", "--unsuppressed").returncode == 0


def test_a_backup_holds_both_files(run: CommandLine, tmp_path: Path) -> None:
    load(run, reported(tmp_path, "216", 2))
    kept = tmp_path / "kept.zip"
    assert run("etl", "backup", "--out", kept).returncode == 0
    other = CommandLine(tmp_path / "other")
    assert other("etl", "restore", kept).returncode == 0
    (beside,) = (tmp_path / "other" / "snapshots").glob("*.full.duckdb")
    assert stat.S_IMODE(beside.stat().st_mode) == 0o600
    rows = json.loads(other("indicators", "compute", "domestic_violence_cases", "--by", "unit", "--where", "unit=216",
                            "--where", f"period={PERIOD}", "--unsuppressed", "--format", "json").stdout)  # fmt: skip
    assert [row["value"] for row in rows] == [2]
