"""What surrounds the pages on the network: a health route and headers on every response."""

import gc
import gzip
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalogue import definitions
from catalogue.errors import UserError
from presentation import access, desk_worker, door, plotly_script, sign_in
from presentation.language import lang, t
from store import snapshot

# Plotly and Streamlit need inline styles and blobs (a component's script is one); nothing is loaded from elsewhere.
POLICY = (
    "default-src 'self'; script-src 'self' blob: 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss: data: blob:; worker-src 'self' blob:; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
}


class SecurityHeaders:
    """Adds `HEADERS` to every HTTP response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {key.lower() for key, _ in message["headers"]}
                added = [(k.encode(), v.encode()) for k, v in HEADERS.items() if k.encode() not in present]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self.app(scope, receive, send_with_headers)


class CompressedOnce:
    """Sends scripts and styles that never change (their names carry a hash) compressed; each is compressed once and kept.

    Streamlit leaves them as they are, since others would compress them anew for every reader.
    """

    MOST = 500  # files kept; Streamlit has some 300, of which pages use a third

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: dict[str, tuple[list[tuple[bytes, bytes]], bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].endswith((".js", ".css")):
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        if "gzip" not in asked.get("accept-encoding", "") or "range" in asked or "if-none-match" in asked:
            await self.app(scope, receive, send)
            return
        if scope["path"] not in self.kept:
            start, body = await self._whole(scope, receive)
            headers = MutableHeaders(raw=list(start["headers"]))
            # A reader who leaves in the middle leaves a part of the file: it must not be kept as the whole.
            whole = headers.get("content-length") == str(len(body))
            lasting = start["status"] == 200 and "immutable" in headers.get("cache-control", "")
            if not (whole and lasting) or len(self.kept) >= self.MOST:
                await send(start)
                await send({"type": "http.response.body", "body": body})
                return
            small = await to_thread.run_sync(gzip.compress, body, 6)
            headers["content-encoding"], headers["content-length"] = "gzip", str(len(small))
            headers["vary"] = "Accept-Encoding"
            del headers["accept-ranges"]
            self.kept[scope["path"]] = (headers.raw, small)
        raw, small = self.kept[scope["path"]]
        await send({"type": "http.response.start", "status": 200, "headers": raw})
        await send({"type": "http.response.body", "body": small})

    async def _whole(self, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
        """The answer of the application as a whole."""
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self.app(scope, receive, keep)
        return messages[0], b"".join(message.get("body", b"") for message in messages[1:])


async def health(_: Request) -> Response:
    """Say whether a snapshot is there: 200 with its identifier, or 503."""
    try:
        identifier = snapshot.current().stem
    except UserError:
        return JSONResponse({"status": "no snapshot"}, status_code=503)
    return JSONResponse({"status": "ok", "snapshot": identifier})


def show_failure(error: Exception) -> bool:
    """Tell the reader that something failed, without internals, which the log has. A refusal in a callback says so."""
    if isinstance(error, UserError):
        visit = access.visit()
        door.note(visit, error)
        if visit.stands:
            st.error(definitions.load().words.say(error.message, lang()), title=t("error_title"), icon=":material/error:")
        else:
            door.gate(visit)
        return True
    logging.getLogger(__name__).error("page failed", exc_info=error)
    st.error(t("failure_body"), title=t("failure_title"), icon=":material/error:")
    return True


ROUTES = [Route("/health", health), plotly_script.ROUTE]


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Once everything is imported, leave it out of every later search for garbage; keep the desk's worker running."""
    sign_in.check()
    gc.collect()
    gc.freeze()
    async with desk_worker.working():
        yield
