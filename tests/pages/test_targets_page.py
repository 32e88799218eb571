"""The targets page and the inspection list, read as leadership reads them."""

from pathlib import Path

from tests.pages.opening import open_page, tables, texts

COMMITTEE = "ct45_2025_committee_women_15.commune"


def test_the_first_lines_say_where_how_many_and_the_next_chance(full: Path) -> None:
    shown = texts(open_page("targets.py"))
    assert "cấp xã, ≥ 15%**: 21/98 đơn vị chưa đạt, cộng lại thiếu **43 nữ**" in shown
    assert "Lần tới: 31/12/2030" in shown
    assert "25% của 7 người là 2 nữ" in shown


def test_a_target_is_drilled_to_its_units(full: Path) -> None:
    page = open_page("targets.py", muc_tieu=COMMITTEE)
    units = page.dataframe[0].value
    assert len(units) == 99
    assert units["Còn thiếu"].iloc[0] == "4"
    assert sum(int(gap) for gap in units["Còn thiếu"] if gap != "…") == 43
    assert "threshold/2" in texts(page)
    assert "Xét tại ngày" in texts(page)
    assert "Văn bản: Chỉ thị 45-CT/TW, 14/4/2025, cơ cấu cấp ủy (chỉ thị, quy định của Đảng)." in texts(page)
    assert "Đã xác minh văn bản: chưa xác minh." in texts(page)


def test_past_targets_are_shown_when_asked_for(full: Path) -> None:
    now, ever = open_page("targets.py"), open_page("targets.py", khi="tat_ca")
    assert len(tables(ever)[0]) > len(tables(now)[0])
    assert not tables(now)[0]["Hạn"].str.contains("2021–2026").any()


def test_filters_by_document_level_and_due(full: Path) -> None:
    page = open_page("targets.py", cap_mt="province", han="2026-2031")
    table = tables(page)[0]
    assert set(table["Cấp"]) == {"Cấp tỉnh"}
    assert set(table["Hạn"]) == {"Nhiệm kỳ 2026–2031"}


def test_a_range_an_existence_and_an_unverified_text_say_so(full: Path) -> None:
    table = tables(open_page("targets.py"))[0]
    assert table["Yêu cầu"].str.contains("≥ 20–25%").any()
    assert table["Yêu cầu"].str.contains("có ít nhất 1 nữ").any()
    assert table["Mục tiêu"].str.contains("Chỉ thị 45-CT/TW (chưa xác minh)", regex=False).any()


def test_a_value_is_shown_in_its_own_unit_with_its_counts(full: Path) -> None:
    table = tables(open_page("targets.py"))[0]
    shares = table[table["Mục tiêu"].str.contains("Phấn đấu cấp ủy viên nữ") & (table["Cấp"] == "Cấp xã")]
    assert list(shares["Giá trị"]) == ["21,4% (627/2.925), 2025–2030"]
    events = table[table["Mục tiêu"].str.contains("Quyết định 1790/QĐ-TTg")]
    assert not events["Giá trị"].str.contains("%").any()


def test_the_inspection_list_follows_the_weights(full: Path) -> None:
    page = open_page(
        "inspection.py", trong_so_chua_bao_cao="0", trong_so_hdnd="0", trong_so_quy_hoach="0", trong_so_ban_thuong_vu="0"
    )
    table = page.dataframe[0].value
    known = table[table["Thiếu nữ cấp ủy viên (%)"] != "…"]
    assert len(known) == 98
    assert list(known["Điểm"]) == list(known["Thiếu nữ cấp ủy viên (%)"])
    assert "Không gồm bạo lực gia đình và trẻ em bị xâm hại" in texts(page)
