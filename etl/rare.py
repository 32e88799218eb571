"""Parses one workbook of a rare format within limits; only etl/isolated.py runs this, as a process of its own."""

import datetime as dt
import json
import resource
import sys
from typing import Any

from python_calamine import PasswordError

from etl.formulas import NoValue, restore
from etl.isolated import FAULTY, MEMORY, PROTECTED
from etl.rare_errors import errors_of
from etl.sheets import parse


def _told(value: Any) -> dict[str, object]:
    if isinstance(value, NoValue):
        return {"no_value": [value.code, value.text]}
    if isinstance(value, dt.timedelta):
        return {"timedelta": value.total_seconds()}
    return {type(value).__name__: value.isoformat()}


def main() -> int:
    """Parse standard input within the memory allowed; print JSON, or one line of what is wrong."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        content = sys.stdin.buffer.read()
        sheets = parse(content)
        restore(errors_of(content), sheets)
        print(json.dumps(sheets, default=_told))
    except PasswordError:
        return PROTECTED
    except Exception as error:
        print(str(error).splitlines()[0] if str(error) else type(error).__name__, file=sys.stderr)
        return FAULTY
    return 0


if __name__ == "__main__":
    sys.exit(main())
