"""Every page, run by Streamlit's own test harness: without reports, with one unit, with everything."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from presentation import data
from presentation.navigation import PAGES
from tests.conftest import CommandLine
from tests.pages.opening import UI, open_page, tables, texts
from tests.workbooks import filled

FILES = [page.file for page in PAGES]
TOPICS = ["party_committees.py", "elected_bodies.py", "leadership.py", "planning.py", "activities.py", "hot_issues.py"]


@pytest.mark.parametrize("file", FILES)
def test_without_reports(home: Path, file: str) -> None:
    page = open_page(file)
    assert page.title[0].value
    assert not page.error
    assert "SỐ LIỆU MINH HỌA" not in texts(page)
    assert "minh họa" not in "".join(str(w.value) for w in page.warning)


@pytest.mark.parametrize("file", FILES)
def test_with_one_unit(with_one_report: Path, file: str) -> None:
    page = open_page(file)
    assert not page.error
    assert "minh họa" not in "".join(str(w.value) for w in page.warning)


@pytest.mark.parametrize("file", FILES)
def test_with_everything_and_marked(full: Path, file: str) -> None:
    page = open_page(file)
    assert not page.error
    assert "Có số liệu minh họa" in page.warning[0].value


def test_one_real_form_reaches_the_page(with_one_report: Path) -> None:
    page = open_page("party_committees.py", cap="district", ky="2024-S1")
    metrics = {metric.label: (metric.value, metric.delta) for metric in page.metric}
    assert metrics["6 tháng đầu năm 2024"] == ("22,0%", "9/41")
    assert metrics["Đơn vị có số liệu"][0] == "1/10"
    table = tables(page)[0]
    row = table[table["Đơn vị"] == "Huyện Lục Nam"].iloc[0]
    assert (row["Nữ"], row["Tổng số"], row["Giá trị"]) == ("9", "41", "22,0")
    missing = table[table["Đơn vị"] == "Huyện Tân Yên"].iloc[0]
    assert (missing["Giá trị"], missing["Tình trạng"]) == ("…", "Chưa có số liệu")


def test_a_new_snapshot_shows_without_a_restart(run: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run.json("etl", "load", filled(tmp_path / "one.xlsx"), "--json")
    page = open_page("party_committees.py", cap="district", ky="2024-S1")
    assert {m.delta for m in page.metric} >= {"9/41"}

    def correct(book: Any) -> None:
        book["II.3.2 Cấp huyện"]["E5"] = 12

    run.json("etl", "load", filled(tmp_path / "two.xlsx", change=correct), "--json")
    monkeypatch.setattr(data, "_seen", (-1.0, ""))
    page.run()
    assert {m.delta for m in page.metric} >= {"12/41"}


@pytest.mark.parametrize("file", TOPICS)
def test_every_choice_of_a_topic_page_shows_something(full: Path, file: str) -> None:
    page = open_page(file)
    for indicator in list(page.selectbox(key="link_chi_so").options):
        page.selectbox(key="link_chi_so").select(indicator).run()
        assert not page.exception, indicator
        assert page.metric, indicator


def test_filters_write_the_link_and_the_link_sets_filters(full: Path) -> None:
    page = open_page("party_committees.py", cap="district", ky="2024", huyen="218")
    assert page.selectbox(key="link_cap").value == "district"
    assert page.selectbox(key="link_huyen").value == "218"
    page.selectbox(key="link_huyen").select("Huyện Tân Yên").run()
    assert page.query_params["huyen"] == "216"
    page.selectbox(key="link_huyen").select("Tất cả").run()
    assert "huyen" not in page.query_params


def test_an_unknown_link_is_said_and_never_silently_widened(full: Path) -> None:
    page = open_page("party_committees.py", huyen="999")
    assert any("huyen=999" in warning.value for warning in page.warning)


def test_a_number_is_explained_down_to_its_cell(full: Path) -> None:
    page = open_page("party_committees.py", cap="district", ky="2024-S1", nguon="218@2020")
    cells = tables(page)[-1]
    assert set(cells["Ô"]) == {"D5", "E5"}
    assert set(cells["Trang"]) == {"II.3.2 Cấp huyện"}


def test_english(full: Path) -> None:
    page = open_page("party_committees.py", lang="en")
    assert page.title[0].value == "Party committees"
    assert "Demonstration data" in page.warning[0].value


def test_no_snapshot_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VSTBPN_HOME", str(tmp_path / "nothing"))
    page = AppTest.from_file(str(UI), default_timeout=30).run()
    assert "python -m etl init" in page.error[0].value


def test_a_corrupt_snapshot_is_explained(home: Path) -> None:
    current = (home / "snapshots" / "CURRENT").read_text().strip()
    (home / "snapshots" / f"{current}.duckdb").write_bytes(b"garbage" * 1000)
    data.forget()  # other tests opened the same snapshot elsewhere
    page = AppTest.from_file(str(UI), default_timeout=30).run()
    assert "python -m etl publish" in page.error[0].value
