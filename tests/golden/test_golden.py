"""Every indicator over the demonstration data, by level and time, against values kept in files; none is suppressed in them.

`make golden` writes them anew; the difference is read in review.
"""

import csv
import io
from pathlib import Path

import pytest

from catalogue.definitions import Definitions, load
from indicators.compute import compute
from indicators.query import Query
from store import full as both
from store import snapshot

FOLDER = Path(__file__).parent / "indicators"
COLUMNS = (
    "unit_id",
    "level",
    "period",
    "term",
    "numerator",
    "denominator",
    "value",
    "state",
    "units_reported",
    "units_expected",
)


@pytest.mark.parametrize("indicator", list(load().indicators))
def test_indicator(full: Path, known: Definitions, indicator: str, request: pytest.FixtureRequest) -> None:
    with both.reading(snapshot.current(), both.FULL).connect() as connection:
        rows = [row for dimension in ("period", "term") for row in
                compute(connection, known, Query(indicator, by=("level", dimension))).to_pylist()]  # fmt: skip
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(COLUMNS)
    for row in rows:
        if row["state"] != "not_yet_due":  # depends on the day the test runs
            value = "" if row["value"] is None else f"{row['value']:.4f}"
            lines.writerow([value if name == "value" else "" if row[name] is None else row[name] for name in COLUMNS])
    path = FOLDER / f"{indicator}.csv"
    if request.config.getoption("--golden-write"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(written.getvalue(), encoding="utf-8")
    assert written.getvalue() == path.read_text(encoding="utf-8")
