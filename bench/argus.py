"""Secondary suppression beside τ-Argus (pytauargus) on the random tables of the tests: number and weight of cells, and our audit of both.

Each τ-Argus run is a process of its own, as its authors advise. Its tables are hierarchical ones of 2 and 3 ways made from one record per
person, with the threshold rule FREQ(5, 100 %): 1 to 4 are unsafe, zeros are shown, and the interval is as wide as that rule can ask for.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.measure import Result
from protection.audit import audit
from protection.suppress import protect
from protection.system import System
from tests.unit.protection.tables import RULE, Dimension, table

SEEDS = range(40)
METHODS = ("OPT(1,1)", "MOD(1)")
RUN = """
import json, sys
from pytauargus import protect
task = json.load(open(sys.argv[1]))
done = protect(task["records"], task["names"], response="persons", safety_rules="FREQ(5,100)", suppress=task["method"],
    hrc=task["hrc"] or None, hierleadstring="@", totcode="T", workdir=task["folder"])
json.dump(done.tables[0].rows, open(sys.argv[2], "w"))
"""


def run() -> list[Result]:
    """Return, per method, our number, weight and seconds of secondary suppression beside τ-Argus's, and what our audit finds in both."""
    found = []
    for method in METHODS:
        ours, theirs = [0.0] * 4, [0.0] * 4
        failed = 0
        for seed in SEEDS:
            system, dimensions = table(seed)
            begun = time.perf_counter()
            pattern = protect(system, RULE)
            seconds = time.perf_counter() - begun
            begun = time.perf_counter()
            other = _argus(system, dimensions, method)
            if other is None:
                failed += 1
                continue
            _add(ours, system, set(pattern.suppressed), seconds)
            _add(theirs, system, other, time.perf_counter() - begun)
        name = f"τ-Argus {method.split('(')[0]}, {len(SEEDS) - failed} of {len(SEEDS)} tables"
        labels = (
            ("secondary cells", ""),
            ("weight of secondary cells", ""),
            ("cells too narrow by our audit", ""),
            ("time", "s"),
        )
        found += [
            Result(f"{name}: {label}", ours[place], theirs[place], "τ-Argus as floor", unit)
            for place, (label, unit) in enumerate(labels)
        ]
    return found


def _add(sums: list[float], system: System, suppressed: set[int], seconds: float) -> None:
    secondary = [index for index in suppressed if not RULE.primary(system.cells[index])]
    sums[0] += len(secondary)
    sums[1] += sum(system.cells[index].weight for index in secondary)
    sums[2] += len(audit(system, suppressed, RULE)[1])
    sums[3] += seconds


def _argus(system: System, dimensions: list[Dimension], method: str) -> set[int] | None:
    """Return the cells that τ-Argus suppresses, None if it ends with an error."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        names = [f"v{place}" for place in range(len(dimensions))]
        hierarchies = {}
        for name, codes in zip(names, dimensions, strict=True):
            if "g0" in codes:
                lines = [line for group in ("g0", "g1") for line in (group, *(f"@a{leaf:02}" for leaf in codes[group]))]
                (home / f"{name}.hrc").write_text("\n".join(lines) + "\n", encoding="utf-8")
                hierarchies[name] = str(home / f"{name}.hrc")
        task = {
            "records": _records(system, names),
            "names": names,
            "method": method,
            "hrc": hierarchies,
            "folder": str(home / "run"),
        }
        (home / "task.json").write_text(json.dumps(task), encoding="utf-8")
        command = [sys.executable, "-c", RUN, str(home / "task.json"), str(home / "rows.json")]
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=60, check=False)  # it leaves files behind
        if done.returncode:
            sys.stderr.write(done.stderr.decode(errors="replace")[-300:])
            return None
        rows = json.loads((home / "rows.json").read_text(encoding="utf-8"))
    place = {cell.key: index for index, cell in enumerate(system.cells)}
    keys = [
        (
            tuple("T" if str(row[name]).strip() in ("T", "Total", "") else str(row[name]).strip() for name in names),
            row["status"],
        )
        for row in rows
    ]
    return {place[key] for key, status in keys if status in ("U", "M")}


def _records(system: System, names: list[str]) -> dict[str, list[object]]:
    """Return one record per person: the codes of its leaf, and 1."""
    found: dict[str, list[object]] = {name: [] for name in (*names, "persons")}
    for cell in system.cells:
        if len(cell.atoms) == 1 and all(code.startswith("a") for code in cell.key):
            for name, code in zip(names, cell.key, strict=True):
                found[name] += [code] * int(cell.value)
            found["persons"] += [1] * int(cell.value)
    return found
