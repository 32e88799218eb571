"""Every unit has a cell of its own on the map of its day."""

import datetime as dt

import pytest

from catalogue.boundaries import extended
from catalogue.definitions import Definitions
from tests.conftest import ROOT

COUNTS = [(dt.date(2024, 6, 10), 330, 18), (dt.date(2025, 3, 1), 313, 18), (dt.date(2025, 7, 1), 99, 0)]


@pytest.mark.parametrize(("day", "communes", "districts"), COUNTS)
def test_the_three_real_maps(known: Definitions, day: dt.date, communes: int, districts: int) -> None:
    number = known.geography.succession.map_of(day)
    for level, count in (("commune", communes), ("district", districts)):
        cells = known.tile_maps.cells(number, level)
        assert len(cells) == count
        assert len(set(cells.values())) == count
        assert all(known.geography.units[unit].exists(day) for unit in cells)


def test_neighbours_lie_near_each_other(known: Definitions) -> None:
    """North is up and west is left, as a rule: ranks of coordinates and of cells agree."""
    for day, level in ((tile.day, known.geography.units[tile.unit_id].level) for tile in known.tiles[:1]):
        cells = known.tile_maps.cells(known.geography.succession.map_of(day), level)
        places = {unit.unit_id: unit for unit in known.units if unit.lat is not None}
        pairs = [(one, other) for one in cells for other in cells if one < other and one in places and other in places]
        far = [pair for pair in pairs if abs(places[pair[0]].lat - places[pair[1]].lat) > 0.1]  # type: ignore[operator]
        right = [(places[a].lat > places[b].lat) == (cells[a][0] < cells[b][0]) for a, b in far]  # type: ignore[operator]
        assert sum(right) >= 0.9 * len(right)


def test_a_unit_of_a_later_change_stands_where_it_was_made_from(known: Definitions) -> None:
    changed = extended(known, (ROOT / "docs" / "examples" / "boundaries.csv").read_bytes()).definitions
    succession = changed.geography.succession
    before = known.tile_maps.cells(known.geography.succession.map_of(dt.date(2026, 1, 1)), "commune")
    after = changed.tile_maps.cells(succession.map_of(dt.date(2027, 8, 1)), "commune")
    assert len(set(after.values())) == len(after) == 99
    assert after["07246@2027-01"] in {before["07246@2025-07"], before["07264@2025-07"]}
    assert after["07288@2027-07"] == before["07288@2025-07"]
