"""Thirty units upload their reports at the same moment, over Streamlit's own upload route, while others read.

Each file is one of a kind: afterwards every one must be at the desk, whole, under its own unit, once.
"""

import asyncio
import random
import sqlite3
import time
import urllib.request
import uuid
from pathlib import Path
from statistics import median, quantiles

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import UploadedFileInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from bench.measure import Result
from bench.serving import PRODUCT, Server, serving
from bench.users import User
from catalogue import definitions
from catalogue.forms import Forms
from etl.template import FormWriter

UNITS, READERS, THINKING, PERIOD = 30, 8, 1.0, "2026-S1"
IDLE, BUSY = 20.0, 25.0  # seconds measured
PAGES = ("gui-bao-cao", "cap-uy")


def readers(home: Path, folder: Path) -> list[Result]:
    """Return the 95th percentile of readers' reruns while thirty units send, beside that of an idle desk."""
    files = _files(folder)
    with serving(PRODUCT, home) as server:
        idle, busy, took = asyncio.run(_all(server, files))
    _complete(home, files)
    return [
        Result(f"{READERS} readers while {UNITS} units send, a rerun, 95th percentile", _p95(busy), _p95(idle), "at most 2"),
        Result(f"{READERS} readers while {UNITS} units send, a rerun, median", median(busy) * 1000, median(idle) * 1000, ""),
        Result(f"{UNITS} files uploaded at once, until the last is at the desk", took * 1000, None, ""),
    ]


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1] * 1000


def _files(folder: Path) -> dict[str, bytes]:
    """The empty form of each of thirty communes: no two are the same."""
    known = definitions.load()
    forms, period = Forms(known), known.periods[PERIOD]
    units = [unit for unit, form in forms.expected(period) if form.id == "commune"][:UNITS]
    return {unit.unit_id: FormWriter(known).content(forms.instance(unit, period)) for unit in units}


async def _all(server: Server, files: dict[str, bytes]) -> tuple[list[float], list[float], float]:
    """Seconds of readers' reruns before and while files are sent and checked, and seconds until all were received."""
    times: list[tuple[float, float]] = []
    begun = time.perf_counter()
    until = begun + 10 + IDLE + BUSY
    reading = [asyncio.create_task(_reader(server, place, until, times)) for place in range(READERS)]
    senders = [Sender(server, unit_id, content) for unit_id, content in files.items()]
    async with asyncio.TaskGroup() as group:
        for sender in senders:
            group.create_task(sender.arrive())
    settled = max(time.perf_counter(), begun + 10)
    until_sent = settled + IDLE
    await asyncio.sleep(until_sent - time.perf_counter())
    async with asyncio.TaskGroup() as group:
        for sender in senders:
            group.create_task(sender.send())
    took = time.perf_counter() - until_sent
    await asyncio.gather(*reading)
    for sender in senders:
        await sender.leave()
    idle = [took for asked, took in times if settled < asked < until_sent - 1]
    busy = [took for asked, took in times if asked >= until_sent]
    return idle, busy, took


async def _reader(server: Server, place: int, until: float, times: list[tuple[float, float]]) -> None:
    chance = random.Random(place)  # repeatable
    address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=None, compression=None, open_timeout=60) as connection:  # type: ignore[list-item]
        user = User(connection, PAGES[1])
        await user.run()
        while True:
            await asyncio.sleep(chance.expovariate(1 / THINKING))
            asked = time.perf_counter()
            if asked > until:
                return
            box = chance.choice(sorted(user.boxes))
            times.append((asked, await user.run((box, chance.choice(user.boxes[box])))))


