"""Where units stand on the tile maps: one cell per unit, near its place. Read-only.

The layouts are data (tile_maps.csv) for some days; a unit that began later stands in the cell of
a unit it was made from, or below the map.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from catalogue.geography import Geography
from catalogue.models import Tile

Cell = tuple[int, int]  # row from the top, column from the left


class TileMaps:
    """The layouts of all days."""

    def __init__(self, geography: Geography, tiles: Iterable[Tile]) -> None:
        self._geography = geography
        self._cells: dict[dt.date, dict[str, Cell]] = defaultdict(dict)
        for tile in tiles:
            self._cells[tile.day][tile.unit_id] = (tile.row, tile.column)
        self.days = tuple(sorted(self._cells))  # the maps that readers are offered
        self.cells = lru_cache(maxsize=64)(self._place)

    def _place(self, number: int, level: str) -> dict[str, Cell]:
        """Return the cells of the units of a level that exist on map `number`, no two in one cell.

        The layout is that of the last day before the map's end, of the first day for maps before it.
        """
        succession = self._geography.succession
        known = [day for day in self.days if succession.map_of(day) <= number] or self.days[:1]
        layout = self._cells[known[-1]] if known else {}
        day = succession.day_of(number)
        units = sorted(u.unit_id for u in self._geography.units.values() if u.level == level and u.exists(day))
        found = {unit: layout[unit] for unit in units if unit in layout}
        taken = set(found.values())
        below = max((row for row, _ in taken), default=-1) + 1
        others = [unit for unit in units if unit not in found]
        for column, unit in enumerate(others):
            before = succession.place(unit, succession.map_of(known[-1]) if known else 0).targets
            free = sorted({layout[other] for other in before if other in layout} - taken)
            found[unit] = free[0] if free else (below, column)
            taken.add(found[unit])
        return found
