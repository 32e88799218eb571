import datetime as dt
import unicodedata

import pytest

from catalogue.definitions import Definitions
from catalogue.errors import UsageError
from catalogue.text import unmarked

DAY = dt.date(2024, 6, 10)


@pytest.mark.parametrize(("text", "unit_id"), [
    ("TP BG", "213@2020"), ("Tp. Bắc Giang", "213@2020"), ("H. Lục Nam", "218@2020"), ("H.Lục Nam", "218@2020"), ("LỤC NAM", "218@2020"),
    ("TX. Việt Yên", "222@2024-02"), ("P. Đa Mai", "07228@2020"), ("TT Vôi", "07375@2020"), ("X. Hương Lạc", "07405@2020"),
    ("Huong Lac", "07405@2020"), ("Sở NV", "SNV@2020"), ("Sở LĐTBXH", "SLDTBXH@2020"), ("Sở LĐ-TB&XH", "SLDTBXH@2020"),
    ("BTC Tỉnh ủy", "BTCTU@2020"), ("UBMTTQ tỉnh", "MTTQ@2020"), ("Hội LHPN tỉnh", "HLHPN@2020"), ("Sở Nội vụ tỉnh Bắc Giang", "SNV@2020"),
    ("TP.Bắc Giang", "213@2020"), ("T.P Bắc Giang", "213@2020"), ("H.Luc Nam", "218@2020"), ("Huyen Luc Nam", "218@2020"), ("LucNam", "218@2020"),
    ("huyện Lục Nam, tỉnh Bắc Giang", "218@2020"), ("UBND huyện Lục Nam", "218@2020"), ("Huyện uỷ Lục Nam", "218@2020"), ("Thành ủy Bắc Giang", "213@2020"),
    ("Xã Mĩ Thái", "07420@2020"), ("Quí Sơn", "07576@2020"), ("Hiệp Hoà", "223@2020"), ("Lục Nam\u200b", "218@2020"), ("LỤC\u00a0NAM", "218@2020"),
    (unicodedata.normalize("NFD", "huyện Hiệp Hoà"), "223@2020"), ("TX Chũ.", None), ("Thị trấn Chũ", "07525@2020"), ("Vôi", "07375@2020"),
    ("Xã Quang Minh, huyện Hiệp Hòa", "07843@2020"), ("Xã Quang Minh, tỉnh Bắc Ninh", "09517@2020"), ("Xã Quang Minh tỉnh Bắc Giang", "07843@2020"),
    ("Sở LĐ, TB&XH", "SLDTBXH@2020"), ("Sở LĐ-TBXH", "SLDTBXH@2020"), ("Sở Giáo dục & Đào tạo", "SGDDT@2020"), ("Sở VH,TT&DL", "SVHTTDL@2020"),
    ("Sở Nông nghiệp và PTNT", "SNNPTNT@2020"), ("Sở TN và MT", "STNMT@2020"), ("So NV", "SNV@2020"), ("snv", "SNV@2020"), ("BTC TU", "BTCTU@2020"),
    ("Ủy ban MTTQ VN tỉnh", "MTTQ@2020"), ("Hội LHPN tỉnh Bắc Giang", "HLHPN@2020"), ("VP Đoàn ĐBQH và HĐND tỉnh", "VPHDND@2020"),
])  # fmt: skip
def test_a_unit_is_found_as_officers_write_it(known: Definitions, text: str, unit_id: str) -> None:
    assert [unit.unit_id for unit in known.geography.find(text, DAY)] == ([unit_id] if unit_id else [])


@pytest.mark.parametrize("text", [
    "Lục Nan", "Lục Ngan", "Hiêp Hòa", "Thành phố Lục Nam", "Thị xã Lục Nam", "Huyện Bắc Giang", "Xã Bắc Giang", "Nam Lục", "Huyện", "TP", "", " ",
    "Sở Nội vụ tỉnh Bắc Ninh", "Sở Tư pháp tỉnh Bắc Ninh", "Sở Ngoại vụ", "Hội LHPN", "Hội LHPN huyện Lục Nam", "Xã Quang Minh, huyện Lục Nam",
])  # fmt: skip
def test_what_is_only_like_a_name_or_of_another_kind_is_no_unit(known: Definitions, text: str) -> None:
    assert known.geography.find(text, DAY) == []


