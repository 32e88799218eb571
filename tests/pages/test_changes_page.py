"""What changed and why, on its page; a link that pins a publication; a newer publication announced."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from presentation import data
from presentation.navigation import PAGES
from tests.pages.conftest import Folder
from tests.pages.opening import open_page, texts

VIEW = {"cap": "district", "ky": "2024-S1"}
PAGE = "changes.py"


def forget(home: Path) -> None:
    """Remove all snapshots but the one in use, as pruning does."""
    current = (home / "snapshots" / "CURRENT").read_text().strip()
    for path in (home / "snapshots").glob("*.duckdb"):
        if path.stem != current:
            path.unlink()


def test_the_sentence_the_values_and_the_cells(corrected: str) -> None:
    page = open_page(PAGE)
    assert page.query_params["tu"] == corrected, "the link says what it compares with"
    assert "4 giá trị đổi so với bản công bố" in texts(page)
    assert "4 do đính chính" in texts(page)
    rows = page.dataframe[0].value
    row = rows[(rows["Đơn vị"] == "Huyện Lục Nam") & (rows["Chỉ số"] == "Tỷ lệ nữ tham gia cấp ủy")].iloc[0]
    assert (row["Trước"], row["Sau"], row["Chênh lệch"]) == ("9/41 = 22,0%", "10/41 = 24,4%", "+2,4")
    assert (row["Nguyên nhân"], "two.xlsx" in row["Bản ghi"]) == ("đính chính", True)
    assert "nguon=218%402020" in row.iloc[-1]
    cells = page.dataframe[1].value
    assert cells["Tệp sau"].str.contains("two.xlsx").all()
    assert (cells["Trước"].iloc[0], cells["Sau"].iloc[0]) == ("9", "10")


def test_filters_narrow_and_say_when_nothing_is_left(corrected: str) -> None:
    page = open_page(PAGE, tu=corrected, pham_vi="cong")
    assert "2 giá trị đổi" in texts(page)
    page = open_page(PAGE, tu=corrected, linh_vuc="elected")
    assert "Không có giá trị nào đổi trong phạm vi đã lọc" in texts(page)
    page = open_page(PAGE, tu=corrected, nguyen_nhan="withdrawal")
    assert any("nguyen_nhan=withdrawal" in warning.value for warning in page.warning)


def test_english_and_a_date_and_what_is_no_publication(corrected: str) -> None:
    page = open_page(PAGE, tu="2024-01-01", lang="en")
    assert "what was recorded by 2024-01-01" in texts(page)
    page = open_page(PAGE, tu="20990101T000000000000")
    assert any("tu=2099" in warning.value for warning in page.warning)
    page.query_params["tu"] = data.latest()
    page.query_params["den"] = corrected
    page.run()
    assert "không muộn hơn bản trước" in page.error[0].value


def test_without_an_earlier_publication(home: Path) -> None:
    forget(home)
    page = open_page(PAGE)
    assert "Đây là bản công bố đầu tiên" in texts(page)
    assert not page.dataframe


def test_a_pruned_publication_is_told_from_records(own_corrected: Folder) -> None:
    forget(own_corrected.home)
    page = open_page(PAGE, tu=own_corrected.then)
    assert "4 do đính chính" in texts(page)
    assert "không còn được lưu" in texts(page)


def test_a_pinned_link_shows_then_beside_now(corrected: str) -> None:
    page = open_page("party_committees.py", ban=corrected, **VIEW)
    metrics = {metric.label: (metric.value, metric.delta) for metric in page.metric}
    assert metrics["6 tháng đầu năm 2024"] == ("22,0%", "9/41")
    (now,) = (told for label, told in metrics.items() if label.startswith("Hiện nay"))
    assert now == ("24,4%", "+2,4 so với khi đó: 10/41")
    assert "Khi đó: bạn đang xem bản công bố" in texts(page)
    page.button(key="then_back").click().run()
    assert "ban" not in page.query_params
    assert {metric.delta for metric in page.metric} >= {"10/41"}
    assert "Khi đó:" not in texts(page)
    assert not [metric for metric in page.metric if metric.label.startswith("Hiện nay")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_every_page_says_then_when_pinned(corrected: str, page: object) -> None:
    shown = open_page(page.file, ban=corrected)  # type: ignore[attr-defined]
    assert "Khi đó: bạn đang xem bản công bố" in texts(shown)
    assert shown.query_params["ban"] == corrected


def test_the_pin_goes_along_from_page_to_page(corrected: str) -> None:
    page = open_page("party_committees.py", **VIEW)
    assert "ban" not in page.query_params
    page.button(key="then_pin").click().run()
    pinned = page.query_params["ban"]
    assert pinned == data.latest()
    page.switch_page("../pages/targets.py").run()
    assert page.query_params["ban"] == pinned


def test_a_pin_that_cannot_be_shown_is_said_and_the_current_is_shown(own_corrected: Folder) -> None:
    page = open_page("party_committees.py", ban="20990101T000000000000", **VIEW)
    assert "không có bản nào như vậy" in texts(page)
    assert {metric.delta for metric in page.metric} >= {"10/41"}
    forget(own_corrected.home)
    page = open_page("party_committees.py", ban=own_corrected.then, **VIEW)
    assert "không còn được lưu" in texts(page)
    assert {metric.delta for metric in page.metric} >= {"10/41"}
    assert not [metric for metric in page.metric if metric.label.startswith("Hiện nay")]


def _watching(drawn: str) -> None:
    from presentation import freshness

    freshness.watch(drawn)


def test_a_newer_publication_is_announced_and_nothing_else_happens(corrected: str) -> None:
    page = AppTest.from_function(_watching, kwargs={"drawn": data.latest()}).run()
    assert not page.info
    page = open_page("party_committees.py", **VIEW)
    assert "Có bản công bố mới" not in texts(page)
    page = AppTest.from_function(_watching, kwargs={"drawn": corrected}).run()
    assert "Có bản công bố mới" in page.info[0].value
