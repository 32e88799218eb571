"""Targets over the whole line: from demonstration reports to statuses, by level, unit and day."""

import pytest

from catalogue.definitions import Definitions
from indicators.progress.requirement import needed
from indicators.progress.status import STATUSES
from tests.conftest import CommandLine

COMMITTEE = "ct45_2025_committee_women_15"


def test_a_total_is_recomputed_from_the_units_at_every_level(on_full: CommandLine) -> None:
    rows = on_full.json("indicators", "targets", "--target", COMMITTEE, "--json")
    units = on_full.json("indicators", "targets", "--target", COMMITTEE, "--by-unit", "--json")
    assert {row["level"] for row in rows} == {"province", "commune", "grassroots", "agency"}
    for row in rows:
        inside = [unit for unit in units if unit["level"] == row["level"]]
        told = [unit for unit in inside if unit["value"] is not None]
        assert row["numerator"] == sum(unit["numerator"] for unit in told)
        assert row["denominator"] == sum(unit["denominator"] for unit in told)
        assert row["value"] == pytest.approx(100 * row["numerator"] / row["denominator"])
        assert row["gap_of_units"] == sum(unit["gap"] for unit in told)
        assert row["units_met"] + row["units_missed"] + row["units_not_assessed"] == len(inside)
        assert row["gap"] <= row["gap_of_units"]
    commune = next(row for row in rows if row["level"] == "commune")
    assert commune["gap"] < commune["gap_of_units"]  # a surplus in one does not fill the gap in another


def test_every_status_prints_its_method_inputs_and_dates(on_full: CommandLine, known: Definitions) -> None:
    rows = on_full.json("indicators", "targets", "--json")
    assert {row["status"] for row in rows} <= set(STATUSES)
    for row in rows:
        assert row["method"] and row["version"] and row["judged_at"]
        assert {"numerator", "denominator", "lower", "upper", "units_reported", "units_expected", "pipeline"} <= set(
            row["inputs"]
        )
        assert row["reason"] or row["status"] != "not_assessed"
        target = known.targets[row["target"]]
        if target.comparator in (">=", ">") and row["denominator"] is not None and target.unit == "percent":
            assert row["needed"] == needed(target.comparator, target.value or 0, int(row["denominator"]))


def test_before_the_election_candidates_decide_and_after_it_the_result(on_full: CommandLine) -> None:
    aim = ("indicators", "targets", "--target", "hdnd_2026_women_elected_aim", "--json")
    before = {row["level"]: row for row in on_full.json(*aim, "--at", "2026-02-01")}
    assert before["province"]["status"].startswith("pipeline_")
    assert before["province"]["next_event"] == "2026-03-15"
    after = {row["level"]: row for row in on_full.json(*aim, "--at", "2026-11-20")}
    assert after["province"]["status"] in ("met", "missed")
    assert after["province"]["next_event"] == "2031-05-31"
    assert "district" not in after  # district councils ended before the term


def test_a_reminder_and_a_replaced_document_are_never_judged(on_full: CommandLine) -> None:
    rows = on_full.json("indicators", "targets", "--json")
    assert not [row for row in rows if row["target"] == "election_conclusion03_women_quota"]
    replaced = [row for row in rows if row["target"] == "ct35_2024_committee_women_15"]
    assert {(row["status"], row["reason"]) for row in replaced} == {("not_assessed", "replaced")}


def test_established_seats_are_an_option(on_full: CommandLine) -> None:
    ask = ("indicators", "targets", "--target", "nq26_committee_women_20_25_2030", "--json")
    filled = {row["level"]: row for row in on_full.json(*ask)}
    established = {row["level"]: row for row in on_full.json(*ask, "--seats", "established")}
    assert established["commune"]["denominator"] > filled["commune"]["denominator"]
    assert established["commune"]["numerator"] == filled["commune"]["numerator"]


def test_a_body_about_to_change_size(on_full: CommandLine) -> None:
    ask = ("indicators", "targets", "--target", COMMITTEE, "--unit", "07444", "--json")
    (now,) = [row for row in on_full.json(*ask) if row["level"] == "commune"]
    (then,) = [row for row in on_full.json(*ask, "--size", "7") if row["level"] == "commune"]
    assert (then["denominator"], then["needed"], then["numerator"]) == (7, 2, now["numerator"])
    assert on_full("indicators", "targets", "--size", "7").returncode == 2


def test_an_empty_office_says_why_nothing_is_judged(run: CommandLine) -> None:
    rows = run.json("indicators", "targets", "--unit", "07444", "--json")
    assert rows
    assert {row["status"] for row in rows} == {"not_assessed"}


def test_wrong_usage_names_what_is_allowed(on_full: CommandLine) -> None:
    done = on_full("indicators", "targets", "--target", "nothing")
    assert done.returncode == 2
    assert COMMITTEE in done.stderr
    assert on_full("indicators", "targets", "--by-unit").returncode == 2
