"""What stands before Streamlit: headers, cookies, uploads, media, connections from elsewhere, secrets that are not safe."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
import requests
from itsdangerous import URLSafeTimedSerializer
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from catalogue.errors import UsageError
from catalogue.paths import ROOT
from desk.sendings import LARGEST
from presentation import guard, sign_in
from presentation.guard import Guard
from presentation.server import SecurityHeaders
from tests.access.office import PEOPLE, Office, secrets_file

COOKIE = "_streamlit_user"


def test_one_limit_for_what_may_be_sent(office: Office) -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert config["server"]["maxUploadSize"] * 2**20 == LARGEST
    visitor = office.visitor(PEOPLE["unit"])
    address = f"{office.address}/_stcore/upload_file/{visitor.open().session}/f1"
    token = {"X-Xsrftoken": visitor.http.cookies["_streamlit_xsrf"]}
    assert visitor.http.put(address, files={"file": b"x" * (LARGEST + 1)}, headers=token, timeout=60).status_code == 413
    assert visitor.http.put(address, files={"file": b"x"}, headers=token, timeout=20).status_code == 204
    assert visitor.http.put(address, files={"file": b"x"}, timeout=20).status_code == 403, "without the token"
    other = address.replace(address.split("/")[-2], "0" * 8)
    assert visitor.http.put(other, files={"file": b"x"}, headers=token, timeout=20).status_code == 400, "no visit of anyone"
    visitor.close()


def test_answers_are_not_stored_and_say_nothing_of_the_inside(office: Office) -> None:
    for path in ("/", "/muc-tieu", "/health", "/_stcore/health", "/oauth2callback?state=x&code=y", "/media/none.csv"):
        answer = requests.get(office.address + path, timeout=20, allow_redirects=False)
        assert answer.headers["cache-control"] == "no-store", path
        assert "Traceback" not in answer.text and "/presentation/" not in answer.text, path
        assert "strict-transport-security" not in answer.headers, "this one speaks http"
    assert requests.get(f"{office.address}/auth/login?provider=nonsense", timeout=20).status_code in (200, 400)


def test_cookies_are_kept_from_scripts_and_other_sites(office: Office) -> None:
    visitor = office.visitor(PEOPLE["officer"])
    found = {cookie.name: cookie for cookie in visitor.http.cookies}
    for name in (COOKIE, f"{COOKIE}_tokens"):
        assert found[name].has_nonstandard_attr("HttpOnly"), name
        assert str(found[name].get_nonstandard_attr("SameSite")).lower() == "lax", name


def test_a_changed_cookie_signs_nobody_in(office: Office) -> None:
    visitor = office.visitor(PEOPLE["reader"])
    sealed = visitor.http.cookies[COOKIE]
    read, claims = URLSafeTimedSerializer("?", salt=COOKIE).loads_unsafe(sealed)
    assert not read and PEOPLE["reader"] in claims, "it can be read, not made"
    forged = str(URLSafeTimedSerializer("?" * 48, salt=COOKIE).dumps(claims.replace(PEOPLE["reader"], PEOPLE["administrator"])))
    content, seal = sealed.rsplit(".", 1)
    for value in (forged, f"{forged.rsplit('.', 1)[0]}.{seal}", f"{content}.{seal[:-2]}xx", "nonsense", ""):
        visitor.http.cookies.set(COOKIE, value, domain="127.0.0.1", path="/")
        shown = visitor.open("nguoi-dung")
        assert "Đăng nhập" in shown.buttons and "Đăng xuất" not in shown.buttons, value
        assert not shown.uploads
    visitor.close()


def test_a_cookie_of_another_system_signs_nobody_in(office: Office) -> None:
    """Sealed by the same secret, for another address; and sealed by another secret."""
    visitor = office.visitor(PEOPLE["reader"])
    claims = {
        "email": PEOPLE["administrator"],
        "email_verified": True,
        "iat": 2e9,
        "is_logged_in": True,
        "origin": "http://elsewhere",
    }
    for secret in (office.secret, "x" * 48):
        value = create_signed_value(secret, COOKIE, json.dumps(claims)).decode()
        visitor.http.cookies.set(COOKIE, value, domain="127.0.0.1", path="/")
        assert "Đăng xuất" not in visitor.open("nguoi-dung").buttons
    visitor.close()


def test_a_page_of_elsewhere_cannot_connect(office: Office) -> None:
    visitor = office.visitor(PEOPLE["officer"])
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in visitor.http.cookies)
    address = f"ws{office.address.removeprefix('http')}/_stcore/stream"
    with pytest.raises((InvalidStatus, ConnectionClosed)):  # noqa: SIM117
        with connect(address, additional_headers={"Cookie": cookies}, origin="http://evil.example.org") as socket:  # type: ignore[arg-type]
            socket.recv(timeout=10)


def test_a_file_made_for_one_is_not_made_for_another_and_cannot_be_guessed(office: Office) -> None:
    """The address of a private file changes with each drawing of its button, though its content does not."""
    visitor = office.visitor(PEOPLE["administrator"])
    first, second = (visitor.ask(visitor.open("nguoi-dung").media["Tải danh sách đang dùng"]) for _ in range(2))
    assert first and second and first != second
    assert requests.get(office.address + second, timeout=20).ok
    visitor.close()


def test_who_signs_out_cannot_fetch_what_an_open_tab_offers(office: Office) -> None:
    tab = office.visitor(PEOPLE["administrator"])
    offered = tab.open("nguoi-dung").media["Tải danh sách đang dùng"]
    assert tab.ask(offered)
    other = type(tab)(office.address)
    other.http.cookies.update(tab.http.cookies)
    other.press(other.open(), "Đăng xuất")
    assert tab.ask(offered) == ""
    tab.close()
    other.close()


# --- the middleware by itself ---------------------------------------------------------------


def around(answer: Response) -> TestClient:
    async def said(_: Any) -> Response:
        return answer

    routes = [Route(path, said) for path in ("/", "/auth/login", "/oauth2callback", "/static/x.js")]
    return TestClient(
        Starlette(routes=routes, middleware=[Middleware(SecurityHeaders), Middleware(Guard)]), follow_redirects=False
    )


@pytest.fixture
def https(monkeypatch: pytest.MonkeyPatch) -> None:
    section = {"redirect_uri": "https://so-lieu.example.org/oauth2callback", "cookie_secret": "x" * 48}
    monkeypatch.setattr(sign_in, "section", lambda: section)


def test_over_https_cookies_and_browsers_keep_to_it(https: None) -> None:
    answer = PlainTextResponse("x")
    answer.set_cookie("a", "b", httponly=True)
    said = around(answer).get("/")
    assert said.headers["set-cookie"].endswith("; Secure")
    assert said.headers["strict-transport-security"] == guard.HSTS


@pytest.mark.parametrize("back", ["//evil.example.org", "/\\evil.example.org", "https://evil.example.org", "javascript:1"])
def test_after_signing_in_nobody_is_led_elsewhere(https: None, back: str) -> None:
    answer = RedirectResponse("/", 302)
    answer.set_cookie(COOKIE, "x")
    client = around(answer)
    client.cookies.set(guard.BACK, back.replace("/", "%2F").replace("\\", "%5C"))
    assert client.get("/oauth2callback?state=s&code=c").headers["location"] == "/"


def test_after_signing_in_the_page_that_was_left_opens(https: None) -> None:
    left = around(RedirectResponse("https://provider.example.org/authorize", 302)).get(
        "/auth/login", headers={"referer": "http://testserver/don-vi?don_vi=218"}
    )
    kept = left.cookies[guard.BACK]
    answer = RedirectResponse("/", 302)
    answer.set_cookie(COOKIE, "x")
    client = around(answer)
    client.cookies.set(guard.BACK, kept)
    assert client.get("/oauth2callback?state=s&code=c").headers["location"] == "/don-vi?don_vi=218"
    failed = around(RedirectResponse("/", 302))
    failed.cookies.set(guard.BACK, kept)
    assert failed.get("/oauth2callback?error=access_denied").headers["location"] == "/don-vi?don_vi=218&dang-nhap=khong"


def test_a_page_of_elsewhere_is_no_place_to_come_back_to(https: None) -> None:
    answer = around(RedirectResponse("/", 302)).get("/auth/login", headers={"referer": "https://evil.example.org/x"})
    assert guard.BACK not in answer.cookies


# --- secrets ------------------------------------------------------------------------------------


def test_a_file_of_secrets_that_others_read_or_nobody_understands_stops_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = secrets_file(tmp_path / "s.toml", 1, 2)
    monkeypatch.setenv(sign_in.FILE, str(file))
    assert sign_in.secrets()["auth"]["client_id"]
    file.chmod(0o644)
    with pytest.raises(UsageError, match="door_secrets_open"):
        sign_in.secrets()
    file.chmod(0o600)
    file.write_text("[auth\n")
    with pytest.raises(UsageError, match="door_secrets_unread"):
        sign_in.secrets()
    monkeypatch.setenv(sign_in.FILE, str(tmp_path / "none.toml"))
    with pytest.raises(UsageError, match="door_secrets_unread"):
        sign_in.secrets()


@pytest.mark.parametrize(
    ("change", "said"),
    [({"cookie_secret": "short"}, "door_secrets_short"), ({"client_id": ""}, "door_secrets_missing"),
     ({"redirect_uri": "http://so-lieu.example.org/oauth2callback"}, "door_secrets_http"),
     ({"server_metadata_url": "http://provider.example.org/x"}, "door_secrets_http")],
)  # fmt: skip
def test_an_unsafe_sign_in_stops_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, str], said: str
) -> None:
    section = tomllib.loads(secrets_file(tmp_path / "s.toml", 1, 2).read_text())["auth"]
    monkeypatch.setattr(sign_in, "section", lambda: section)
    sign_in.check()
    section.update(change)
    with pytest.raises(UsageError, match=said):
        sign_in.check()


def test_no_secret_lies_in_the_repository() -> None:
    assert "secrets.toml" in (ROOT / ".gitignore").read_text().splitlines()
    for path in [*ROOT.glob(".streamlit/*"), *(ROOT / "data").rglob("*.yaml"), *(ROOT / "docs").rglob("*.md")]:
        text = path.read_text(encoding="utf-8")
        for name in ("cookie_secret", "client_secret"):
            assert f'{name} = "' not in text.replace(f'{name} = "…', ""), path


def test_an_error_of_a_route_shows_nothing_of_the_inside() -> None:
    async def broken(_: Any) -> Response:
        raise RuntimeError("the inside")

    app = Starlette(routes=[Route("/", broken)], middleware=[Middleware(SecurityHeaders), Middleware(Guard)])
    answer = TestClient(app, raise_server_exceptions=False).get("/")
    assert answer.status_code == 500 and "inside" not in answer.text
