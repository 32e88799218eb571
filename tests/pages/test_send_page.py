"""The page of a reporting unit: what is due, a file on its way, a form typed in the browser; each for one's own unit only."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from catalogue.access import Principal
from catalogue.definitions import Definitions
from desk import drafts, sendings
from desk.sending import Sending
from etl.worker.run import work_off
from presentation import access
from tests.pages.opening import UI, tables, texts
from tests.workbooks import filled

UNIT, PERIOD = "218@2020", "2024-S1"
BODIES = "II.3.2 Cấp huyện"
SHEET = "5"  # place of that sheet in the form
WOMEN = "Trong đó: nữ – Ủy viên ban chấp hành (cấp ủy viên)"


@pytest.fixture
def unit(known: Definitions) -> Principal:
    return Principal("don-vi@example.org", "Đơn vị Lục Nam", known.roles["unit"], frozenset({UNIT}))


@pytest.fixture
def officer(known: Definitions) -> Principal:
    return Principal("can-bo@example.org", "Cán bộ phụ trách", known.roles["officer"])


@pytest.fixture
def visit(home: Path, unit: Principal, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Open the page as someone, at first as the unit."""

    def opened(who: Principal = unit, **query: str) -> AppTest:
        monkeypatch.setattr(access, "who", lambda: who)
        page = AppTest.from_file(str(UI), default_timeout=60).run()
        page.switch_page("../pages/send.py")
        for key, value in query.items():
            page.query_params[key] = value
        page.run()
        assert not page.exception, [e.value for e in page.exception]
        return page

    return opened


def sent(who: Principal, path: Path) -> Sending:
    one = sendings.receive(who, UNIT, PERIOD, path.name, path.read_bytes())
    work_off(once=True)
    return sendings.one(who, one.sending_id)


def button(page: AppTest, label: str) -> object:
    return next(one for one in page.button if one.label == label)


def test_a_reader_is_told_to_sign_in(visit: Callable[..., AppTest], known: Definitions) -> None:
    page = visit(Principal("", "", known.roles["reader"]))
    assert "Đăng nhập" in page.info[0].value
    assert not page.selectbox


def test_a_unit_sees_what_it_owes_and_nothing_of_others(
    visit: Callable[..., AppTest], officer: Principal, known: Definitions, tmp_path: Path
) -> None:
    other = sendings.receive(officer, "219@2020", PERIOD, "cua-don-vi-khac.xlsx", b"x")
    page = visit(ky=PERIOD, so=str(other.sending_id))
    assert [box.label for box in page.selectbox] == ["Kỳ báo cáo cần gửi"]  # one unit: nothing to choose
    rows = tables(page)[0]
    assert list(rows["Kỳ"][:2]) == ["6 tháng đầu năm 2025", "Năm 2024"]
    assert rows["Còn lại"][0] == "quá hạn 531 ngày"
    shown = texts(page)
    assert "cua-don-vi-khac" not in shown
    assert "Báo cáo số" not in shown
    page = visit(don_vi="219@2020")
    assert any("219@2020" in warning.value for warning in page.warning)  # a link to another's report leads to one's own


def test_an_officer_chooses_any_unit_and_those_that_report_now_come_first(
    visit: Callable[..., AppTest], officer: Principal
) -> None:
    page = visit(officer)
    options = page.selectbox[0].options
    assert len(options) > 140
    assert "đến 30/06/2025" not in options[0]
    page = visit(officer, don_vi="218")  # a code means the unit that reported
    assert page.selectbox[0].value == UNIT


def test_the_form_waits_for_the_worker_and_is_then_offered(visit: Callable[..., AppTest], home: Path) -> None:
    page = visit(ky=PERIOD)
    assert any("Bộ phận kiểm tra chưa chạy" in caption.value for caption in page.caption)
    work_off(once=True)
    page.run()
    assert not page.exception
    made = page.get("download_button")
    assert made[0].proto.label == "Tải biểu mẫu (Excel)"


def test_problems_stand_with_their_cells_errors_first(visit: Callable[..., AppTest], unit: Principal, tmp_path: Path) -> None:
    def wrong(book: object) -> None:
        sheet = book[BODIES]  # type: ignore[index]
        sheet["D6"] = "nhiều"
        for row in range(8, 16):
            sheet[f"E{row}"] = 99

    one = sent(unit, filled(tmp_path / "a.xlsx", change=wrong))
    page = visit(ky=PERIOD)
    found = next(frame for frame in tables(page) if "Vấn đề và cách sửa" in frame)
    assert found.iloc[0][["Trang", "Ô", "Đang ghi"]].tolist() == [BODIES, "D6", "nhiều"]
    alike = found[found["Vấn đề và cách sửa"].str.contains("Cùng lỗi ở")]
    assert len(alike) == 1  # eight cells, one row that names them all
    assert all(cell in alike.iloc[0]["Vấn đề và cách sửa"] for cell in ("E9", "E15"))
    assert f"Có {len(one.errors)} lỗi" in page.error[0].value
    assert not any(b.label == "Nộp báo cáo" for b in page.button)


