"""Formats that cannot be looked into before parsing (.xls, .xlsb, .ods, .pdf) are parsed in a process of their own.

`python -m etl.rare` and `python -m etl.narrative.pdf` read a file from standard input and print JSON; their memory
is limited, and their caller limits their time: what a file does to it stays there.
"""

import datetime as dt
import json
import subprocess
import sys
from typing import Any

from python_calamine import PasswordError

from catalogue.paths import ROOT
from etl.formulas import NoValue

SECONDS = 5
MEMORY = 500 * 1024 * 1024  # bytes of address space
FAULTY, PROTECTED = 1, 3  # exit statuses


def sheets_of(content: bytes) -> dict[str, list[list[Any]]]:
    """Return the sheets of a workbook, parsed in another process.

    Raises:
        PasswordError: protected by a password.
        ValueError: it could not be parsed, or not within the limits; the text says which.
    """
    read: dict[str, list[list[Any]]] = json.loads(printed("etl.rare", content), object_hook=_value)
    return read


def printed(module: str, content: bytes, seconds: float = SECONDS) -> bytes:
    """Return what `python -m module` prints for a file on its standard input.

    Raises:
        PasswordError, ValueError: as `sheets_of`.
    """
    command = [sys.executable, "-m", module]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=seconds, cwd=ROOT, check=False)
    except subprocess.TimeoutExpired as error:
        raise ValueError(f"not read within {seconds:g} s") from error
    if done.returncode == PROTECTED:
        raise PasswordError
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ValueError(said[-1][:200] if done.returncode == FAULTY and said else f"needs more than {MEMORY // 2**20} MB")
    return done.stdout


def _value(told: dict[str, Any]) -> Any:
    """Dates as they were; anything else is the object of the sheets itself."""
    kinds = {"date": dt.date.fromisoformat, "datetime": dt.datetime.fromisoformat, "time": dt.time.fromisoformat}
    if len(told) == 1:
        name, value = next(iter(told.items()))
        if name in kinds and isinstance(value, str):
            return kinds[name](value)
        if name == "no_value" and isinstance(value, list):
            return NoValue(*value)
        if name == "timedelta" and isinstance(value, float):
            return dt.timedelta(seconds=value)
    return told
