"""Tables of any layout: whatever their arrangement and spelling, the same figures are read."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.definitions import Definitions
from catalogue.forms import Forms
from etl.cells import CellReader
from etl.meaning.lexicon import Lexicon
from etl.meaning.matching import Matcher
from etl.meaning.partial import Partial, read_partial
from etl.workbook import Sheet

# The same posts as units write them.
POSTS = {
    "party_committee_members": ("Ủy viên BCH", "Uỷ viên ban chấp hành", "Cấp ủy viên", "UV BCH đảng bộ"),
    "standing_committee_members": ("Ủy viên BTV", "Ủy viên ban thường vụ", "Ban thường vụ"),
    "peoples_council_chairs": ("Chủ tịch HĐND", "CT HĐND", "Chủ tịch Hội đồng nhân dân"),
    "peoples_council_vice_chairs": ("Phó Chủ tịch HĐND", "PCT HĐND", "Phó chủ tịch Hội đồng nhân dân"),
    "peoples_committee_chairs": ("Chủ tịch UBND", "CT UBND"),
    "peoples_committee_vice_chairs": ("Phó Chủ tịch UBND", "PCT UBND"),
    "division_heads": ("Trưởng phòng", "Trưởng phòng và tương đương"),
}
TOTAL, WOMEN = ("Tổng số", "TS", "Tổng"), ("Nữ", "Trong đó: nữ", "Trong đó nữ", "Phụ nữ")
NUMBERS = ("{n}", "{n:02d}", " {n} ")
SPELL = (str, str.upper, lambda text: unicodedata.normalize("NFD", text), lambda text: text.replace(" ", "\N{NO-BREAK SPACE}"))


@pytest.fixture(scope="module")
def matcher(known: Definitions, forms: Forms) -> Matcher:
    when = known.periods["2024-S1"]
    instance = forms.instance(known.geography.resolve("218", when.reference_date), when)
    return Matcher(Lexicon(known), known.geography, instance, forms.asked_cells(instance))


def read(matcher: Matcher, known: Definitions, rows: list[list[Any]], name: str = "Sheet1") -> Partial:
    width = max(map(len, rows))
    sheet = Sheet(name, [[*row, *[""] * (width - len(row))] for row in rows])
    return read_partial(matcher, CellReader(known), [sheet])


def said(matcher: Matcher, part: Partial) -> dict[tuple[str, str, str], float | None]:
    asked = matcher.asked
    values = zip(part.places, part.readings.value, strict=True)
    return {(asked.unit_id[p], asked.element[p], asked.column[p].id): value for p, value in values}


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[Any]], dict[tuple[str, str, str], float]]:
    """A table of district posts in any arrangement, and what it says."""
    posts = draw(st.lists(st.sampled_from(sorted(POSTS)), min_size=2, unique=True))
    counts = {post: (total := draw(st.integers(1, 60)), draw(st.integers(0, total))) for post in posts}
    spell = draw(st.sampled_from(SPELL))
    names = {post: spell(draw(st.sampled_from(POSTS[post]))) for post in posts}
    number = draw(st.sampled_from(NUMBERS))
    total, women = spell(draw(st.sampled_from(TOTAL))), spell(draw(st.sampled_from(WOMEN)))

    def figure(n: int) -> Any:
        return draw(st.sampled_from([float(n), number.format(n=n)]))

    if draw(st.booleans()):
        order = draw(st.permutations([0, 1]))
        head = ["TT", spell("Chức danh"), *[(total, women)[i] for i in order]]
        body = [[float(i + 1), names[p], *[figure(counts[p][i]) for i in order]] for i, p in enumerate(posts)]
    else:
        head = ["TT", spell("Chỉ tiêu"), *[names[p] for p in posts]]
        body = [[float(k + 1), (total, women)[k], *[figure(counts[p][k]) for p in posts]] for k in (0, 1)]
    if draw(st.booleans()):
        body.insert(0, ["A", "B", *[float(i + 1) for i in range(max(3, len(head) - 2))]][: len(head) + 1])
    rows = [[spell("Số liệu cấp huyện")], [], head, *body]
    for _ in range(draw(st.integers(0, 3))):
        rows.insert(draw(st.integers(0, 2)), [])
    if draw(st.booleans()):
        rows += [[], ["", spell("Nguồn: Ban Tổ chức")], ["", "NGƯỜI LẬP BIỂU", "", "THỦ TRƯỞNG"]]
    shift = draw(st.integers(0, 3))
    expected = {
        ("218@2020", post, column): float(n)
        for post, ns in counts.items()
        for column, n in zip(("total", "women"), ns, strict=True)
    }
    return [[*[""] * shift, *row] if row else [] for row in rows] + [[""]], expected


@given(tables())
@settings(max_examples=150, deadline=None)
def test_any_arrangement_and_spelling_reads_alike(
    matcher: Matcher, known: Definitions, case: tuple[list[list[Any]], dict[tuple[str, str, str], float]]
) -> None:
    rows, expected = case
    part = read(matcher, known, rows)
    assert [p for p in part.problems if p.severity == "error"] == []
    assert said(matcher, part) == expected


@given(st.lists(st.lists(st.one_of(st.none(), st.text(max_size=30), st.floats(allow_nan=False), st.sampled_from([
    "Tổng số", "Nữ", "Chủ tịch", "HĐND", "Cộng", "TT", "x", "-", "5/6", "Quy hoạch", "Xã Bảo Sơn", "1", "A"])), max_size=7), max_size=12))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_no_sheet_makes_it_fail(matcher: Matcher, known: Definitions, rows: list[list[Any]]) -> None:
    part = read(matcher, known, [*rows, [""]])
    assert len(part.places) == len(part.readings.value) == len(set(part.places))


def test_a_label_with_an_unknown_word_is_not_guessed(matcher: Matcher, known: Definitions) -> None:
    part = read(matcher, known, [["Cấp huyện"], [], ["Chức danh", "Tổng số", "Nữ tôn giáo"], ["Ủy viên BCH", 41.0, 3.0]])
    assert set(said(matcher, part)) == {("218@2020", "party_committee_members", "total")}
    assert [(p.code, p.cell, p.found) for p in part.problems] == [("label_unknown", "C4", "Nữ tôn giáo")]
    assert "nữ" in str(part.problems[0].expected)


def test_a_post_of_many_bodies_is_a_question(matcher: Matcher, known: Definitions) -> None:
    part = read(matcher, known, [["Cấp huyện"], [], ["Chức danh", "Tổng số", "Nữ"], ["Chủ tịch", 1.0, 0.0]])
    assert said(matcher, part) == {}
    assert {p.code for p in part.problems if p.severity == "error"} == {"label_ambiguous"}


def test_sums_over_a_list_of_units_are_not_a_unit(matcher: Matcher, known: Definitions) -> None:
    rows = [
        ["Đơn vị", "Chủ tịch HĐND", ""],
        ["", "TS", "Nữ"],
        ["Xã Bảo Sơn", 1.0, 0.0],
        ["Tổng số", 9.0, 3.0],
        ["Cộng", 9.0, 3.0],
    ]
    assert set(said(matcher, read(matcher, known, rows))) == {
        ("07459@2020", "peoples_council_chairs", "total"), ("07459@2020", "peoples_council_chairs", "women")
    }  # fmt: skip


def test_a_column_of_another_year_is_left_out(matcher: Matcher, known: Definitions) -> None:
    rows = [["Cấp huyện"], [], ["Chức danh", "Năm 2023", "6 tháng đầu năm 2024"], ["Ủy viên BCH", 40.0, 41.0]]
    assert said(matcher, read(matcher, known, rows)) == {("218@2020", "party_committee_members", "total"): 41.0}
