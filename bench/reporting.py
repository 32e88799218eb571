"""The consolidated report, built inside and in a cold process, beside a script that opens its template and writes as much text."""

import io
import tempfile
from pathlib import Path

from docx import Document

from bench.measure import Result, in_turn, process
from catalogue import definitions, paths
from reports.official import service
from reports.official.figures import FOLDER

PERIODS = ("2024-S1", "2026-S1")
TIMES = 3


def run() -> list[Result]:
    """Return the time of a report by period, and of the command. Needs the demonstration data (`make run` once)."""
    known = definitions.load()
    template = known.folder / FOLDER / "consolidated.docx"
    results = []
    for period in PERIODS:
        texts = [
            paragraph.text for paragraph in Document(io.BytesIO(_built(known, period))).element.body.iter() if paragraph.text
        ]

        def floor(texts: list[str] = texts) -> bytes:
            document = Document(str(template))
            paragraph = document.add_paragraph()
            for text in texts:
                paragraph.add_run(text)
            stream = io.BytesIO()
            document.save(stream)
            return stream.getvalue()

        product, bare = in_turn(lambda period=period: _built(known, period), floor, TIMES)
        results.append(Result(f"consolidated report {period}, in one process", product, bare, "5 s (goal)"))
    return [*results, _cold()]


def _built(known: definitions.Definitions, period: str) -> bytes:
    return service.made(known, period, narrative=Path("none.xlsx"))[0].docx


def _cold() -> Result:
    with tempfile.TemporaryDirectory() as folder:
        out, file = Path(folder) / "r.docx", Path(folder) / "n.xlsx"
        command = ("-m", "reports", "build", "--period", PERIODS[0], "--out", out, "--narrative", file)
        took = min(process(*command, home=paths.home()) for _ in range(TIMES))
        bare = min(process("-c", "import docx; docx.Document()", home=paths.home()) for _ in range(TIMES))
    return Result(f"consolidated report {PERIODS[0]}, the command", took, bare, "5 s (goal)")
