"""Views side by side: what the link names, what was pinned, what is not understood."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from presentation import pins
from presentation.pins import Pin
from tests.conftest import CommandLine
from tests.pages.opening import open_page, texts

SHARE = "party_committee_women_share"


def metrics(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


def test_the_sides_show_what_compute_says(full: Path, on_full: CommandLine) -> None:
    page = open_page("compare.py", xem=f"{SHARE}.district.2024-S1.218,{SHARE}.district.2024-S1.216,{SHARE}.district.2024-S1")
    rows = on_full.json(
        "indicators", "compute", SHARE, "--by", "unit,period", "--where", "level=district", "--format", "json"
    )  # fmt: skip
    known = {row["unit"]: row["value"] for row in rows if row["period"] == "2024-S1" and row["state"] == "value"}
    shown = metrics(page)
    assert set(shown) == {"Huyện Lục Nam", "Huyện Tân Yên", "toàn tỉnh"}
    for unit in ("Huyện Lục Nam", "Huyện Tân Yên"):
        assert shown[unit] == f"{known[unit]:.1f}%".replace(".", ",")


def test_one_commune_is_compared_under_the_name_of_its_day(full: Path) -> None:
    page = open_page("compare.py", xem=f"{SHARE}.commune.2025-2030.07444,{SHARE}.commune.2025-2030")
    assert set(metrics(page)) == {"Xã Lục Nam", "toàn tỉnh"}
    assert "1/1 đơn vị có số liệu" in texts(page)


def test_what_the_link_does_not_name_rightly_is_said_and_the_rest_shown(full: Path) -> None:
    page = open_page("compare.py", xem=f"{SHARE}.commune.2025-2030,{SHARE}.commune.1999-2004,nothing.commune.2024,x")
    assert [w.value.count("xem=") for w in page.warning if "xem=" in w.value] == [1, 1, 1]
    assert len(page.metric) == 1


def test_a_view_is_pinned_compared_taken_away_and_all_begun_anew(full: Path) -> None:
    page = open_page("party_committees.py", cap="district", ky="2024-S1", huyen="218")
    page.button(key="pin").click().run()
    assert page.button(key="pin").disabled
    page.switch_page("../pages/compare.py").run()
    assert page.query_params["xem"] in (f"{SHARE}.district.2024-S1.218", [f"{SHARE}.district.2024-S1.218"])
    assert len(page.metric) == 1
    page.button(key="add").click().run()
    assert len(page.metric) == 2
    page.button(key="remove_0").click().run()
    assert len(page.metric) == 1
    page.button(key="reset").click().run()
    assert "xem" not in page.query_params
    assert not page.metric
    assert any("Chưa có gì để so sánh" in info.value for info in page.info)


def test_values_of_different_units_are_not_drawn_together(full: Path) -> None:
    page = open_page("compare.py", xem=f"{SHARE}.commune.2026-S1,inspections_done.commune.2026-S1")
    assert any("đơn vị đo khác nhau" in info.value for info in page.info)
    assert len(page.metric) == 2


@pytest.mark.parametrize("text", ["", ",", ".", "a.b.c.d.e", f"{SHARE}.district", f"{SHARE}.planet.2024", "💥" * 50])
def test_a_broken_link_names_nothing(text: str) -> None:
    assert pins.read(text)[0] == []


def test_pins_are_written_as_they_are_read() -> None:
    found = [Pin(SHARE, "commune", "2025-2030", "218"), Pin(SHARE, "agency", "2024")]
    assert pins.read(pins.written(found)) == (found, [])
    many = [
        Pin(SHARE, "commune", "2025-2030", code) for code in ("218", "216", "213", "215", "217", "219", "220", "221", "222")
    ]
    assert len(pins.read(pins.written(many))[0]) == pins.MOST
