"""Versions: who, when, why; withdrawn and brought back; every past state is told again exactly."""

import datetime as dt
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from catalogue.clock import office_now
from catalogue.definitions import Definitions
from indicators.compute import compute
from indicators.explain import explain
from indicators.query import Query
from store import connection as db
from store import snapshot
from store.rounds import reports
from tests.conftest import CommandLine
from tests.integration.test_load import set_cell
from tests.integration.test_parts import COMMITTEE, COUNCIL, STANDING, counts, in_force, outcome, table
from tests.workbooks import filled

OF = ("--unit", "218", "--period", "2024-S1")
WOMEN = ("II.3.2 Cấp huyện", "E5")


def state(known: Definitions, as_of: dt.datetime | None = None) -> Any:
    """All that is said: values of the unit and in total, the cells behind them, the round."""
    asked = (
        "party_committee_women_share",
        "standing_committee_women_share",
        "peoples_council_women_share",
        "report_timeliness",
    )
    said: dict[str, Any] = {}
    with db.reading(snapshot.current()).connect() as connection:
        for name in asked:
            of_unit = Query.parse(known, name, by="unit,level,period", where=("unit=218@2020",), as_of=as_of)
            in_total = Query.parse(known, name, by="level,period", as_of=as_of)
            cells = Query.parse(known, name, by="unit", where=("unit=218@2020", "period=2024-S1"), as_of=as_of)
            said[name] = [compute(connection, known, query).to_pylist() for query in (of_unit, in_total)]
            said[name].append(explain(connection, known, cells).to_pylist())
        said["round"] = reports(connection, "2024-S1", as_of or office_now()).to_pylist()
    return said


def test_every_past_state_is_told_again_exactly(run: CommandLine, known: Definitions, tmp_path: Path) -> None:
    before = filled(tmp_path / "one.xlsx")
    steps: list[tuple[Any, ...]] = [
        ("load", before, "--received", "2024-06-03"),
        ("load", filled(tmp_path / "two.xlsx", change=set_cell(*WOMEN, 10))),
        ("load", table(tmp_path / "wrong.xlsx", (COMMITTEE, 41, 12))),
        ("load", table(tmp_path / "part.xlsx", (COMMITTEE, 41, 11), (STANDING, 4, 2)), "--correction"),
        ("withdraw", *OF, "--version", "2", "--reason", "nhầm tệp"),
        ("withdraw", *OF, "--reason", "nhầm kỳ"),
        ("load", before),
        ("reinstate", *OF, "--version", "1", "--reason", "phiên bản đúng"),
        ("reinstate", *OF, "--version", "2", "--reason", "không, là phiên bản này"),
    ]
    told: list[tuple[dt.datetime, Any]] = [(office_now(), state(known))]
    statuses = []
    for step in steps:
        statuses.append(run("etl", *step).returncode)
        told.append((office_now(), state(known)))
    assert statuses == [0, 0, 1, 0, 0, 0, 1, 0, 0]
    women = [
        row["numerator"]
        for _, said in told
        for row in said["party_committee_women_share"][0]
        if (row["level"], row["period"]) == ("district", "2024-S1")
    ]
    assert women == [None, 9, 10, 10, 11, 11, None, None, 9, 10]
    on_time = [row["numerator"] for _, said in told for row in said["report_timeliness"][0] if row["period"] == "2024-S1"]
    assert on_time == [0, 1, 1, 1, 1, 1, 0, 0, 1, 1]
    for at, said in told:
        assert state(known, at) == said, at
    history = run.json("etl", "history", *OF, "--json")
    assert [(v["version"], v["state"], v["note"]) for v in history] == [
        (1, "replaced", None), (2, "withdrawn", None), (3, "withdrawn", None),
        (4, "replaced", "khôi phục phiên bản 1"), (5, "in_force", "khôi phục phiên bản 2"),
    ]  # fmt: skip