class Sender:
    """A unit's browser: opens the page of its report, uploads its file, and lets the page know."""

    def __init__(self, server: Server, unit_id: str, content: bytes) -> None:
        self.server, self.unit_id, self.content = server, unit_id, content
        self.session = self.page = self.uploader = ""

    async def arrive(self) -> None:
        """Open the page."""
        address = f"ws://127.0.0.1:{self.server.port}/_stcore/stream"
        self.connection = await connect(address, subprotocols=["streamlit"], max_size=None, compression=None, open_timeout=60)  # type: ignore[list-item]
        asked = BackMsg()
        asked.rerun_script.query_string = f"don_vi={self.unit_id}&ky={PERIOD}"
        asked.rerun_script.page_name = PAGES[0]
        await self._until_finished(asked)
        if not self.uploader:  # the page drew itself anew
            await self._until_finished(None)

    async def send(self) -> None:
        """Upload the file, and wait until the page was drawn with it."""
        asked = BackMsg()
        asked.file_urls_request.request_id = uuid.uuid4().hex
        asked.file_urls_request.file_names.append(f"{self.unit_id}.xlsx")
        asked.file_urls_request.session_id = self.session
        await self.connection.send(asked.SerializeToString())
        while (message := await self._next()).WhichOneof("type") != "file_urls_response":
            pass
        urls = message.file_urls_response.file_urls[0]
        await asyncio.to_thread(self._put, urls.upload_url)
        told = BackMsg()
        told.rerun_script.query_string = f"don_vi={self.unit_id}&ky={PERIOD}"
        told.rerun_script.page_script_hash = self.page
        state = told.rerun_script.widget_states.widgets.add()
        state.id = self.uploader
        info = UploadedFileInfo(file_id=urls.file_id, name=f"{self.unit_id}.xlsx", size=len(self.content), file_urls=urls)
        state.file_uploader_state_value.uploaded_file_info.append(info)
        await self._until_finished(told)

    async def leave(self) -> None:
        await self.connection.close()

    def _put(self, path: str) -> None:
        """Upload over HTTP as a browser does, with the cookie and the header against forged requests."""
        base = f"http://127.0.0.1:{self.server.port}"
        with urllib.request.urlopen(f"{base}/_stcore/health", timeout=60) as answer:  # noqa: S310 - our own server
            cookie = (answer.headers.get("set-cookie") or "").split(";")[0]
        mark = uuid.uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{self.unit_id}.xlsx"\r\n\r\n'.encode()
        body = head + self.content + f"\r\n--{mark}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={mark}", "Cookie": cookie,
                   "X-Xsrftoken": cookie.partition("=")[2].strip('"')}  # fmt: skip
        asked = urllib.request.Request(base + path, data=body, headers=headers, method="PUT")  # noqa: S310
        urllib.request.urlopen(asked, timeout=120).close()  # noqa: S310

    async def _until_finished(self, asked: BackMsg | None) -> None:
        if asked is not None:
            await self.connection.send(asked.SerializeToString())
        while True:
            message = await self._next()
            if (
                message.WhichOneof("type") == "script_finished"
                and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
            ):
                return

    async def _next(self) -> ForwardMsg:
        content = await self.connection.recv()
        assert isinstance(content, bytes)
        message = ForwardMsg.FromString(content)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session, self.page = message.new_session.initialize.session_id, message.new_session.page_script_hash
        elif kind == "navigation":
            self.page = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "file_uploader":
            self.uploader = message.delta.new_element.file_uploader.id
        return message


def _complete(home: Path, files: dict[str, bytes]) -> None:
    """Stop unless every file is at the desk, whole, once, under its own unit."""
    with sqlite3.connect(home / "desk.sqlite") as connection:
        rows = connection.execute("SELECT unit_id, sha256, size FROM sending WHERE period = ?", (PERIOD,)).fetchall()
    sent = {unit_id: (home / "received" / sha256[:2] / f"{sha256}.xlsx").read_bytes() for unit_id, sha256, _ in rows}
    if len(rows) != len(files) or sent != files:
        raise RuntimeError(f"{len(rows)} of {len(files)} files at the desk")
    print(f"all {len(rows)} files at the desk, byte for byte, each under its own unit")
