import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.text import fold, label, loose, unmarked

NAMES = st.sampled_from(
    ["Huyện Lục Nam", "Ủy ban nhân dân", "Thị xã Chũ", "Xã Phúc Hòa", "Ban Tuyên giáo và Dân vận Tỉnh ủy", "Hà Nội"]
)


@given(NAMES, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]), st.booleans())
def test_spellings_of_a_name_fold_to_one(name: str, form: str, upper: bool) -> None:
    spelt = unicodedata.normalize(form, name)
    assert fold(spelt.upper() if upper else spelt) == fold(name)


@given(NAMES)
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


def test_old_and_new_place_of_the_tone_mark_are_one() -> None:
    assert fold("Uỷ ban, khoá, hoà, thuý") == fold("Ủy ban, khóa, hòa, thúy")


def test_marks_that_make_another_word_are_kept() -> None:
    assert fold("Bắc Giang") != fold("Bác Giang")
    assert fold("Mường") != fold("Mương")


def test_unmarked_is_for_searching() -> None:
    assert unmarked("Đồng Việt") == "dong viet"


def test_label_drops_numbering_and_end_marks() -> None:
    assert label("II. Kết quả:") == label("Kết quả")
    assert label("- Phó bí thư") == label("1.2. Phó bí thư")


def test_wide_digits_and_spaces_fold() -> None:
    assert fold("  Năm   ２０２４ ") == fold("Năm 2024")


@pytest.mark.parametrize(("one", "other"), [
    ("Bắc\u200b Giang", "Bắc Giang"), ("\ufeffBắc\u00a0Giang", "bắc giang"), ("Bắc\u00adGiang", "BắcGiang"), ("Ðảng bộ", "Đảng bộ"), ("ÐẢNG", "đảng"),
    ("thuý", "thúy"), ("uỷ", "ủy"), ("hoè", "hòe"), ("ＬỤＣ ＮＡＭ", "lục nam"), ("a–b—c−d", "a-b-c-d"),
])  # fmt: skip
def test_what_looks_the_same_folds_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kỹ năng", "kĩ năng"),
        ("Mỹ Độ", "mĩ độ"),
        ("tỷ lệ", "tỉ lệ"),
        ("quý", "quí"),
        ("Lý", "LÍ"),
        ("vụ hy sinh", "vụ hi sinh"),
    ],
)
def test_i_and_y_are_one_only_where_asked(one: str, other: str) -> None:
    assert loose(one) == loose(other)
    assert fold(one) != fold(other)


@pytest.mark.parametrize(("one", "other"), [("thúy", "thúi"), ("yên", "iên"), ("huy", "hui"), ("mây", "mâi"), ("quay", "quai")])
def test_i_and_y_that_make_another_word_are_kept(one: str, other: str) -> None:
    assert loose(one) != loose(other)
