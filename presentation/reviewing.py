"""Officers' decisions on proposed figures, written by the command line in a process of its own: readers never wait for it."""

import csv
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogue import definitions
from catalogue.paths import ROOT
from presentation import access

SECONDS = 120
COLUMNS = ("id", "decision", "element", "level", "term", "women", "total", "reason")


@dataclass(frozen=True)
class Saved:
    """What the command said: its reports and problems; `error` where it could not run."""

    reports: list[dict[str, Any]]
    problems: list[dict[str, Any]]
    error: str = ""


def save(lines: Iterable[dict[str, str]], by: str, lang: str) -> Saved:
    """Apply decisions, one line each with the keys of `COLUMNS`, whole or not at all.

    Raises:
        DeniedError: this reader may not confirm figures.
    """
    who = access.require("confirm_figures")
    by = by if who.local else f"{by} ({who.person})"
    words = definitions.load().words
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([words(f"review_{column}") for column in COLUMNS])
    writer.writerows([line[column] for column in COLUMNS] for line in lines)
    with tempfile.TemporaryDirectory(prefix="vstbpn-") as folder:
        path = Path(folder) / f"{words('review_file')}.csv"
        path.write_text(stream.getvalue(), encoding="utf-8-sig")
        command = [sys.executable, "-m", "etl", "review", str(path), "--json", f"--lang={lang}", f"--by={by}"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return Saved([], [], words("review_timeout", lang, seconds=SECONDS))
    try:
        said = json.loads(done.stdout)
    except ValueError:
        return Saved([], [], done.stderr.strip()[-500:])
    return Saved(said["reports"], said["problems"])
