import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from catalogue.words import number_text
from etl.numbers import parse_number

WHOLE = st.integers(min_value=0, max_value=10**12)


@given(WHOLE, st.sampled_from(["", ".", ",", " "]))
def test_a_whole_number_is_read_however_its_thousands_are_marked(number: int, mark: str) -> None:
    assert parse_number(f"{number:,}".replace(",", mark), whole=True) == number


@given(WHOLE, st.sampled_from(["vi", "en"]))
def test_what_we_write_we_read(number: int, lang: str) -> None:
    assert parse_number(number_text(number, 0, lang), whole=True) == number


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_a_vietnamese_decimal_is_read_as_such(whole: int, cents: int) -> None:
    assert parse_number(number_text(whole + cents / 100, 2, "vi"), whole=False) == pytest.approx(whole + cents / 100)


@given(st.text())
def test_any_text_gives_a_number_or_none(text: str) -> None:
    found = parse_number(text, whole=True)
    assert found is None or isinstance(found, float)


@given(st.text(alphabet="abcđxyzếộ/%()=", min_size=1))
def test_words_are_never_numbers(text: str) -> None:
    assume(text.strip())
    assert parse_number(text, whole=True) is None


@pytest.mark.parametrize(("text", "whole", "value"), [
    ("05", True, 5), ("1.234", True, 1234), ("1,234", True, 1234), ("1 234 567", True, 1234567), ("12,5", True, 12.5),
    ("12,5", False, 12.5), ("12.5", False, 12.5), ("1.234", False, 1234), ("1.234,5", False, 1234.5), ("1,234.5", False, 1234.5),
    ("1,234", False, 1.234), ("-3", True, -3), ("+3", True, 3),
])  # fmt: skip
def test_spellings(text: str, whole: bool, value: float) -> None:
    assert parse_number(text, whole=whole) == value


@pytest.mark.parametrize("text", ["", "1.23.456", "1,2,3", "1..2", "5/27", "12%", "mười", "1e5", "٣", "--", "1 2"])
def test_what_is_not_a_number(text: str) -> None:
    assert parse_number(text, whole=True) is None
