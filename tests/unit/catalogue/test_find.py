"""What is found for what people type, and in which order."""

import datetime as dt
import time

import pytest

from catalogue.abbreviations import Abbreviation, Abbreviations
from catalogue.definitions import Definitions
from catalogue.find import Entry, Index, Rank
from presentation import find_entries

TODAY = dt.date(2026, 11, 25)
WORDS = Abbreviations((Abbreviation(text="hđnd", words="hội đồng nhân dân"), Abbreviation(text="ct", words="chủ tịch")))


def small(*titles: str, **more: tuple[str, ...]) -> Index:
    return Index([Entry("unit", title, (title,), "don-vi", **more) for title in titles], WORDS)


def order(index: Index, text: str) -> list[str]:
    return [hit.entry.id for hit in index.search(text)]


@pytest.fixture(scope="module")
def index() -> Index:
    from catalogue import definitions

    return find_entries.index(definitions.load().version, TODAY)


def first(index: Index, text: str) -> tuple[str, str]:
    entry = index.search(text)[0].entry
    return entry.kind, entry.titles[0]


def test_exact_then_beginning_then_phrase_then_words() -> None:
    index = small("Lý do Bắc", "Phường Bắc Lý", "Bắc Lý Một", "Bắc Lý", "Lý lẽ ở phía Bắc")
    assert order(index, "bac ly") == ["Bắc Lý", "Bắc Lý Một", "Phường Bắc Lý", "Lý do Bắc", "Lý lẽ ở phía Bắc"]
    assert [hit.rank for hit in index.search("bac ly")][:4] == [Rank.EXACT, Rank.STARTS, Rank.PHRASE, Rank.WORDS]


def test_marks_may_be_left_out_and_count_where_they_are_given() -> None:
    index = small("Xã Má Lĩnh", "Xã Mã Linh", "Xã Mạ Lính")
    assert set(order(index, "ma linh")) == {"Xã Má Lĩnh", "Xã Mã Linh", "Xã Mạ Lính"}
    for title in ("Xã Má Lĩnh", "Xã Mã Linh", "Xã Mạ Lính"):
        assert order(index, title.removeprefix("Xã "))[0] == title


def test_the_last_word_may_be_begun_but_a_number_is_a_number() -> None:
    index = small("Chỉ thị 45-CT/TW", "Chỉ thị 453-CT/TW")
    assert order(index, "chi thi 45") == ["Chỉ thị 45-CT/TW"]
    assert order(index, "chi th") == ["Chỉ thị 45-CT/TW", "Chỉ thị 453-CT/TW"]


def test_abbreviations_on_either_side() -> None:
    index = small("Chủ tịch Hội đồng nhân dân", "Đại biểu HĐND")
    assert order(index, "ct hdnd") == ["Chủ tịch Hội đồng nhân dân"]
    assert set(order(index, "hội đồng nhân dân")) == set(order(index, "HĐND")) == {e.id for e in index.entries}


@pytest.mark.parametrize("typed", ["luc nan", "luk nam", "lcu nam", "lucc nam"])
def test_one_letter_may_be_wrong(typed: str) -> None:
    index = small("Lục Nam", "Hiệp Hòa")
    assert [(hit.entry.id, hit.rank) for hit in index.search(typed)] == [("Lục Nam", Rank.NEAR)]


def test_two_letters_may_not_and_short_words_have_no_errors() -> None:
    index = small("Lục Nam", "Hiệp Hòa")
    assert order(index, "luc xyz") == order(index, "lx nam") == []


def test_one_word_of_many_may_be_wrong_wherever_it_stands() -> None:
    index = small("Tỷ lệ nữ trong ban thường vụ", "Số nữ trong bản thường niên")
    assert [(hit.entry.id, hit.rank) for hit in index.search("nu thuong vuj")] == [
        ("Tỷ lệ nữ trong ban thường vụ", Rank.SPELLING)
    ]
    assert order(index, "nuj thuongg vu") == []


def test_what_names_it_exactly_hides_what_is_only_like_it() -> None:
    index = small("Lục Nam", "Lục Năng")
    assert order(index, "luc nang") == ["Lục Năng"]


