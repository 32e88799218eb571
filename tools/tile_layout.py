"""Work out data/tile_maps.csv: one cell per unit in its rough place, by an assignment of coordinates to a grid.

Run by `make tiles` after units or map days changed; look at the result on the map page before it
is committed. Of all ways to give each unit a cell of its own, the one with the least sum of
squared distances is taken (linear sum assignment).
"""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from catalogue import definitions
from catalogue.definitions import Definitions

OUT = Path(__file__).resolve().parent.parent / "data" / "tile_maps.csv"
DAYS = (dt.date(2024, 12, 31), dt.date(2025, 3, 1), dt.date(2025, 7, 1))
# Columns and rows of the grid: narrow enough for a phone, with some room, so that the shape of the province can be seen.
GRIDS = {("district", 18): (7, 5), ("commune", 330): (22, 22), ("commune", 313): (22, 21), ("commune", 99): (14, 11)}
Point = tuple[float, float]


def main() -> None:
    known = definitions.load()
    with OUT.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["day", "unit_id", "row", "column"])
        for day in DAYS:
            for level in ("district", "commune"):
                writer.writerows(_layout(known, day, level))


def _layout(known: Definitions, day: dt.date, level: str) -> Iterator[tuple[str, str, int, int]]:
    places = _places(known)
    units = sorted(u.unit_id for u in known.geography.units.values() if u.level == level and u.exists(day))
    if not units:
        return
    columns, rows = GRIDS[level, len(units)]
    found = np.array([places[unit] for unit in units])
    low, high = found.min(axis=0), found.max(axis=0)
    scaled = (found - low) / (high - low)  # 0–1 from south to north and west to east
    # Half by place, half by rank: dense towns get room without the open country losing its shape.
    ranked = np.argsort(np.argsort(found, axis=0), axis=0) / (len(units) - 1)
    at = (scaled + ranked) / 2 * np.array([rows - 1, columns - 1])
    cells = np.array([(row, column) for row in range(rows) for column in range(columns)], dtype=float)
    cost = ((at[:, None, :] - cells[None, :, :]) ** 2).sum(axis=2)
    for unit, cell in zip(*linear_sum_assignment(cost), strict=True):
        row, column = cells[cell]
        yield day.isoformat(), units[unit], int(rows - 1 - row), int(column)


def _places(known: Definitions) -> dict[str, Point]:
    """Latitude and longitude of each unit; of one without, what it was merged into, else the middle of its siblings."""
    places = {u.unit_id: (u.lat, u.lon) for u in known.units if u.lat is not None and u.lon is not None}
    for unit in known.units:
        if unit.unit_id not in places and unit.level != "province":
            heirs = [c.to_unit_id for c in known.changes if c.from_unit_id == unit.unit_id and c.to_unit_id in places]
            siblings = [u.unit_id for u in known.units if u.parent_unit_id == unit.parent_unit_id and u.unit_id in places]
            near = np.mean([places[other] for other in heirs or siblings], axis=0)
            places[unit.unit_id] = (float(near[0]), float(near[1]))
    return places


if __name__ == "__main__":
    main()
