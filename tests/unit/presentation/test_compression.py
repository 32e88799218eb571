"""Scripts are compressed once; only whole files that never change are kept."""

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.types import Message, Receive, Scope, Send

from presentation.server import CompressedOnce

BODY = b"const answer = 42;\n" * 200


class Files:
    """An application that sends BODY, cut off as often as told."""

    def __init__(self, cut: int = 0, cache: str = "public, immutable, max-age=31536000") -> None:
        self.cut, self.cache, self.asked = cut, cache, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        headers = [(b"content-length", str(len(BODY)).encode()), (b"cache-control", self.cache.encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": BODY[:100], "more_body": True})
        if self.asked > self.cut:
            await send({"type": "http.response.body", "body": BODY[100:]})


def get(
    app: CompressedOnce, path: str = "/static/js/index.abc.js", accept: bytes = b"gzip, br"
) -> tuple[dict[bytes, bytes], bytes]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    asked = {"type": "http", "method": "GET", "path": path, "headers": [(b"accept-encoding", accept)]}
    with ThreadPoolExecutor(1) as apart:  # a browser that other tests drive keeps a loop in this thread
        apart.submit(lambda: asyncio.run(app(asked, receive, send))).result()
    return dict(sent[0]["headers"]), b"".join(message.get("body", b"") for message in sent[1:])


def test_a_script_is_compressed_once_and_unpacks_to_the_same() -> None:
    files = Files()
    app = CompressedOnce(files)
    for _ in range(2):
        headers, body = get(app)
        assert headers[b"content-encoding"] == b"gzip"
        assert int(headers[b"content-length"]) == len(body) < len(BODY) / 5
        assert gzip.decompress(body) == BODY
    assert files.asked == 1


def test_a_part_of_a_file_that_a_reader_left_is_not_kept_for_others() -> None:
    app = CompressedOnce(Files(cut=1))
    get(app)  # this reader left in the middle
    headers, body = get(app)
    assert (gzip.decompress(body) if b"content-encoding" in headers else body) == BODY


@pytest.mark.parametrize(("path", "accept", "cache"), [
    ("/static/js/index.abc.js", b"identity", "immutable"), ("/data.json", b"gzip", "immutable"),
    ("/static/js/index.abc.js", b"gzip", "no-cache"),
])  # fmt: skip
def test_what_may_change_or_is_not_asked_for_is_sent_as_it_is(path: str, accept: bytes, cache: str) -> None:
    headers, body = get(CompressedOnce(Files(cache=cache)), path, accept)
    assert (b"content-encoding" in headers, body) == (False, BODY)
