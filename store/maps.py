"""Rows of `unit_on_map`: where every unit lies on every map, as unit, in districts and in provinces."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from catalogue.definitions import Definitions
from catalogue.geography import Geography
from catalogue.succession import Placed, Succession

GRAINS = ("unit", "district", "province")
Row = dict[str, Any]


def layer(number: int, grain: str) -> str:
    """Name of what is known of one map at one grain. One column, so that the database foresees how few rows are asked for."""
    return f"{number} {grain}"


def on_maps(definitions: Definitions) -> Iterator[Row]:
    """Yield where each unit lies on each map, for each map on which it is meant.

    A unit whose parts lie in several communes of one district is whole in the district.
    """
    geography = definitions.geography
    succession = geography.succession
    homes = {u.unit_id for u in geography.versions[definitions.office.province_code]}
    for number in range(len(succession.dates) + 1):
        home = geography.version_at(definitions.office.province_code, succession.day_of(number))
        for unit in geography.units.values():
            owed = unit.level == "agency" or geography.province_of(unit.unit_id) in homes
            for placed, since, until in _stays(succession, unit.unit_id, number):
                about = {"since": since, "until": until, "unit_id": unit.unit_id, "level": unit.level,
                         "owed": owed, "shifted": placed.shifted and bool(placed.targets)}  # fmt: skip
                yield from _rows(geography, placed, number, about, homes, home.unit_id if home else None)


def _stays(succession: Succession, unit_id: str, number: int) -> Iterator[tuple[Placed, int, int]]:
    """Yield where a unit lies on map `number`, with the first and last of the maps on which it is meant where that is so."""
    for placed, maps in groupby(succession.life(unit_id), lambda since: succession.place(unit_id, number, since)):
        meant = list(maps)
        yield placed, meant[0], meant[-1]


def _rows(geography: Geography, placed: Placed, number: int, about: Row, homes: set[str], home: str | None) -> Iterator[Row]:
    ended = not placed.targets
    targets = [_target(geography, name, home) for name in sorted(placed.targets) or [about["unit_id"]]]
    for grain in GRAINS:
        column = {"unit": "unit_id", "district": "district_id", "province": "province_id"}[grain]
        places = {target[column]: target for target in targets}
        whole = not ended and len(places) == 1
        for name, target in places.items():
            same = grain == "unit" or len(targets) == 1
            yield about | {
                "layer": layer(number, grain), "target_id": name, "parent_id": target["parent_id"] if same else None,
                "district_id": target["district_id"] if grain != "province" or same else None,
                "province_id": target["province_id"], "own": target["province_id"] in homes,
                "whole": whole, "reason": "abolished" if ended else None if whole else placed.reason, "ended": ended,
            }  # fmt: skip


def _target(geography: Geography, unit_id: str, home: str | None) -> dict[str, str | None]:
    """A unit of the map with what it lies in; agencies belong to the office's province."""
    unit = geography.units[unit_id]
    agency = unit.level == "agency"
    return {"unit_id": unit_id, "parent_id": home if agency else unit.parent_id, "district_id": geography.district_of(unit_id),
            "province_id": home if agency else geography.province_of(unit_id)}  # fmt: skip