@pytest.mark.parametrize("text", ["Bắc Giang", "BAC GIANG", "Bắc Ninh", "Xã Quang Minh", "Quang Minh"])
def test_a_name_of_several_units_is_a_question(known: Definitions, text: str) -> None:
    with pytest.raises(UsageError) as error:
        known.geography.resolve(text, DAY)
    assert error.value.message.key == "unit_ambiguous"


def test_the_date_tells_which_unit_of_a_name_is_meant(known: Definitions) -> None:
    days = [dt.date(2024, 6, 10), dt.date(2025, 3, 1), dt.date(2026, 6, 10)]
    found = {
        text: [unit.unit_id for day in days for unit in known.geography.find(text, day)]
        for text in ("Lục Nam", "SNV", "TP BG", "H. Lục Nam")
    }
    assert found == {
        "Lục Nam": ["218@2020", "218@2020", "07444@2025-07"], "SNV": ["SNV@2020", "SNV2@2025-03", "SNV2@2025-03"],
        "TP BG": ["213@2020", "213@2025"], "H. Lục Nam": ["218@2020", "218@2020"],
    }  # fmt: skip


def test_every_unit_is_found_by_its_own_name_in_any_spelling(known: Definitions) -> None:
    for unit in known.geography.units.values():
        day = unit.valid_to or dt.date(2026, 6, 30)
        for spelt in (unit.name, unit.name.upper(), unicodedata.normalize("NFD", unit.name), unmarked(unit.name)):
            assert unit in known.geography.find(spelt, day), spelt
            assert unit in known.geography.mentioned(f"Báo cáo của {spelt}: 6 tháng đầu năm", day), spelt


def test_the_nearest_names_are_offered_of_both_spellings(known: Definitions) -> None:
    for text in ("Lục Nan", "Huyện Lục Nan", "H. Luc Nan"):
        assert "Huyện Lục Nam" in [unit.name for unit in known.geography.nearest(text, DAY)]


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
    ("SỞ NỘI VỤ", {"SNV@2020"}), ("BC_LucNam_6thang2024", {"218@2020"}), ("lucnam_6t2024", {"218@2020"}), ("TP_BG_2024", {"213@2020"}),
    ("TPBacGiang-2024", {"213@2020"}), ("BC_SNV_6T2024", {"SNV@2020"}), ("SNVụ", set()), ("UBND xã Bảo Đài, huyện Lục Nam", {"07462@2020", "218@2020"}),
    ("Bắc Giang, ngày 10 tháng 6 năm 2024", {"24@2020"}), ("HỘI LHPN TỈNH BẮC GIANG", {"HLHPN@2020"}), ("Sở Nội vụ tỉnh Bắc Ninh", set()),
    ("UBND TP BẮC GIANG", {"213@2020"}), ("Thành ủy Bắc Giang", {"213@2020"}), ("ĐẢNG BỘ TỈNH BẮC GIANG HUYỆN ỦY LỤC NAM", {"24@2020", "218@2020"}),
    ("Hội LHPN huyện Lục Nam", {"218@2020"}), ("tinh thần đồng tâm, đoàn kết", set()), ("Đồng tâm hiệp lực", set()), ("xã Đồng Tâm", {"07260@2020"}),
    ("Vôi", set()), ("TT Vôi", {"07375@2020"}), ("phường Bắc Giang", set()), ("Báo cáo tổng hợp", set()), ("", set()),
])  # fmt: skip
def test_units_are_found_in_titles_and_file_names(known: Definitions, text: str, unit_ids: set[str]) -> None:
    assert {unit.unit_id for unit in known.geography.mentioned(text, DAY)} == unit_ids


def test_ordinary_sentences_name_no_unit(known: Definitions) -> None:
    sentences = [
        *(word.vi for word in known.words.words.values()),
        *(e.name_vi for e in known.elements.values()),
        *(lab.text for lab in known.labels),
    ]
    named = {unit.name for text in sentences for unit in known.geography.mentioned(text)}
    assert named <= {"Tỉnh Bắc Giang"}  # the title of the dashboard


def test_no_two_names_of_one_day_are_spelt_alike_but_for_their_marks(known: Definitions) -> None:
    """What is written as one word, with i for y, still tells all names of places of one kind apart."""
    for day in (DAY, dt.date(2025, 3, 1), dt.date(2026, 6, 10)):
        for unit in known.geography.units.values():
            if unit.exists(day):
                assert {u.name for u in known.geography.find(unit.name, day)} == {unit.name}
