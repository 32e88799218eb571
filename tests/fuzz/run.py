"""`make fuzz SECONDS=180 SEED=1`: damaged and rearranged submissions, as many as the time allows.

Damaged bytes and damaged XML must never make the reader fail, hang or accept half a form; a form
with any five harmless faults must read as the untouched form does.
"""

import io
import os
import random
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from pathlib import Path

from catalogue import definitions
from catalogue.forms import Forms
from etl.archives import receive
from etl.candidates import Candidate, Reader
from tests.corpus.base import PERIOD, UNIT, base, workbook
from tests.corpus.check import FOLDER, key
from tests.corpus.faults import FAULTS, Fault

LIMIT = 10.0  # seconds a file may take on a busy machine; the product refuses after 5
WORDS = (b"NaN", b"1e999", b"-1", b"&#x0;", b"<f>1</f>", b"&lt;script&gt;", b"", b"0" * 400, "đ".encode(), b"]]>")


class Fuzz:
    """One run, repeatable by its seed."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.dice, self.folder = random.Random(seed), folder
        known = definitions.load()
        self.forms = Forms(known)
        self.known = known
        self.files = [path for path in sorted(FOLDER.iterdir()) if path.suffix != ".json"]
        self.values = base()[1]
        self.seen: Counter[str] = Counter()
        self.chosen: list[str] = []  # faults of the last form

    def round(self) -> None:
        """Make one file, read it, hold it against its invariant."""
        kind = self.dice.choice(("bytes", "xml", "form"))
        path = getattr(self, f"_{kind}")()
        begun = time.monotonic()
        candidates = [self._read(file) for file in receive(path)]
        assert time.monotonic() - begun < LIMIT, "too slow"
        for candidate in candidates:
            self.seen[f"{kind}: {'accepted' if candidate.acceptable else 'refused'}"] += 1
            if candidate.acceptable and candidate.asked is not None:
                said = candidate.readings
                lengths = {len(candidate.asked.column), len(said.value), len(said.state), len(said.raw), len(said.places.cell)}
                assert len(lengths) == 1, "half a form"
                assert all(value is None or value == value for value in said.value), "a number that is none"
            if kind == "form":
                assert candidate.acceptable, self.chosen + [problem.code for problem in candidate.problems]
                assert self._said(candidate) == self.values, f"read otherwise: {self.chosen}"

    def _read(self, file: object) -> Candidate:
        table = "table_" in str(file.path)  # type: ignore[attr-defined]
        unit, period = ("218", "2024-S1") if table else (None, None)
        return Reader(self.known, self.forms, unit=unit, period=period).read(file)  # type: ignore[arg-type]

    def _said(self, candidate: Candidate) -> dict[str, object]:
        readings = zip(candidate.readings.value, candidate.readings.text, strict=True)
        return {
            key(candidate.asked, place): text if text is not None else value for place, (value, text) in enumerate(readings)
        }  # type: ignore[arg-type]

    def _bytes(self) -> Path:
        """A file of the corpus with bytes changed, cut out, doubled or cut off."""
        source = self.dice.choice(self.files)
        content = bytearray(source.read_bytes())
        for _ in range(self.dice.randint(1, 8)):
            place, size = self.dice.randrange(len(content)), self.dice.randint(1, 64)
            match self.dice.randrange(4):
                case 0:
                    content[place] = self.dice.randrange(256)
                case 1:
                    del content[place : place + size]
                case 2:
                    content[place:place] = content[place : place + size]
                case _:
                    content[place : place + size] = self.dice.randbytes(size)
            if len(content) < 100:
                break
        return self._write(source.name, bytes(content))

    def _xml(self) -> Path:
        """A file of the corpus with words put into its XML, packed again so that it opens."""
        source = self.dice.choice([path for path in self.files if path.suffix in (".xlsx", ".xlsm", ".ods", ".docx")])
        packed = io.BytesIO()
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
            names = old.namelist()
            chosen = self.dice.choice([name for name in names if name.endswith(".xml")])
            for name in names:
                content = old.read(name)
                if name == chosen and content:
                    for _ in range(self.dice.randint(1, 4)):
                        place = self.dice.randrange(len(content))
                        content = content[:place] + self.dice.choice(WORDS) + content[place + self.dice.randint(0, 12) :]
                new.writestr(name, content)
        return self._write(source.name, packed.getvalue())

    def _form(self) -> Path:
        """The form with up to five harmless faults, of different kinds."""
        kinds: dict[str, list[Fault]] = {}
        for fault in FAULTS:
            if fault.mixable and not fault.values:
                kinds.setdefault(fault.name.split("_", 1)[0], []).append(fault)
        book, self.chosen = workbook(self.folder), []
        for kind in ("number", "text", "columns", "rows", "sheets"):  # labels while they stand in place, names of sheets last
            if self.dice.random() < 0.7:
                fault = self.dice.choice(kinds[kind])
                self.chosen.append(fault.name)
                fault.change(book)
        path = self.folder / "form.xlsx"
        book.save(path)
        return path

    def _write(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path


def main() -> int:
    """Run for SECONDS and print what was seen; a file that breaks an invariant is kept and named."""
    seconds, seed = float(os.environ.get("SECONDS", "180")), int(os.environ.get("SEED", str(random.randrange(10**6))))
    end = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as place:
        fuzz = Fuzz(seed, Path(place))
        while time.monotonic() < end:
            try:
                fuzz.round()
            except Exception:
                kept = Path(tempfile.mkdtemp(prefix="fuzz-"))
                for path in Path(place).iterdir():
                    path.rename(kept / path.name)
                traceback.print_exc()
                print(f"seed {seed}, after {sum(fuzz.seen.values())} files; kept in {kept}")
                return 1
    print(
        f"seed {seed}, {seconds:.0f} s, {UNIT} {PERIOD}:",
        ", ".join(f"{name} {count}" for name, count in sorted(fuzz.seen.items())),
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
