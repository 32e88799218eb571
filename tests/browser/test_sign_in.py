"""Signing in at a real provider with a real browser: each role, out again, and everything that can go wrong on the way."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from catalogue import definitions
from tests.access.office import LINES, PEOPLE, UNKNOWN, UNVERIFIED, WRONG_UNIT, Office, Visitor, started
from tests.browser.conftest import free_port, serve
from tests.browser.signing import go, sign_in, sign_out
from tests.browser.waiting import settled

COOKIE = "_streamlit_user"
LISTED = "\n".join(line for line in LINES if WRONG_UNIT not in line and "officer" not in line) + "\n"


@pytest.fixture(scope="module")
def office(empty_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    found = started(empty_home, tmp_path_factory.mktemp("signed"))
    yield found
    found.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN")
    opened.set_default_timeout(30_000)
    yield opened
    opened.close()


def said(key: str) -> str:
    """The beginning of a sentence, up to its first value."""
    return definitions.load().words(key, hours="§", minutes="§", person="§", role="§").partition("§")[0].strip()


@pytest.mark.parametrize("role", PEOPLE)
def test_signing_in_and_out_again(office: Office, context: BrowserContext, role: str) -> None:
    blocked: list[str] = []
    page = go(context, office.address)
    page.on("console", lambda message: blocked.append(message.text) if "Content Security Policy" in message.text else None)
    sign_in(page, PEOPLE[role])
    box = page.get_by_test_id("stSidebar")
    expect(box).to_contain_text(f"Vai {role}")
    expect(box).to_contain_text(definitions.load().roles[role].name_vi)
    if role == "unit":
        expect(box).to_contain_text("Huyện Lục Nam")
    cookie = next(one for one in context.cookies() if one["name"] == COOKIE)
    assert cookie["httpOnly"] and cookie["sameSite"] == "Lax"
    sign_out(page)
    assert COOKIE not in {one["name"] for one in context.cookies()}
    assert not blocked


def test_after_signing_in_the_page_that_was_left_opens(office: Office, context: BrowserContext) -> None:
    page = go(context, f"{office.address}/nhat-ky?lang=vi")
    expect(page.get_by_text(said("door_sign_in_needed"))).to_be_visible()
    sign_in(page, PEOPLE["officer"])
    assert page.url.split("?")[0].endswith("/nhat-ky")
    expect(page.get_by_text("Nhật ký nguyên vẹn")).to_be_visible()


def test_a_page_of_another_role_says_so(office: Office, context: BrowserContext) -> None:
    page = go(context, office.address)
    sign_in(page, PEOPLE["leader"])
    page.goto(f"{office.address}/nguoi-dung")
    settled(page)
    expect(page.get_by_text(said("door_not_yours"))).to_be_visible()
    assert page.get_by_test_id("stFileUploader").count() == 0


def test_what_is_pressed_after_signing_out_elsewhere_is_not_done(
    office: Office, context: BrowserContext, tmp_path: Path
) -> None:
    page = go(context, f"{office.address}/nguoi-dung")
    sign_in(page, PEOPLE["administrator"])
    before = (office.home / "people.csv").read_bytes()
    new = tmp_path / "people.csv"
    new.write_text(LISTED, encoding="utf-8")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(new)
    expect(page.get_by_role("button", name="Dùng danh sách này")).to_be_visible()
    other = go(context, office.address)
    sign_out(other)
    page.get_by_role("button", name="Dùng danh sách này").click()
    expect(page.get_by_text(said("door_why_signed_out"))).to_be_visible()
    assert (office.home / "people.csv").read_bytes() == before


def test_a_new_list_of_people_is_taken_whole_or_not_at_all(office: Office, context: BrowserContext, tmp_path: Path) -> None:
    page = go(context, f"{office.address}/nguoi-dung")
    sign_in(page, PEOPLE["administrator"])
    before, file = (office.home / "people.csv").read_bytes(), tmp_path / "people.csv"
    file.write_text(LISTED + "khong-phai-dia-chi,X,officer,,,\n", encoding="utf-8")
    choose = page.get_by_test_id("stFileUploaderDropzoneInput")
    choose.set_input_files(file)
    expect(page.get_by_text("Danh sách mới chưa dùng được: 1 chỗ sai")).to_be_visible()
    assert page.get_by_role("button", name="Dùng danh sách này").count() == 0
    page.get_by_test_id("stFileChipDeleteBtn").get_by_role("button").or_(
        page.get_by_test_id("stFileChipDeleteBtn")
    ).last.click()
    expect(page.get_by_text("Danh sách mới chưa dùng được: 1 chỗ sai")).to_have_count(0)
    settled(page)
    right = tmp_path / "right.csv"
    right.write_text(LISTED, encoding="utf-8")
    choose.set_input_files(right)
    page.get_by_role("button", name="Dùng danh sách này").click()
    expect(page.get_by_text("Đã dùng danh sách mới")).to_be_visible()
    assert (office.home / "people.csv").read_text(encoding="utf-8") == LISTED
    expect(page.get_by_text("đã thay danh sách").first).to_be_visible()
    (office.home / "people.csv").write_bytes(before)


def test_a_session_that_is_too_old_says_what_is_safe_and_what_to_do(office: Office, context: BrowserContext) -> None:
    claims = {
        "email": PEOPLE["officer"], "email_verified": True, "sub": "1", "iss": "x", "iat": int(time.time()) - 11 * 3600,
        "is_logged_in": True, "origin": office.address, "provider": "default",
    }  # fmt: skip
    value = create_signed_value(office.secret, COOKIE, json.dumps(claims)).decode()
    context.add_cookies([{"name": COOKIE, "value": value, "url": office.address, "httpOnly": True, "sameSite": "Lax"}])
    page = go(context, f"{office.address}/nhat-ky")
    expect(page.get_by_text(said("door_why_old"))).to_be_visible()
    expect(page.get_by_text("Báo cáo đã nhận và bản đang nhập vẫn còn nguyên")).to_be_visible()
    assert page.get_by_text("Nhật ký nguyên vẹn").count() == 0
    sign_in(page, PEOPLE["officer"])
    expect(page.get_by_text("Nhật ký nguyên vẹn")).to_be_visible()


def test_who_stops_at_the_provider_is_told(office: Office, context: BrowserContext) -> None:
    page = go(context, f"{office.address}/muc-tieu")
    page.get_by_role("button", name="Đăng nhập").first.click()
    page.get_by_role("button", name="Deny").click()
    expect(page.get_by_text(said("door_failed"))).to_be_visible()
    assert "/muc-tieu" in page.url


@pytest.mark.parametrize(
    ("person", "text"),
    [(UNVERIFIED, "chưa được xác minh"), (UNKNOWN, "Người đọc"), (WRONG_UNIT, "không có đơn vị “999999”")],
)
def test_people_whom_the_list_does_not_help(office: Office, context: BrowserContext, person: str, text: str) -> None:
    page = go(context, office.address)
    page.get_by_role("button", name="Đăng nhập").first.click()
    page.get_by_role("button", name=person, exact=True).first.click()
    expect(page.get_by_text(text).first).to_be_visible()
    page.goto(f"{office.address}/nhat-ky")
    settled(page)
    assert page.get_by_text("Nhật ký nguyên vẹn").count() == 0


def test_without_sign_in_the_office_machine_is_the_officer_and_says_so(
    empty_home: Path, context: BrowserContext, tmp_path: Path
) -> None:
    port = free_port()
    server = serve(empty_home, port)
    try:
        page = go(context, f"http://127.0.0.1:{port}/so-trong-cau")
        expect(page.get_by_test_id("stSidebar")).to_contain_text("Cán bộ phụ trách (máy của cơ quan)")
        elsewhere = Visitor(f"http://127.0.0.1:{port}")
        shown = elsewhere.open("so-trong-cau", headers={"X-Forwarded-For": "192.0.2.1"})
        assert said("door_machine_only") in shown.text and "Cán bộ phụ trách" not in shown.text
        elsewhere.close()
    finally:
        server.terminate()
        server.wait(20)
