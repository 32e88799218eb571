import datetime as dt

import pytest

from catalogue.definitions import Definitions
from catalogue.errors import UsageError

DAY = dt.date(2024, 6, 10)


@pytest.mark.parametrize(("text", "unit_id"), [
    ("TP BG", "213@2020"), ("Tp. Bắc Giang", "213@2020"), ("H. Lục Nam", "218@2020"), ("H.Lục Nam", "218@2020"), ("LỤC NAM", "218@2020"),
    ("TX. Việt Yên", "222@2024-02"), ("P. Đa Mai", "07228@2020"), ("TT Vôi", "07375@2020"), ("X. Hương Lạc", "07405@2020"),
    ("Huong Lac", "07405@2020"), ("Sở NV", "SNV@2020"), ("Sở LĐTBXH", "SLDTBXH@2020"), ("Sở LĐ-TB&XH", "SLDTBXH@2020"),
    ("BTC Tỉnh ủy", "BTCTU@2020"), ("UBMTTQ tỉnh", "MTTQ@2020"), ("Hội LHPN tỉnh", "HLHPN@2020"), ("Sở Nội vụ tỉnh Bắc Giang", "SNV@2020"),
])  # fmt: skip
def test_a_unit_is_found_as_officers_write_it(known: Definitions, text: str, unit_id: str) -> None:
    assert [unit.unit_id for unit in known.geography.find(text, DAY)] == [unit_id]


def test_a_name_of_another_time_is_said(known: Definitions) -> None:
    with pytest.raises(UsageError) as error:
        known.geography.resolve("TX Chũ", DAY)
    assert error.value.message.key == "unit_not_then"


def test_a_near_name_is_a_question_not_a_guess(known: Definitions) -> None:
    with pytest.raises(UsageError) as error:
        known.geography.resolve("Huyện Lục Nan", DAY)
    assert error.value.message.key == "unit_unknown"
    assert "Huyện Lục Nam" in dict(error.value.message.values)["near"]


@pytest.mark.parametrize(("text", "unit_ids"), [
    ("UBND HUYỆN LỤC NAM", {"218@2020"}), ("Biểu số liệu của thị xã Việt Yên 6 tháng đầu năm 2024", {"222@2024-02"}),
    ("BC Luc Nam 6 thang 2024", {"218@2020"}), ("Thành phố Bắc Giang", {"213@2020"}), ("UBND TỈNH BẮC GIANG", {"24@2020"}),
    ("SỞ NỘI VỤ", {"SNV@2020"}), ("Báo cáo tổng hợp", set()), ("", set()),
])  # fmt: skip
def test_units_are_found_in_titles_and_file_names(known: Definitions, text: str, unit_ids: set[str]) -> None:
    assert {unit.unit_id for unit in known.geography.mentioned(text, DAY)} == unit_ids
