"""The search box and its results, documents and the glossary, as a link opens them."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from catalogue.definitions import Definitions
from presentation.navigation import PAGES
from tests.pages.opening import open_page, texts


def links(page: AppTest) -> str:
    return "\n".join(str(markdown.value) for markdown in page.markdown if "<li>" in str(markdown.value))


def ask(page: AppTest, text: str) -> AppTest:
    page.text_input(key="find_text").set_value(text)
    return page.button(key="find_go").click().run()


@pytest.mark.parametrize("file", [page.file for page in PAGES])
def test_the_box_stands_on_every_page(home: Path, file: str) -> None:
    assert open_page(file).text_input(key="find_text").label == "Tìm kiếm (Ctrl+K)"


def test_the_box_opens_results_whose_link_can_be_shared(home: Path) -> None:
    page = ask(open_page("targets.py", lang="en", ranh_gioi="2025-07-01"), " luc nam ")
    assert page.title[0].value == "Search"
    assert page.query_params["q"] == ["luc nam"] or page.query_params["q"] == "luc nam"
    assert page.text_input(key="find_text").value == "luc nam"
    shared = open_page("find.py", q="luc nam")
    assert 'href="don-vi?don_vi=07444"' in links(shared)
    assert 'href="don-vi?don_vi=07444&amp;lang=en&amp;ranh_gioi=2025-07-01"' in links(page)


def test_the_box_is_empty_elsewhere_and_an_empty_search_stays(home: Path) -> None:
    page = ask(open_page("targets.py"), "   ")
    assert page.title[0].value == "Mục tiêu"
    page = ask(page, "ct45")
    page.switch_page("../pages/targets.py").run()
    assert page.text_input(key="find_text").value == ""


def test_a_vanished_unit_says_its_life(home: Path) -> None:
    assert "Huyện Yên Dũng (đến 31/12/2024)" in links(open_page("find.py", q="yen dung"))
    assert "formerly: Huyện Lục Nam" in links(open_page("find.py", q="xa luc nam", lang="en"))


def test_few_of_each_kind_unless_one_is_asked_for(home: Path) -> None:
    page = open_page("find.py", q="quoc hoi")
    headings = [heading.value for heading in page.header]
    assert len(headings) > 3
    assert links(page).count("<li>") <= 8 * len(headings)
    only = open_page("find.py", q="xa", loai="unit")
    assert [heading.value.partition(" (")[0] for heading in only.header] == ["Đơn vị"]
    assert links(only).count("<li>") > 100
    assert any("loai=zzz" in warning.value for warning in open_page("find.py", q="xa", loai="zzz").warning)


def test_nothing_found_says_so_and_what_can_be_found(home: Path) -> None:
    page = open_page("find.py", q="luc nam vu tru <b>")
    assert "Không có tên nào chứa đủ các từ này" in texts(page)
    assert "Xã Lục Nam" in links(page)
    assert {heading.value for heading in page.header} == {"Gần nhất", "Có thể tìm gì"}
    assert "Văn bản (" in links(open_page("find.py"))
    assert "gần giống" in texts(open_page("find.py", q="luc nan"))


def test_a_document_names_its_targets_and_changes(home: Path) -> None:
    page = open_page("find.py", van_ban="2282-qd-ttg-2020")
    assert page.header[0].value == "Quyết định 2282/QĐ-TTg (31/12/2020)"
    assert "muc_tieu=qd2282_key_leaders_2030" in links(page)
    assert "Địa bàn có đồng bào DTTS" in texts(page)
    page = open_page("find.py", van_ban="1191-nq-ubtvqh15-2024")
    assert "don_vi=221%402020" in links(page)
    assert any("van" in w.value or "zzz" in w.value for w in open_page("find.py", van_ban="zzz").warning)


def test_a_link_to_a_target_opens_it(full: Path) -> None:
    page = open_page("targets.py", khi="tat_ca", muc_tieu="qd2282_key_leaders_2030")
    assert page.selectbox(key="link_muc_tieu").value.startswith("qd2282_key_leaders_2030.")
    assert not [warning for warning in page.warning if "muc_tieu" in warning.value]


def test_the_glossary_is_filtered_and_each_term_has_a_link(home: Path, known: Definitions) -> None:
    page = open_page("glossary.py")
    assert "".join(str(m.value) for m in page.markdown).count("<dt>") == len(known.glossary)
    page.text_input(key="glossary_filter").set_value("mau so").run()
    assert page.query_params["loc"] in ("mau so", ["mau so"])
    some = "".join(str(m.value) for m in page.markdown)
    assert "Mẫu số" in some
    assert 0 < some.count("<dt>") < len(known.glossary) / 2
    one = open_page("glossary.py", tu="mau-so", lang="en")
    assert "The number below in a share" in texts(one)
    assert texts(one).count("<dt>") == 1
    assert any("tu=zzz" in warning.value for warning in open_page("glossary.py", tu="zzz").warning)


def test_every_result_leads_to_a_page_that_understands_it(home: Path) -> None:
    files = {page.path: page.file for page in PAGES}
    for asked in ("ct45", "mau so", "hoa binh", "snv", "ty le nu cap uy", "dot bao cao"):
        href = links(open_page("find.py", q=asked)).partition('href="')[2].partition('"')[0]
        path, _, query = href.replace("&amp;", "&").partition("?")
        pairs = dict(pair.split("=") for pair in query.split("&") if pair)
        decoded = {key: value.replace("+", " ").replace("%40", "@") for key, value in pairs.items() if "%C" not in value}
        page = open_page(files[path], **decoded)
        assert not [warning for warning in page.warning if "liên kết" in warning.value.lower()], href
