"""Units in words: their lives, links to their profiles, the map on which they are shown."""

import datetime as dt
from html import escape
from urllib.parse import urlencode

from catalogue import definitions
from catalogue.units import Unit
from presentation import boundaries, links, notes
from presentation.language import date, t

PATH, PARAMETER = "don-vi", "don_vi"


def today() -> dt.date:
    """The day of the snapshot."""
    return notes.published_on().date()


def life(unit: Unit) -> str:
    """From when to when a unit exists, in words; nothing where it always did."""
    if unit.valid_to and unit.valid_from:
        return f"{date(unit.valid_from)}–{date(unit.valid_to)}"
    if unit.valid_to:
        return t("unit_until", date=date(unit.valid_to))
    return t("unit_since", date=date(unit.valid_from)) if unit.valid_from else ""


def labelled(unit: Unit) -> str:
    """The name of a unit; with the time it existed if it ended, "Huyện Yên Dũng (đến 31/12/2024)"."""
    return f"{unit.name} ({life(unit)})" if unit.valid_to else unit.name


def placed(unit: Unit) -> str:
    """As `labelled`, of a commune that ended with its district, since names return."""
    parent = definitions.load().geography.units.get(unit.parent_id or "")
    place = f", {parent.name}" if parent and unit.level == "commune" and parent.level == "district" else ""
    return f"{unit.name}{place} ({life(unit)})" if unit.valid_to else unit.name


def anchor(unit_id: str, label: str | None = None) -> str:
    """A link to the profile of a unit, as HTML; the choices that hold for all pages go along."""
    unit = definitions.load().geography.units[unit_id]
    return f'<a href="{escape(address(PATH, {PARAMETER: unit_id}))}" target="_self">{escape(label or labelled(unit))}</a>'


def address(page: str, parameters: dict[str, str]) -> str:
    """A link to a page, relative to any other; the choices that hold for all pages go along."""
    return f"{page}?{urlencode(parameters | links.kept())}"


def verified(unit: Unit) -> bool:
    """Whether what is said of a unit was verified: an agency's entry, a territorial unit's first change."""
    known = definitions.load()
    if unit.level == "agency":
        return all(agency.verified == "yes" for agency in known.agencies if agency.unit_id == unit.unit_id)
    return all(change.verified == "yes" for change in known.changes if change.to_unit_id == unit.unit_id)


def map_day(unit: Unit) -> dt.date:
    """The day under whose units a unit's series is shown: the one chosen, else today, else its own last day."""
    asked = boundaries.chosen_day()
    if asked and there(unit, asked):
        return asked
    return today() if unit.exists(today()) else unit.valid_to or unit.valid_from or today()


def there(unit: Unit, day: dt.date) -> bool:
    """Whether a unit is on the map of a day."""
    succession = definitions.load().geography.succession
    return succession.map_of(day) in succession.life(unit.unit_id)
