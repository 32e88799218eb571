"""The officer's desk as a page: the round, a report opened, decisions, publishing, reminders."""

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from catalogue import decisions, definitions
from desk import sendings
from etl.worker.run import work_off
from presentation.desk_page import round_rows
from store import past, snapshot
from tests.desks import UNIT, accepted, officer, received, waiting
from tests.integration.test_decisions import STRANGE, renamed
from tests.pages.conftest import forget_answers
from tests.pages.opening import open_page, tables, texts
from tests.workbooks import filled

PAGE = "desk.py"
ROUND = {"ky": "2024-S1"}
OPEN = ROUND | {"mo": UNIT}


@pytest.fixture(autouse=True)
def fresh(home: Path) -> None:
    """Every test has a desk of its own; pages keep nothing of another's."""
    forget_answers()


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click().run()
    assert not page.exception, [e.value for e in page.exception]
    return page


def worked(page: AppTest) -> AppTest:
    """The page after the worker has done what was asked."""
    work_off(once=True)
    page.run()
    assert not page.exception, [e.value for e in page.exception]
    return page


def test_a_reader_sees_no_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VSTBPN_OFFICER", "no")
    page = open_page(PAGE)
    assert "trang này chỉ mở trên máy của cơ quan" in texts(page)
    assert not page.button(key="language").disabled
    assert len(tables(page)) == 0


def test_the_period_of_the_day_is_chosen() -> None:
    page = open_page(PAGE)
    assert page.selectbox(key="link_ky").value == "2026", "due 10/12/2026; the day is 23/11/2026"
    assert "còn 17 ngày" in tables(page)[0]["Còn/trễ"].to_list()


def test_the_round_puts_first_what_waits(tmp_path: Path) -> None:
    waiting(tmp_path)
    page = open_page(PAGE, **ROUND)
    rows = tables(page)[0]
    assert rows.iloc[0]["Đơn vị"] == "Huyện Lục Nam"
    assert rows.iloc[0]["Tình trạng"] == "chờ quyết định"
    assert rows.iloc[0]["Việc gần nhất"].startswith("nộp ")
    assert set(rows.iloc[1:]["Tình trạng"]) == {"quá hạn chưa gửi"}
    assert "**1** chờ bạn quyết định" in texts(page)
    assert f"**{len(rows)}** phải gửi" in texts(page)
    page = open_page(PAGE, viec="cua-toi", **ROUND)
    assert len(tables(page)[0]) == 1
    page = open_page(PAGE, trang_thai="missing", bieu="agency", **ROUND)
    assert set(tables(page)[0]["Tình trạng"]) == {"quá hạn chưa gửi"}
    assert "Huyện Lục Nam" not in set(tables(page)[0]["Đơn vị"])


def test_a_report_is_opened_accepted_and_withdrawn(tmp_path: Path) -> None:
    one = waiting(tmp_path)
    page = open_page(PAGE, **OPEN)
    assert f"SHA-256: **{one.sha256}**" in texts(page)
    assert "Đơn vị ghi chú: **kính gửi**" in texts(page)
    assert "Ô mới:" in texts(page)
    press(page, "officer_return")
    assert "Chưa ghi ý kiến" in page.error[0].value
    worked(press(page, "officer_accept"))
    assert "đã chấp nhận, chưa công bố" in texts(page)
    assert sendings.one(officer(), one.sending_id).version == 1
    press(page, "officer_withdraw")
    assert "Chưa ghi lý do" in page.error[0].value
    page.text_input(key=f"officer_reason_{one.sending_id}").set_value("số sai")
    worked(press(page, "officer_withdraw"))
    assert sendings.one(officer(), one.sending_id).state == "withdrawn"
    history = next(table for table in tables(page) if "Việc" in table)
    assert "số sai" in set(history["Ý kiến, lý do"])


def test_who_was_slower_is_told_and_nothing_is_overwritten(tmp_path: Path) -> None:
    one = waiting(tmp_path)
    first, second = open_page(PAGE, **OPEN), open_page(PAGE, **OPEN)
    press(first, "officer_accept")
    second.text_area(key=f"officer_comment_{one.sending_id}").set_value("xem lại số nữ")
    press(second, "officer_return")
    assert "vừa thay đổi báo cáo này" in second.error[0].value
    work_off(once=True)
    found = sendings.one(officer(), one.sending_id)
    assert (found.state, found.comment) == ("accepted", None)


def test_cells_beside_the_version_before(tmp_path: Path) -> None:
    accepted(filled(tmp_path / "truoc.xlsx"))
    waiting(tmp_path, women=11)
    page = worked(press(open_page(PAGE, **OPEN), "officer_beside"))
    assert page.selectbox(key="link_trang").value == "II.3.2 Cấp huyện"
    rows = next(table for table in tables(page) if "Bản trước" in table)
    assert [(row["Ô"], row["Bản trước"], row["Tệp này"]) for row in rows.to_dict("records")] == [("E5", "9", "11")]


