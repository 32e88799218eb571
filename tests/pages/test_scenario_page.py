"""Scenarios on the command line and on their page."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import CommandLine
from tests.pages.opening import open_page


def metrics(page: AppTest) -> dict[str, Any]:
    return {metric.label: metric.value for metric in page.metric}


def test_the_command_and_the_page_say_the_same(full: Path, on_full: CommandLine) -> None:
    told = on_full.json("indicators", "scenario", "--places", "3", "--women", "2", "--json")
    total = told["what_if"]["total"]
    page = open_page("scenario.py", cho="3", nu="2")
    said = metrics(page)
    assert said["Hiện nay"] == f"{total['before']['share']:.1f}%".replace(".", ",")
    assert said["Sau đó"] == f"{total['after']['share']:.1f}%".replace(".", ",")
    assert f"+{told['optimum']['women']}" in said.values()
    added = next(d.value for d in page.dataframe if "Thêm nữ" in d.value)
    assert sum(int(x) for x in added["Thêm nữ"]) == told["optimum"]["women"]
    rows = told["what_if"]["rows"]
    assert len(rows) == len(page.dataframe[0].value) == 99
    assert {row["state"] for row in rows} == {"value", "missing"}
    assert len(told["not_reported"]) == sum(row["women"] is None for row in rows) > 0


def test_the_plan_meets_the_targets_when_it_is_carried_out(on_full: CommandLine) -> None:
    told = on_full.json("indicators", "scenario", "--scope", "total", "--indicator", "peoples_council_women_share", "--json")
    then = told["optimum"]["after"]
    assert not told["optimum"]["infeasible"]
    for goal in told["targets"]:
        assert 100 * then["women"] / then["seats"] >= goal["required"]
    limited = on_full.json("indicators", "scenario", "--indicator", "peoples_council_women_share", "--most", "1", "--json")
    assert {one["reason"] for one in limited["optimum"]["infeasible"]} == {"limit"}
    assert all(one["women"] == 1 for one in limited["optimum"]["additions"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--places 3 --women 4", "4 nữ trong 3 vị trí"),
        ("--places 3", "--women"),
        ("--level province --places 500 --women 1", "500"),
        ("--level district", "district"),
        ("--level nowhere", "nowhere"),
        ("--indicator budget_spent", "budget_spent"),
        ("--targets ct35_2019_committee_women_15", "ct45_2025_committee_women_15"),
        ("--most -1", "-1"),
    ],
)
def test_wrong_usage_is_said(on_full: CommandLine, words: str, said: str) -> None:
    done = on_full("indicators", "scenario", *words.split())
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_table_of_the_command(on_full: CommandLine) -> None:
    done = on_full(
        "indicators", "scenario", "--level", "agency", "--places", "1", "--women", "1", "--lang", "en", "--most", "0"
    )
    assert done.returncode == 0, done.stderr
    assert "1 of the next 1 places" in done.stdout
    assert "Out of reach" in done.stdout


def test_the_link_holds_the_scenario(full: Path) -> None:
    page = open_page("scenario.py")
    page.slider(key="link_cho").set_value(5).run()
    page.slider(key="link_nu").set_value(4).run()
    page.selectbox(key="link_roi").select("Nữ (trường hợp xấu nhất)").run()
    page.selectbox(key="link_toi_da").select("Nhiều nhất 1").run()
    assert not page.exception
    link = page.code[0].value
    for part in ("cho=5", "nu=4", "roi=women", "toi_da=1"):
        assert part in link
    again = open_page("scenario.py", cho="5", nu="4", roi="women", toi_da="1")
    assert metrics(again) == metrics(page)
    assert any("Không thể đạt" in warning.value for warning in again.warning)


@pytest.mark.parametrize("value", ["99", "-1", "x", "2.5", "02"])
def test_a_link_out_of_range_is_said(full: Path, value: str) -> None:
    page = open_page("scenario.py", cho=value)
    assert any(f"cho={value}" in warning.value for warning in page.warning)
    assert page.slider(key="link_cho").value == 2


def test_every_body_and_level_shows_something(full: Path) -> None:
    page = open_page("scenario.py", lang="en")
    for body in list(page.selectbox(key="link_chi_so").options):
        page.selectbox(key="link_chi_so").select(body).run()
        for level in list(page.selectbox(key="link_cap").options):
            page.selectbox(key="link_cap").select(level).run()
            assert not page.exception, (body, level)
            assert page.metric, (body, level)


def test_without_reports(home: Path) -> None:
    page = open_page("scenario.py")
    assert page.info or page.metric