def test_words_around_tell_apart_but_rank_below_names() -> None:
    index = Index([Entry("unit", "a", ("Xã Quang Minh",), "", around=("Huyện Hiệp Hòa",)),
                   Entry("unit", "b", ("Xã Quang Minh",), "", around=("Huyện Lục Nam",)),
                   Entry("unit", "c", ("Huyện Hiệp Hòa",), "")], WORDS)  # fmt: skip
    assert order(index, "quang minh hiep hoa") == ["a"]
    assert order(index, "hiep hoa") == ["c", "a"]


def test_what_ended_comes_after_what_is() -> None:
    index = Index([Entry("unit", "old", ("Yên Dũng",), "", ended=True), Entry("unit", "new", ("Yên Dũng",), "")], WORDS)
    assert order(index, "yen dung") == ["new", "old"]


@pytest.mark.parametrize("text", ["", "   ", "💥", "*[](", "x" * 5_000, "' OR 1=1 --"])
def test_anything_may_be_typed(index: Index, text: str) -> None:
    index.search(text)
    index.nearest(text)


def test_nothing_is_not_everything(index: Index) -> None:
    assert index.search("") == index.search("...") == ()
    assert index.search("xyzzyx") == () == index.nearest("xyzzyx")


def test_the_nearest_have_most_of_the_words(index: Index) -> None:
    assert index.search("luc nam kinh doanh vu tru") == ()
    assert "Xã Lục Nam" in [entry.titles[0] for entry in index.nearest("luc nam kinh doanh vu tru")[:2]]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("luc nam", ("unit", "Xã Lục Nam")),
        ("lucnam", ("unit", "Xã Lục Nam")),
        ("H. Lục Nam", ("unit", "Huyện Lục Nam")),
        ("huyen uy luc nam", ("unit", "Huyện Lục Nam")),
        ("Sở LĐ-TB&XH", ("unit", "Sở Lao động - Thương binh và Xã hội")),
        ("218", ("unit", "Huyện Lục Nam")),
        ("cap uy", ("page", "Cấp ủy")),
        ("ct45", ("document", "Chỉ thị 45-CT/TW (14/4/2025)")),
        ("CT 45", ("document", "Chỉ thị 45-CT/TW (14/4/2025)")),
        ("28/NQ-CP", ("document", "Nghị quyết 28/NQ-CP (3/3/2021)")),
        ("party_committee_women_share", ("indicator", "Tỷ lệ nữ tham gia cấp ủy")),
        ("women in party committees", ("indicator", "Tỷ lệ nữ tham gia cấp ủy")),
        ("vstbpn", ("term", "Ban vì sự tiến bộ của phụ nữ")),
        ("funnel plot", ("term", "Biểu đồ phễu")),
        ("khoang cach den muc tieu", ("term", "Còn thiếu")),
    ],
)
def test_what_people_ask_for_comes_first(index: Index, typed: str, found: tuple[str, str]) -> None:
    assert first(index, typed) == found


def test_a_vanished_unit_is_found(index: Index) -> None:
    entry = index.search("huyen yen dung")[0].entry
    assert (entry.id, entry.ended, entry.parameters) == ("221@2020", True, (("don_vi", "221"),))


def test_everything_is_found_by_its_own_name(index: Index) -> None:
    for entry in index.entries:
        for title in entry.titles:
            hits = index.search(title)
            assert entry in [hit.entry for hit in hits if hit.rank is Rank.EXACT], title


def test_it_answers_within_milliseconds(index: Index) -> None:
    assert len(index.entries) > 750
    typed = [entry.titles[-1] for entry in index.entries] + ["luc nan", "tỷ lệ nữ", "women", "a", "xyzzyx"]
    taken = []
    for text in typed:
        before = time.perf_counter()
        index._search(text)
        taken.append(time.perf_counter() - before)
    assert sorted(taken)[len(taken) // 2] < 0.005


def test_documents_are_told_apart_by_year_and_joined_by_number(known: Definitions) -> None:
    found = known.documents
    assert {"35-ct-tw-2019", "35-ct-tw-2024"} <= set(found)
    assert len(found["26-nq-tw-2018"].cited) == 2
    assert len(found["202-2025-qh15"].changes) > 10
    assert {target for document in found.values() for target in document.targets} == set(known.targets)
    assert found["45-ct-tw-2025"].short == "CT 45"
