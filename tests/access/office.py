"""A real server with sign-in set up, at a real provider on this machine, and visitors who sign in there and open pages."""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import requests
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from catalogue.paths import DATA
from tests.browser.conftest import free_port, serve
from tests.conftest import ROOT

UNIT = "218@2020"
PEOPLE = {
    "reader": "nguoi-doc@example.org",
    "unit": "don-vi@example.org",
    "officer": "can-bo@example.org",
    "leader": "lanh-dao@example.org",
    "administrator": "quan-tri@example.org",
}
UNKNOWN, UNVERIFIED, WRONG_UNIT = "nguoi-la@example.org", "chua-xac-minh@example.org", "don-vi-sai@example.org"
LINES = ["person,name,role,units,valid_from,valid_to"] + [
    f"{address},Vai {role},{role},{UNIT.partition('@')[0] if role == 'unit' else ''},," for role, address in PEOPLE.items()
] + [f"{UNVERIFIED},Chưa xác minh,officer,,,", f"{WRONG_UNIT},Đơn vị sai,unit,999999,,"]  # fmt: skip


def provider(port: int, more: Iterable[str] = ()) -> subprocess.Popen[bytes]:
    """Start the provider and wait for it. It knows the people, and `more` of them, by their addresses."""
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    for address in [*PEOPLE.values(), UNKNOWN, UNVERIFIED, WRONG_UNIT, *more]:
        claims = {"sub": address, "email": address, "email_verified": address != UNVERIFIED, "name": f"Tên {address}"}
        command += ["--user-claims", json.dumps(claims)]
    started = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(120):
        try:
            requests.get(f"http://127.0.0.1:{port}/.well-known/openid-configuration", timeout=1)
            return started
        except requests.RequestException:
            time.sleep(0.25)
    started.terminate()
    raise RuntimeError("the provider did not start")


def with_office(folder: Path, **settings: object) -> Path:
    """A copy of the definitions whose office.yaml says something else."""
    shutil.copytree(DATA, folder)
    text = (folder / "office.yaml").read_text(encoding="utf-8")
    for name, value in settings.items():
        text, times = re.subn(rf"^{name}: .*$", f"{name}: {value}", text, flags=re.M)
        assert times == 1, name
    (folder / "office.yaml").write_text(text, encoding="utf-8")
    return folder


def secrets_file(path: Path, port: int, provider_port: int, cookie_secret: str | None = None) -> Path:
    """Write the file of secrets of a server."""
    path.write_text(
        f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
        f'cookie_secret = "{cookie_secret or secrets.token_urlsafe(48)}"\nclient_id = "bang-so-lieu"\n'
        f'client_secret = "{secrets.token_urlsafe(16)}"\n'
        f'server_metadata_url = "http://127.0.0.1:{provider_port}/.well-known/openid-configuration"\n'
    )
    path.chmod(0o600)
    return path


@dataclass
class Shown:
    """What a run of a page sent: titles, texts, buttons (label → id), pages of the navigation, where it redirects to."""

    titles: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    buttons: dict[str, str] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)
    media: dict[str, str] = field(default_factory=dict)  # downloads: label → id by which the file is asked for, or its address
    uploads: int = 0
    redirect: str = ""
    session: str = ""

    @property
    def text(self) -> str:
        return "\n".join([*self.titles, *self.texts])


