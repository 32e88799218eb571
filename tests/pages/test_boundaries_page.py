"""Figures under the units of another day: the choice on every page, what cannot be known, links from another time."""

from pathlib import Path

import pytest

from presentation.navigation import PAGES
from tests.pages.opening import open_page, tables, texts


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_a_page_that_can_follow_a_map_offers_it_and_others_say_that_they_do_not(full: Path, page: object) -> None:
    shown = open_page(page.file, ranh_gioi="2025-03-01")
    offered = [box.value for box in shown.selectbox if box.key == "link_ranh_gioi"]
    assert offered == (["2025-03-01"] if page.on_maps else [])
    said = (
        "Số liệu tính theo đơn vị của bản đồ ngày 01/03/2025" if page.on_maps else "không tính lại theo bản đồ ngày 01/03/2025"
    )
    assert said in texts(shown)


def test_a_merger_is_summed_and_a_split_is_told_with_its_bounds(full: Path) -> None:
    page = open_page("party_committees.py", cap="district", ky="2023", ranh_gioi="2025-03-01")
    table = tables(page)[0].set_index("Đơn vị")
    assert "Huyện Yên Dũng" not in table.index
    assert (table.loc["Thành phố Bắc Giang", "Nữ"], table.loc["Thành phố Bắc Giang", "Tổng số"]) == ("21", "82")
    split = table.loc["Thị xã Chũ"]
    assert (split["Giá trị"], split["Thấp nhất"], split["Cao nhất"]) == ("…", "0,0", "100,0")
    assert split["Tình trạng"] == "Chưa có số liệu – đơn vị bị tách, không phân bổ"


def test_a_value_that_is_not_known_is_explained_by_what_is(full: Path) -> None:
    page = open_page("party_committees.py", cap="district", ky="2023", ranh_gioi="2025-03-01", nguon="224@2025")
    assert "Thị xã Chũ: không tính được chính xác" in texts(page)
    cells = tables(page)[-1]
    assert set(cells["Đơn vị"]) == {"Huyện Lục Ngạn"}
    assert set(cells["Ô"]) == {"D5", "E5"}


def test_a_link_to_a_unit_that_ended_is_resolved_and_said_and_stays_narrow(full: Path) -> None:
    page = open_page("party_committees.py", cap="commune", ky="2026-S1", huyen="221")
    assert "“Huyện Yên Dũng” không còn trên bản đồ đơn vị" in texts(page)
    assert "Thành phố Bắc Giang (213@2025)" in texts(page)
    assert set(tables(page)[0]["Đơn vị"]) < {
        "Phường Bắc Giang", "Phường Đa Mai", "Phường Tiền Phong", "Phường Tân An", "Phường Yên Dũng", "Phường Tân Tiến",
        "Phường Cảnh Thụy", "Xã Đồng Việt", "Thành phố Bắc Giang *",
    }  # fmt: skip


def test_a_link_to_the_evidence_of_a_unit_that_ended_shows_what_it_became(full: Path) -> None:
    page = open_page("party_committees.py", cap="district", ky="2025-S1", nguon="221@2020")
    assert page.query_params["nguon"] == "213@2025"
    assert "“Huyện Yên Dũng” không có trên bản đồ" in texts(page)


def test_a_day_that_is_not_understood_is_said(full: Path) -> None:
    page = open_page("party_committees.py", ranh_gioi="2025-13-01")
    assert any("ranh_gioi=2025-13-01" in warning.value for warning in page.warning)


def test_a_day_of_ones_own_is_a_choice_too(full: Path) -> None:
    page = open_page("party_committees.py", ranh_gioi="2024-03-15")
    assert page.selectbox(key="link_ranh_gioi").value == "2024-03-15"
    assert not [w for w in page.warning if "ranh_gioi" in w.value]
