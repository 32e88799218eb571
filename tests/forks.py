"""Runs the project's commands in forks of one process that has imported what they need: the imports are most of a short command.

Reads lines of JSON {arguments, env, out, err}; forks; the fork is the command: its own process, environment, output files and
exit. Answers each line with the exit status. What the imports are is not tested here: tests/conventions/test_commands.py
compares with processes that begin from nothing.
"""

import gc
import importlib
import json
import os
import runpy
import sys
from typing import Any

PROGRAMS = ("etl", "indicators", "reports")
# Neither duckdb nor what imports it: it begins a thread when it is imported, which a fork does not have and waits for at its end.
# It imports pandas itself with the first parameter that it is given.
READY = (
    "catalogue.commands", "catalogue.forms", "docx", "openpyxl", "pandas", "pyarrow", "python_calamine", "rich.progress",
    "sqlalchemy.dialects.postgresql", "xlsxwriter",
)  # fmt: skip


def imports() -> None:
    """Import what commands import, and set it apart from what they make."""
    for module in READY:
        importlib.import_module(module)
    assert "duckdb" not in sys.modules
    gc.freeze()


def become(asked: dict[str, Any]) -> None:
    """Run the command in this process, which is a fork, to its exit."""
    os.environ.clear()
    os.environ.update(asked["env"])
    for number, path in ((1, asked["out"]), (2, asked["err"])):
        target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(target, number)
        os.close(target)
    module, *sys.argv[1:] = asked["arguments"]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def main() -> None:
    asking, answering = os.fdopen(os.dup(0), encoding="utf-8"), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    for number in (asking.fileno(), answering):
        os.set_inheritable(number, False)
    imports()
    for line in asking:
        pid = os.fork()
        if pid == 0:
            os.close(answering)
            become(json.loads(line))
            return
        _, status = os.waitpid(pid, 0)
        os.write(answering, b"%d\n" % os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
