"""Results of measures, and how they are taken."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Result:
    """One measure beside its floor, in milliseconds unless it says otherwise; `goal` is what it is held against."""

    name: str
    product: float
    floor: float | None
    goal: str
    unit: str = "ms"

    def line(self) -> str:
        floor = "" if self.floor is None else f"{self.floor:8.1f}{self.unit}"
        ratio = "" if not self.floor else f"{self.product / self.floor:7.2f}"
        return f"{self.name:58} {self.product:8.1f}{self.unit:2} {floor:>10} {ratio:>7}  {self.goal}"


def process(*command: str | Path, home: Path) -> float:
    """Run a command in a cold process; return its milliseconds. A command that fails stops the run."""
    settings = os.environ | {"VSTBPN_HOME": str(home), "PYTHONPATH": str(ROOT)}
    begun = time.perf_counter()
    subprocess.run([sys.executable, *map(str, command)], cwd=ROOT, env=settings, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - begun) * 1000


def in_turn(first: Callable[[], object], second: Callable[[], object], times: int) -> tuple[float, float]:
    """Call two functions in turn; return the median milliseconds of each."""
    first(), second()
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for place, call in enumerate((first, second)):
            begun = time.perf_counter()
            call()
            found[place].append((time.perf_counter() - begun) * 1000)
    return median(found[0]), median(found[1])