def test_a_preview_is_compared_and_published_once(tmp_path: Path) -> None:
    accepted(filled(tmp_path / "bc.xlsx"))
    before = snapshot.current_id()
    page = worked(press(open_page(PAGE, muc="cong-bo"), "officer_preview"))
    assert "giá trị sẽ đổi" in texts(page)
    shown = page.dataframe[0].value
    rows = shown[(shown["Đơn vị"] == "Huyện Lục Nam") & (shown["Chỉ số"] == "Tỷ lệ nữ tham gia cấp ủy")]
    assert "9/41 = 22,0%" in set(rows["Sau"])
    assert snapshot.current_id() == before
    page.button(key="officer_publish").click()
    page.run()
    worked(page)
    assert "Đã công bố" in page.success[0].value
    after = snapshot.current_id()
    assert after != before
    page.text_input(key="officer_undo_reason").set_value("công bố nhầm")
    worked(press(page, "officer_undo"))
    assert snapshot.current_id() == before
    assert "Người đọc đang thấy bản cũ hơn" in texts(page)
    assert past.undone() == [after]


def test_a_preview_that_is_no_longer_right_is_not_published(tmp_path: Path) -> None:
    page = worked(press(open_page(PAGE, muc="cong-bo"), "officer_preview"))
    assert "Không có giá trị nào sẽ đổi" in texts(page)
    accepted(filled(tmp_path / "bc.xlsx"))
    before = snapshot.current_id()
    worked(press(page, "officer_publish"))
    assert "tạo bản xem trước mới" in page.error[0].value
    assert snapshot.current_id() == before


def test_due_dates_and_who_owes_are_edited(tmp_path: Path) -> None:
    page = open_page(PAGE, muc="han", **ROUND)
    press(page, "officer_due_change")
    assert "Chưa ghi lý do" in page.error[0].value
    page.text_input(key="officer_due_reason").set_value("lũ lụt")
    page.date_input(key="officer_due_date_2024-S1_").set_value(definitions.load().periods["2024-S1"].ends)
    worked(press(page, "officer_due_change"))
    assert "hạn nộp **30/06/2024**" in texts(page)
    page.selectbox(key="officer_owing_unit_no").set_value(UNIT)
    page.text_input(key="officer_owing_reason").set_value("đang sắp xếp")
    worked(press(page, "officer_owing_do"))
    lines = [table for table in tables(page) if "Lý do" in table]
    assert {line for table in lines for line in table["Lý do"]} == {"lũ lụt", "đang sắp xếp"}
    assert "Huyện Lục Nam" not in set(tables(open_page(PAGE, **ROUND))[0]["Đơn vị"])


def test_a_strange_name_is_resolved(tmp_path: Path) -> None:
    one = received(filled(tmp_path / "la.xlsx", change=renamed))
    page = open_page(PAGE, muc="ten", **ROUND)
    assert page.selectbox(key="link_chu").value == STRANGE
    page.selectbox(key=f"officer_meant_unit_{STRANGE}").set_value("07459")
    page.text_input(key=f"officer_reason_{STRANGE}").set_value("tên mới")
    worked(press(page, "officer_remember"))
    assert not sendings.one(officer(), one.sending_id).errors
    assert (STRANGE.casefold(),) in definitions.load().decided_lines.holding(decisions.NAMES)
    page.run()
    assert any("Không có tên hay nhãn nào chưa hiểu" in said.value for said in page.success)


def test_reminders_are_letters_and_a_list(tmp_path: Path) -> None:
    one = waiting(tmp_path)
    sendings.send_back(officer(), one.sending_id, one.revision, "Đề nghị xem lại số nữ")
    page = open_page(PAGE, muc="nhac", **ROUND)
    rows = tables(page)[0]
    assert set(rows["Tình trạng"]) == {"quá hạn chưa gửi", "đã trả lại"}
    assert f"**{len(rows)}** đơn vị" in texts(page)
    buttons = {button.proto.label: button for button in page.get("download_button")}
    assert set(buttons) >= {"Danh sách trộn thư (CSV)"}


@pytest.mark.parametrize(
    ("state", "published", "status"),
    [
        ("submitted", {}, "waiting"),
        ("returned", {"status": "complete"}, "returned"),
        ("accepted", {"status": "missing"}, "accepted"),
        ("published", {"status": "late"}, "late"),
        ("withdrawn", {"status": "missing"}, "missing"),
        ("withdrawn", {}, "missing"),
    ],
)
def test_what_a_unit_stands_at(tmp_path: Path, state: str, published: dict[str, str], status: str) -> None:
    one = received(filled(tmp_path / "bc.xlsx"))
    period = definitions.load().periods["2024-S1"]
    today = period.ends
    assert round_rows._status(replace(one, state=state), published, period.due_date, today) == status
