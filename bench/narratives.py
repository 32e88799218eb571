"""60 Word reports of 10 pages: received, cut into sections, figures proposed; the floor only parses their XML."""

import hashlib
import io
import tempfile
import zipfile
from pathlib import Path

import docx
from lxml import etree

from bench.measure import Result, in_turn, process
from catalogue import definitions
from catalogue.forms import Forms
from etl.candidates import Reader
from etl.workbook import received

REPORTS, LETTERS, TIMES = 60, 24_000, 3  # ten pages hold about 24,000 letters


def run() -> list[Result]:
    """Return the time for all, one thread."""
    with tempfile.TemporaryDirectory() as folder:
        process("-m", "etl", "samples", "--out", folder, home=Path(folder) / "home")
        written = sorted(Path(folder).rglob("*.docx"))
        files = [(path, _long(path)) for path in (written * REPORTS)[:REPORTS]]
    known = definitions.load()

    def product() -> None:
        reader = Reader(known, Forms(known), unit=None, period=None)
        for path, content in files:
            assert reader.read(received(path, content)).sections

    def floor() -> None:
        for _, content in files:
            hashlib.sha256(content).hexdigest()
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                etree.fromstring(archive.read("word/document.xml"))

    return [Result(f"{REPORTS} narrative reports of 10 pages", *in_turn(product, floor, TIMES), "20 s (goal)")]


def _long(path: Path) -> bytes:
    """The report with its own paragraphs again, until it is ten pages long."""
    document = docx.Document(str(path))
    texts = [paragraph.text for paragraph in document.paragraphs if len(paragraph.text) > 60]
    letters = sum(len(paragraph.text) for paragraph in document.paragraphs)
    for place in range(10_000):
        if letters >= LETTERS:
            break
        letters += len(document.add_paragraph(texts[place % len(texts)]).text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
