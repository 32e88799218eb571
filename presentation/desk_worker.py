"""The desk's worker as a process of its own: started with the dashboard, started again should it end, ended with it."""

import asyncio
import contextlib
import logging
import os
import subprocess
import sys
from collections.abc import AsyncIterator

from catalogue.paths import ROOT

OFF = "VSTBPN_DESK"  # no: this server starts no worker (another one does, or figures are only read)
PAUSE = 2.0  # seconds before it is started again
COMMAND = (sys.executable, "-m", "etl", "desk")


@contextlib.asynccontextmanager
async def working() -> AsyncIterator[None]:
    """Keep one worker running while the dashboard runs. It ends when its input does, however this process ends."""
    if os.environ.get(OFF, "").lower() == "no":
        yield
        return
    task = asyncio.create_task(_keep())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _keep() -> None:
    while True:
        worker = subprocess.Popen(COMMAND, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        try:
            code = await asyncio.to_thread(worker.wait)
        finally:
            if worker.stdin:
                worker.stdin.close()  # and it ends by itself after the job at hand
        logging.getLogger(__name__).warning("the desk's worker ended (%s); it is started again", code)
        await asyncio.sleep(PAUSE)
