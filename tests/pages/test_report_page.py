"""The page of the official report: who is in, a report built, a delivered one verified."""

from pathlib import Path

import pytest
from docx import Document

from catalogue.definitions import Definitions
from presentation import data, report_page
from reports.official import service
from tests.conftest import CommandLine
from tests.pages.opening import open_page, texts
from tests.workbooks import filled

PAGE = "report.py"


@pytest.fixture
def loaded(run: CommandLine, tmp_path: Path) -> CommandLine:
    data.forget()
    run.json("etl", "load", filled(tmp_path / "one.xlsx"), "--json")
    return run


def test_who_is_in_and_a_report_built(loaded: CommandLine) -> None:
    page = open_page(PAGE, ky="2024-S1")
    assert {metric.value for metric in page.metric} == {"1/10", "0/38"}
    assert "Thành phố Bắc Giang" in set(page.dataframe[0].value["Đơn vị"])
    assert not page.success
    page.button(key="make").click().run()
    assert not page.exception
    assert "mỗi số là một trường kiểm tra được" in page.success[0].value
    page.query_params["don_vi"] = "218@2020"
    page.run()
    assert not page.success, "another report is built only when asked for"
    page.button(key="make").click().run()
    assert page.success


def test_a_period_that_nobody_reported_says_so(home: Path) -> None:
    page = open_page(PAGE, ky="2024-S1", lang="en")
    assert "No unit has reported for First half of 2024" in page.info[0].value
    assert not [button for button in page.button if button.key == "make"]


def test_a_delivered_report_is_verified(loaded: CommandLine, known: Definitions, tmp_path: Path) -> None:
    out = tmp_path / "r.docx"
    out.write_bytes(service.made(known, "2024-S1")[0].docx)
    page = open_page(PAGE, muc=report_page.VERIFY)
    page.file_uploader(key="delivered").upload("r.docx", out.read_bytes(), report_page.WORD).run()
    assert "đều khớp" in page.success[0].value

    def correct(book: object) -> None:
        book["II.3.2 Cấp huyện"]["E5"] = 12  # type: ignore[index]

    loaded.json("etl", "load", filled(tmp_path / "two.xlsx", change=correct), "--json")
    page = open_page(PAGE, muc=report_page.VERIFY)
    page.file_uploader(key="delivered").upload("r.docx", out.read_bytes(), report_page.WORD).run()
    rows = page.dataframe[0].value
    assert {("số liệu đã đổi", "9", "12"), ("số liệu đã đổi", "22,0%", "29,3%")} <= set(
        zip(rows["Khác thế nào"], rows["Khi lập"], rows["Số liệu nay"], strict=True)
    )
    assert rows["Ô nguồn khi lập"].str.contains("E5").any()
    Document().save(str(out))
    page.file_uploader(key="delivered").upload("other.docx", out.read_bytes(), report_page.WORD).run()
    assert "không mang danh sách" in page.error[0].value
    assert texts(page)
