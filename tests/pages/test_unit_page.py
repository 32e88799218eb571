"""The profile of a unit: what it is, what it was made from and became, its figures, series, targets and reports."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import CommandLine
from tests.pages.opening import open_page, tables, texts
from tests.pages.shown import figures
from tests.workbooks import filled


def opened(unit: str | None = None, **query: str) -> AppTest:
    return open_page("unit.py", **({"don_vi": unit} if unit else {}), **query)


def table(page: AppTest, *columns: str) -> pd.DataFrame:
    """The first table with these columns."""
    found = [*(frame.value for frame in page.dataframe), *tables(page)]
    return next(frame for frame in found if {*columns} <= {*frame.columns})


def figure(page: AppTest, indicator: str, level: str, time: str) -> dict[str, Any]:
    shown = table(page, "Xem")
    one = shown[(shown["Chỉ số"] == indicator) & (shown["Cấp"] == level) & (shown["Thời gian"] == time)]
    assert len(one) == 1
    return dict(one.iloc[0])


def test_without_a_unit_the_province_is_shown(full: Path) -> None:
    page = opened()
    assert page.header[0].value == "Tỉnh Bắc Ninh"
    shown = texts(page)
    assert "Tỉnh Bắc Giang (đến 30/06/2025)" in shown
    assert "don_vi=27%402020" in shown
    row = figure(page, "Tỷ lệ nữ tham gia cấp ủy", "Cấp xã", "6 tháng đầu năm 2026")
    assert (row["Giá trị"], row["Nữ/tổng số"], row["Độ phủ"]) == ("21,6%", "608/2.812", "94/99")
    assert (row["Giá trị trước"], row["Thay đổi"]) == ("21,4% (Năm 2025)", "+0,2 điểm %")
    assert "số liệu cấp tỉnh do các cơ quan báo cáo" in texts(page)


def test_units_of_today_come_first_and_former_ones_say_when_they_were(full: Path) -> None:
    options = list(opened().selectbox(key="link_don_vi").options)
    assert options[0] == "Tỉnh Bắc Ninh"
    assert options.index("Phường Đa Mai") < options.index("Sở Nội vụ") < options.index("Huyện Yên Dũng (đến 31/12/2024)")
    assert options.index("Huyện Yên Dũng (đến 31/12/2024)") < options.index("Xã Lão Hộ, Huyện Yên Dũng (đến 31/12/2024)")
    assert "Thành phố Bắc Giang (01/01/2025–30/06/2025)" in options
    assert len(options) == len(set(options))


def test_a_commune_across_a_border_of_districts_is_flagged_and_its_past_has_bounds(full: Path) -> None:
    page = opened("07228")
    shown = texts(page)
    assert "07228@2025-07" in shown
    assert "(4/5 xã, phường cũ)</strong> – phần chính" in shown
    assert "⇄ Nằm trên địa bàn của nhiều huyện trước đây (Thành phố Bắc Giang, Huyện Tân Yên)" in shown
    assert "xếp đơn vị này vào Thành phố Bắc Giang" in shown
    assert "6 tháng đầu năm 2023, Năm 2023: chưa rõ đơn vị kế thừa: từ 8,9 đến 32,0%" in shown
    assert "có thể đã nhận thêm một trong các đơn vị sau, chưa rõ đơn vị nào" in shown
    series = table(page, "Đường")
    now = series[series["Đường"].str.startswith("Theo đơn vị ngày")].set_index("Thời gian")
    assert (now.loc["6 tháng đầu năm 2025", "Nữ"], now.loc["6 tháng đầu năm 2025", "Tổng số"]) == ("15", "80")
    own = series[series["Đường"] == "Phường Đa Mai (đến 30/06/2025), như báo cáo"].set_index("Thời gian")
    assert (own.loc["6 tháng đầu năm 2025", "Nữ"], own.loc["6 tháng đầu năm 2025", "Tổng số"]) == ("3", "16")


def test_a_commune_that_went_nobody_knows_where_says_so(full: Path) -> None:
    shown = texts(opened("07204@2020"))
    assert "chưa rõ nhập vào đơn vị nào trong Thành phố Bắc Giang" in shown
    assert "don_vi=07228%402025" in shown
    assert "chưa xác minh" in shown
    assert "6 tháng đầu năm 2025: chưa rõ đơn vị kế thừa: từ 0,0 đến 100,0%" in shown


@pytest.mark.parametrize("link", ["221", "221@2020"])
def test_a_district_that_ended_leads_to_what_it_became(full: Path, link: str) -> None:
    page = opened(link)
    assert page.query_params["don_vi"] == link
    assert page.header[0].value == "Huyện Yên Dũng (đến 31/12/2024)"
    shown = texts(page)
    assert "01/01/2025: nhập, hợp nhất. Căn cứ: Nghị quyết 1191/NQ-UBTVQH15 (28/9/2024)<ul><li><a" in shown
    assert 'href="don-vi?don_vi=213%402025" target="_self">Thành phố Bắc Giang (01/01/2025–30/06/2025)' in shown
    assert "01/07/2025: bãi bỏ" in shown
    assert not [w for w in page.warning if "don_vi" in w.value]


def test_links_keep_the_language_and_the_map(full: Path) -> None:
    shown = texts(opened("213@2025", lang="en", ranh_gioi="2025-03-01"))
    assert 'href="don-vi?don_vi=221%402020&amp;lang=en&amp;ranh_gioi=2025-03-01"' in shown


def test_a_merged_district_is_the_sum_of_its_parts_with_a_break(full: Path) -> None:
    page = opened("213@2025", ranh_gioi="2025-03-01")
    series = table(page, "Đường").set_index(["Đường", "Thời gian"])
    before = series.loc[("Theo đơn vị ngày 01/03/2025", "Năm 2023")]
    assert (before["Nữ"], before["Tổng số"]) == ("21", "82")
    spec = figures(page)[0]
    assert "01/01/2025: 2 → 1 đơn vị" in [one.get("text") for one in spec["layout"]["annotations"]]
    line = next(trace for trace in spec["data"] if trace["name"] == "Theo đơn vị ngày 01/03/2025")
    assert line["y"][line["x"].index("6T/2025")] is None  # no line leads across


def test_the_figures_of_a_district_and_where_to_see_them(full: Path) -> None:
    page = opened("218")
    row = figure(page, "Tỷ lệ nữ tham gia cấp ủy", "Cấp huyện", "6 tháng đầu năm 2025")
    assert (row["Giá trị"], row["Nữ/tổng số"], row["Giá trị trước"]) == ("12,8%", "5/39", "12,8% (Năm 2024)")
    assert row["Xem"] == ("cap-uy?chi_so=party_committee_women_share&cap=district&ky=2025-S1&huyen=218&nguon=218%402020")
    series = table(page, "Đường").set_index("Thời gian")
    assert (series.loc["6 tháng đầu năm 2024", "Nữ"], series.loc["6 tháng đầu năm 2024", "Tổng số"]) == ("5", "39")
    reports = table(page, "Ô bắt buộc trống").set_index("Kỳ")
    assert reports.loc["6 tháng đầu năm 2024", "Tình trạng"] == "đúng hạn"
    files = table(page, "SHA-256")
    assert files["SHA-256"].str.len().eq(64).all()
    assert list(files["Kỳ"])[:2] == ["6 tháng đầu năm 2025", "Năm 2024"]
    assert set(files["Tệp"]) == {"218_2020.xlsx", "218-loi-van.docx"}
    assert "không còn mục tiêu nào ràng buộc" in texts(page)


def test_the_targets_of_a_commune_say_how_many_women_are_missing(full: Path) -> None:
    targets = table(opened("07228"), "Mục tiêu")
    trained = targets[targets["Giá trị"].str.contains("(8/13)", regex=False)].iloc[0]
    assert (trained["Cần"], trained["Còn thiếu"], trained["Yêu cầu"]) == ("12", "4", "≥ 90%")
    assert targets["Tình trạng"].str.contains("✓ đạt").any()
    assert targets["Tình trạng"].str.contains(r"\? chưa đánh giá được –").any()


def test_the_past_targets_of_a_district_are_shown_when_asked_for(full: Path) -> None:
    targets = table(opened("218", khi="tat_ca"), "Mục tiêu")
    one = targets[targets["Giá trị"].str.contains("(3/38)", regex=False) & (targets["Hạn"] == "Nhiệm kỳ 2015–2020")].iloc[0]
    assert (one["Tình trạng"], one["Cần"], one["Còn thiếu"]) == ("✗ không đạt", "6", "3")


def test_an_agency_that_was_merged_and_the_one_it_went_into(full: Path) -> None:
    page = opened("SLDTBXH")
    shown = texts(page)
    assert "01/03/2025: nhập, hợp nhất. Căn cứ: chưa ghi (chưa xác minh)" in shown
    assert "don_vi=SNV2%402025-03" in shown
    assert "Thông tin về đơn vị: chưa xác minh" in shown
    successor = opened("SNV2")
    assert "don_vi=SLDTBXH%402020" in texts(successor)
    assert "Theo đơn vị ngày 23/11/2026" in set(table(successor, "Đường")["Đường"])


def test_a_change_of_the_indicator_or_tier_stays_in_the_link(full: Path) -> None:
    page = opened("218", chi_so="peoples_council_women_share", cap="commune", theo_ky="nhiem_ky")
    series = table(page, "Đường").set_index("Thời gian")
    assert series.loc["Nhiệm kỳ 2021–2026", "Giá trị"] == "33,4"
    page.selectbox(key="link_cap").select("Cấp huyện").run()
    assert "cap" not in page.query_params
    assert page.query_params["don_vi"] == "218"


def test_an_unknown_unit_is_said_and_the_province_shown(full: Path) -> None:
    page = opened("99999")
    assert any("don_vi=99999" in warning.value for warning in page.warning)
    assert page.header[0].value == "Tỉnh Bắc Ninh"


def test_a_unit_that_the_chosen_map_does_not_know_is_said(full: Path) -> None:
    page = opened("07228@2025-07", ranh_gioi="2025-03-01")
    assert any("Phường Đa Mai không có trên bản đồ ngày 01/03/2025" in warning.value for warning in page.warning)


def test_without_reports_every_section_says_why(home: Path) -> None:
    former = texts(opened("07228@2020"))
    assert "Chưa có số liệu nào của đơn vị này" in former
    assert "Chưa có số liệu nào của chỉ số này" in former
    assert "không còn mục tiêu nào ràng buộc" in former
    assert "huyện báo cáo thay cho các xã" in former
    assert "Chưa có số liệu hoạt động" in former
    today = opened("07228")
    assert set(table(today, "Ô bắt buộc trống")["Tình trạng"]) == {"chưa gửi", "chưa đến hạn"}
    assert list(table(today, "Xem")["Chỉ số"]) == ["Tỷ lệ báo cáo gửi đúng hạn"]


def test_a_refused_file_and_a_real_one_are_told(run: CommandLine, tmp_path: Path) -> None:
    run.json("etl", "load", filled(tmp_path / "f.xlsx"), "--json")

    def broken(book: Any) -> None:
        book["II.3.2 Cấp huyện"]["E5"] = 99  # more women than members

    run.json("etl", "load", filled(tmp_path / "g.xlsx", change=broken), "--json", status=1)
    page = opened("218")
    assert "Tệp bị từ chối" in texts(page)
    assert list(table(page, "SHA-256", "Phiên bản")["Tình trạng"]) == ["đang có hiệu lực"]
    row = figure(page, "Tỷ lệ nữ tham gia cấp ủy", "Cấp huyện", "6 tháng đầu năm 2025")
    assert (row["Giá trị"], row["Giá trị trước"]) == ("Chưa có số liệu", "22,0% (6 tháng đầu năm 2024, 9/41)")


def test_english(full: Path) -> None:
    page = opened("221", lang="en")
    assert page.header[0].value == "Huyện Yên Dũng (until 2024-12-31)"
    shown = texts(page)
    assert "2025-01-01: merged. Legal basis" in shown
    assert "no predecessor on record" in shown
    assert {"Indicator", "Value", "Women/all", "Change"} <= set(page.dataframe[0].value.columns)
