"""The targets page and the inspection list, read as leadership reads them."""

from pathlib import Path

from tests.pages.opening import open_page, texts

COMMITTEE = "ct45_2025_committee_women_15.commune"


def test_the_first_lines_say_where_how_many_and_the_next_chance(full: Path) -> None:
    shown = texts(open_page("targets.py"))
    assert "cấp xã, ≥ 15%**: 21/98 đơn vị chưa đạt, cộng lại thiếu **43 nữ**" in shown
    assert "Lần tới: 31/12/2030" in shown
    assert "25% của 7 người là 2 nữ" in shown


def test_a_target_is_drilled_to_its_units(full: Path) -> None:
    page = open_page("targets.py", muc_tieu=COMMITTEE)
    units = page.dataframe[1].value
    assert len(units) == 99
    assert units["Còn thiếu"].iloc[0] == "4"
    assert sum(int(gap) for gap in units["Còn thiếu"] if gap != "…") == 43
    assert "threshold/2" in texts(page)
    assert "Xét tại ngày" in texts(page)


def test_past_targets_are_shown_when_asked_for(full: Path) -> None:
    now, ever = open_page("targets.py"), open_page("targets.py", khi="tat_ca")
    assert len(ever.dataframe[0].value) > len(now.dataframe[0].value)
    assert not now.dataframe[0].value["Hạn"].str.contains("2021–2026").any()


def test_filters_by_document_level_and_due(full: Path) -> None:
    page = open_page("targets.py", cap_mt="province", han="2026-2031")
    table = page.dataframe[0].value
    assert set(table["Cấp"]) == {"Cấp tỉnh"}
    assert set(table["Hạn"]) == {"Nhiệm kỳ 2026–2031"}


def test_a_range_an_existence_and_an_unverified_text_say_so(full: Path) -> None:
    table = open_page("targets.py").dataframe[0].value
    assert table["Yêu cầu"].str.contains("≥ 20–25%").any()
    assert table["Yêu cầu"].str.contains("có ít nhất 1 nữ").any()
    assert table["Đã xác minh văn bản"].str.contains("chưa xác minh").any()


def test_the_inspection_list_follows_the_weights(full: Path) -> None:
    page = open_page(
        "inspection.py", trong_so_chua_bao_cao="0", trong_so_hdnd="0", trong_so_quy_hoach="0", trong_so_ban_thuong_vu="0"
    )
    table = page.dataframe[0].value
    known = table[table["Thiếu nữ cấp ủy viên (%)"] != "…"]
    assert len(known) == 98
    assert list(known["Điểm"]) == list(known["Thiếu nữ cấp ủy viên (%)"])
    assert "Chưa gồm phần vấn đề nổi cộm" in texts(page)
