"""What must be known of a value is said in the table, in the explanation and in the download."""

from pathlib import Path

from catalogue.definitions import Definitions
from presentation import cubes, flags
from presentation.views import View
from tests.pages.opening import open_page, tables, texts

SHARE = "party_committee_women_share"


def test_a_revised_report_and_missing_units_are_flagged(corrected: str) -> None:
    page = open_page("party_committees.py", cap="district", ky="2024-S1", nguon="218@2020")
    table = tables(page)[0]
    assert table.set_index("Đơn vị")["Lưu ý"].to_dict()["Huyện Lục Nam"] == "đã sửa"
    assert table.set_index("Đơn vị")["Lưu ý"].to_dict()["Huyện Tân Yên"] == ""
    assert "**đã sửa**: báo cáo đã được thay bằng phiên bản sau" in texts(page)
    page = open_page("party_committees.py", cap="district", ky="2024-S1", nguon="*")
    said = texts(page)
    assert "**toàn tỉnh: 24,4%** = 10 / 41" in said
    assert "**chưa đủ**" in said
    assert "minh họa" not in said.replace("số liệu minh họa thì", "")


def test_small_bodies_generated_data_and_changed_territory(full: Path, known: Definitions) -> None:
    indicator = known.indicators[SHARE]
    view = View(indicator, "district", "2024")
    rows = [{**row, "label": "Huyện X *"} for row in cubes.units(view)]
    told = flags.codes(view, rows)
    assert all("not_comparable" in one for one in told)
    assert any("generated" in one for one in told)
    small = flags.codes(view, [{**row, "denominator": 7.0} for row in rows])
    assert all("small" in one for one, row in zip(small, rows, strict=True) if row["state"] == "value")
    assert not any("small" in one for one, row in zip(small, rows, strict=True) if row["state"] == "missing")


def test_a_period_that_is_not_due_is_provisional(full: Path, known: Definitions) -> None:
    indicator = known.indicators[SHARE]
    rows = cubes.units(View(indicator, "commune", "2026-S1"))
    later = flags.codes(View(indicator, "commune", "2026"), rows)
    assert all("provisional" in one for one, row in zip(later, rows, strict=True) if row["state"] == "value")
    assert not any("provisional" in one for one in flags.codes(View(indicator, "commune", "2026-S1"), rows))
