"""Passages: chosen within bounds, shortened by whole sentences, brought through a rebuild, never reworded."""

from dataclasses import replace

import pytest

from catalogue.definitions import Definitions
from reports.official.narrative import CHOSEN_BY_DEFAULT, LEFT_OUT, Line, merged, printed, proposed, selection, shortened
from store.passages import Passage

WHOLE = "Câu một có số 12. Câu hai; câu ba!\nCâu bốn?"


def passage(unit: str = "218@2020", section: str = "I", text: str = WHOLE) -> Passage:
    return Passage(unit, section, text, "f.xlsx (v1), I!C5")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (WHOLE, True),
        ("Câu một có số 12. Câu bốn?", True),
        (f"Câu một có số 12. {LEFT_OUT} Câu bốn?", True),
        ("Câu  một có số 12.\n", True),
        ("Câu một có số 13.", False),
        ("Câu bốn? Câu một có số 12.", False),
        ("Câu một có số 12. Thêm một câu.", False),
    ],
)
def test_a_selection_leaves_out_and_changes_nothing(text: str, kept: bool) -> None:
    assert selection(text, WHOLE) is kept


def test_shortened_at_the_end_of_a_sentence() -> None:
    assert shortened(WHOLE, 1000) == WHOLE
    assert shortened(WHOLE, 20) == f"Câu một có số 12. {LEFT_OUT}"
    assert shortened("Một câu dài không có dấu", 5) == "Một câu dài không có dấu"
    assert selection(shortened(WHOLE, 20), WHOLE)


def test_the_first_of_each_section_are_chosen(known: Definitions) -> None:
    lines = proposed(known, [passage(unit=f"{n}@2020", section=s) for s in ("I", "V") for n in range(213, 223)])
    assert [line.chosen for line in lines if line.section == "V"] == [True] * CHOSEN_BY_DEFAULT + [False] * 4
    assert not proposed(known, [passage(section="II.4")]), "what stays with the committee is no line"


def test_a_rebuild_keeps_choices_and_tells_what_happened(known: Definitions) -> None:
    before = proposed(known, [passage(), passage("215@2020"), passage("216@2020")])
    mine = Line("", "III", True, 1, "", "Đoạn của cán bộ.")
    kept = [replace(before[1], order=1), replace(before[0], order=2, chosen=False), before[2], mine]
    after = merged(known, kept, [passage(), passage("215@2020", text="Câu mới."), passage("217@2020")])
    assert (after.vanished, after.new, after.reworded) == (("I: Huyện Tân Yên",), ("I: Huyện Lạng Giang",), ())
    assert after.changed == ("I: Huyện Yên Thế",)
    shown = printed(after.lines)
    assert [(one.don_vi, one.van) for one in shown["I"]] == [("Huyện Yên Thế", "Câu mới.")]
    assert [one.van for one in shown["III"]] == ["Đoạn của cán bộ."]
    assert not next(line for line in after.lines if line.unit == "Huyện Lạng Giang").chosen


def test_rewording_gives_way_to_the_original(known: Definitions) -> None:
    (line,) = proposed(known, [passage()])
    after = merged(known, [replace(line, text="Lời khác.")], [passage()])
    assert after.reworded == ("I: Huyện Lục Nam",)
    assert after.lines[0].text == WHOLE
