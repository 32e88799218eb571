import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from catalogue.words import number_text
from etl.numbers import agrees, decimal_style, is_ambiguous, parse_number, parse_part, percentages, spells

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
    ("1,234", False, 1.234), ("-3", True, -3), ("+3", True, 3), ("0.125", False, 0.125), ("0.125", True, 0.125), ("1,234,567", False, 1234567),
    ("0,125", True, 0.125), ("10.000", True, 10000),
])  # fmt: skip
def test_spellings(text: str, whole: bool, value: float) -> None:
    assert parse_number(text, whole=whole) == value


@pytest.mark.parametrize("text", ["", "1.23.456", "1,2,3", "1..2", "5/27", "12%", "mười", "1e5", "٣", "--", "1 2"])
def test_what_is_not_a_number(text: str) -> None:
    assert parse_number(text, whole=True) is None


@given(st.integers(1, 10**9), st.integers(0, 999), st.sampled_from([("comma", "."), ("point", ",")]))
def test_an_amount_is_read_by_the_mark_of_its_file(whole: int, thousandths: int, style: tuple) -> None:
    name, group = style
    text = f"{whole:,}.{thousandths:03d}".replace(",", " ").replace(".", "," if name == "comma" else ".").replace(" ", group)
    if whole < 1000:
        assert parse_number(text, whole=False, style=name) == pytest.approx(whole + thousandths / 1000)
    else:
        for any_style in (None, "comma", "point"):
            assert parse_number(text, whole=False, style=any_style) == pytest.approx(whole + thousandths / 1000)


@pytest.mark.parametrize(("texts", "style"), [
    (["12,5"], "comma"), (["1.234,5"], "comma"), (["1.234.567"], "comma"), (["12,5%"], "comma"), (["13/55 (23,64%)"], "comma"), (["0,125"], "comma"),
    (["12.5"], "point"), (["1,234.5"], "point"), (["1,234,567", "1.234"], "point"), (["23.6 %"], "point"), (["1.234", "1,234", "5", "nữ", ""], None),
    (["12,5", "12.5"], None), ([], None), (["15.06", "2,5"], None), (["1.234", "7,5"], "comma"),
])  # fmt: skip
def test_the_decimal_mark_of_a_file(texts: list, style: str | None) -> None:
    assert decimal_style(texts) == style


def test_only_one_mark_before_three_digits_is_ambiguous() -> None:
    assert [
        text for text in ("1.234", "1,234", "12,5", "0.125", "1.234,5", "1.234.567", "1 234", "1234") if is_ambiguous(text)
    ] == ["1.234", "1,234"]


@given(
    st.integers(0, 999),
    st.integers(0, 999),
    st.sampled_from([0, 1, 2]),
    st.sampled_from(["{}/{} ({}%)", "{}/ {} = {} %", "{} / {}; {}%"]),
)
def test_a_part_agrees_with_its_percentage_however_it_is_rounded(part: int, whole: int, digits: int, form: str) -> None:
    assume(part <= whole and whole > 0)
    percent = 100 * part / whole
    for printed in (round(percent, digits), int(percent * 10**digits + 1e-9) / 10**digits):
        text = number_text(printed, digits, "vi")
        said = parse_part(form.format(part, whole, text))
        assert said is not None
        assert (said.part, said.whole, said.percent) == (part, whole, text)
        assert agrees(part, whole, text)


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(13, 55, "23,7"), (13, 55, "23,5"), (13, 55, "25"), (1, 3, "33,4"), (5, 5, "99")]
)
def test_a_percentage_that_is_another(part: float, whole: float, percent: str) -> None:
    assert not agrees(part, whole, percent)


@pytest.mark.parametrize(("cell", "said"), [
    ("12,5%", ("12,5",)), ("12.5 %", ("12.5",)), ("12,5", ("12,5",)), ("100", ("100",)), (0.125, ("12.5", "0.125")), (12.5, ("12.5",)),
    (23.636363636363637, ("23.63636364",)), (1.0, ("100", "1")), (0.0, ("0", "0")), ("x", ()), (True, ()), (-1.0, ()), (None, ()), (float("nan"), ()),
])  # fmt: skip
def test_what_a_percentage_cell_may_say(cell: object, said: tuple) -> None:
    assert percentages(cell) == said


@pytest.mark.parametrize(("number", "words"), [
    (0, "không"), (5, "năm"), (7, "bảy"), (10, "mười"), (14, "mười bốn"), (15, "mười lăm"), (21, "hai mươi mốt"), (24, "hai mươi tư"), (55, "năm mươi lăm"), (70, "bảy mươi"),
])  # fmt: skip
def test_a_number_in_words(number: int, words: str) -> None:
    assert [n for n in range(-1, 120) if spells(words, n)] == [number]
