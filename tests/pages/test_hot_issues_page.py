"""Violence and hot issues: what everyone sees, what only those who may read unsuppressed counts see."""

from pathlib import Path

import pytest

from catalogue.definitions import Definitions
from desk.people import anyone, local_officer
from presentation import access, data
from store.full import FULL, PUBLIC
from tests.pages.opening import open_page, tables, texts

VIEW = {"chi_so": "violence_victims", "cap": "commune", "ky": "2025", "theo": "don_vi"}
RULE = "Số từ 1 đến 4 không nêu"


@pytest.fixture
def unsuppressed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader whose role may read unsuppressed counts."""
    monkeypatch.setattr(data, "clearance", lambda: FULL)


def test_small_counts_are_a_sign_with_the_rule_beside_them(full: Path) -> None:
    page = open_page("hot_issues.py", **VIEW)
    table = tables(page)[0]
    hidden = table[table["Tình trạng"] == "Được bảo vệ"]
    assert len(hidden) > 20
    assert set(hidden["Giá trị"]) == {"■"}
    shown = table[table["Tình trạng"] == "Có số liệu"]["Giá trị"]
    assert {int(value) for value in shown}.isdisjoint({1, 2, 3, 4})
    assert any(RULE in caption.value for caption in page.caption)


def test_a_share_that_is_protected_says_so_in_its_card(full: Path) -> None:
    page = open_page("hot_issues.py", chi_so="child_abuse_victims_girls", cap="district", ky="2024-S1")
    cards = {metric.label: (metric.value, metric.delta) for metric in page.metric}
    value, under = cards["6 tháng đầu năm 2024"]
    assert (value, under) == ("■", "Được bảo vệ") or int(value) > 4


def test_who_may_read_all_counts_reads_them_and_is_told_not_to_hand_them_on(full: Path, unsuppressed: None) -> None:
    page = open_page("hot_issues.py", **VIEW)
    table = tables(page)[0]
    assert "Được bảo vệ" not in set(table["Tình trạng"])
    assert {"1", "2", "3", "4"} & set(table["Giá trị"])
    assert any("chỉ dùng trong nội bộ" in caption.value for caption in page.caption)


def test_what_is_kept_for_one_reader_is_never_shown_to_another(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same page, the same process: public, then unsuppressed, then public again."""
    first = tables(open_page("hot_issues.py", **VIEW))[0]
    with monkeypatch.context() as patch:
        patch.setattr(data, "clearance", lambda: FULL)
        second = tables(open_page("hot_issues.py", **VIEW))[0]
    third = tables(open_page("hot_issues.py", **VIEW))[0]
    assert first.equals(third)
    assert not first.equals(second)


def test_the_inspection_list_counts_violence_only_for_those_who_may(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = texts(open_page("inspection.py"))
    assert "Nhiều vụ bạo lực gia đình" not in said
    assert "Không gồm bạo lực gia đình" in said
    monkeypatch.setattr(data, "clearance", lambda: FULL)
    page = open_page("inspection.py")
    assert "Không gồm bạo lực gia đình" not in texts(page)
    assert any("Nhiều vụ bạo lực gia đình (%)" in frame.value.columns for frame in page.dataframe)


def test_texts_on_hot_issues_are_on_the_profile_only_for_those_who_may(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VSTBPN_OFFICER", "no")
    assert "nội bộ" not in texts(open_page("unit.py", ma="218@2020"))
    monkeypatch.setattr(data, "clearance", lambda: FULL)
    page = open_page("unit.py", ma="218@2020")
    assert any(header.value == "Bạo lực và vấn đề nổi cộm" for header in page.subheader)


def test_an_officer_reads_the_texts_but_counts_as_everyone(
    full: Path, known: Definitions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "who", lambda: local_officer(known))
    assert (data.cleared(data.current()), data.cleared(data.texts())) == (PUBLIC, FULL)
    monkeypatch.setattr(access, "who", lambda: anyone(known))
    assert (data.cleared(data.current()), data.cleared(data.texts())) == (PUBLIC, PUBLIC)
