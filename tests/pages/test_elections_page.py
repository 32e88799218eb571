"""The page of elections: without data it explains itself, with data its numbers hang together."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from catalogue import definitions
from indicators.progress.requirement import needed
from tests.pages.opening import open_page, tables

CHANCE_TITLE = "Cần bao nhiêu nữ ứng cử?"


def cards(page: AppTest) -> dict[str, tuple[str, str]]:
    return {metric.label: (metric.value, metric.delta) for metric in page.metric}


def whole(text: str) -> int:
    return int(text.replace(".", ""))


@pytest.mark.parametrize("body", ["peoples_council", "national_assembly", "party_committee"])
def test_without_reports_every_gap_explains_itself(home: Path, body: str) -> None:
    page = open_page("elections.py", co_quan=body)
    assert page.title[0].value == "Bầu cử, đại hội"
    assert page.info


def test_the_commune_councils(full: Path) -> None:
    page = open_page("elections.py")
    told = cards(page)
    share, counts = told["Trúng cử"]
    women, total = (whole(part) for part in counts.split(",")[0].split("/"))
    assert share == f"{100 * women / total:.1f}%".replace(".", ",")
    assert told["Kỳ bầu cử hoặc đại hội tới"][0] == "31/05/2031"
    assert CHANCE_TITLE in [header.value for header in page.header]
    assert whole(told["Cần nữ trúng cử"][0]) == needed(">=", 30, total)
    assert whole(told["Cần nữ ứng cử"][0]) > whole(told["Cần nữ trúng cử"][0])
    assert "Tỷ lệ trúng cử" in "\n".join(str(m.value) for m in page.markdown)


def test_missing_women_are_those_needed_less_those_there(full: Path) -> None:
    page = open_page("elections.py")
    table = tables(page)[0]
    for row in table.to_dict("records"):
        women = whole(row["Nữ/tổng số"].split("/")[0])
        assert whole(row["Còn thiếu"]) == max(0, whole(row["Cần"]) - women)
    lists = tables(page)[1]
    assert set(lists["Cấp"]) == {"Cấp tỉnh", "Cấp xã"}
    assert set(lists["Yêu cầu"]) == {"≥ 35%"}


def test_a_surer_goal_takes_more_candidates_and_goes_into_the_link(full: Path) -> None:
    page = open_page("elections.py", kha_nang="50")
    lower = whole(cards(page)["Cần nữ ứng cử"][0])
    page.query_params["kha_nang"] = "95"
    page.run()
    assert whole(cards(page)["Cần nữ ứng cử"][0]) > lower


def test_party_committees_have_no_candidates(full: Path) -> None:
    page = open_page("elections.py", co_quan="party_committee")
    assert CHANCE_TITLE not in [header.value for header in page.header]
    assert any("không có danh sách" in info.value for info in page.info)
    assert "Cấp ủy đầu nhiệm kỳ" in cards(page)


def test_every_term_and_level_of_every_body_can_be_seen(full: Path) -> None:
    for body in definitions.load().funnels:
        page = open_page("elections.py", co_quan=body)
        for term in list(page.selectbox(key="link_nhiem_ky").options):
            page.selectbox(key="link_nhiem_ky").select(term).run()
            for level in list(page.selectbox(key="link_cap").options):
                page.selectbox(key="link_cap").select(level).run()
                assert not page.exception, (body, term, level)
                assert not page.error, (body, term, level)
                assert page.metric, (body, term, level)


def test_one_district_and_english(full: Path) -> None:
    every, one = open_page("elections.py"), open_page("elections.py", huyen="218", lang="en")
    assert one.title[0].value == "Elections and congresses"
    assert whole(cards(every)["Trúng cử"][1].split("/")[0]) > int(cards(one)["Elected"][1].split("/")[0])
