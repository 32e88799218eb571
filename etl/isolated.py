"""Formats that cannot be looked into before parsing (.xls, .xlsb, .ods) are parsed in a process of their own.

`python -m etl.isolated` reads a workbook from standard input and prints its sheets as JSON; its
memory is limited, and its caller limits its time: what a file does to it stays there.
"""

import datetime as dt
import json
import resource
import subprocess
import sys
from typing import Any

from python_calamine import PasswordError

from catalogue.paths import ROOT
from etl.sheets import parse

SECONDS = 5
MEMORY = 500 * 1024 * 1024  # bytes of address space
FAULTY, PROTECTED = 1, 3  # exit statuses


def sheets_of(content: bytes) -> dict[str, list[list[Any]]]:
    """Return the sheets of a workbook, parsed in another process.

    Raises:
        PasswordError: protected by a password.
        ValueError: it could not be parsed, or not within the limits; the text says which.
    """
    command = [sys.executable, "-m", "etl.isolated"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, cwd=ROOT, check=False)
    except subprocess.TimeoutExpired as error:
        raise ValueError(f"not read within {SECONDS} s") from error
    if done.returncode == PROTECTED:
        raise PasswordError
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ValueError(said[-1][:200] if done.returncode == FAULTY and said else f"needs more than {MEMORY // 2**20} MB")
    read: dict[str, list[list[Any]]] = json.loads(done.stdout, object_hook=_value)
    return read


def _told(value: Any) -> dict[str, object]:
    if isinstance(value, dt.timedelta):
        return {"timedelta": value.total_seconds()}
    return {type(value).__name__: value.isoformat()}


def _value(told: dict[str, Any]) -> Any:
    """Dates as they were; anything else is the object of the sheets itself."""
    kinds = {"date": dt.date.fromisoformat, "datetime": dt.datetime.fromisoformat, "time": dt.time.fromisoformat}
    if len(told) == 1:
        name, value = next(iter(told.items()))
        if name in kinds and isinstance(value, str):
            return kinds[name](value)
        if name == "timedelta" and isinstance(value, float):
            return dt.timedelta(seconds=value)
    return told


def main() -> int:
    """Parse standard input within the memory allowed; print JSON, or one line of what is wrong."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        print(json.dumps(parse(sys.stdin.buffer.read()), default=_told))
    except PasswordError:
        return PROTECTED
    except Exception as error:
        print(str(error).splitlines()[0] if str(error) else type(error).__name__, file=sys.stderr)
        return FAULTY
    return 0


if __name__ == "__main__":
    sys.exit(main())
