"""Write the demonstration reports through the real forms, those in sentences, and a manifest of when each was received."""

import csv
import datetime as dt
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

from catalogue import definitions, loader
from catalogue.definitions import Definitions
from catalogue.forms import ColumnHead, FormInstance, Forms, RowHead
from etl.samples.narratives import Narrative, Spec, narratives, spec_of, story
from etl.samples.people import People
from etl.samples.report_file import ReportFile
from etl.samples.rounds import Sent, rounds
from etl.template import FormWriter

MANIFEST = "manifest.csv"
PROCESSES = 2


def generate(folder: Path, on_file: Callable[[], None] = lambda: None) -> list[Path]:
    """Write every demonstration report under `folder`, unless it is there; return their paths in order received."""
    known = definitions.load()
    sent = list(rounds(known, Forms(known), _spec(known)))
    files: list[Sent | Narrative] = [*sent, *narratives(known, spec_of(known), sent)]
    paths = [folder / file.file_name for file in files]
    missing = [(file, path) for file, path in zip(files, paths, strict=True) if not path.exists()]
    for path in {path.parent for _, path in missing}:
        path.mkdir(parents=True, exist_ok=True)
    if len(missing) > PROCESSES:
        with ProcessPoolExecutor(PROCESSES) as pool:
            for _ in pool.map(_write, *zip(*missing, strict=True), chunksize=8):
                on_file()
    else:
        for file, path in missing:
            _write(file, path)
            on_file()
    _write_manifest(folder, files)
    return paths


def received_times(folder: Path) -> dict[str, dt.datetime]:
    """When each demonstration file was received, by its path."""
    with (folder / MANIFEST).open(encoding="utf-8", newline="") as lines:
        return {str(folder / row["file"]): dt.datetime.fromisoformat(row["received_at"]) for row in csv.DictReader(lines)}


def _spec(known: Definitions) -> dict[str, Any]:
    content: dict[str, Any] = loader.read_yaml(known.folder / "samples.yaml")
    return content


@lru_cache(maxsize=1)
def _tools() -> tuple[Forms, People, FormWriter]:
    """Made once per process."""
    known = definitions.load()
    forms = Forms(known)
    return forms, People(known, forms, _spec(known)), FormWriter(known)


@lru_cache(maxsize=1)
def _report_tools() -> tuple[Definitions, Spec, ReportFile]:
    known = definitions.load()
    return known, spec_of(known), ReportFile(known)


def _write(file: Sent | Narrative, path: Path) -> None:
    forms, people, writer = _tools()
    draft = path.with_suffix(".draft")
    if isinstance(file, Narrative):
        known, spec, report = _report_tools()
        instance = forms.instance(file.sent.unit, file.sent.period)
        draft.write_bytes(report.write(story(known, spec, instance, _answers(people, instance, file.sent)), file.style))
        draft.rename(path)
        return
    instance = forms.instance(file.unit, file.period)
    writer.write(instance, draft, _answers(people, instance, file), demonstration=True)
    draft.rename(path)


def _answers(people: People, instance: FormInstance, file: Sent) -> Callable[[RowHead, ColumnHead], Any]:
    """The unit's answers, with the fault or correction that this file carries."""
    bodies = next(t for sheet in instance.sheets for t in sheet.tables if t.id == "bodies")
    first = bodies.rows[0]

    def answer(row: RowHead, head: ColumnHead) -> Any:
        value = people.answer(instance, row, head)
        if row is first and head.column.id == "women":
            total = people.answer(instance, row, bodies.columns[1])
            if file.fault == "more_women":
                return total + 3
            if file.fault == "words":
                return f"khoảng {value}"
            if file.fault == "negative":
                return -2
            if file.correction:
                return min(total, value + 1)
        return value

    return answer


def _write_manifest(folder: Path, files: Sequence[Sent | Narrative]) -> None:
    with (folder / MANIFEST).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["file", "received_at"])
        writer.writerows([file.file_name, file.received_at.isoformat()] for file in files)
