"""What the product makes of the corpus: `make corpus` prints the table; the tests use `check`."""

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from catalogue import definitions
from etl.candidates import Candidate
from etl.load import Request, load
from tests.corpus import narratives
from tests.corpus.base import key

FOLDER = Path(__file__).parents[1] / "assets" / "submissions"


@dataclass
class Result:
    """What became of one file. `wrong` holds figures read otherwise than expected, or read and not expected."""

    file: str
    expected: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    refused: bool = False
    faults: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not (self.wrong or self.unread or self.faults)


def expectations() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
    return content


def check(entry: dict[str, Any], values: dict[str, Any]) -> Result:
    """Load one file as a dry run and compare with what is expected of it.

    Args:
        entry: the file's line of expected.json.
        values: what the untouched form says, by key.
    """
    request = Request(unit=entry["unit"], period=entry["period"], dry_run=True)
    candidate = load([FOLDER / entry["file"]], definitions.load(), request).candidates[0]
    result = Result(entry["file"])
    errors = {problem.code for problem in candidate.problems if problem.severity == "error"}
    warnings = {problem.code for problem in candidate.problems if problem.severity == "warning"}
    if entry["refused"] or errors:
        result.refused = True
        if errors != set(entry["refused"]):
            result.faults.append(f"errors {sorted(errors)}, expected {entry['refused']}")
        return result
    if missing := set(entry["warned"]) - warnings:
        result.faults.append(f"no warning {sorted(missing)}")
    expected = values | entry["values"] if entry["own"] else entry["values"]
    _compare(result, expected, _said(candidate))
    return result


def _said(candidate: Candidate) -> dict[str, Any]:
    readings, asked = candidate.readings, candidate.asked
    if asked is None:
        return {}
    numbers = zip(readings.value, readings.text, strict=True)
    return {key(asked, place): text if text is not None else value for place, (value, text) in enumerate(numbers)}


def _compare(result: Result, expected: dict[str, Any], said: dict[str, Any]) -> None:
    result.expected = len(expected)
    for name, value in expected.items():
        if name not in said:
            result.unread.append(name)
        elif said[name] == value:
            result.right += 1
        else:
            result.wrong.append(f"{name}: {said[name]!r}, expected {value!r}")
    result.wrong += [f"{name}: {said[name]!r}, not expected" for name in said.keys() - expected.keys()]


def main(names: Sequence[str]) -> int:
    """Print what is made of the submissions and of the narrative texts, or only of those named.

    Args:
        names: of submissions, or `narratives` for the narrative texts alone; none for all.
    """
    if list(names) == ["narratives"]:
        return int(not show_narratives())
    good = show_submissions(set(names))
    return int(not (names or show_narratives()) or not good)


def show_submissions(wanted: set[str]) -> bool:
    """Print a line for each kind of file and each fault found; whether there is none."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["VSTBPN_HOME"] = home
        content = expectations()
        entries = [entry for entry in content["files"] if not wanted or entry["file"] in wanted]
        results = [check(entry, content["values"]) for entry in entries]
    table = Table(title="Corpus")
    for name in ("kind", "files", "expected", "read right", "read wrong", "unread", "refused rightly", "faults"):
        table.add_column(name, justify="left" if name == "kind" else "right")
    kinds = Counter(_kind(result.file) for result in results)
    for kind in [*sorted(kinds), ""]:
        group = [r for r in results if not kind or _kind(r.file) == kind]
        counts = (len(group), sum(r.expected for r in group), sum(r.right for r in group), sum(len(r.wrong) for r in group),
                  sum(len(r.unread) for r in group), sum(r.refused and r.good for r in group), sum(not r.good for r in group))  # fmt: skip
        table.add_row(kind or "all", *map(str, counts))
    Console(width=120).print(table)
    for result in results:
        for fault in (*result.faults, *result.wrong[:3], *result.unread[:3]):
            print(f"{result.file}: {fault}")
    return all(result.good for result in results)


def show_narratives() -> bool:
    """Print what is found in the narrative texts; whether that is good enough."""
    found = narratives.outcomes()
    table = Table(title="Narrative texts")
    for name in (
        "texts",
        "expected",
        "proposed",
        "right",
        "proposed ≥ 0.9",
        "right",
        "precision ≥ 0.9",
        "recall ≥ 0.9",
        "recall",
    ):
        table.add_column(name, justify="right")
    for title in [*dict.fromkeys(result.name.split(":")[0] for result in found), ""]:
        total = narratives.score([result for result in found if title in ("", result.name.split(":")[0])])
        counts = (total.expected, total.proposed, total.expected - total.missed, total.sure, total.sure_right)
        shares = (f"{share:.3f}" for share in (total.precision, total.sure_recall, total.recall))
        table.add_row(f"{title or 'all'} ({total.texts})", *map(str, counts), *shares)
    Console(width=120).print(table)
    for result in found:
        for kind in ("wrong", "missed", "doubtful", "unsure"):
            for figure in getattr(result, kind):
                told = " ".join(
                    f"{name}={value}" for name, value in zip(narratives.COMPARED, figure, strict=True) if value is not None
                )
                print(f"{result.name}: {kind}: {told}")
    return total.precision >= narratives.PRECISION and total.sure_recall >= narratives.RECALL


def _kind(name: str) -> str:
    return "_".join(Path(name).stem.split("_")[:2]) if name.startswith(("form", "table")) else name.split("_", 1)[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