def test_from_a_checked_file_to_a_receipt(
    visit: Callable[..., AppTest], unit: Principal, officer: Principal, tmp_path: Path
) -> None:
    one = sent(unit, filled(tmp_path / "a.xlsx"))
    page = visit(ky=PERIOD)
    button(page, "Nộp báo cáo").click().run()  # type: ignore[attr-defined]
    assert not page.exception
    assert any("Đã nộp" in told.value for told in page.success)
    assert one.sha256 in texts(page)
    done = sendings.one(unit, one.sending_id)
    assert done.state == "submitted"
    sendings.send_back(officer, one.sending_id, done.revision, "Thiếu số của hai xã")
    page = visit(ky=PERIOD)
    assert page.get("file_uploader")[0].proto.label == "Tải tệp đã sửa lên"
    assert "Thiếu số của hai xã" in page.error[0].value or "Thiếu số của hai xã" in texts(page)
    history = next(frame for frame in tables(page) if "Ai làm" in frame)
    assert history["Việc"].tolist() == [
        "Nhận tệp",
        "Kiểm tra xong",
        "Nộp cho cán bộ; hoặc trở lại chờ cán bộ",
        "Trả lại đơn vị",
    ]


def test_a_unit_reads_no_sums_of_violence_over_others(
    visit: Callable[..., AppTest], unit: Principal, officer: Principal, tmp_path: Path
) -> None:
    """Its own counts it knows; a sum, less its own, would tell it others', and officers read counts as they are published."""
    sent(unit, filled(tmp_path / "bạo lực.xlsx"))
    work_off(once=True)

    def sums(page: AppTest) -> list[str]:
        shown = [table for table in tables(page) if "Chỉ số" in table]
        assert any("Huyện Lục Nam" in set(table["Đơn vị"]) for table in shown)
        return [row["Chỉ số"] for table in shown for _, row in table.iterrows() if "cộng các đơn vị" in row["Đơn vị"]]

    page = visit(ky=PERIOD)
    told = sums(page)
    assert told
    assert not [one for one in told if "bạo lực" in one or "xâm hại" in one]
    page = visit(officer, don_vi="218", ky=PERIOD)
    assert not [one for one in sums(page) if "bạo lực" in one or "xâm hại" in one]


def test_a_dropped_file_is_received_once(visit: Callable[..., AppTest], unit: Principal, tmp_path: Path) -> None:
    content = filled(tmp_path / "a.xlsx").read_bytes()
    for told, found in (("success", "Đã nhận"), ("info", "chính tệp này đã có ở đây")):
        page = visit(ky=PERIOD)
        page.file_uploader[0].set_value(("báo cáo.xlsx", content, "application/octet-stream")).run()
        assert not page.exception
        assert any(found in one.value for one in getattr(page, told))
    one = sendings.listed(unit)
    assert [(s.file_name, sendings.content(unit, s.sending_id)) for s in one] == [("báo cáo.xlsx", content)]


def test_an_empty_file_is_refused_in_words(visit: Callable[..., AppTest], unit: Principal) -> None:
    page = visit(ky=PERIOD)
    page.file_uploader[0].set_value(("a.xlsx", b"", "application/octet-stream")).run()
    assert not page.exception
    assert "không rỗng" in page.error[0].value
    assert sendings.listed(unit) == []


def test_a_form_is_typed_kept_and_checked(visit: Callable[..., AppTest], unit: Principal, tmp_path: Path) -> None:
    one = sent(unit, filled(tmp_path / "a.xlsx", change=lambda book: book[BODIES].__setitem__("E5", 50)))
    assert one.errors
    page = visit(ky=PERIOD, cach="nhap", trang=SHEET)
    work_off(once=True)  # what it begins with
    page.run()
    assert len(page.text_input) <= 62
    field = next(box for box in page.text_input if box.label == WOMEN)
    assert field.value == "50"
    assert any(":red[122,0%]" in text.value for text in page.markdown)
    field.set_value("9").run()
    draft = drafts.kept(unit, UNIT, PERIOD)
    assert draft is not None and draft.content[f"{BODIES}!E5"] == "9"
    button(page, "Kiểm tra biểu đã nhập").click().run()  # type: ignore[attr-defined]
    work_off(once=True)
    page.run()
    assert not page.exception
    latest = sendings.listed(unit)[0]
    assert (latest.origin, latest.problems) == ("typed", [])
    assert latest.result is not None and latest.result["observations"] > 1000


def test_a_reload_finds_the_draft_and_two_windows_are_told(
    visit: Callable[..., AppTest], unit: Principal, known: Definitions
) -> None:
    drafts.save(unit, UNIT, PERIOD, 0, {f"{BODIES}!E5": "7"})
    page = visit(ky=PERIOD, cach="nhap", trang=SHEET)
    field = next(box for box in page.text_input if box.label == WOMEN)
    assert field.value == "7"
    drafts.save(unit, UNIT, PERIOD, 1, {f"{BODIES}!E5": "8", f"{BODIES}!D5": "40"})  # the other window
    field.set_value("9").run()
    assert not page.exception
    told = next(error.value for error in page.error if "E5 = 9" in error.value)
    assert "ở nơi khác" in told
    draft = drafts.kept(unit, UNIT, PERIOD)
    assert draft is not None and draft.content[f"{BODIES}!E5"] == "8"  # not written over
    next(b for b in page.button if b.label.startswith("Lấy bản mới nhất")).click().run()
    draft = drafts.kept(unit, UNIT, PERIOD)
    assert draft is not None and draft.content == {f"{BODIES}!E5": "9", f"{BODIES}!D5": "40"}
    field = next(box for box in page.text_input if box.label == WOMEN)
    assert field.value == "9"


def test_english_says_the_same(visit: Callable[..., AppTest], unit: Principal, tmp_path: Path) -> None:
    sent(unit, filled(tmp_path / "a.xlsx", change=lambda book: book[BODIES].__setitem__("E5", 50)))
    page = visit(ky=PERIOD, lang="en")
    found = next(frame for frame in tables(page) if "Problem and what to do" in frame)
    assert "more than" in found.iloc[0]["Problem and what to do"]
    assert "at most 41" in found.iloc[0]["Expected"]
