"""What a name of a unit means on another map; a unit that the map does not know is resolved and said, never dropped."""

from catalogue.definitions import Definitions
from catalogue.errors import Message, UsageError
from catalogue.units import Unit


def on_map(definitions: Definitions, text: str, number: int) -> tuple[tuple[str, ...], Message | None]:
    """Unit versions of map `number` meant by a code, name or unit_id, and what to tell if it was not one of them.

    A unit that ended is what it became; one that began later is what it was made from. Where
    the level itself ended (districts after 1/7/2025) the unit of the last map stands for itself:
    the communes of today are grouped under it.

    Raises:
        UsageError: no unit is meant.
    """
    geography, succession = definitions.geography, definitions.geography.succession
    day = succession.day_of(number)
    found = geography.find(text)
    if not found:
        raise UsageError("unit_unknown", text=text, near=", ".join(unit.name for unit in geography.nearest(text)) or "–")
    there = [unit.unit_id for unit in found if unit.exists(day)]
    if there:
        return tuple(there), None
    nearest = min(found, key=lambda unit: _distance(unit, succession.life(unit.unit_id), number))
    last = _last_known(definitions, nearest, number)
    targets = sorted(succession.place(nearest.unit_id, last).targets)
    names = ", ".join(f"{geography.units[target].name} ({target})" for target in targets)
    key = "boundaries_resolved" if last == number else "boundaries_former"
    named = nearest.name if text in (nearest.code, nearest.unit_id) else text
    return tuple(targets), Message.of(key, text=named, date=f"{day:%d/%m/%Y}", units=names)


def grain_of(definitions: Definitions, unit_id: str) -> str:
    """As what a unit takes in others: a district or province all that lies in it, another unit only itself."""
    level = definitions.geography.units[unit_id].level
    return level if level in ("district", "province") else "unit"


def has_outsiders(definitions: Definitions, number: int) -> bool:
    """Whether the office's province of a map holds what belonged to another province before."""
    geography, code = definitions.geography, definitions.office.province_code
    home = geography.version_at(code, geography.succession.day_of(number))
    others = (unit.unit_id for unit in geography.units.values() if unit.level == "province" and unit.code != code)
    return home is not None and any(home.unit_id in geography.succession.place(other, number).targets for other in others)


def _distance(unit: Unit, life: range, number: int) -> int:
    return min(abs(number - life.start), abs(number - (life.stop - 1)))


def _last_known(definitions: Definitions, unit: Unit, number: int) -> int:
    """The map nearest to `number` on which something of the unit is left."""
    succession = definitions.geography.succession
    life = succession.life(unit.unit_id)
    step = 1 if number >= life.stop else -1
    place = life.stop - 1 if step == 1 else life.start
    while place != number and succession.place(unit.unit_id, place + step).targets:
        place += step
    return place