class Visitor:
    """Someone with a browser's cookies, who talks to the server as a browser does."""

    def __init__(self, address: str) -> None:
        self.address, self.http = address, requests.Session()
        self.http.get(f"{address}/_stcore/health", timeout=10)  # gives the cookie that a connection must repeat
        self.socket, self.session = None, ""

    def open(self, path: str = "", headers: dict[str, str] | None = None, **query: str) -> Shown:
        """Open a page as a link does, in a visit of its own."""
        self.close()
        cookies = {cookie.name: cookie.value or "" for cookie in self.http.cookies}
        self.kept = ExitStack()
        self.socket = self.kept.enter_context(connect(
            f"ws{self.address.removeprefix('http')}/_stcore/stream",
            subprotocols=["streamlit", cookies["_streamlit_xsrf"]],  # type: ignore[list-item]
            additional_headers={"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} | (headers or {}),
            origin=self.address, max_size=None, open_timeout=30,
        ))  # fmt: skip
        self.path, self.query = path, urlencode(query)
        return self._run("")

    def press(self, shown: Shown, label: str) -> Shown:
        """Press a button of what was shown."""
        return self._run(shown.buttons[label])

    def ask(self, file_id: str, longest: float = 30) -> str:
        """Ask the open page for the file of a download; its address, or nothing."""
        assert self.socket
        asked = BackMsg()
        asked.backend_operation_request.request_id = secrets.token_hex(4)
        asked.backend_operation_request.session_id = self.session
        asked.backend_operation_request.deferred_file.file_id = file_id
        self.socket.send(asked.SerializeToString())
        while True:
            message = ForwardMsg()
            message.ParseFromString(self.socket.recv(timeout=longest))
            if message.WhichOneof("type") == "backend_operation_response":
                return message.backend_operation_response.deferred_file.url

    def sign_in(self, person: str) -> None:
        """Sign in at the provider, by the button on the page."""
        page = self.open()
        target = self.press(page, "Đăng nhập").redirect
        self.close()
        form = self.http.get(self.address + target, timeout=20)
        assert "oauth2/authorize" in form.url, form.text
        back = self.http.post(form.url, data={"sub": person}, allow_redirects=True, timeout=20)
        assert back.ok, back.text

    def close(self) -> None:
        if self.socket:
            self.kept.close()
            self.socket = None

    def _run(self, pressed: str, longest: float = 60) -> Shown:
        assert self.socket
        asked = BackMsg()
        asked.rerun_script.page_name, asked.rerun_script.query_string = self.path, self.query
        if pressed:
            state = asked.rerun_script.widget_states.widgets.add()
            state.id, state.trigger_value = pressed, True
        self.socket.send(asked.SerializeToString())
        shown, until = Shown(), time.monotonic() + longest
        while time.monotonic() < until:
            message = ForwardMsg()
            message.ParseFromString(self.socket.recv(timeout=longest))
            kind = message.WhichOneof("type")
            if kind == "new_session":
                shown = Shown(session=shown.session, redirect=shown.redirect)
                self.session = shown.session = message.new_session.initialize.session_id or shown.session
            elif kind == "navigation":
                shown.pages = [page.url_pathname for page in message.navigation.app_pages if not page.is_hidden]
            elif kind == "auth_redirect":
                shown.redirect = message.auth_redirect.url
                if not shown.redirect.startswith("/"):
                    shown.redirect = "/" + shown.redirect
            elif kind == "delta":
                _read(message, shown)
            elif kind == "script_finished" and message.script_finished in (0, 2):
                return shown
        raise TimeoutError(shown.text)


def _read(message: ForwardMsg, shown: Shown) -> None:
    element = message.delta.new_element
    kind = element.WhichOneof("type")
    if kind == "heading":
        (shown.titles if element.heading.tag == "h1" else shown.texts).append(element.heading.body)
    elif kind == "markdown":
        shown.texts.append(element.markdown.body)
    elif kind == "alert":
        shown.texts.append(element.alert.body)
    elif kind == "button":
        shown.buttons[element.button.label] = element.button.id
    elif kind == "file_uploader":
        shown.uploads += 1
    elif kind == "download_button":
        button = element.download_button
        shown.media[button.label] = button.deferred_file_id or button.url


@dataclass
class Office:
    """A running server, what it reads, and how to stop it."""

    address: str
    home: Path
    folder: Path
    processes: list[subprocess.Popen[bytes]]
    secret: str = ""

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(20)

    def visitor(self, person: str = "") -> Visitor:
        found = Visitor(self.address)
        if person:
            found.sign_in(person)
        return found


def started(home: Path, folder: Path, *, desk: bool = False, more: Sequence[str] = (), **settings: object) -> Office:
    """Start a provider and a server that signs in at it, on a copy of a working folder, with people of every role.

    `desk`: with the desk's worker; `more`: further lines of people.csv.
    """
    mine = Path(shutil.copytree(home, folder / "home"))
    (mine / "people.csv").write_text("\n".join([*LINES, *more]) + "\n", encoding="utf-8")
    data = with_office(folder / "data", **settings)
    port, provider_port, secret = free_port(), free_port(), secrets.token_urlsafe(48)
    file = secrets_file(folder / "office-secrets.toml", port, provider_port, secret)
    processes = [provider(provider_port, [line.partition(",")[0] for line in more])]
    changed = {"VSTBPN_SECRETS": str(file), "VSTBPN_DATA": str(data)}
    before = {name: os.environ.get(name) for name in changed}
    os.environ.update(changed)
    try:
        processes.append(serve(mine, port, desk=desk))
    except RuntimeError:
        processes[0].terminate()
        raise
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
    return Office(f"http://127.0.0.1:{port}", mine, folder, processes, secret)