def test_history_says_who_sent_a_version_and_why(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", filled(tmp_path / "f.xlsx"), "--by", "Nguyễn Văn An", "--note", "bản gửi qua thư", "--json")
    run.json("etl", "withdraw", *OF, "--reason", "gửi nhầm", "--by", "Trần Thị Bình", "--json")
    (version,) = run.json("etl", "history", *OF, "--json")
    assert (version["sent_by"], version["note"], version["state"]) == ("Nguyễn Văn An", "bản gửi qua thư", "withdrawn")
    assert (version["withdrawn_by"], version["withdrawn_reason"]) == ("Trần Thị Bình", "gửi nhầm")
    assert version["withdrawn_at"] == version["recorded_to"]
    shown = run("etl", "history", *OF).stdout
    assert "gửi nhầm" in shown
    assert "Nguyễn Văn An" in shown


def test_what_is_withdrawn_comes_back_only_by_reinstating(run: CommandLine, tmp_path: Path) -> None:
    first, second = filled(tmp_path / "one.xlsx"), filled(tmp_path / "two.xlsx", change=set_cell(*WOMEN, 10))
    run.json("etl", "load", first, "--json")
    run.json("etl", "load", second, "--json")
    done = run.json("etl", "withdraw", *OF, "--version", "2", "--reason", "sai", "--json")
    assert done["versions"] == [2]
    assert in_force(run) == []
    assert counts(run, "party_committee_women_share")[2] == "missing"
    for file, code in ((second, "version_withdrawn"), (first, "version_ended")):
        refused = run.json("etl", "load", file, "--json", status=1)
        errors = [p for p in refused["files"][0]["problems"] if p["severity"] == "error"]
        assert [p["code"] for p in errors] == [code]
        assert "reinstate" in errors[0]["message"]
    again = run.json("etl", "reinstate", *OF, "--version", "2", "--reason", "đúng", "--json")
    assert (again["version"], again["restores"]) == (3, 2)
    assert counts(run, "party_committee_women_share") == (10, 41, "value")
    assert outcome(run.json("etl", "load", second, "--json")) == [("unchanged", 3)]


def test_one_part_is_withdrawn_the_others_stay(run: CommandLine, tmp_path: Path) -> None:
    party, council = table(tmp_path / "a.xlsx", (COMMITTEE, 41, 9)), table(tmp_path / "b.xlsx", (COUNCIL, 35, 10))
    run.json("etl", "load", party, council, "--json")
    run.json("etl", "withdraw", *OF, "--version", "1", "--reason", "sai", "--json")
    assert counts(run, "party_committee_women_share")[2] == "missing"
    assert counts(run, "peoples_council_women_share") == (10, 35, "value")
    run.json("etl", "load", table(tmp_path / "c.xlsx", (COMMITTEE, 41, 8)), "--json")
    refused = run("etl", "reinstate", *OF, "--version", "1", "--reason", "đúng")
    assert refused.returncode == 1
    assert "mâu thuẫn với tệp “c.xlsx”" in refused.stderr
    run.json("etl", "withdraw", *OF, "--version", "3", "--reason", "sai", "--json")
    run.json("etl", "reinstate", *OF, "--version", "1", "--reason", "đúng", "--json")
    assert in_force(run) == [2, 4]
    assert counts(run, "party_committee_women_share") == (9, 41, "value")


def test_a_withdrawn_report_does_not_let_the_demonstration_show_again(
    on_full: CommandLine, copy_of: Any, tmp_path: Path
) -> None:
    mine = CommandLine(copy_of(on_full.home))
    invented = counts(mine, "party_committee_women_share")
    before = office_now()
    mine.json("etl", "load", table(tmp_path / "f.xlsx", (COMMITTEE, 41, 9)), "--json")
    mine.json("etl", "withdraw", *OF, "--reason", "sai", "--json")
    assert counts(mine, "party_committee_women_share")[2] == "missing"
    assert counts(mine, "party_committee_women_share", "--as-of", before.isoformat()) == invented


@pytest.mark.parametrize("command", [
    ("withdraw", *OF, "--reason", "x"), ("withdraw", *OF, "--version", "7", "--reason", "x"),
    ("reinstate", *OF, "--version", "1", "--reason", "x"), ("withdraw", "--unit", "218", "--period", "2031", "--reason", "x"),
    ("withdraw", *OF),
])  # fmt: skip
def test_what_cannot_be_done_is_said_and_changes_nothing(run: CommandLine, command: tuple[str, ...]) -> None:
    before = (run.home / "snapshots" / "CURRENT").read_text()
    done: subprocess.CompletedProcess[str] = run("etl", *command)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert (run.home / "snapshots" / "CURRENT").read_text() == before


def test_json_is_all_that_is_printed(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", filled(tmp_path / "f.xlsx"), "--json")
    done = run("etl", "withdraw", *OF, "--reason", "sai", "--json")
    assert set(json.loads(done.stdout)) == {"unit_id", "period", "versions", "snapshot"}


def test_a_store_of_an_earlier_release_gets_what_it_lacks(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", filled(tmp_path / "f.xlsx"), "--json")
    with db.store() as connection, connection.begin():
        for column in ("partial", "sent_by", "note"):
            connection.exec_driver_sql(f"ALTER TABLE submission DROP COLUMN {column}")
        for table_name in ("submission_event", "required_cell", "precedence"):
            connection.exec_driver_sql(f"DROP TABLE {table_name}")
        connection.exec_driver_sql("UPDATE setting SET value = '' WHERE name = 'schema'")
    assert run("etl", "publish").returncode == 0
    assert counts(run, "party_committee_women_share") == (9, 41, "value")
    run.json("etl", "load", filled(tmp_path / "g.xlsx", change=set_cell(*WOMEN, 10)), "--by", "An", "--json")
    versions = run.json("etl", "history", *OF, "--json")
    assert [(v["partial"], v["sent_by"], v["state"]) for v in versions] == [
        (False, None, "replaced"),
        (False, "An", "in_force"),
    ]
