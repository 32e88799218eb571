"""What stands before Streamlit on the network: who may upload and fetch, closed routes, how cookies travel, who is active.

Pages ask the principal themselves; this is for what no page sees: Streamlit's own routes.
"""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from catalogue import definitions
from catalogue.access import Permission, Principal
from desk import people, sign_ins
from presentation import access, sign_in
from presentation.door import FAILED

UPLOADERS: tuple[Permission, ...] = ("report", "read_submissions", "administer")  # one of these, to send a file at all
BACK = "vstbpn_back"  # cookie: the page from which someone went to sign in
BACK_SECONDS = 600
HSTS = "max-age=31536000; includeSubDomains"
NO_STORE = "no-store"
Claims = dict[str, Any]


class Guard:
    """Middleware around Streamlit."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self.app(scope, _watched(scope, receive), send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = _path(scope)
        refusal = _refusal(scope, path)
        if refusal is not None:
            await refusal(scope, receive, _marked(scope, path, send))
        else:
            await self.app(scope, receive, _marked(scope, path, send))


def _refusal(scope: Scope, path: str) -> PlainTextResponse | None:
    """The answer to what may not be asked."""
    if path == "/_stcore/metrics":  # names of functions and counts of visitors are nobody's business
        return PlainTextResponse("Not Found", 404)
    if path.startswith("/_stcore/agent") and sign_in.section():  # it would act without signing in
        return PlainTextResponse("Not Found", 404)
    if path.startswith("/_stcore/upload_file") and scope["method"] != "OPTIONS":
        who = _who(scope)
        if not any(who.may(permission) for permission in UPLOADERS):
            return PlainTextResponse("Forbidden", 403)
    if path.startswith("/media/") and not _who(scope).may("read"):
        return PlainTextResponse("Forbidden", 403)
    return None


def _marked(scope: Scope, path: str, send: Send) -> Send:
    """Add what belongs to an answer: where to go after signing in, flags of cookies, what may be stored."""

    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message["headers"]))
            if path == "/auth/login":
                _remember(scope, headers)
            elif path == "/oauth2callback":
                _return(scope, headers)
            https = sign_in.over_https() if sign_in.section() else _scheme(scope) == "https"
            if https:
                headers["strict-transport-security"] = HSTS
                headers = MutableHeaders(raw=[_secure(*one) for one in headers.raw])
            if sign_in.section() and "immutable" not in headers.get("cache-control", "") and not path.startswith("/static/"):
                headers["cache-control"] = NO_STORE
            message = {**message, "headers": headers.raw}
        await send(message)

    return marked


def _secure(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A cookie that travels over https only."""
    return (name, value + b"; Secure") if name == b"set-cookie" and b"; secure" not in value.lower() else (name, value)


def _remember(scope: Scope, headers: MutableHeaders) -> None:
    """Note the page from which someone goes to sign in."""
    asked = Headers(scope=scope)
    came = urlsplit(asked.get("referer", ""))
    if came.netloc and came.netloc == asked.get("host"):
        address = quote(came.path + (f"?{came.query}" if came.query else ""), safe="")
        headers.append("set-cookie", f"{BACK}={address}; Max-Age={BACK_SECONDS}; Path=/; HttpOnly; SameSite=lax")


def _return(scope: Scope, headers: MutableHeaders) -> None:
    """After signing in: to the page that was left. After failing: there too, with a word about it."""
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    if not ({"state", "error", "code"} & asked.keys()) or "location" not in headers:
        return  # a provider sends people here after signing out too
    address = unquote(_cookies(scope).get(BACK, ""))
    if address[:1] != "/" or address[1:2] in ("/", "\\"):  # only ever to a page of this system
        address = "/"
    ours = [value for name, value in headers.raw if name == b"set-cookie"]
    if not any(value.startswith(f"{USER_COOKIE_NAME}=".encode()) and b"Max-Age=0" not in value for value in ours):
        address += ("&" if "?" in address else "?") + urlencode({FAILED: "khong"})
    headers["location"] = address
    headers.append("set-cookie", f"{BACK}=; Max-Age=0; Path=/; HttpOnly; SameSite=lax")


def _watched(scope: Scope, receive: Receive) -> Receive:
    """Take note of each thing that the person of a connection does; what an open page asks by itself does not count."""
    claims = _claims(scope) if sign_in.section() else {}
    if not claims:
        return receive

    async def watched() -> Message:
        message = await receive()
        if message["type"] == "websocket.receive" and _done_by_hand(message.get("bytes")):
            sign_ins.look(claims, definitions.load().office, active=True)
        return message

    return watched


def _done_by_hand(content: bytes | None) -> bool:
    said = BackMsg()
    try:
        said.ParseFromString(content or b"")
    except Exception:  # Streamlit ends such a connection
        return False
    return said.WhichOneof("type") == "rerun_script" and not said.rerun_script.is_auto_rerun


def _who(scope: Scope) -> Principal:
    """Who sends a request."""
    if sign_in.section():
        return access.of(_claims(scope)).principal
    header: Callable[[str], str | None] = Headers(scope=scope).get
    known = definitions.load()
    here = access.at_the_server(header, (scope.get("client") or (None,))[0])
    return people.local_officer(known) if here else people.anyone(known)


def _claims(scope: Scope) -> Claims:
    """What the provider said of the person whose sealed cookie a request carries; empty without one that holds."""
    raw = _get_signed_cookie_with_chunks(_cookies(scope), USER_COOKIE_NAME)
    try:
        said = json.loads(raw) if raw else {}
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _cookies(scope: Scope) -> dict[str, str]:
    return HTTPConnection(scope).cookies


def _scheme(scope: Scope) -> str:
    return Headers(scope=scope).get("x-forwarded-proto", scope.get("scheme", "http"))


def _path(scope: Scope) -> str:
    """The path of a request below the address of this system."""
    base = "/" + str(st.get_option("server.baseUrlPath") or "").strip("/")
    return str(scope["path"]).removeprefix(base if base != "/" else "")
