"""200 people at once: sessions over Streamlit's own websocket, each changing a filter every five seconds on average.

The same script, with the same thinking times, uses a page with one empty chart: the floor.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from bench.measure import Result, process
from bench.serving import FLOOR, PRODUCT, Server, serving

USERS, THINKING = 200, 5.0
ARRIVING, MEASURED = 20.0, 45.0  # seconds in which all arrive, and in which reruns are then measured
PAGES = {FLOOR: "", PRODUCT: "cap-uy"}
SELDOM = ("link_ranh_gioi", "link_nguon")  # boxes: under the units of which day; what a number is made of


@dataclass
class User:
    """A browser as the server knows it: a session, the link it is at, the choices it was offered."""

    connection: ClientConnection
    page: str
    script_hash: str = ""
    query: str = ""
    boxes: dict[str, list[str]] = field(default_factory=dict)  # id of a select box → its options
    parts: dict[str, str] = field(default_factory=dict)  # id of a select box → the fragment that it runs alone
    places: dict[str, list[int]] = field(default_factory=dict)  # id of a select box → where it stands on the page
    drawn: bool = False  # whether anything of a run has come
    messages: int = 0
    received: int = 0

    async def run(self, chosen: tuple[str, str] | None = None) -> float:
        """Ask for a run of the script, with a choice (box, option) if any; return its seconds until it has finished."""
        asked = BackMsg()
        asked.rerun_script.query_string = self.query
        asked.rerun_script.page_script_hash = self.script_hash
        asked.rerun_script.page_name = self.page if not self.script_hash else ""
        asked.rerun_script.context_info.locale = "vi-VN"
        if chosen:
            state = asked.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = chosen
            asked.rerun_script.fragment_id = self.parts.get(chosen[0], "")
        begun = time.perf_counter()
        await self.connection.send(asked.SerializeToString())
        self.drawn = False
        while not await self._finished():
            pass
        return time.perf_counter() - begun

    async def _finished(self) -> bool:
        content = await self.connection.recv()
        assert isinstance(content, bytes)
        self.messages, self.received = self.messages + 1, self.received + len(content)
        message = ForwardMsg.FromString(content)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.script_hash = message.new_session.page_script_hash
        elif kind == "navigation":
            self.script_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta":
            self._delta(message)
        return kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def _delta(self, message: ForwardMsg) -> None:
        """Take note of a part of the page; the first of a run takes the place of all that stood there."""
        place = list(message.metadata.delta_path)
        if not self.drawn:
            within = place if message.delta.fragment_id else []
            self.boxes = {box: options for box, options in self.boxes.items() if self.places[box][: len(within)] != within}
            self.drawn = True
        element = message.delta.new_element
        if element.WhichOneof("type") == "selectbox":
            box = element.selectbox
            self.boxes[box.id] = list(box.options)
            self.parts[box.id], self.places[box.id] = message.delta.fragment_id, place
        elif element.WhichOneof("type") == "exception":
            raise RuntimeError(element.exception.message)


def run() -> list[Result]:
    """Return median and 95th percentile of reruns, processor time of each, and the memory of the server."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        process("-m", "etl", "init", home=home)
        floor = _measured(FLOOR, home, _alike)
        found = {way: _measured(PRODUCT, home, choose) for way, choose in (("any choice", _alike), ("usual choices", _usual))}
    results = []
    for way, product in found.items():
        title = f"{USERS} users, {way}"
        results += [
            Result(f"{title}: a rerun, median", product.median, floor.median, ""),
            Result(f"{title}: 95th percentile", product.slowest, floor.slowest, "at most 2, aim under 1 s"),
            Result(f"{title}: processor time of a rerun", product.busy, floor.busy, ""),
            Result(f"{title}: most memory", product.memory, floor.memory, "600 MB (goal)", "MB"),
        ]
    return results


Choose = Callable[[random.Random, User], tuple[str, str]]


@dataclass(frozen=True)
class Measured:
    """Milliseconds of reruns, and megabytes of the server."""

    median: float
    slowest: float  # the 95th percentile
    busy: float  # processor time of the server per rerun
    memory: float


def _measured(script: str, home: Path, choose: Choose) -> Measured:
    with serving(script, home) as server:
        times, busy = asyncio.run(_use(server, PAGES[script], choose))
        return Measured(median(times) * 1000, quantiles(times, n=20)[-1] * 1000, busy * 1000, server.memory())


def _alike(chance: random.Random, user: User) -> tuple[str, str]:
    """Any box, any of its options: nearly every view is one that nobody has asked for yet."""
    box = chance.choice(sorted(user.boxes))
    return box, chance.choice(user.boxes[box])


def _usual(chance: random.Random, user: User) -> tuple[str, str]:
    """An assumption about people: another map or the source of a number is asked for seldom, what stands first most often."""
    boxes = sorted(user.boxes)
    [box] = chance.choices(boxes, [1 if box.endswith(SELDOM) else 4 for box in boxes])
    options = user.boxes[box]
    [option] = chance.choices(options, [1 / place for place in range(1, len(options) + 1)])
    return box, option


async def _use(server: Server, page: str, choose: Choose) -> tuple[list[float], float]:
    """Seconds of every rerun, asked for once all have arrived, and of processor time per rerun since then."""
    begun = time.perf_counter()
    times: list[float] = []
    async with asyncio.TaskGroup() as group:
        for place in range(USERS):
            group.create_task(_person(server, page, choose, place, begun, times))
        await asyncio.sleep(ARRIVING)
        arrived = server.busy()
    return times, (server.busy() - arrived) / len(times)


async def _person(server: Server, page: str, choose: Choose, place: int, begun: float, times: list[float]) -> None:
    chance = random.Random(place)  # repeatable
    await asyncio.sleep(place * ARRIVING / USERS)
    address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=None, compression=None, open_timeout=60) as connection:  # type: ignore[list-item]
        user = User(connection, page)
        await user.run()
        while True:
            await asyncio.sleep(chance.expovariate(1 / THINKING))
            asked = time.perf_counter() - begun
            if asked > ARRIVING + MEASURED:
                return
            took = await user.run(choose(chance, user))
            if asked > ARRIVING:
                times.append(took)
