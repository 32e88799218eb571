"""The parts of the grammar of narrative figures, and what must hold for any text."""

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue import definitions
from catalogue.errors import UserError
from etl.legacy import Encoding
from etl.narrative.items import items
from etl.narrative.numbers import count_at, percent_at, ratio_at, words_at
from etl.narrative.propose import propose, unicode_text
from etl.narrative.reading import read_narrative
from etl.narrative.sentences import left_out, sentences
from etl.narrative.times import time_at
from etl.narrative.tokens import tokens
from etl.narrative.vocabulary import grammar
from tests.corpus.legacy import encode

KNOWN = definitions.load()
WORDS = ["nữ", "9/41", "41", "21,95%", "cấp ủy huyện", "HĐND xã", "trong đó", ",", ";", "(", ")", ":", "tăng", "so với", "nhiệm kỳ 2020-2025",
         "đồng chí", "Ban Thường vụ", "chiếm", "lần lượt", "và", "có nữ", "trên tổng số", "năm 2024", "\n", "- ", "1. ", "mười", "%", "/", "từ", "lên",
         "cấp tỉnh", "cuộc", "truyền thông", "triệu đồng", "đã chi", "quy hoạch", "trúng cử", "khóa XV", "Quốc hội", "nam", "bổ nhiệm", "UBND"]  # fmt: skip


OLD_FONT = "Cấp ủy huyện có 9/41 đồng chí nữ, chiếm 21,95%."


def read(text: str) -> list[tuple[str, float | None, float | None, str | None]]:
    return [(one.indicator, one.numerator, one.denominator, one.level) for one in propose(text, KNOWN)]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("TP. Bắc Giang có 9 nữ. Huyện có 8.", ["TP. Bắc Giang có 9 nữ.", "Huyện có 8."]),
        ("Có 05 đ/c. nữ trong BCH", ["Có 05 đ/c. nữ trong BCH"]),
        ("1. Cấp ủy\n- Nữ: 9;\n+ Nam: 32", ["1. Cấp ủy", "- Nữ: 9;", "+ Nam: 32"]),
        (
            "gồm 41 đồng chí, trong đó\nnữ 9 đồng chí.\nBan Thường vụ",
            ["gồm 41 đồng chí, trong đó\nnữ 9 đồng chí.", "Ban Thường vụ"],
        ),
        ("Đạt 1.198 đại biểu; 21.95% là nữ.", ["Đạt 1.198 đại biểu; 21.95% là nữ."]),
    ],
)
def test_a_text_is_cut_into_sentences(text: str, spans: list[str]) -> None:
    assert [text[one.start : one.end] for one in sentences(text)] == spans


@pytest.mark.parametrize(
    ("text", "percentage"),
    [("21,95%", "21.95"), ("21.95 %", "21.95"), ("21, 95 %", "21.95"), ("30 phần trăm", "30"), ("1.198", None)],
)
def test_percentages(text: str, percentage: str | None) -> None:
    found = percent_at(tokens(text), 0)
    assert (found[1].printed if found else None) == percentage


@pytest.mark.parametrize(
    ("text", "ratio"), [("9/41", (9, 41)), ("9 /41", (9, 41)), ("1.198/3.218", (1198, 3218)), ("15/6/2024", None), ("9", None)]
)
def test_ratios(text: str, ratio: tuple[int, int] | None) -> None:
    found = ratio_at(tokens(text), 0)
    assert ((found[1].value, found[1].whole) if found else None) == ratio


@pytest.mark.parametrize(("text", "count"), [("05", 5), ("1.198", 1198), ("3 218", 3218), ("9" * 400, None)])
def test_counts(text: str, count: int | None) -> None:
    found = count_at(tokens(text), 0)
    assert (found[1].value if found else None) == count


@pytest.mark.parametrize(("text", "number"), [("mười lăm", 15), ("hai mươi ba", 23), ("bốn", 4), ("ba mươi", 30), ("nữ", None)])
def test_numbers_in_words(text: str, number: int | None) -> None:
    found = words_at(tokens(text), 0, grammar(KNOWN).number_words, plain=False)
    assert (found[1].value if found else None) == number


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("6 tháng đầu năm 2024", "half", "2024-S1"), ("năm 2024", "year", "2024"), ("2020 – 2025", "range", "2020-2025"),
        ("2021-26", "range", "2021-2026"), ("30/6/2024", "date", "2024-S1"), ("ngày 31 tháng 12 năm 2024", "date", "2024"),
        ("6/2024", "date", "2024-S1"), ("9 tháng đầu năm 2024", "other", None),
    ],
)  # fmt: skip
def test_times(text: str, kind: str, value: str | None) -> None:
    found = time_at(tokens(text), 0)
    assert found is not None
    assert (found[1].kind, found[1].value) == (kind, value)


def test_document_numbers_are_no_ratios() -> None:
    for text in ("15/KH-UBND", "191/2009/TT-BTC", "35-CT/TW"):
        assert [item.shape for item in items(grammar(KNOWN), text, 0, len(text), plain_text=False)] == ["skipped"]


def test_decomposed_and_composed_text_say_the_same() -> None:
    text = "Huyện ủy có 9/41 đồng chí nữ, chiếm 21,95%."
    assert read(unicodedata.normalize("NFD", text)) == read(text) == [("party_committee_women_share", 9, 41, "district")]


def test_the_unit_of_the_report_gives_a_level_that_is_marked_as_assumed() -> None:
    unit = KNOWN.geography.resolve("218")
    (found,) = propose("Tỷ lệ nữ tham gia cấp ủy đạt 20%.", KNOWN, unit=unit)
    assert (found.level, found.flags) == ("district", ("level_assumed",))
    assert found.confidence < 0.9


