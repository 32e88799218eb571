"""Search in reports, and the page on which an officer confirms figures of their sentences."""

from collections.abc import Callable
from pathlib import Path

import pytest

from etl.worker.run import work_off
from presentation import excerpts
from store import connection as db
from tests.conftest import CommandLine
from tests.pages.opening import open_page, texts


@pytest.fixture
def mine(full_home: Path, copy_of: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """A copy of the demonstration data, used by this process too."""
    home = copy_of(full_home)
    monkeypatch.setenv("VSTBPN_HOME", str(home))
    monkeypatch.setenv("VSTBPN_OFFICER", "yes")
    return CommandLine(home)


@pytest.mark.parametrize("asked", ["bạo lực", "bao luc", "BAO LUC"])
def test_search_shows_the_sentence_and_opens_the_section(full: Path, asked: str) -> None:
    page = open_page("report_search.py", tu=asked, muc="II.5", don_vi="218@2020", ky="2024")
    shown = "\n".join(element.value for element in page.markdown)
    assert "<mark>bạo</mark> <mark>lực</mark>" in shown
    assert "Huyện Lục Nam" in shown
    link = shown.split('href="tim-trong-bao-cao?mo=')[1].split("&")[0]
    opened = texts(open_page("report_search.py", mo=link, tu=asked))
    assert "II.5. Công tác phối hợp liên ngành" in opened
    assert "<mark>bạo</mark>" in opened


def test_search_says_when_nothing_is_found_and_when_a_link_leads_nowhere(full: Path) -> None:
    assert "zzz" in open_page("report_search.py", tu="zzz").info[0].value
    assert "mo=99999-1" in open_page("report_search.py", mo="99999-1").warning[-1].value
    assert not open_page("report_search.py").info


def test_no_reports_is_said(home: Path) -> None:
    assert open_page("report_search.py", tu="bao luc").info
    assert open_page("proposals.py").info


def test_the_search_of_the_box_leads_to_the_sections(full: Path) -> None:
    page = open_page("find.py", q="bao luc")
    assert any("bao luc" in link.proto.label for link in page.get("page_link"))


def test_an_officer_accepts_corrects_and_declines_on_the_page(mine: CommandLine) -> None:
    page = open_page("proposals.py", bao_cao="218@2020.2024-S1")
    stored = mine.json("etl", "proposals", "--unit", "218", "--period", "2024-S1", "--json")
    keys = [str(one["proposal_id"]) for one in stored]
    values = {radio.key: radio.value for radio in page.radio}
    different = next(one for one in stored if one["differs"])
    assert values[f"decision_{different['proposal_id']}"] == "later"
    ticked = [key for key in keys if values[f"decision_{key}"] == "accepted"]
    assert ticked
    assert {one["proposal_id"] for one in stored if one["confidence"] < 0.9}.isdisjoint(map(int, ticked))
    form = different["form"]
    page.radio(key=f"decision_{different['proposal_id']}").set_value("corrected")
    page.text_input(key=f"women_{different['proposal_id']}").set_value(f"{form['numerator']:.0f}")
    page.text_input(key=f"reason_{different['proposal_id']}").set_value("theo biểu")
    page.radio(key=f"decision_{ticked[-1]}").set_value("declined")
    save = next(button for button in page.button if button.label == "Ghi các quyết định")
    save.click().run()
    work_off(once=True)
    page.run()
    assert not page.exception
    assert not page.error
    assert "1 sửa, 1 bỏ" in page.success[0].value
    assert "chờ công bố" in texts(page), "readers see it with the next publication"
    assert not page.radio or f"decision_{ticked[-1]}" not in {radio.key for radio in page.radio}
    assert mine("etl", "publish").returncode == 0
    after = mine.json("etl", "proposals", "--unit", "218", "--period", "2024-S1", "--json")
    decided = {one["proposal_id"]: one["decided"]["decision"] for one in after if one["decided"]}
    assert decided[different["proposal_id"]] == "corrected"
    assert decided[int(ticked[-1])] == "declined"
    assert {decided[int(key)] for key in ticked[:-1]} == {"accepted"}
    db.reading.cache_clear()


def test_a_reader_cannot_decide(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VSTBPN_OFFICER", "no")
    page = open_page("proposals.py")
    assert not page.radio
    assert all(button.label != "Ghi các quyết định" for button in page.button)
    assert any("VSTBPN_OFFICER" in warning.value for warning in page.warning)


@pytest.mark.parametrize(("text", "asked", "marked"), [
    ("Bạo lực gia đình", "bao luc", "<mark>Bạo</mark> <mark>lực</mark> gia đình"),
    ("Bao luc gia dinh", "bạo lực", "<mark>Bao</mark> <mark>luc</mark> gia dinh"),
    ("báo <lúc>", "bạo lực", "báo &lt;lúc&gt;"),
    ("hoà bình", "hòa", "<mark>hoà</mark> bình"),
])  # fmt: skip
def test_words_are_marked_as_they_were_asked(text: str, asked: str, marked: str) -> None:
    assert excerpts.marked(text, asked) == marked


def test_the_sentence_with_the_words_together_comes_first_and_a_long_one_is_cut() -> None:
    text = "Lực lượng mạnh bạo. Phòng, chống bạo lực. Hết."
    assert excerpts.best_sentence(text, "bao luc") == "Phòng, chống bạo lực."
    long = excerpts.best_sentence("a " * 400 + "bạo lực " + "b " * 400, "bạo lực")
    assert len(long) < 420
    assert "bạo lực" in long