def test_the_period_of_the_report_dates_a_half_year_without_one() -> None:
    (found,) = propose("6 tháng đầu năm tổ chức 5 buổi truyền thông.", KNOWN, period="2024-S1")
    assert found.period == "2024-S1"


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)))
def test_any_text_is_read(text: str) -> None:
    for found in propose(text, KNOWN):
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.sentence
        assert 0 < found.confidence <= 1
        assert found.printed_percentage is None or 0 <= found.printed_percentage <= 100
        if found.numerator is not None and found.denominator is not None:
            assert found.numerator <= found.denominator
        indicator = KNOWN.indicators[found.indicator]
        assert found.level is None or found.level in indicator.levels


@pytest.mark.parametrize(
    "piece", ["9/41 nữ ", "1 ", "(", ".", "nữ 9 và ", "tăng ", "- a\n", "Bí thư, ", "a\u0301\u0301", "1,2% "]
)
def test_reading_time_grows_with_the_length_only(piece: str) -> None:
    def seconds(length: int) -> float:
        started = time.process_time()
        propose((piece * length)[:length], KNOWN)
        return time.process_time() - started

    seconds(1_000)
    assert seconds(40_000) < 12 * max(seconds(10_000), 0.02)


@pytest.mark.parametrize("piece", ["HĐND xã có 9 nữ. ", "- a\n", "9/41 nữ ", "41 đồng chí, trong đó nữ ", "(Chủ tịch, "])
def test_a_megabyte_is_read_in_about_ten_seconds(piece: str) -> None:
    length = 100_000  # a tenth of it: time grows with the length only
    propose("nữ", KNOWN)
    started = time.process_time()
    propose((piece * length)[:length], KNOWN)
    assert time.process_time() - started < 1.5


def test_a_sentence_with_more_numbers_than_a_person_writes_is_left_out() -> None:
    text = "Huyện ủy có 9/41 đồng chí nữ. " + "nữ 9, " * 300 + "."
    assert [text[one.start : one.start + 5] for one in left_out(text)] == ["nữ 9,"]
    assert read(text) == [("party_committee_women_share", 9, 41, "district")]


def test_women_trained_are_a_share_of_the_women_planned() -> None:
    text = "Quy hoạch cấp ủy cấp huyện có 171/610 nữ (28%), trong đó 120 nữ đã được đào tạo, bồi dưỡng (70,2%)."
    assert read(text)[1] == ("planned_women_trained_share", 120, 171, "district")


def test_a_chair_and_three_vice_chairs_are_no_total() -> None:
    text = "UBND huyện có Chủ tịch và 03 Phó Chủ tịch, trong đó 01 nữ."
    assert read(text) == [("peoples_committee_leaders_women_share", 1, None, "district")]


def test_heads_of_divisions_do_not_take_the_level_of_another_body_for_sure() -> None:
    found = propose("Lãnh đạo UBND huyện có 04 đồng chí, nữ 01; nữ lãnh đạo cấp phòng 10/34.", KNOWN)
    assert (found[1].indicator, found[1].flags) == ("division_leaders_women_share", ("level_assumed",))
    assert found[1].confidence < 0.9


def test_a_million_digits_are_no_number() -> None:
    assert propose("nữ " + "1" * 1_000_000, KNOWN) == []


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("empty.txt", b" \n", "narrative_empty"),
        ("binary.txt", bytes(range(256)) * 20, "narrative_no_text"),
        ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "problem_not_a_document"),
        ("broken.docx", b"PK\x03\x04" + b"x" * 100, "problem_not_a_document"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, key: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError) as error:
        read_narrative(path, KNOWN)
    assert error.value.message.key == key


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UserError) as error:
        read_narrative(tmp_path / "none.txt", KNOWN)
    assert error.value.message.key == "narrative_unreadable"


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_text_of_an_old_font_is_read_as_it_is(encoding: Encoding) -> None:
    (found,) = propose(encode(OLD_FONT, encoding), KNOWN)
    assert (found.numerator, found.denominator, found.level, found.sentence) == (9, 41, "district", OLD_FONT)


def test_unicode_beside_an_old_font_stays() -> None:
    proper = "Hội đồng nhân dân huyện có 12/38 đại biểu nữ; Tài chính: không."
    assert unicode_text(f"{encode(OLD_FONT, 'tcvn3')}\n{proper}\n", KNOWN) == f"{OLD_FONT}\n{proper}\n"
    assert unicode_text(proper, KNOWN) == proper


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("HĐND tỉnh: đã bầu 55/92 người ứng cử, nữ 21/55.", [("peoples_council_women_share", 21, 55, "province")]),
        ("Nữ HĐND xã 178/601 đại biểu; 100% xã có cán bộ phụ trách.", [("peoples_council_women_share", 178, 601, "commune")]),
        ("Kế hoạch kiểm tra 06 cuộc; đã kiểm tra 05 cuộc.", [("inspections_done", 5, None, None)]),
        ("Đã thực hiện 05/06 cuộc kiểm tra theo kế hoạch.", [("inspections_done", 5, None, None)]),
        ("Mục tiêu: nữ HĐND cấp xã 35%. Nữ HĐND cấp huyện 35%.", []),
        ("Cấp ủy huyện có 9/41 nữ; mục tiêu là 25%. Nữ Ban Thường vụ Huyện ủy: 2/11.",
         [("party_committee_women_share", 9, 41, "district"), ("standing_committee_women_share", 2, 11, "district")]),
    ],
)  # fmt: skip
def test_plans_candidates_and_bodies_are_no_figures_of_women(text: str, proposed: list[object]) -> None:
    assert read(text) == proposed
